"""The findings as CSV, a row for each, written so that a spreadsheet opens it right and runs nothing in it."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from nqi_limits.outputs.decided import carried_remark, conclusion_word
from nqi_limits.outputs.harmless import harmless
from nqi_limits.outputs.places import cells_by_sheet
from nqi_limits.outputs.telling import Teller

if TYPE_CHECKING:
    from nqi_limits.findings.model import Finding
    from nqi_limits.report import Report

COLUMNS = (
    "severity",
    "rule",
    "clause",
    "name",
    "id-number",
    "organisation",
    "applications",
    "ongoing",
    "falls",
    "readings",
    "arithmetic",
    "message",
    "advice",
    "places",
    "id",
    "conclusion",
    "remark",
)

# What makes a spreadsheet take a cell for a formula, after blanks and quotes too and in full width.
_FORMULA = re.compile(r"[\s'\"]*[=+\-@＝＋－＠﹢﹣﹦﹫−]")
# A spreadsheet keeps 15 digits of a number, shows long ones as 9.9E+17, and takes 12E34 for a number as well.
_LONG_NUMBER = re.compile(r"\d{12,}[Xx]?|\d+[Ee]\d+")


def report_as_csv(report: Report, lang: str = "zh", show_ids: bool = False) -> bytes:
    """The table as UTF-8 with a byte order mark; the first row has the headers in `lang`."""
    headers, rows = findings_in_rows(report, lang, show_ids)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(headers)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def findings_in_rows(report: Report, lang: str = "zh", show_ids: bool = False) -> tuple[list[str], list[list[str]]]:
    """The headers in `lang`, and a row of texts for each finding."""
    teller = Teller(report, lang, show_ids)
    return [teller.say(f"csv.{column}") for column in COLUMNS], [_row(one, teller) for one in report.findings]


def safe_cell(text: str) -> str:
    """A cell that a spreadsheet takes for text: behind an apostrophe where it would run it or lose its digits."""
    cell = harmless(text)
    return f"'{cell}" if _FORMULA.match(cell) or _LONG_NUMBER.fullmatch(cell) or text[:1] in ("\t", "\r") else cell


def _row(finding: Finding, teller: Teller) -> list[str]:
    person = finding.person
    return [
        teller.say(f"severity.{finding.severity}"),
        teller.say("csv.titled", title=teller.rule_title(finding.rule), rule=finding.rule),
        teller.clause(finding),
        teller.text(person.name) if person else "",
        teller.id_number(person) if person else "",
        teller.organisation(finding),
        teller.listed(finding.applications),
        teller.listed(finding.ongoing),
        teller.listed(finding.falls),
        teller.listed(teller.say("csv.titled", title=teller.reading(name), rule=name) for name in finding.readings),
        teller.said(finding.arithmetic) if finding.arithmetic else "",
        teller.said(finding.message),
        teller.said(finding.advice),
        teller.text("; ".join(" · ".join(one) for one in cells_by_sheet(finding.places))),
        finding.id,
        *_decision(finding, teller),
    ]


def _decision(finding: Finding, teller: Teller) -> tuple[str, str]:
    """The conclusion, where it still holds, and what else the office wrote."""
    decision = finding.decision
    if decision is None:
        return "", ""
    word = conclusion_word(decision.conclusion, teller) if decision.holds and decision.conclusion else ""
    return word, carried_remark(decision, teller)

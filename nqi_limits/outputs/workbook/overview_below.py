"""检查概览 below its printed page: all that the page shortens, in full, and how the workbook is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nqi_limits.findings.model import SEVERITIES
from nqi_limits.outputs.harmless import harmless
from nqi_limits.outputs.outcome import deciding
from nqi_limits.outputs.workbook.grid import COLUMNS, Shown
from nqi_limits.outputs.workbook.look import BODY, BOLD, at
from nqi_limits.outputs.workbook.overview_rows import (
    by_rule,
    by_severity,
    checksums,
    first_location,
    worst_first,
)
from nqi_limits.rules.explaining import cited, explain_reading
from nqi_limits.words.catalogue import LIST_MARK

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nqi_limits.outputs.telling import Teller
    from nqi_limits.outputs.workbook.grid import GridPage
    from nqi_limits.outputs.workbook.overview import Guide
    from nqi_limits.report import Report
    from nqi_limits.tables.table import Table

_RULES = (9, 5, 2, 2, 3, 3)
_APPLICATIONS = (5, 9, 3, 7)
_READINGS = (7, 3, 7, 7)
_SHEETS = (9, 7, 3, 5)
_IGNORED = (9, 15)
_GUIDE = (5, 19)


def write_below(
    page: GridPage, report: Report, teller: Teller, guide: Guide, lines: Mapping[str, Sequence[str]]
) -> dict[str, int]:
    """Go on below the printed page; the row in which each section begins, by its name."""
    rows: dict[str, int] = {}

    def heading(name: str) -> None:
        page.heading(teller.say(f"workbook.in-full.{name}"))
        rows[name] = page.at

    heading("guide")
    _guide(page, teller, guide)
    heading("rules")
    _rules(page, report, teller, guide.locations)
    heading("applications")
    _applications(page, report, teller, guide.locations)
    heading("readings")
    _readings(page, report, teller)
    for name, texts in lines.items():
        if texts:
            heading(name)
            for text in texts:
                page.line(f"· {text}", BODY)
    heading("files")
    _files(page, report, teller)
    return rows


def _guide(page: GridPage, teller: Teller, guide: Guide) -> None:
    for name, key in guide.sheets:
        page.row(_GUIDE, (Shown(name, location=at(name, "A1")), teller.say(f"workbook.guide.{key}")))
    for severity in SEVERITIES:
        word = Shown(teller.say(f"severity.{severity}"), colour=str(severity))
        page.row(_GUIDE, (word, teller.say(f"explain.grade.{severity}")))


def _rules(page: GridPage, report: Report, teller: Teller, locations: Mapping[str, str]) -> None:
    words = [teller.say(f"workbook.overview.{key}") for key in ("rule", "clause", "people")]
    page.header(_RULES, [*words[:2], *(teller.say(f"severity.{one}") for one in SEVERITIES), words[2]])
    for rule, findings in by_rule(report).items():
        people = len({one.person for one in findings if one.person})
        page.row(
            _RULES,
            (
                Shown(teller.rule_title(rule), location=locations.get(findings[0].id, "")),
                cited(findings[0].clause, teller.lang),
                *by_severity(findings),
                Shown(people or None, centred=True),
            ),
        )


def _applications(page: GridPage, report: Report, teller: Teller, locations: Mapping[str, str]) -> None:
    page.header(
        _APPLICATIONS,
        [teller.say(f"workbook.overview.{key}") for key in ("application", "title", "verdict", "because")],
    )
    by_id = {finding.id: finding for finding in report.findings}
    for one in worst_first(report):
        page.row(
            _APPLICATIONS,
            (
                Shown(harmless(teller.text(one.id)), location=first_location(one, locations)),
                "" if one.title == one.id else harmless(teller.text(one.title)),
                Shown(teller.say(f"severity.verdict.{one.verdict}"), colour=str(one.verdict)),
                LIST_MARK[teller.lang].join(deciding(one, by_id, teller)),
            ),
        )


def _readings(page: GridPage, report: Report, teller: Teller) -> None:
    page.line(teller.say("workbook.readings-intro"), BODY)
    page.header(_READINGS, [teller.say(f"workbook.readings.{key}") for key in ("name", "setting", "lenient", "strict")])
    for name, setting in report.readings.items():
        told = explain_reading(name, teller.lang, report.rulebook)
        word = Shown(
            teller.say(f"readings.settings.{setting}"),
            colour="review" if setting != report.rulebook.readings.get(name) else "",  # type: ignore[call-overload]
            centred=True,
        )
        cells = page.row(_READINGS, (f"{told.title}\n{name}", word, told.lenient, told.strict))
        if setting in ("lenient", "strict"):
            cells[2 if setting == "lenient" else 3].font = BOLD


def _files(page: GridPage, report: Report, teller: Teller) -> None:
    page.header(_SHEETS, [teller.say(f"workbook.overview.{key}") for key in ("sheet", "kind", "rows", "header-row")])
    tables: dict[str, list[Table]] = {}
    for table in report.tables:
        tables.setdefault(harmless(teller.text(table.file)), []).append(table)
    for name, (kind, sha256) in checksums(report, teller).items():
        (cell,) = page.row((COLUMNS,), (teller.say(f"workbook.file.{kind}", file=name, sha256=sha256),))
        cell.font = BOLD
        for table in tables.get(name, ()):
            sheet, word = harmless(teller.text(table.sheet)), teller.say(table.kind_key)
            if table.kind == "ignored":
                why = teller.say("workbook.ignored", kind=word, why=teller.say(table.why_ignored))
                page.row(_IGNORED, (sheet, why))
            else:
                numbers = (Shown(len(table), centred=True), Shown(table.header_row, centred=True))
                page.row(_SHEETS, (sheet, word, *numbers))

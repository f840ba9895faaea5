"""冲突明细: a row for each finding and place, to filter, to follow to the cell, and to fill in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from nqi_limits.findings.decisions import Conclusion
from nqi_limits.outputs.decided import carried_remark, conclusion_word
from nqi_limits.outputs.fingerprint import LONGEST_VALUE, fingerprint
from nqi_limits.outputs.harmless import harmless
from nqi_limits.outputs.workbook.look import (
    A4,
    BODY,
    CENTRED,
    DONE_FILL,
    FACE,
    LINK,
    MAX_LINKS,
    PAPER_FILL,
    WORD_FILLS,
    WORD_FONTS,
    WRAPPED,
    Sheet,
    at,
    dress,
    header_row,
    link,
    put,
    row_height,
    set_page,
    set_widths,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nqi_limits.findings.decisions import Decision
    from nqi_limits.findings.model import Finding
    from nqi_limits.outputs.telling import Teller
    from nqi_limits.outputs.workbook.links import Links
    from nqi_limits.tables.table import Place

SHEET = "冲突明细"
# key of the header, width
COLUMNS = (
    ("severity", 9),
    ("rule", 17),
    ("clause", 9),
    ("name", 9),
    ("id-number", 20),
    ("organisation", 17),
    ("message", 38),
    ("arithmetic", 17),
    ("advice", 40),
    ("applications", 12),
    ("ongoing", 17),
    ("falls", 12),
    ("may-fall", 12),
    ("readings", 18),
    ("file", 17),
    ("sheet", 13),
    ("cell", 8),
    ("header", 11),
    ("value", 18),
    ("id", 14),
    ("fingerprint", 10),
    ("conclusion", 15),
    ("remark", 20),
)
KEYS = tuple(key for key, _ in COLUMNS)
WIDTHS = tuple(width for _, width in COLUMNS)
# Printed are the columns up to what to do: more would not be readable on A4.
PRINTED = KEYS.index("advice") + 1
CELL, CONCLUSION, REMARK = (KEYS.index(key) + 1 for key in ("cell", "conclusion", "remark"))
# Columns that an office may have added; there only where a decision that was brought back has them.
SIGNATURE = (("by", 10), ("on", 13))
_SMALL = Font(name=FACE, size=9, color="7F7F7F")
_SMALL_COLUMNS = tuple(KEYS.index(key) + 1 for key in ("id", "fingerprint"))
MAX_ROWS = 1_000_000


def first_rows(findings: Sequence[Finding]) -> dict[str, int]:
    """The row in which each finding begins, by its id."""
    found, row = {}, 2
    for finding in findings:
        found[finding.id] = min(row, MAX_ROWS)
        row += max(1, len(finding.places))
    return found


def too_many(findings: Sequence[Finding]) -> bool:
    """Whether the findings take more rows than a sheet has."""
    return sum(max(1, len(finding.places)) for finding in findings) >= MAX_ROWS


def location(sheet: str, row: int) -> str:
    """Where a row of 冲突明细 stands, for a link."""
    return at(sheet, f"A{row}")


def write_details(sheet: Sheet, findings: Sequence[Finding], teller: Teller, links: Links | None) -> None:
    """Fill the sheet; without `links`, for those who do not have the inputs, cells are only named."""
    signed = any(one.decision and (one.decision.by or one.decision.on) for one in findings)
    columns = (*COLUMNS, *SIGNATURE) if signed else COLUMNS
    header_row(sheet, 1, [teller.say(f"workbook.column.{key}") for key, _ in columns])
    sheet.row_dimensions[1].height = 24
    set_widths(sheet, [width for _, width in columns])
    row = 2
    for finding in findings:
        facts = _facts(finding, teller)
        for place in finding.places or (None,):
            if row > MAX_ROWS:
                break
            texts = {**facts, **_where(place, teller, links)}
            _write(sheet, row, finding, [texts.get(key, "") for key, _ in columns], place, links)
            row += 1
    last = max(row - 1, 2)
    letter = get_column_letter(CONCLUSION)
    words = ",".join(teller.say(f"workbook.conclusion.{one}") for one in Conclusion)
    choice = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True, showErrorMessage=True)
    choice.error, choice.errorTitle = teller.say("workbook.conclusion.error"), teller.say("workbook.column.conclusion")
    choice.add(f"{letter}2:{letter}{last}")
    sheet.add_data_validation(choice)
    sheet.freeze_panes = "E2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{max(row - 1, 1)}"
    sheet.sheet_view.zoomScale = 90
    set_page(sheet, teller.say("workbook.page"), landscape=True, paper=A4, repeat="1:1")
    sheet.print_area = f"A1:{get_column_letter(PRINTED)}{max(row - 1, 1)}"


def _facts(finding: Finding, teller: Teller) -> dict[str, str]:
    person = finding.person
    return {
        "severity": teller.say(f"severity.{finding.severity}"),
        "rule": teller.say("workbook.rule", title=teller.rule_title(finding.rule), rule=finding.rule),
        "clause": teller.clause(finding),
        "name": harmless(teller.text(person.name)) if person else "",
        "id-number": harmless(teller.id_number(person)) if person else "",
        "organisation": harmless(teller.organisation(finding)),
        "message": harmless(teller.said(finding.message)),
        "arithmetic": teller.said(finding.arithmetic) if finding.arithmetic else "",
        "advice": harmless(teller.said(finding.advice)),
        "applications": harmless(teller.listed(finding.applications)),
        "ongoing": harmless(teller.listed(finding.ongoing)),
        "falls": harmless(teller.listed(finding.falls)),
        "may-fall": harmless(teller.listed(finding.may_fall)),
        "readings": teller.listed(
            teller.say("workbook.rule", title=teller.reading(one), rule=one) for one in finding.readings
        ),
        "id": finding.id,
        "fingerprint": fingerprint(map(teller.value, finding.places)),
        **(_decided(finding.decision, teller) if finding.decision else {}),
    }


def _decided(decision: Decision, teller: Teller) -> dict[str, str]:
    """What the office wrote, carried over; a conclusion only while it holds."""
    word = conclusion_word(decision.conclusion, teller) if decision.holds and decision.conclusion else ""
    texts = {"conclusion": word, "remark": carried_remark(decision, teller)}
    if not decision.changed:
        texts |= {"by": teller.text(decision.by), "on": teller.text(decision.on)}
    return {key: harmless(text) for key, text in texts.items()}


def _where(place: Place | None, teller: Teller, links: Links | None) -> dict[str, str]:
    if place is None:
        return {}
    value = harmless(teller.value(place))
    return {
        "file": harmless(teller.text(place.file)),
        "sheet": harmless(teller.text(links.sheet(place) if links else place.sheet)),
        "cell": place.cell,
        "header": harmless(teller.text(place.header)),
        "value": value if len(value) <= LONGEST_VALUE else f"{value[:LONGEST_VALUE]}…",
    }


def _write(
    sheet: Sheet, row: int, finding: Finding, texts: Sequence[str], place: Place | None, links: Links | None
) -> None:
    done = DONE_FILL if finding.decided else PAPER_FILL
    for column, text in enumerate(texts, 1):
        font = _SMALL if column in _SMALL_COLUMNS else BODY
        dress(put(sheet.cell(row, column), text or None), font, WRAPPED, fill=done if column >= CONCLUSION else None)
    dress(sheet.cell(row, 1), WORD_FONTS[finding.severity], CENTRED, fill=WORD_FILLS[finding.severity])
    if links is not None and place is not None and row <= MAX_LINKS:
        cell = sheet.cell(row, CELL)
        link(cell, *links.to(place))
        dress(cell, LINK, WRAPPED)
    widths = (*WIDTHS, *(width for _, width in SIGNATURE))
    sheet.row_dimensions[row].height = row_height(texts, widths[: len(texts)])

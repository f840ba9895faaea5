"""检查概览: one printed page that says how the check came out, on what, by which readings, and what was not checked.

Below the part that is printed stands what the page had to shorten, in full, and how the workbook is read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from nqi_limits.findings.model import SEVERITIES
from nqi_limits.outputs.clauses import coverage_lines
from nqi_limits.outputs.decided import counts_sentence, stray_lines
from nqi_limits.outputs.harmless import harmless
from nqi_limits.outputs.outcome import (
    Outcome,
    checked_sentence,
    outcome_of,
    outcome_sentence,
    unchecked_lines,
    verdicts_sentence,
)
from nqi_limits.outputs.workbook.grid import COLUMNS, PAGE_HEIGHT, ROW, GridPage, Shown, block_items, block_rows
from nqi_limits.outputs.workbook.look import BODY, LINK, TITLE, Cell, Sheet, at, link, put, set_page
from nqi_limits.outputs.workbook.overview_below import write_below
from nqi_limits.outputs.workbook.overview_rows import (
    FILES,
    RULES,
    application_rows,
    application_spans,
    file_rows,
    reading_rows,
    reading_spans,
    rule_rows,
)
from nqi_limits.version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nqi_limits.outputs.telling import Teller
    from nqi_limits.report import Report

SHEET = "检查概览"
# How many lines of a list of sentences are printed, how many go below.
_MOST_LINES = 8
_COLOURS = {Outcome.VIOLATION: "violation", Outcome.REVIEW: "review", Outcome.CLEAR: "clear"}
_FEWEST_ROWS = 2
_HEADERS = {
    "rules": ("workbook.overview.rule", *(f"severity.{one}" for one in SEVERITIES)),
    "applications": tuple(f"workbook.overview.{key}" for key in ("application", "verdict", "because")),
    "files": ("workbook.overview.file", "workbook.overview.sum"),
}


@dataclass(frozen=True)
class Guide:
    """What the overview needs to know of the workbook: where findings begin, the names of its sheets, what to remark.

    `locations` are links' locations by a finding's id; `sheets` the tool's own sheets in order, with the key of what each is
    for; `remarks` what the copy could not keep; `about` a sentence on what this workbook leaves out, or "".
    """

    locations: Mapping[str, str]
    sheets: Sequence[tuple[str, str]]
    remarks: Sequence[str]
    about: str = ""
    rules_left_out: Sequence[str] = ()


def write_overview(sheet: Sheet, report: Report, teller: Teller, guide: Guide) -> None:
    """Fill the sheet."""
    contents = _contents(report, teller, guide)
    bare = _write_page(GridPage(Workbook().active), contents, teller, dict.fromkeys(_HEADERS, 0))
    page = _write_page(GridPage(sheet), contents, teller, _rows_for(contents, PAGE_HEIGHT - bare.page.height))
    last = page.page.at
    below = write_below(page.page, report, teller, guide, contents.lines)
    for cell, name, left in page.pointers:
        put(cell, teller.say(f"workbook.more.{name}", n=left, row=below[name]))
        link(cell, at(sheet.title, f"A{below[name]}"))
        cell.font = LINK
    sheet.sheet_view.showGridLines = False
    set_page(sheet, teller.say("workbook.page"), landscape=False, one_page=True)
    sheet.print_area = f"A1:{get_column_letter(COLUMNS)}{last}"


@dataclass(frozen=True)
class _Contents:
    """What the page says: the lines at its head, lists of lines and rows of tables under the names of their sections."""

    title: str
    made: str
    outcome: str
    colour: str
    head: Sequence[str]
    lines: Mapping[str, Sequence[str]]
    tables: Mapping[str, Sequence[Sequence[Shown]]]
    spans: Mapping[str, Sequence[int]]
    readings: Sequence[Sequence[Shown]]


def _contents(report: Report, teller: Teller, guide: Guide) -> _Contents:
    lines = {
        "remarks": guide.remarks,
        "decisions": stray_lines(report, teller),
        "unchecked": unchecked_lines(report, teller, guide.rules_left_out),
        "clauses": coverage_lines(report, teller, guide.rules_left_out),
    }
    head = [
        f"{checked_sentence(report, teller)} {verdicts_sentence(report, teller)}".strip(),
        guide.about,
        counts_sentence(report, teller),
    ]
    if report.accepted is not None:
        head.append(teller.say("accepted.read", n=len(report.accepted.applications)))
    return _Contents(
        title=teller.say("workbook.title"),
        made=teller.say(
            "workbook.made",
            time=report.checked_at.strftime("%Y-%m-%d %H:%M"),
            rulebook=report.rulebook.name,
            title=getattr(report.rulebook.title, teller.lang),
            version=__version__,
        ),
        outcome=outcome_sentence(report, teller, guide.rules_left_out),
        colour=_COLOURS.get(outcome_of(report, guide.rules_left_out), "unchecked"),
        head=[one for one in head if one],
        lines={name: [harmless(one) for one in texts] for name, texts in lines.items()},
        tables={
            "rules": rule_rows(report, teller, guide.locations),
            "applications": application_rows(report, teller, guide.locations),
            "files": file_rows(report, teller),
        },
        spans={
            "rules": RULES,
            "applications": application_spans(report, teller),
            "files": FILES,
            "readings": reading_spans(report, teller),
        },
        readings=reading_rows(report, teller),
    )


@dataclass
class _Printed:
    """The printed part: its page, and the cells that will say where the rest of a section stands, with how many are left."""

    page: GridPage
    pointers: list[tuple[Cell, str, int]] = field(default_factory=list)

    def more(self, name: str, left: int) -> None:
        """A line that will point below, where anything is left."""
        if left > 0:
            self.pointers.append((self.page.line("-", BODY, ROW), name, left))


def _write_page(page: GridPage, contents: _Contents, teller: Teller, rows: Mapping[str, int]) -> _Printed:
    """The printed part, its tables cut to so many rows each."""
    printed = _Printed(page)

    def lines(name: str) -> None:
        texts = contents.lines[name]
        if texts:
            page.heading(teller.say(f"workbook.heading.{name}"))
            for text in texts[:_MOST_LINES]:
                page.line(f"· {text}", BODY)
            printed.more(name, len(texts) - _MOST_LINES)

    def table(name: str) -> None:
        page.heading(teller.say(f"workbook.heading.{name}"))
        items = contents.tables[name]
        if not items:
            page.line(teller.say(f"workbook.none.{name}"), BODY)
            return
        shown = items[: block_items(rows[name], contents.spans[name])]
        page.blocks(contents.spans[name], [teller.say(key) for key in _HEADERS[name]], shown)
        printed.more(name, len(items) - len(shown))

    page.line(contents.title, TITLE, 26)
    page.line(contents.made, BODY)
    page.banner(contents.outcome, contents.colour)
    for text in contents.head:
        page.line(text, BODY)
    lines("remarks")
    lines("decisions")
    table("rules")
    table("applications")
    page.heading(teller.say("workbook.heading.readings"))
    page.blocks(contents.spans["readings"], (), contents.readings)
    lines("unchecked")
    lines("clauses")
    table("files")
    page.line(teller.say("workbook.below"), BODY)
    return printed


def _rows_for(contents: _Contents, room: float) -> dict[str, int]:
    """How many rows each table gets of what room there is in points: all it needs, else the longest give way first."""
    rows = {
        name: block_rows(len(contents.tables[name]), spans)
        for name, spans in contents.spans.items()
        if name in contents.tables
    }
    # A page without any rows has pointers in place of the tables' headers, which are as high.
    lines = int(room // ROW) - len(rows)
    while sum(rows.values()) > lines and max(rows.values()) > _FEWEST_ROWS:
        longest = max(rows, key=lambda name: rows[name])
        rows[longest] -= 1
    return rows

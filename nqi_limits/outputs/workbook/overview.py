"""检查概览: one page that says how the check came out, on what, by which readings, and what was not checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nqi_limits.findings.model import SEVERITIES, Severity, Verdict
from nqi_limits.outputs.clauses import coverage_lines
from nqi_limits.outputs.decided import counts_sentence, stray_lines
from nqi_limits.outputs.harmless import harmless
from nqi_limits.outputs.outcome import checked_sentence, outcome_sentence, unchecked_lines
from nqi_limits.outputs.workbook.look import (
    BODY,
    BOLD,
    BOX,
    CENTRED,
    GREY,
    HEADER,
    HEADER_FILL,
    HEADING,
    LINK,
    MIDDLE,
    TITLE,
    WORD_FILLS,
    WORD_FONTS,
    Cell,
    Sheet,
    at,
    link,
    put,
    row_height,
    set_page,
    set_widths,
)
from nqi_limits.rules.explaining import cited, explain_reading
from nqi_limits.rules.registry import all_rules
from nqi_limits.tables.mapping.model import base_name
from nqi_limits.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from nqi_limits.findings.model import Finding
    from nqi_limits.outputs.telling import Teller
    from nqi_limits.report import Report
    from nqi_limits.rules.rule import Rule

SHEET = "检查概览"
COLUMN_WIDTH = 12.0
COLUMNS = 10
_VERDICTS = (Verdict.VIOLATION, Verdict.REVIEW, Verdict.UNCHECKED, Verdict.CLEAR)
_ONE_PAGE_ROWS = 110


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
    page = _Page(sheet, teller)
    set_widths(sheet, [COLUMN_WIDTH] * COLUMNS)
    page.line(teller.say("workbook.title"), TITLE, 30)
    page.line(
        teller.say(
            "workbook.made",
            time=report.checked_at.strftime("%Y-%m-%d %H:%M"),
            rulebook=report.rulebook.name,
            title=getattr(report.rulebook.title, teller.lang),
            version=__version__,
        ),
        GREY,
    )
    worst = next((one for one in SEVERITIES if any(found.severity is one for found in report.findings)), None)
    page.banner(outcome_sentence(report, teller, guide.rules_left_out), worst)
    page.line(checked_sentence(report, teller), BODY)
    if guide.about:
        page.line(guide.about, BODY)
    _decisions(page, report, teller)
    _accepted(page, report, teller)
    if guide.remarks:
        page.heading("workbook.heading.remarks")
        for remark in guide.remarks:
            page.line(f"· {remark}", BODY)
    _by_rule(page, report, teller, guide)
    _by_application(page, report, teller, guide)
    _readings(page, report, teller)
    page.heading("workbook.heading.unchecked")
    for line in unchecked_lines(report, teller, guide.rules_left_out):
        page.line(f"· {harmless(line)}", BODY)
    page.heading("workbook.heading.clauses")
    for line in coverage_lines(report, teller, guide.rules_left_out):
        page.line(f"· {line}", BODY)
    _files(page, report, teller)
    page.heading("workbook.heading.guide")
    for name, key in guide.sheets:
        cells = page.row((2, 8), (name, teller.say(f"workbook.guide.{key}")))
        link(cells[0], at(name, "A1"))
        cells[0].font = LINK
    for severity in SEVERITIES:
        cells = page.row((2, 8), (teller.say(f"severity.{severity}"), teller.say(f"explain.grade.{severity}")))
        page.colour(cells[0], severity)
    sheet.sheet_view.showGridLines = False
    set_page(sheet, teller.say("workbook.page"), landscape=False, one_page=page.at <= _ONE_PAGE_ROWS)


def _decisions(page: _Page, report: Report, teller: Teller) -> None:
    """What was brought back: from which files, how many conclusions, and those to look at again."""
    if report.decisions is None:
        return
    page.heading("decisions.heading.overview")
    page.line(counts_sentence(report, teller), BODY)
    for line in stray_lines(report.decisions, teller):
        page.line(f"· {harmless(line)}", BODY)
    for file in report.decisions.files:
        page.line(teller.say("workbook.file", file=harmless(teller.text(file.name)), sha256=file.sha256), GREY)


def _accepted(page: _Page, report: Report, teller: Teller) -> None:
    """The accepted list of an earlier day, and from which files."""
    if report.accepted is None:
        return
    page.heading("accepted.heading")
    page.line(teller.say("accepted.read", n=len(report.accepted.applications)), BODY)
    for file in report.accepted.files:
        page.line(teller.say("workbook.file", file=harmless(teller.text(file.name)), sha256=file.sha256), GREY)


def _by_rule(page: _Page, report: Report, teller: Teller, guide: Guide) -> None:
    found: dict[str, list[Finding]] = {}
    for finding in report.findings:
        found.setdefault(finding.rule, []).append(finding)
    page.heading("workbook.heading.rules")
    if not found:
        page.line(teller.say("workbook.no-findings"), BODY)
        return
    spans = (4, 2, 1, 1, 1, 1)
    page.header(
        spans, [f"workbook.overview.{key}" for key in ("rule", "clause")], SEVERITIES, "workbook.overview.people"
    )
    rules: dict[str, Rule] = {rule.id: rule for rule in all_rules()}
    for rule, findings in sorted(found.items(), key=lambda one: list(rules).index(one[0])):
        counts = [sum(finding.severity is severity for finding in findings) for severity in SEVERITIES]
        people = len({finding.person for finding in findings if finding.person})
        cells = page.row(
            spans,
            (
                teller.rule_title(rule),
                cited(findings[0].clause, teller.lang),
                *(one or None for one in counts),
                people or None,
            ),
        )
        if location := guide.locations.get(findings[0].id):
            link(cells[0], location)
            cells[0].font = LINK
        for cell, severity, count in zip(cells[2:5], SEVERITIES, counts, strict=True):
            if count:
                page.colour(cell, severity)
        for cell in cells[2:]:
            cell.alignment = CENTRED


def _by_application(page: _Page, report: Report, teller: Teller, guide: Guide) -> None:
    page.heading("workbook.heading.applications")
    if not report.applications:
        page.line(teller.say("workbook.no-applications"), BODY)
        return
    spans = (2, 4, 1, 3)
    page.header(spans, [f"workbook.overview.{key}" for key in ("application", "title", "verdict", "because")])
    by_id = {finding.id: finding for finding in report.findings}
    for one in sorted(report.applications, key=lambda one: _VERDICTS.index(one.verdict)):
        found = [by_id[number] for number in one.findings if by_id[number].severity is not Severity.NOTE]
        who = dict.fromkeys(
            harmless(teller.text(finding.person.name)) if finding.person else teller.rule_title(finding.rule)
            for finding in found
        )
        title = "" if one.title == one.id else harmless(teller.text(one.title))
        cells = page.row(
            spans,
            (
                harmless(teller.text(one.id)),
                title,
                teller.say(f"severity.verdict.{one.verdict}"),
                teller.listed(who),
            ),
        )
        page.colour(cells[2], one.verdict)
        location = next((guide.locations[finding.id] for finding in found if finding.id in guide.locations), None)
        if location:
            link(cells[0], location)
            cells[0].font = LINK


def _readings(page: _Page, report: Report, teller: Teller) -> None:
    page.heading("workbook.heading.readings")
    page.line(teller.say("workbook.readings-intro"), BODY)
    spans = (3, 1, 3, 3)
    page.header(spans, [f"workbook.readings.{key}" for key in ("name", "setting", "lenient", "strict")])
    for name, setting in report.readings.items():
        told = explain_reading(name, teller.lang, report.rulebook)
        cells = page.row(
            spans, (f"{told.title}\n{name}", teller.say(f"readings.settings.{setting}"), told.lenient, told.strict)
        )
        cells[1].alignment = CENTRED
        if setting != report.rulebook.readings.get(name):  # type: ignore[call-overload]
            page.colour(cells[1], "review")
        if setting in ("lenient", "strict"):
            cells[2 if setting == "lenient" else 3].font = BOLD


def _files(page: _Page, report: Report, teller: Teller) -> None:
    page.heading("workbook.heading.files")
    if report.mapping is not None:
        file = harmless(teller.text(base_name(report.mapping.name)))
        page.line(teller.say("workbook.mapping", file=file, sha256=report.mapping.sha256), GREY)
    spans = (4, 3, 1, 2)
    page.header(spans, [f"workbook.overview.{key}" for key in ("sheet", "kind", "rows", "header-row")])
    sums = {file.name: file.sha256 for file in report.files}
    for name in dict.fromkeys((*sums, *(table.file for table in report.tables))):
        (cell,) = page.row(
            (COLUMNS,), (teller.say("workbook.file", file=harmless(teller.text(name)), sha256=sums.get(name) or "-"),)
        )
        cell.font = BOLD
        for table in report.tables:
            if table.file != name:
                continue
            kind, sheet = teller.say(table.kind_key), harmless(teller.text(table.sheet))
            if table.kind == "ignored":
                why = teller.say("workbook.ignored", kind=kind, why=teller.say(table.why_ignored))
                page.row((4, 6), (sheet, why))
            else:
                cells = page.row(spans, (sheet, kind, len(table), table.header_row))
                cells[2].alignment = cells[3].alignment = CENTRED


class _Page:
    """Rows of merged cells from top to bottom, on a grid of COLUMNS equal columns."""

    def __init__(self, sheet: Sheet, teller: Teller) -> None:
        self.sheet, self.teller, self.at = sheet, teller, 0

    def line(self, text: str, font: object, height: float = 0) -> Cell:
        """A paragraph over the whole width."""
        (cell,) = self._cells((COLUMNS,), (text,), height)
        cell.font, cell.alignment = font, MIDDLE
        return cell

    def banner(self, text: str, severity: Severity | None) -> None:
        """The sentence that everything else explains."""
        name = str(severity) if severity else "clear"
        cell = self.line(text, WORD_FONTS[name], row_height([text], [COLUMN_WIDTH * COLUMNS * 0.8]) + 14)
        cell.fill = WORD_FILLS[name]
        for column in range(1, COLUMNS + 1):
            self.sheet.cell(self.at, column).fill = WORD_FILLS[name]

    def heading(self, key: str) -> None:
        """A section's heading."""
        self.at += 1
        self.line(self.teller.say(key), HEADING, 24)

    def header(
        self, spans: Sequence[int], keys: Iterable[str], severities: Iterable[Severity] = (), last: str = ""
    ) -> None:
        """The headers of a table: those under `keys`, the words of severities, one more."""
        texts = [self.teller.say(key) for key in keys]
        texts += [self.teller.say(f"severity.{severity}") for severity in severities]
        texts += [self.teller.say(last)] if last else []
        for cell in self._cells(spans, texts, 0, boxed=True):
            cell.font, cell.fill, cell.alignment = HEADER, HEADER_FILL, CENTRED

    def row(self, spans: Sequence[int], values: Sequence[str | int | None]) -> list[Cell]:
        """A row of a table; its first cells."""
        cells = self._cells(spans, values, 0, boxed=True)
        for cell in cells:
            cell.font, cell.alignment = BODY, MIDDLE
        return cells

    def colour(self, cell: Cell, name: str) -> None:
        """Show a cell as a severity or verdict."""
        cell.font, cell.fill, cell.alignment = WORD_FONTS[name], WORD_FILLS[name], CENTRED

    def _cells(
        self, spans: Sequence[int], values: Sequence[str | int | None], height: float, boxed: bool = False
    ) -> list[Cell]:
        self.at += 1
        cells, column = [], 1
        for span, value in zip(spans, values, strict=True):
            if boxed:
                for number in range(column, column + span):
                    self.sheet.cell(self.at, number).border = BOX
            if span > 1:
                self.sheet.merge_cells(
                    start_row=self.at, start_column=column, end_row=self.at, end_column=column + span - 1
                )
            cell = put(self.sheet.cell(self.at, column), value if value != "" else None)
            cells.append(cell)
            column += span
        texts = ["" if value is None else str(value) for value in values]
        widths = [span * COLUMN_WIDTH for span in spans]
        self.sheet.row_dimensions[self.at].height = height or row_height(texts, widths)
        return cells

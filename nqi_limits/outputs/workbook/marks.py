"""Marks on the user's own sheets: a fill on the row, a note on the cell, a column 检查结果 to filter by."""

from __future__ import annotations

from collections import defaultdict
from copy import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.dimensions import ColumnDimension
from openpyxl.worksheet.table import TableColumn

from nqi_limits.findings.model import SEVERITIES, Finding, Severity
from nqi_limits.outputs.decided import decision_sentence
from nqi_limits.outputs.harmless import harmless
from nqi_limits.outputs.workbook.look import (
    MAX_LINKS,
    ROW_FILLS,
    WORD_FILLS,
    Cell,
    Sheet,
    display_width,
    lines_needed,
    link,
    own_style,
    put,
)
from nqi_limits.sources.own import RESULT_COLUMN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from nqi_limits.outputs.telling import Teller
    from nqi_limits.tables.table import Table

AUTHOR = "nqi-limits"
_NOTE_WIDTH, _NOTE_LINE, _NOTE_TALLEST = 360, 17, 420
_NOTE_COLUMNS = 50
_NOTES_IN_CELL = 5
_LAST_COLUMN = 16_384
_NARROWEST, _WIDEST = 12, 64


@dataclass
class _Row:
    """What was found in one row: all of it, and what concerns each column."""

    findings: list[Finding] = field(default_factory=list)
    cells: dict[int, list[Finding]] = field(default_factory=lambda: defaultdict(list))


def rows_of(findings: Iterable[Finding]) -> dict[tuple[str, str], dict[int, _Row]]:
    """The findings by file and sheet, then by row; in each row gravest first."""
    found: dict[tuple[str, str], dict[int, _Row]] = defaultdict(lambda: defaultdict(_Row))
    for finding in sorted(findings, key=lambda one: SEVERITIES.index(one.severity)):
        for place in finding.places:
            row = found[place.file, place.sheet][place.row]
            if not row.findings or row.findings[-1] is not finding:
                row.findings.append(finding)
            row.cells[place.column].append(finding)
    return found


class Marker:
    """Marks sheets in one language; `detail` gives where a finding stands in 冲突明细 (a link's location)."""

    def __init__(self, teller: Teller, detail: Callable[[Finding], str]) -> None:
        self.teller, self.detail = teller, detail
        self.words = {severity: teller.say(f"severity.{severity}") for severity in Severity}

    def mark(self, sheet: Sheet, tables: Sequence[Table], rows: Mapping[int, _Row]) -> None:
        """Mark the rows of one sheet. Sheets without a table that was understood stay as they are."""
        understood = [table for table in tables if table.kind != "ignored"]
        if not understood:
            return
        heads = {row for table in understood for row in (table.header_row, *table.repeats)}
        result = min(_used_columns(sheet, min(heads)) + 1, _LAST_COLUMN)
        first = _first_column(sheet, heads, result)
        for head in heads:
            _result_header(sheet, head, result)
        widest = display_width(RESULT_COLUMN) + 4
        painter = _Painter()
        for marked, (number, row) in enumerate(sorted(rows.items())):
            for column in range(first, result):
                painter.paint(sheet.cell(number, column), row.findings[0].severity)
            for column, findings in row.cells.items():
                self._note(sheet, number, column, findings)
            widest = max(widest, self._result(sheet, number, result, row.findings, marked < MAX_LINKS))
        _set_width(sheet, result, max(_NARROWEST, min(_WIDEST, widest + 2)))
        last = max([*(int(table.rows[-1]) for table in understood if len(table)), *rows, *heads])
        _extend_filter(sheet, heads, first, result, last)

    def _result(self, sheet: Sheet, row: int, column: int, findings: Sequence[Finding], linked: bool) -> int:
        """Write the result of one row; how wide its text is."""
        titles: dict[Severity, dict[str, None]] = {}
        for finding in findings:
            titles.setdefault(finding.severity, {})[self.teller.rule_title(finding.rule)] = None
        text = self.teller.in_one(
            self.teller.say("workbook.result", severity=self.words[severity], titles=tuple(rules))
            for severity, rules in titles.items()
        )
        cell = put(own_style(sheet.cell(row, column)), text)
        neighbour = _style_source(sheet, row, column - 1)
        cell.border, cell.alignment = copy(neighbour.border), copy(neighbour.alignment)
        font = copy(neighbour.font)
        font.underline, font.color = "single", "0563C1"
        cell.font, cell.fill = font, WORD_FILLS[findings[0].severity]
        if linked:
            link(cell, self.detail(findings[0]))
        return display_width(text)

    def _note(self, sheet: Sheet, row: int, column: int, findings: Sequence[Finding]) -> None:
        """Put a note on a cell, below what somebody else has written there."""
        cell = _top_left(sheet, row, column)
        texts = [self._note_text(finding) for finding in findings[:_NOTES_IN_CELL]]
        if len(findings) > _NOTES_IN_CELL:
            texts.append(self.teller.say("workbook.note-more", n=len(findings) - _NOTES_IN_CELL))
        author = AUTHOR
        if cell.comment is not None:
            author = cell.comment.author or AUTHOR
            texts.insert(0, cell.comment.text)
        text = "\n\n".join(texts)
        cell.comment = Comment(text, author, height=note_height(text), width=_NOTE_WIDTH)

    def _note_text(self, finding: Finding) -> str:
        note = self.teller.say(
            "workbook.note",
            severity=self.words[finding.severity],
            title=self.teller.rule_title(finding.rule),
            clause=self.teller.clause(finding),
            message=harmless(self.teller.said(finding.message)),
        )
        if finding.decision is None or not finding.decided:
            return note
        decision = harmless(decision_sentence(finding.decision, self.teller))
        return self.teller.say("workbook.note-decided", note=note, decision=decision)


def note_height(text: str) -> int:
    """The height in pixels of a note that shows all of its text, as far as it goes."""
    return min(_NOTE_TALLEST, _NOTE_LINE * (lines_needed(text, _NOTE_COLUMNS) + 1))


def fit_notes(sheet: Sheet) -> None:
    """Make the notes that a file came with large enough to read: openpyxl forgets how large they were."""
    for cell in sheet._cells.values():
        comment = cell._comment
        if comment is not None and comment.author != AUTHOR:
            comment.width, comment.height = _NOTE_WIDTH, note_height(comment.text)


def _used_columns(sheet: Any, header: int) -> int:
    """The last column with something in it; merged ranges count from the header row on."""
    used = max((column for (_, column), cell in sheet._cells.items() if cell._value is not None), default=1)
    merged = (one.max_col for one in sheet.merged_cells.ranges if one.max_row >= header)
    return int(max(used, *merged, 1))


def _merged_with(sheet: Any, row: int, column: int) -> Any:
    """The merged range that holds a cell, or None."""
    return next(
        (
            one
            for one in sheet.merged_cells.ranges
            if one.min_row <= row <= one.max_row and one.min_col <= column <= one.max_col
        ),
        None,
    )


def _top_left(sheet: Any, row: int, column: int) -> Any:
    """The cell, or the one that speaks for it where it is merged with others."""
    cell = sheet.cell(row, column)
    merged = _merged_with(sheet, row, column) if isinstance(cell, MergedCell) else None
    return cell if merged is None else sheet.cell(merged.min_row, merged.min_col)


def _style_source(sheet: Any, row: int, column: int) -> Cell:
    """The nearest cell to the left, from `column` on, that has a style; the cell itself where none has."""
    for at in range(column, 0, -1):
        cell = sheet._cells.get((row, at))
        if cell is not None and cell.has_style and (at == 1 or _has_lines(cell)):
            return cell
    return sheet.cell(row, column)


def _has_lines(cell: Cell) -> bool:
    """Whether a cell has a line on its left or below it; a border may lack its sides, as other programs write it."""
    return any(side is not None and side.style for side in (cell.border.left, cell.border.bottom))


def _result_header(sheet: Any, row: int, column: int) -> None:
    """The header of the result column, styled like the header beside it, over all rows that that one takes."""
    merged = _merged_with(sheet, row, column - 1)
    rows = range(merged.min_row, row + 1) if merged is not None and merged.max_row == row else (row,)
    for at in rows:
        beside = sheet.cell(at, column - 1)
        if beside.has_style:
            sheet.cell(at, column)._style = copy(beside._style)
    if len(rows) > 1:
        sheet.cell(row, column)._style = copy(sheet.cell(rows[0], column - 1)._style)
    put(own_style(sheet.cell(row, column)), RESULT_COLUMN)


def _first_column(sheet: Any, heads: Iterable[int], result: int) -> int:
    """The first column that is headed."""
    headed = (
        column
        for column in range(1, result)
        if any((cell := sheet._cells.get((row, column))) is not None and cell._value is not None for row in heads)
    )
    return next(headed, 1)


class _Painter:
    """Fills cells. A style is looked up once: a row of ten cells has few."""

    def __init__(self) -> None:
        self.known: dict[tuple[Severity, tuple[int, ...]], Any] = {}

    def paint(self, cell: Any, severity: Severity) -> None:
        """Fill a cell with the colour of a severity, and leave the rest of its format."""
        key = (severity, tuple(cell._style or ()))
        style = self.known.get(key)
        if style is None:
            own_style(cell).fill = ROW_FILLS[severity]
            self.known[key] = copy(cell._style)
        else:
            cell._style = copy(style)


def _set_width(sheet: Any, column: int, width: float) -> None:
    """Give one column its width; a width that a file sets for a run of columns is split around it."""
    for dimension in list(sheet.column_dimensions.values()):
        low, high = dimension.min, dimension.max
        if low is None or high is None or not low <= column <= high:
            continue
        if low < column:
            dimension.max = column - 1
        else:
            del sheet.column_dimensions[dimension.index]
        if high > column:
            rest = copy(dimension)
            rest.index, rest.min, rest.max = get_column_letter(column + 1), column + 1, high
            sheet.column_dimensions[rest.index] = rest
    letter = get_column_letter(column)
    sheet.column_dimensions[letter] = ColumnDimension(sheet, index=letter, width=width, customWidth=True)


def _extend_filter(sheet: Any, heads: Iterable[int], first: int, result: int, last: int) -> None:
    """Take the result column into the filter of the header, be it the sheet's or a table's; set one where there is none."""
    rows = sorted(heads)
    inside = False
    for table in sheet.tables.values():
        left, top, right, bottom = _boundaries(table.ref)
        if top in rows:
            inside = True
            if right == result - 1 and RESULT_COLUMN not in {one.name for one in table.tableColumns}:
                _extend_table(table, left, top, result, bottom)
    if sheet.auto_filter.ref:
        left, top, right, bottom = _boundaries(sheet.auto_filter.ref)
        if top in rows and right < result:
            sheet.auto_filter.ref = _range(left, top, result, bottom)
    elif len(rows) == 1 and not inside and last > rows[0]:
        sheet.auto_filter.ref = _range(first, rows[0], result, last)


def _extend_table(table: Any, left: int, top: int, right: int, bottom: int) -> None:
    table.ref = _range(left, top, right, bottom)
    if table.tableColumns:
        table.tableColumns.append(TableColumn(id=max(one.id for one in table.tableColumns) + 1, name=RESULT_COLUMN))
    if table.autoFilter is not None and table.autoFilter.ref:
        _, filter_top, _, filter_bottom = _boundaries(table.autoFilter.ref)
        table.autoFilter.ref = _range(left, filter_top, right, filter_bottom)


def _boundaries(cells: str) -> tuple[int, int, int, int]:
    """First column, first row, last column and last row of a range such as A1:C9."""
    return cast("tuple[int, int, int, int]", range_boundaries(cells))


def _range(left: int, top: int, right: int, bottom: int) -> str:
    return f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}"

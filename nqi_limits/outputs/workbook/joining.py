"""The sheets of several workbooks in one: moved with their styles, names, tables and links."""

from __future__ import annotations

import re
from copy import copy
from typing import TYPE_CHECKING, Any

from openpyxl.styles import NamedStyle
from openpyxl.styles.table import TableStyleList
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from nqi_limits.outputs.workbook.references import Renaming

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from openpyxl.workbook import Workbook

LONGEST_NAME = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_STYLES = ("_fonts", "_fills", "_borders", "_alignments", "_protections")
_STYLE_IDS = ("fontId", "fillId", "borderId", "alignmentId", "protectionId")
_FIRST_OWN_FORMAT = 164


def sheet_name(wanted: str, taken: Iterable[str], ending: str = "") -> str:
    """A name that a sheet may have and that none of `taken` has in any case: `wanted`, with `ending`, with a number."""
    used = {name.casefold() for name in taken}
    number = 1
    while True:
        tail = ending + (f"({number})" if number > 1 else "")
        tail = _FORBIDDEN.sub("_", tail)[-LONGEST_NAME + 1 :]
        name = _FORBIDDEN.sub("_", wanted).strip("'")[: LONGEST_NAME - len(tail)] + tail
        if name.casefold() not in used:
            return name
        number += 1


def new_names(books: Sequence[tuple[str, Sequence[str]]]) -> list[dict[str, str]]:
    """For each book (its file's stem, its sheets' names) what its sheets are called in the joint one.

    A name that several books have gets the stem of the file behind it; any other stays.
    """
    count: dict[str, int] = {}
    for _, names in books:
        for name in names:
            count[name.casefold()] = count.get(name.casefold(), 0) + 1
    taken = [name for _, names in books for name in names if count[name.casefold()] == 1]
    found = []
    for stem, names in books:
        given = {}
        for name in names:
            given[name] = name if count[name.casefold()] == 1 else sheet_name(name, taken, f"（{stem}）")
            taken.append(given[name])
        found.append(given)
    return found


def join(first: Workbook, others: Sequence[Workbook], stems: Sequence[str]) -> None:
    """Move the sheets of `others` behind those of `first`; `stems` are the names of all their files."""
    books: list[Any] = [first, *others]
    names = new_names([(stem, book.sheetnames) for stem, book in zip(stems, books, strict=True)])
    tables: list[str] = []
    renamings = []
    links = 0
    for book, given in zip(books, names, strict=True):
        renamings.append(
            Renaming(
                sheets={old.lower(): new for old, new in given.items() if old != new},
                tables=_table_names(book, tables),
                links=links,
            )
        )
        links += len(book._external_links)
    for book, given, renaming in zip(books, names, renamings, strict=True):
        if renaming:
            for sheet in book.worksheets:
                _rewrite(sheet, renaming)
            for part in (part for sheet in book._sheets for chart in sheet._charts for part in chart._charts):
                _rewrite_chart(part, renaming)
            for defined in book.defined_names.values():
                defined.attr_text = renaming.expression(defined.attr_text)
        for sheet in book._sheets:
            if given[sheet.title] != sheet.title:
                sheet.title = given[sheet.title]
    for book in books[1:]:
        _move(book, books[0])


def _table_names(book: Any, taken: list[str]) -> dict[str, str]:
    """New names for the tables whose name another book's table has; `taken` grows."""
    found = {}
    for sheet in book.worksheets:
        for table in sheet.tables.values():
            number, name = 1, table.displayName
            while name.lower() in taken:
                number += 1
                name = f"{table.displayName}_{number}"
            taken.append(name.lower())
            if name != table.displayName:
                found[table.displayName.lower()] = name
    return found


def _rewrite(sheet: Any, renaming: Renaming) -> None:
    """Every formula on the sheet under the new names."""
    for cell in sheet._cells.values():
        if cell.data_type == "f":
            if isinstance(cell._value, ArrayFormula):
                cell._value.text = renaming.formula(cell._value.text or "")
            elif not isinstance(cell._value, DataTableFormula):
                cell._value = renaming.formula(cell._value)
        link = getattr(cell, "_hyperlink", None)
        if link is not None and link.location and not link.target:
            link.location = renaming.expression(link.location)
    for formatting in sheet.conditional_formatting:
        for rule in formatting.rules:
            rule.formula = [renaming.expression(one) for one in rule.formula]
    for validation in sheet.data_validations.dataValidation:
        if not str(validation.formula1 or "").startswith('"'):
            validation.formula1 = renaming.expression(validation.formula1)
            validation.formula2 = renaming.expression(validation.formula2)
    for defined in sheet.defined_names.values():
        defined.attr_text = renaming.expression(defined.attr_text)
    for table in list(sheet.tables.values()):
        new = renaming.tables.get(table.displayName.lower())
        if new:
            del sheet.tables[table.name]
            table.name = table.displayName = new
            sheet.tables[new] = table


def _rewrite_chart(part: Any, renaming: Renaming) -> None:
    """The references of a chart: every `f` in its tree."""
    for name in getattr(part, "__elements__", ()):
        child = getattr(part, name, None)
        if name == "f" and isinstance(child, str):
            part.f = renaming.expression(child)
        for one in child if isinstance(child, list | tuple) else (child,):
            if hasattr(one, "__elements__"):
                _rewrite_chart(one, renaming)


def _move(source: Any, target: Any) -> None:
    """Move everything of `source` into `target`."""
    styles = _Styles(source, target)
    sheets = list(source._sheets)
    _move_names(source, target, sheets)
    for sheet in sheets:
        sheet._parent = target
        target._sheets.append(sheet)
        if not hasattr(sheet, "_cells"):
            continue
        dimensions = (*sheet.column_dimensions.values(), *sheet.row_dimensions.values())
        for styled in (*sheet._cells.values(), *dimensions):
            if styled._style is not None:
                styled._style = styles.moved(styled._style)
        for table in sheet.tables.values():
            styles.move_table(table)
    target._external_links.extend(source._external_links)
    # a workbook of LibreOffice has no list of table styles at all
    for style in source._table_styles.tableStyle if source._table_styles else ():
        if target._table_styles is None:
            target._table_styles = TableStyleList()
        if style.name not in {one.name for one in target._table_styles.tableStyle}:
            for element in style.tableStyleElement:
                element.dxfId = styles.dxf(element.dxfId)
            target._table_styles.tableStyle.append(style)


def _move_names(source: Any, target: Any, sheets: Sequence[Any]) -> None:
    """Workbook-wide names; where `target` means something else by one, it becomes a name of each sheet that moves."""
    known = {name.casefold(): defined for name, defined in target.defined_names.items()}
    for name, defined in source.defined_names.items():
        other = known.get(name.casefold())
        if other is None:
            target.defined_names[name] = defined
        elif other.attr_text != defined.attr_text:
            for sheet in sheets:
                if name not in sheet.defined_names:
                    sheet.defined_names[name] = DefinedName(name, attr_text=defined.attr_text, hidden=defined.hidden)


class _Styles:
    """What a style of one workbook is in another."""

    def __init__(self, source: Any, target: Any) -> None:
        self.source, self.target = source, target
        self.known: dict[tuple[int, ...], Any] = {}

    def moved(self, style: Any) -> Any:
        """The target's number for a style of the source."""
        key = tuple(style)
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = copy(style)
            for kind, number in zip(_STYLES, _STYLE_IDS, strict=True):
                setattr(
                    found, number, getattr(self.target, kind).add(getattr(self.source, kind)[getattr(style, number)])
                )
            if style.numFmtId >= _FIRST_OWN_FORMAT:
                own = self.source._number_formats[style.numFmtId - _FIRST_OWN_FORMAT]
                found.numFmtId = self.target._number_formats.add(own) + _FIRST_OWN_FORMAT
            found.xfId = self._named(style.xfId)
        return found

    def _named(self, number: int) -> int:
        named = self.source._named_styles[number] if number < len(self.source._named_styles) else None
        if named is None:
            return 0
        names = self.target._named_styles.names
        if named.name not in names:
            self.target.add_named_style(
                NamedStyle(
                    named.name,
                    copy(named.font),
                    copy(named.fill),
                    copy(named.border),
                    copy(named.alignment),
                    named.number_format,
                    copy(named.protection),
                )
            )
            names = self.target._named_styles.names
        return int(names.index(named.name))

    def dxf(self, number: int | None) -> int | None:
        """The target's number for a differential style of the source."""
        if number is None:
            return None
        return int(self.target._differential_styles.add(self.source._differential_styles[number]))

    def move_table(self, table: Any) -> None:
        """The differential styles of a table and its columns."""
        for part in (table, *table.tableColumns):
            for name in ("headerRowDxfId", "dataDxfId", "totalsRowDxfId"):
                if getattr(part, name, None) is not None:
                    setattr(part, name, self.dxf(getattr(part, name)))

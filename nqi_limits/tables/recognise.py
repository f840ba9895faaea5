"""Grids in, tables out: which header means which field, what kind of table it makes, which rows are its data."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.tables.beside import beside, folded
from nqi_limits.tables.blocks import groups_of, titles_of
from nqi_limits.tables.doubts import doubts
from nqi_limits.tables.further import further_headers
from nqi_limits.tables.headings import guessed_header, headings
from nqi_limits.tables.kinds import (
    KIND,
    MEMBERS,
    NUMBERS,
    ORGANISATIONS,
    PEOPLE,
    PROJECTS,
    make_of,
    side_of_table,
    sides,
)
from nqi_limits.tables.layout import find_headers
from nqi_limits.tables.lists import listed_as, named_as_list
from nqi_limits.tables.mapping.model import IGNORED, said_by
from nqi_limits.tables.named import with_named
from nqi_limits.tables.rows import sort_rows, unread_rows
from nqi_limits.tables.sheet import Sheet
from nqi_limits.tables.sides import APPLICATION, ONGOING, side_of_number, side_of_words
from nqi_limits.tables.table import Column, Table, column_letters
from nqi_limits.tables.told import joined, with_heads
from nqi_limits.values.name_words import looks_like_a_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from nqi_limits.sources.grid import Grid
    from nqi_limits.tables.blocks import Group
    from nqi_limits.tables.layout import Header
    from nqi_limits.tables.mapping.model import MappedSheet

_SAID = {"ongoing": ONGOING, "applications": APPLICATION}


def recognise(grid: Grid, said: str | None = None, mapped: tuple[MappedSheet, ...] = ()) -> list[Table]:
    """The tables of a sheet, from top to bottom, at least one.

    `said` is what the user says the sheet is: "people", "ongoing", "applications", "organisations" or None; `mapped` are
    the entries of the office's column mapping about it, whose kinds hold where nothing is said. Rows of applications
    and of ongoing projects on one sheet come as two tables. A sheet that is not understood is one table of the kind
    "ignored" with `why_ignored`, a key of the catalogue.
    """
    return _recognised(Sheet.of(grid, mapped), said)


def _recognised(sheet: Sheet, said: str | None) -> list[Table]:
    grid, mapped = sheet.grid, sheet.mapped
    # the office's word on columns is about the sheet as a whole
    parts = [] if mapped else beside(sheet)
    if parts:
        return [table for part in parts for table in _recognised(part, said)]
    told = said is not None or any(entry.kind for entry in mapped)
    headers = find_headers(sheet, told or bool(named_as_list(grid.sheet, (), grid.file)))
    if not headers:
        why = "tables.ignored.no-headers" if sheet.texts(0, len(sheet)) else "tables.ignored.empty"
        left_out = any(entry.kind == IGNORED and not entry.columns for entry in mapped)
        return [_unrecognised(sheet, "tables.ignored.by-mapping" if left_out else why)]
    tables: list[Table] = []
    groups = groups_of(sheet, headers, said)
    with_heads(sheet, groups)
    for group in groups:
        parts = [] if mapped else beside(sheet, group.blocks[0].start, group.end) or folded(sheet, group)
        if parts:
            tables += [table for part in parts for table in _recognised(part, said)]
            continue
        kind = said or said_by(group.header.entry)
        found = _tables(sheet, group, kind)
        for table in found:
            table.said = kind is not None
        found[0].doubts = doubts(sheet, found)
        tables.extend(found)
    # the head of a form (项目名称, its value …) looks like a header without rows
    return [table for table in tables if _says_something(table)] or tables[-1:]


def not_used(grid: Grid, why: str, header_row: int) -> Table:
    """A sheet that is no list, as a table of the kind "ignored"; `why` is a key of the catalogue."""
    return replace(_ignored(Sheet.of(grid), None, why), header_row=header_row)


def _tables(sheet: Sheet, group: Group, said: str | None) -> list[Table]:
    """The tables under one header."""
    if said == IGNORED:
        return [_ignored(sheet, group.header, "tables.ignored.by-mapping")]
    first, end = group.header.last + 1, group.end
    titles = titles_of(sheet, group.blocks[0])
    if said in (None, PEOPLE, ORGANISATIONS):
        listed = _as_list(sheet, _as_said(group.header, said), titles)
        lists, make = listed_as(listed.known, sheet.grid.sheet, titles, sheet.grid.file)
        if lists:
            plain, _, _ = joined(sheet, group, PEOPLE)
            table = _table(plain, listed, make, make, np.ones(end - first, dtype=np.bool_), group.repeats)
            table.lists = lists
            return [table]
    sheet, header, named = joined(sheet, group, said)
    header = _as_said(header, said)
    if said in (None, PEOPLE, ORGANISATIONS):
        header = _as_list(sheet, header, titles)
    make, why = make_of(header.known, said)
    if not make:
        return [_ignored(sheet, header, why)]
    if make not in (MEMBERS, PROJECTS):
        table = _table(sheet, header, make, make, np.ones(end - first, dtype=np.bool_), group.repeats)
        with_named([table], [] if group.passes_on else named)
        return [table]
    part = np.arange(first, end, dtype=np.intp)
    columns = {
        field: sheet.columns[at].part(part) for at, field in header.fields.items() if field in (*NUMBERS, "status")
    }
    names = [[*titles, sheet.grid.sheet], [sheet.grid.file.replace("\\", "/").rpartition("/")[2]]]
    whole = _SAID.get(said or "") or side_of_table(header.known, columns, header.texts.values(), names)
    side = (
        np.full(end - first, int(whole == APPLICATION))
        if said
        else sides(columns, whole, side_of_words(names[0]), end - first)
    )
    if side is None or not (whole or len(side)):
        return [_ignored(sheet, header, "tables.ignored.unclear-side")]
    tables = []
    for number, name in enumerate((ONGOING, APPLICATION)):
        if (side == number).any() or (not len(side) and name == whole):
            renamed = _for_side(sheet, header, name)
            tables.append(_table(sheet, renamed, make, KIND[make, name], side == number, group.repeats, header.fields))
            _take_further(sheet, tables[-1], renamed, name)
    with_named(tables, named)
    return [table for table in tables if _says_something(table)] or tables[:1]


def _take_further(sheet: Sheet, table: Table, header: Header, side: str) -> None:
    """Take in the further columns, each as a table over the rows of this one; its headings tell of them."""
    told: dict[int, str] = {}
    for further in further_headers(sheet, header):
        own = set(further.fields.values())
        new = {at: field for at, field in further.fields.items() if field != header.fields[at] and field}
        columns = {field: column for field, column in table.columns.items() if field in own}
        for at, field in new.items():
            part = sheet.columns[at].part(table.rows.astype(np.intp) - 1)
            columns[field] = Column(field, header.texts[at], at + 1, part.codes, part.values, part.origins)
        kind = KIND[MEMBERS if further.further else PROJECTS, side]
        table.further += (replace(table, kind=kind, columns=columns, unread=[], further=(), named=further.further),)
        told |= {at: header.people.moved.get(at, field) for at, field in new.items()}
    if told:
        table.headings = tuple(
            replace(one, field=told[one.number - 1], claim=told[one.number - 1], why="", rival=0)
            if one.number - 1 in told
            else one
            for one in table.headings
        )
        table.mapping = _mapping(sheet, replace(header, fields={**header.fields, **told}))


def _says_something(table: Table) -> bool:
    return bool(len(table) or table.unread or table.footers or table.examples or table.kind == "ignored")


def _table(
    sheet: Sheet,
    header: Header,
    make: str,
    kind: str,
    which: NDArray[np.bool_],
    repeats: tuple[int, ...],
    claims: Mapping[int, str] | None = None,
) -> Table:
    """The table of those rows below the header that `which` chooses.

    The header stands again in the rows `repeats` (from 0); `claims` are its fields before a side was told.
    """
    found = sort_rows(sheet, header, len(which), make)
    rows = np.flatnonzero(found.data & which) + found.first
    columns = {}
    for at, field in header.fields.items():
        if field:
            part = sheet.columns[at].part(rows)
            columns[field] = Column(field, header.texts[at], at + 1, part.codes, part.values, part.origins)
    return Table(
        file=sheet.grid.file,
        sheet=sheet.grid.sheet,
        kind=kind,
        header_row=header.last + 1,
        rows=(rows + 1).astype(np.int32),
        columns=columns,
        mapping=_mapping(sheet, header),
        examples=int((found.examples & which).sum()),
        footers=int((found.footers & which).sum()),
        unread=unread_rows(sheet, header, np.flatnonzero(found.unread & which) + found.first, make, kind),
        hidden=sheet.grid.hidden,
        hidden_rows=sheet.grid.hidden_rows,
        hidden_columns=sheet.grid.hidden_columns,
        headings=headings(sheet, header, rows, claims),
        entry=header.entry,
        repeats=tuple(row + 1 for row in repeats),
    )


def _unrecognised(sheet: Sheet, why: str) -> Table:
    """A sheet without a header that is known, with the row that looks most like one."""
    guess = guessed_header(sheet)
    table = _ignored(sheet, None, why)
    if guess is not None:
        table.headings = headings(sheet, guess)
        table.guessed_row = guess.last + 1
        table.doubts = doubts(sheet, [table])
    return table


def _ignored(sheet: Sheet, header: Header | None, why: str) -> Table:
    return Table(
        file=sheet.grid.file,
        sheet=sheet.grid.sheet,
        kind="ignored",
        header_row=header.last + 1 if header else 0,
        rows=np.zeros(0, dtype=np.int32),
        columns={},
        mapping=_mapping(sheet, header) if header else {},
        hidden=sheet.grid.hidden,
        hidden_rows=sheet.grid.hidden_rows,
        hidden_columns=sheet.grid.hidden_columns,
        why_ignored=why,
        headings=headings(sheet, header) if header else (),
        entry=header.entry if header else None,
    )


def _mapping(sheet: Sheet, header: Header) -> Mapping[str, str]:
    """Every header with its field; of two columns headed alike the later is told by its letters."""
    found: dict[str, str] = {}
    for column, text in sorted(header.texts.items()):
        if column >= sheet.width:
            continue
        found[text if text not in found else f"{text} ({column_letters(column + 1)})"] = header.fields[column]
    return found


def _as_said(header: Header, said: str | None) -> Header:
    """The header with 单位 taken for the organisation itself where the user says that the sheet lists organisations."""
    if said != "organisations" or "organisation_name" in header.known:
        return header
    for field in ("lead_organisation", "organisation"):
        if field in header.known:
            return _renamed(header, {field: "organisation_name"})
    return header


def _as_list(sheet: Sheet, header: Header, titles: list[str]) -> Header:
    """The header with 指南专家 taken for the name, where a list of them is headed so."""
    flag = named_as_list(sheet.grid.sheet, titles, sheet.grid.file)
    column = header.column_of(flag) if flag and "name" not in header.known else None
    if column is None:
        return header
    cells = sheet.sample(column, header.last + 1)
    if sum(map(looks_like_a_name, cells)) * 2 <= len(cells):
        return header
    return _renamed(header, {flag: "name", "organisation_name": "organisation"})


def _for_side(sheet: Sheet, header: Header, side: str) -> Header:
    """The header with one number column: the one that numbers this side's projects."""
    own, other = "project_number", "application_number"
    if side == APPLICATION:
        own, other = other, own
    present = [field for field in (own, "number", other) if field in header.known]
    if present[:2] == [own, "number"] and side == ONGOING:
        # 批准号 beside 项目编号: the one whose numbers have the shape of ongoing projects' is meant
        present.sort(key=lambda field: -_ongoing_numbers(sheet, header, field))
    new = dict.fromkeys(NUMBERS, "")
    if present:
        new[present[0]] = own
    return _renamed(header, new)


def _ongoing_numbers(sheet: Sheet, header: Header, field: str) -> int:
    column = header.column_of(field)
    return (
        0 if column is None else sum(side_of_number(cell) == ONGOING for cell in sheet.sample(column, header.last + 1))
    )


def _renamed(header: Header, new: Mapping[str, str]) -> Header:
    return replace(header, fields={column: new.get(field, field) for column, field in header.fields.items()})

"""Tables that do not say themselves of which project they are: what stands around them, made into further columns."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.tables.around import PERSON_FIELDS, continues, told_by_name, told_in_row
from nqi_limits.tables.blocks import titles_of
from nqi_limits.tables.columns import Coded
from nqi_limits.tables.further import columns_of
from nqi_limits.tables.kinds import BY_ROLE, MEMBERSHIP, UNITS
from nqi_limits.tables.labels import TOPIC_FIELDS, UNIT_FIELDS, is_unit_label
from nqi_limits.tables.named import Named, named_by
from nqi_limits.tables.rows import counts_columns, is_footer
from nqi_limits.tables.sides import side_of_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from nqi_limits.sources.grid import Cell
    from nqi_limits.tables.blocks import Block, Group
    from nqi_limits.tables.labels import Told
    from nqi_limits.tables.layout import Header
    from nqi_limits.tables.sheet import Sheet
    from nqi_limits.tables.table import Origin

# A line that speaks of the rows below it has few cells; a row with more is not looked at as one.
_FEW_CELLS = 8
_FEW_LABELS = 16  # above a header, where no member stands
_LABEL_COLUMNS = 3


@dataclass(frozen=True, slots=True)
class _Lacks:
    """What a table's own columns leave open: of which project its rows are, of which topic."""

    unit: bool
    topic: bool


def with_heads(sheet: Sheet, groups: Sequence[Group]) -> None:
    """Hand the head of a form (申报编号：…) on from the table below it to further ones that do not say of which project they are.

    A list of people without roles is a roster where another table of the form names who takes part.
    """
    head: Sequence[Told] = ()
    first: Group | None = None
    members = False
    for group in groups:
        fields = group.header.known
        above = _above(sheet, group.blocks[0])
        if any(one.field in UNIT_FIELDS for one in above):
            head, first, members = above, group, False
        elif (
            first is not None
            and fields.isdisjoint(UNITS)
            and (fields & (BY_ROLE | ({"name"} if fields & MEMBERSHIP or not members else set())))
        ):
            group.head, first.passes_on = head, True
        members |= not fields.isdisjoint({"name", *BY_ROLE})


def _above(sheet: Sheet, block: Block) -> list[Told]:
    rows = (row for row in block.titles() if 0 < sheet.filled[row] <= _FEW_LABELS)
    return [one for row in rows for one in told_in_row(sheet, row)]


def joined(sheet: Sheet, group: Group, said: str | None) -> tuple[Sheet, Header, list[Named]]:
    """The sheet and the header of a group with what stands around it as further columns, and repeated headers as blank rows;
    and the people whom labels around it name.

    A table that lacks a project's number, or a topic, is told it by labels and titles above it or between its rows, else
    by the name of the sheet or the file. Rows that only tell, and titles between repeated headers, are blank in the sheet
    that is given back.
    """
    blank = list(_between(sheet, group))
    lacks = _lacking(sheet, group.header, said)
    facts, lines, named = _facts(sheet, group, lacks)
    told = any(UNIT_FIELDS & state.keys() for _, _, state in facts)
    if lacks.unit and not told:
        name = _by_name(sheet, group, said)
        facts = [(first, end, {**state, name.field: name}) for first, end, state in facts] if name else []
    if facts or named:
        blank += lines
    columns = _columns(sheet, facts, blank)
    if not blank and not columns:
        return sheet, group.header, named
    header = _with_told(sheet, group.header, facts, columns)
    return sheet.edited(blank, [column for column, _ in columns.values()]), header, named


def _between(sheet: Sheet, group: Group) -> Iterator[int]:
    """The rows of repeated headers and of their titles, and rows that only count the columns."""
    for block in group.blocks[1:]:
        yield from range(block.start, block.header.last + 1)
        under = block.header.last + 1
        if under < block.end and counts_columns(sheet.row(under)):
            yield under


def _lacking(sheet: Sheet, header: Header, said: str | None) -> _Lacks:
    fields = header.known
    if said in ("people", "organisations"):
        return _Lacks(unit=False, topic=False)
    own = set(_beside(sheet, header, {"number": -1}).fields.values()) & UNITS
    unit = not own and bool("name" in fields or fields & (BY_ROLE | TOPIC_FIELDS | UNITS))
    return _Lacks(unit, bool("name" in fields and not fields & TOPIC_FIELDS))


def _facts(
    sheet: Sheet, group: Group, lacks: _Lacks
) -> tuple[list[tuple[int, int, dict[str, Told]]], list[int], list[Named]]:
    """What is told of which rows (from, to, facts by field), the rows among the table's own that tell it, and who is named."""
    facts: list[tuple[int, int, dict[str, Told]]] = []
    lines: list[int] = []
    named: list[Named] = []
    state: dict[str, Told] = {}
    for nth, block in enumerate(group.blocks):
        above = [*([] if nth else group.head), *_above(sheet, block)]
        new_unit = lacks.unit and any(one.field in UNIT_FIELDS for one in above)
        if new_unit or (nth and not continues(titles_of(sheet, block))):
            state = {}
        state = {**state, **_wanted(above, lacks)}
        first = block.header.last + 1
        here = named_by(above, first, block.end, state)
        for row in _lines(sheet, block, lacks):
            all_told = told_in_row(sheet, row)
            told = _wanted(all_told, lacks)
            people = named_by(all_told, row + 1, block.end, {**state, **told})
            if not (told or people) or is_footer(next(cell for cell in sheet.row(row) if cell)):
                continue
            here = [one.until(row, told.keys()) for one in here] + people
            facts.append((first, row, state))
            state = told if lacks.unit and UNIT_FIELDS & told.keys() else {**_without_topic(state, told), **told}
            lines.append(row)
            first = row + 1
        facts.append((first, block.end, state))
        named += here
    return [one for one in facts if one[0] < one[1]], lines, named


def _lines(sheet: Sheet, block: Block, lacks: _Lacks) -> list[int]:
    """The rows of a block that may speak of those below: a cell alone, or labels with their values."""
    if not (lacks.unit or lacks.topic):
        return []
    region = slice(block.header.last + 1, block.end)
    may = sheet.filled[region] == 1
    if lacks.unit:
        few = np.flatnonzero(sheet.filled[region] <= _FEW_CELLS)
        for column in sheet.columns[:_LABEL_COLUMNS]:
            may[few] |= column.part(few + region.start).where(is_unit_label)
    return (np.flatnonzero(may) + region.start).tolist()


def _wanted(told: Sequence[Told], lacks: _Lacks) -> dict[str, Told]:
    """Of what a line tells that which the table lacks; facts about a project only where it lacks the project."""
    return {
        one.field: one
        for one in told
        if one.field not in PERSON_FIELDS and (lacks.unit or (lacks.topic and one.field in TOPIC_FIELDS))
    }


def _without_topic(state: Mapping[str, Told], told: Mapping[str, Told]) -> dict[str, Told]:
    if not TOPIC_FIELDS & told.keys():
        return dict(state)
    return {field: one for field, one in state.items() if field not in TOPIC_FIELDS}


def _by_name(sheet: Sheet, group: Group, said: str | None) -> Told | None:
    """The number that the sheet's name holds, or the file's: the file's only of a table of roles, not of a roster."""
    grid = sheet.grid
    texts = [titles_of(sheet, group.blocks[0]), [grid.sheet], [grid.file.replace("\\", "/").rpartition("/")[2]]]
    side_known = said is not None or any(map(side_of_words, texts))
    found = told_by_name(grid.sheet, "sheet", side_known)
    if found is None and group.header.known & (MEMBERSHIP | BY_ROLE):
        found = told_by_name(grid.file, "file", any_code=False)
    return found


def _columns(
    sheet: Sheet, facts: Sequence[tuple[int, int, dict[str, Told]]], blank: Sequence[int]
) -> dict[str, tuple[Coded, str]]:
    """For each field that is told a column of its values, filled where the row is, and its header."""
    filled = sheet.filled > 0
    filled[np.array(blank, dtype=np.intp)] = False
    found: dict[str, tuple[Coded, str]] = {}
    for field in sorted({field for _, _, state in facts for field in state}):
        codes = np.zeros(len(sheet), dtype=np.int32)
        values: list[Cell] = [""]
        origins: list[Origin | None] = [None]
        header = ""
        for first, end, state in facts:
            if field in state:
                one = state[field]
                if one.origin != origins[-1]:
                    values.append(one.value)
                    origins.append(one.origin)
                codes[first:end] = len(values) - 1
                header = header or one.header
        codes[~filled] = 0
        found[field] = Coded(codes, values, origins), header
    return found


def _beside(sheet: Sheet, header: Header, given: Mapping[str, int]) -> Header:
    """The header with its fields beside columns that are told.

    课题名称 is taken for a project's where no number stands beside it; with a number around the table it is a topic's.
    """
    known = header.known
    if not known & UNITS and known & {"name", *BY_ROLE}:
        return header
    people = columns_of(header.meanings, header.texts, lambda column: sheet.sample(column, header.last + 1), given)
    return replace(header, fields={column: people.fields.get(column, "") for column in header.texts}, people=people)


def _with_told(
    sheet: Sheet,
    header: Header,
    facts: Sequence[tuple[int, int, dict[str, Told]]],
    columns: Mapping[str, tuple[Coded, str]],
) -> Header:
    """The header with a column to the right for each field that is told and that it has not itself."""
    if not columns:
        return header
    given = {field: sheet.width + at for at, field in enumerate(columns)}
    header = _beside(sheet, header, given) if UNIT_FIELDS & columns.keys() else header
    fields = dict(header.fields)
    own = set(fields.values())
    texts = dict(header.texts)
    for field, at in given.items():
        texts[at] = columns[field][1]
        fields[at] = "" if field in own else field
    return replace(header, texts=texts, fields=fields)

"""What form review asks of people, applications and organisations, worked out once: who leads and who takes part in what,
and what the cells of whole columns say of them. Everything is an array over mentions, people or units (see records/).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import numpy as np

from nqi_limits.records.interning import Grouping, read_column
from nqi_limits.records.listed import Lists
from nqi_limits.records.model import Held
from nqi_limits.rules.form.outcomes import Says, gathered, preferred
from nqi_limits.values.text import clean, is_placeholder, text_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from nqi_limits.records.leading import Leading
    from nqi_limits.records.model import Records
    from nqi_limits.rules.form.organisations import Organisations
    from nqi_limits.rules.form.outcomes import Bits
    from nqi_limits.rules.people import Settings
    from nqi_limits.sources.grid import Cell
    from nqi_limits.tables.table import Column, Place, Table

LEADS = int(Held.PROJECT_LEADER | Held.TOPIC_LEADER)
LIMITED = LEADS | int(Held.KEY_MEMBER | Held.TASK_LEADER)
APPLYING = ("applications", "application-members")


@dataclass(frozen=True)
class Scope:
    """Whom a rule speaks of: mentions in applications. `sure` with the settled readings, `possible` with the open ones strict.

    `hangs_on` gives the open readings on which the roles of some mentions hang.
    """

    sure: NDArray[np.bool_]
    possible: NDArray[np.bool_]
    hangs_on: Callable[[Sequence[int]], tuple[str, ...]]

    def within(self, mask: NDArray[np.bool_]) -> Scope:
        """The mentions that are also in `mask`."""
        return Scope(self.sure & mask, self.possible & mask, self.hangs_on)


@dataclass
class FormFacts:
    """The records, seen as form review sees them; `accepted` are the applications of an accepted list, None without one."""

    records: Records
    settings: Settings
    accepted: Sequence[Leading] | None = None

    @cached_property
    def applying(self) -> NDArray[np.bool_]:
        """The mentions that make someone a member, of whatever role, of an application."""
        mentions = self.records.mentions
        in_application = np.append(~self.records.units.is_project, False)[mentions.unit]
        return in_application & ~mentions.left & ((mentions.held & ~int(Held.NOT_MEMBER)) > 0)

    @cached_property
    def applications(self) -> NDArray[np.intp]:
        """The units that are applications."""
        return np.flatnonzero(~self.records.units.is_project)

    @cached_property
    def programme_names(self) -> tuple[str, ...]:
        """How the programme that applications belong to may be written."""
        book = self.settings.rulebook
        return tuple(name for one in book.programmes if one.id == book.programme for name in one.spellings)

    @property
    def penalty_day(self) -> dt.date:
        """The first day on which a penalty keeps anybody from this call: one that ended before the call's year is over."""
        return dt.date(self.settings.rulebook.year, 1, 1)

    @cached_property
    def lists(self) -> Lists:
        """Who stands in the lists that are kept as sheets of their own."""
        return Lists(self.records, self.penalty_day)

    @cached_property
    def leads(self) -> NDArray[np.bool_]:
        """The mentions that make someone project or topic leader of an application."""
        return self.applying & ((self.records.mentions.held & LEADS) > 0)

    @cached_property
    def organisations(self) -> Organisations:
        """The organisations that apply."""
        from nqi_limits.rules.form.organisations import Organisations

        return Organisations(self)

    def leaders(self, roles: int = LEADS) -> Scope:
        """Project and topic leaders; a task leader by the reading `task-leader`."""
        held = self.records.mentions.held
        certain = (held & roles) > 0
        task = ((held & int(Held.TASK_LEADER)) > 0) & bool(roles & int(Held.TOPIC_LEADER))
        sure = certain | (task & ("task-leader" in self.settings.strict))
        possible = sure | (task & ("task-leader" in self.settings.open))
        return Scope(self.applying & sure, self.applying & possible, lambda _: ("task-leader",))

    def members(self) -> Scope:
        """Whoever takes part: an ordinary participant by the reading `ordinary-member`, a missing role by `unknown-role` too."""
        strict, open_ = self.settings.strict, self.settings.open
        mentions = self.records.mentions
        of_role = {
            int(Held.ORDINARY): ("ordinary-member",),
            int(Held.UNCLEAR): ("ordinary-member", "unknown-role"),
        }
        sure = (mentions.held & LIMITED) > 0
        possible = sure.copy()
        for role, readings in of_role.items():
            holds = (mentions.held & role) > 0
            sure |= holds & bool(strict & set(readings))
            possible |= holds & bool((strict | open_) & set(readings))

        def hangs_on(rows: Sequence[int]) -> tuple[str, ...]:
            held = np.bitwise_or.reduce(mentions.held[list(rows)])
            named = {name for role, readings in of_role.items() if held & role for name in readings}
            return tuple(sorted(named & open_))

        return Scope(self.applying & sure, self.applying & possible, hangs_on)

    # columns

    def has(self, *fields: str, kinds: Sequence[str] = ()) -> bool:
        """Whether any table (of these kinds) has any of these columns."""
        return any(
            field in table.columns
            for table in self.records.tables
            if len(table) and table.kind != "ignored" and not table.lists and (not kinds or table.kind in kinds)
            for field in fields
        )

    @cached_property
    def _of_table(self) -> Grouping:
        return Grouping(self.records.mentions.table, len(self.records.tables))

    def columns_of(self, field: str, kinds: Sequence[str] = ()) -> Iterator[tuple[NDArray[np.intp], Column]]:
        """Each table's column of a field that tells of people, with the mentions that it tells of."""
        for index, table in enumerate(self.records.tables):
            if field in table.columns and table.kind != "ignored" and (not kinds or table.kind in kinds):
                positions = self._of_table[index]
                yield positions[self.records.speaks[positions]], table.columns[field]

    def said(self, field: str, read: Callable[[Cell, str], int], kinds: Sequence[str] = ()) -> Bits:
        """For each mention what its cell says; `read` gets each distinct cell once, with the column's header."""
        result = np.zeros(len(self.records.mentions), dtype=np.int8)
        for positions, column in self.columns_of(field, kinds):
            read_cells = [int(read(raw, column.header)) for raw in column.values]
            codes = column.codes[self.records.mentions.row[positions]]
            result[positions] = np.array(read_cells or [0], dtype=np.int8)[codes]
        return result

    def of_people(self, said: Bits) -> Bits:
        """What mentions say, gathered by person; what the roster says comes first."""
        mentions, people = self.records.mentions, self.records.people
        roster = mentions.unit < 0
        own = gathered(said[roster], mentions.person[roster], people)
        return preferred(own, gathered(said[~roster], mentions.person[~roster], people))

    def from_ids(self, read: Callable[[Any], int]) -> Bits:
        """What the ID number of each person says; `read` gets one valid number of each kind, birth date and sex."""
        mentions, numbers = self.records.mentions, self.records.id_numbers
        told = np.flatnonzero(numbers.valid)
        _, first, which = np.unique(
            (numbers.birth[told].astype(np.int64) << 16)
            + (numbers.kind[told].astype(np.int64) << 8)
            + numbers.sex[told],
            return_index=True,
            return_inverse=True,
        )
        table = np.zeros(len(numbers) + 1, dtype=np.int8)
        table[told] = np.array([int(read(numbers[at])) for at in told[first].tolist()], dtype=np.int8)[which]
        return gathered(table[mentions.id_number], mentions.person, self.records.people)

    # people

    def who(self, person: int) -> Mapping[str, Any]:
        """A person as findings name them."""
        one = self.records.person(person)
        return {
            "name": one.name,
            "id_number": one.id_number.key if one.id_number else "",
            "organisation": one.organisations[0] if one.organisations else "",
        }

    def _own_rows(self, person: int, field: str, rows: Sequence[int] | None) -> Iterator[tuple[Table, int]]:
        mentions = self.records.mentions
        chosen = self.records.by_person[person].tolist() if rows is None else rows
        for mention in sorted(chosen, key=lambda at: bool(mentions.unit[at] >= 0)):
            table = self.records.tables[mentions.table[mention]]
            if self.records.speaks[mention] and field in table.columns:
                yield table, int(mentions.row[mention])

    def texts(self, person: int, field: str, rows: Sequence[int] | None = None) -> list[str]:
        """The distinct filled cells of a person in one column, the roster's first; of some mentions only, if given."""
        found = {clean(table.columns[field].raw(row)): None for table, row in self._own_rows(person, field, rows)}
        found.pop("", None)
        return list(found)

    def cells(self, person: int, fields: Sequence[str], rows: Sequence[int] | None = None) -> list[Place]:
        """The cells of a person in these columns: the filled ones, or one blank one where all are blank."""
        found = []
        for field in fields:
            places = [p for table, row in self._own_rows(person, field, rows) if (p := table.place(row, field))]
            filled = [place for place in places if clean(place.value)]
            found += filled or places[:1]
        return found

    def role_cells(self, rows: Sequence[int]) -> Iterator[Place]:
        """The cells that give the roles of some mentions."""
        for row in rows:
            yield from self.records.cells(row)

    # applications

    def said_of_units(self, field: str, read: Callable[[Cell, str], int]) -> Bits:
        """For each unit what the cells of its rows in a column of applications say; lists of applications come first."""
        units = self.records.units
        own, other = np.zeros((2, len(units)), dtype=np.int8)
        for rows in units.tables:
            column = rows.table.columns.get(field)
            if column is None or rows.table.kind not in APPLYING:
                continue
            header = column.header
            said = read_column(column, len(rows.unit), partial(_of_cell, read, header), 0).astype(np.int8)
            bits = gathered(said, rows.unit, len(units))
            if rows.is_list:
                own |= bits
            else:
                other |= bits
        return preferred(own, other)

    def unit_cells(self, unit: int, fields: Sequence[str]) -> list[Place]:
        """The cells of an application in these columns, one for each distinct content; the blank one where all are blank."""
        found = []
        for field in fields:
            filled: dict[str, Place] = {}
            blank: Place | None = None
            for rows, positions in self.records.units.rows_of(unit):
                if field not in rows.table.columns:
                    continue
                for position in positions.tolist():
                    place = rows.table.place(position, field)
                    assert place is not None
                    text = clean(place.value)
                    if text:
                        filled.setdefault(text, place)
                    else:
                        blank = blank or place
            found += list(filled.values()) or ([blank] if blank else [])
        return found

    def unit_texts(self, unit: int, field: str) -> list[str]:
        """The distinct filled cells of an application in one column."""
        return [text for place in self.unit_cells(unit, (field,)) if (text := clean(place.value))]

    @cached_property
    def young(self) -> Bits:
        """For each unit whether it is a young scientists' project: HOLDS for yes, BREAKS for no, 0 where no cell says."""
        words = tuple(text_key(word) for word in self.settings.rulebook.young_categories)
        return self.said_of_units("category", lambda raw, _: _is_young(raw, words)) | (
            self.said_of_units("direction", lambda raw, _: _is_young(raw, words)) & int(Says.HOLDS)
        )

    @cached_property
    def is_young(self) -> NDArray[np.bool_]:
        """The units that are young scientists' projects."""
        return (self.young & int(Says.HOLDS)) > 0


def _of_cell(read: Callable[[Cell, str], int], header: str, raw: Cell) -> int:
    return int(read(raw, header))


def _is_young(raw: Cell, words: Sequence[str]) -> Says:
    key = text_key(raw)
    if is_placeholder(key):
        return Says.NOTHING
    return Says.HOLDS if any(word in key for word in words) else Says.BREAKS

"""Which organisations apply: those that lead applications and those of their members; and what lists say of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.records.interning import Grouping, Interner, distinct
from nqi_limits.records.listed import ended_before
from nqi_limits.records.model import SOURCES
from nqi_limits.rules.form.outcomes import gathered, preferred
from nqi_limits.values.organisations import organisation_key, read_organisation_list, read_organisations
from nqi_limits.values.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Sequence

    from numpy.typing import NDArray

    from nqi_limits.rules.form.facts import FormFacts
    from nqi_limits.rules.form.outcomes import Bits
    from nqi_limits.sources.grid import Cell
    from nqi_limits.tables.table import Column, Place, Table

APPLYING = ("applications", "application-members")
LISTED = "organisations"
PARTICIPATING = "participating_organisations"
LEADING = ("lead_organisation", "topic_leader_organisation", PARTICIPATING)
# The column that names whom a row's facts about an organisation are of; rows that name two are left out.
OWNERS = {"organisations": ("organisation_name",), "applications": ("lead_organisation",),
          "application-members": ("organisation", "lead_organisation")}  # fmt: skip
_UNIT = 32  # bits that an organisation has beside its unit in one number


@dataclass(frozen=True)
class Applying:
    """Which organisation takes part in which application: each pair once."""

    unit: NDArray[np.intp]
    organisation: NDArray[np.intp]


class Organisations:
    """All organisations that the tables name, numbered; `names` are as written."""

    def __init__(self, facts: FormFacts) -> None:
        self.facts = facts
        self.records = facts.records
        self._known: Interner[str] = Interner()
        self._read: dict[str, tuple[int, ...]] = {}
        self.applying = self._applying()
        self._cells: dict[int, dict[int, Place]] = {}
        named = [(table, naming) for table in self.records.tables if (naming := _naming(table))]
        self._said_of = [one for one in named if not one[0].lists]
        self._owners = [self._owner(naming) for _, naming in self._said_of]
        self._lists = [one for one in named if one[0].lists]
        self._in_list: dict[str, dict[int, list[Place]]] = {}

    @property
    def names(self) -> list[str]:
        """The organisations as written."""
        return self._known.values

    def of(self, raw: Cell, field: str = "") -> tuple[int, ...]:
        """The numbers of the organisations that a cell of a column names; below 参与单位 lines may part them."""
        if field == PARTICIPATING:
            named = map(self.records.organisation_names.called, read_organisation_list(raw))
            return tuple(dict.fromkeys(self._known.spelled(organisation_key(one), one) for one in named))
        text = clean(raw)
        found = self._read.get(text)
        if found is None:
            found = tuple(self._known.spelled(organisation_key(one), one) for one in self._called(raw))
            self._read[text] = found
        return found

    def _called(self, raw: Cell) -> dict[str, None]:
        return dict.fromkeys(map(self.records.organisation_names.called, read_organisations(raw)))

    def _numbers(self, raw: Cell) -> list[int]:
        """The organisations in a cell that are known already: a list may name thousands who apply for nothing."""
        keys = (organisation_key(one) for one in self._called(raw))
        return [number for key in keys if (number := self._known.numbers.get(key)) is not None]

    @cached_property
    def by_organisation(self) -> Grouping:
        """The pairs of `applying` by organisation."""
        return Grouping(self.applying.organisation.astype(np.int32), len(self.names))

    def in_any(self, units: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """The organisations that take part in any of these applications."""
        found = np.zeros(len(self.names), dtype=np.bool_)
        found[self.applying.organisation[units[self.applying.unit]]] = True
        return found

    @cached_property
    def listed(self) -> NDArray[np.bool_]:
        """The organisations that stand in a list of organisations."""
        found = np.zeros(len(self.names), dtype=np.bool_)
        for (table, _), owner in zip(self._said_of, self._owners, strict=True):
            if table.kind == LISTED:
                found[owner[owner >= 0]] = True
        return found

    def in_list(self, flag: str) -> dict[int, list[Place]]:
        """The organisations that a list kept as a sheet of its own says are `flag`, with the cells that name them.

        Penalties that are over are left out.
        """
        if flag in self._in_list:
            return self._in_list[flag]
        found: dict[int, list[Place]] = defaultdict(list)
        for table, naming in self._lists:
            for row in range(len(table)) if table.lists == flag else ():
                if ended_before(table, row, self.facts.penalty_day):
                    continue
                for one in self._numbers(naming.raw(row)):
                    found[one].extend(table.places(row, (naming.field,)))
        self._in_list[flag] = dict(found)
        return self._in_list[flag]

    def list_given(self, flag: str) -> bool:
        """Whether there is such a list that holds anybody."""
        return any(table.lists == flag for table, _ in self._lists)

    def units_of(self, organisation: int) -> list[int]:
        """The applications that an organisation takes part in."""
        return sorted(self.applying.unit[self.by_organisation[organisation]].tolist())

    @cached_property
    def _rows(self) -> list[Grouping]:
        """For each table of facts its rows by organisation."""
        return [Grouping(owner.astype(np.int32), len(self.names)) for owner in self._owners]

    def said(self, field: str, read: Callable[[Cell], int], kinds: Sequence[str] = tuple(OWNERS)) -> Bits:
        """For each organisation what the cells of its rows in a column say; lists of organisations come first."""
        own, other = np.zeros((2, len(self.names)), dtype=np.int8)
        for (table, _), owner in zip(self._said_of, self._owners, strict=True):
            column = table.columns.get(field)
            if column is None or table.kind not in kinds:
                continue
            table_of_bits = np.array([int(read(raw)) for raw in column.values] or [0], dtype=np.int8)
            bits = gathered(table_of_bits[column.codes], owner, len(self.names))
            if table.kind == LISTED:
                own |= bits
            else:
                other |= bits
        return preferred(own, other)

    def cells(self, organisation: int, fields: Sequence[str]) -> list[Place]:
        """The cells that lists say it by: the filled ones; without any, the blank ones, or the cell that names it."""
        filled: list[Place] = []
        blank: list[Place] = []
        for (table, naming), rows in zip(self._said_of, self._rows, strict=True):
            only_names = table.columns.keys().isdisjoint(fields)
            for row in rows[organisation].tolist():
                if only_names and len(blank) >= len(fields):
                    break
                places = table.places(row, fields) or table.places(row, (naming.field,))
                filled += [place for place in places if clean(place.value) and place.field != naming.field]
                blank += [place for place in places if not clean(place.value) or place.field == naming.field]
        return filled or blank[: len(fields)]

    def texts(self, organisation: int, field: str) -> tuple[str, ...]:
        """The distinct filled cells of an organisation in one column."""
        found = (clean(place.value) for place in self.cells(organisation, (field,)) if place.field == field)
        return tuple(dict.fromkeys(text for text in found if text))

    def cells_of_application(self, unit: int) -> dict[int, Place]:
        """The first cell that names each organisation of an application: as the leading one, else a member's."""
        found = self._cells.get(unit)
        if found is None:
            found = self._cells[unit] = {}
            for places in (self._leading_cells(unit), self._member_cells(unit, found)):
                for place in places:
                    for organisation in self.of(place.value, place.field):
                        found.setdefault(organisation, place)
        return found

    def _leading_cells(self, unit: int) -> Iterator[Place]:
        for rows, positions in self.records.units.rows_of(unit):
            for field in LEADING if rows.table.kind in APPLYING else ():
                column = rows.table.columns.get(field)
                if column is not None:
                    _, first = np.unique(column.codes[positions], return_index=True)
                    yield from (place for at in sorted(first) if (place := rows.table.place(int(positions[at]), field)))

    def _member_cells(self, unit: int, found: Container[int]) -> Iterator[Place]:
        """Cells that name the organisations of members, none for members all of whose organisations are `found` by then."""
        mentions = self.records.mentions
        for mention in self.records.by_unit[unit].tolist():
            if self.facts.applying[mention] and mentions.organisation[mention] >= 0:
                named = self.of(self.records.organisations[mentions.organisation[mention]])
                if not all(one in found for one in named):
                    cells = self.records.cells(mention, *SOURCES[mentions.source[mention]].organisation)
                    yield from (place for place in cells if self.of(place.value) == named)

    def _applying(self) -> Applying:
        """Leading organisations and those of topics by their columns, members' by their rows."""
        mentions = self.records.mentions
        named = np.flatnonzero(self.facts.applying & (mentions.organisation >= 0))
        found = [
            *(
                part
                for rows in self.records.units.tables
                for field in (LEADING if rows.table.kind in APPLYING else ())
                if (column := rows.table.columns.get(field)) is not None
                for part in self._taking_part(rows.unit, column.codes, column.values, field)
            ),
            *self._taking_part(mentions.unit[named], mentions.organisation[named], self.records.organisations),
        ]
        both = distinct(np.concatenate(found)) if found else np.zeros(0, dtype=np.int64)
        return Applying(both >> _UNIT, both & (1 << _UNIT) - 1)

    def _taking_part(
        self, units: NDArray[np.int32], codes: NDArray[np.int32], cells: Sequence[Cell], field: str = ""
    ) -> Iterator[NDArray[np.int64]]:
        """Each unit with the first organisation of its cells, the second …, as one number of both; a cell is read once."""
        units, codes = units[units >= 0], codes[units >= 0]
        used, which = np.unique(codes, return_inverse=True)
        named = [self.of(cells[code], field) for code in used.tolist()]
        for nth in range(max(map(len, named), default=0)):
            organisation = np.array([one[nth] if len(one) > nth else -1 for one in named], dtype=np.int64)[which]
            given = organisation >= 0
            yield (units[given].astype(np.int64) << _UNIT) + organisation[given]

    def _owner(self, naming: Column) -> NDArray[np.intp]:
        """The organisation that each row's facts are of, -1 where it names none or several."""
        found = [self.of(raw) for raw in naming.values]
        owners = np.array([one[0] if len(one) == 1 else -1 for one in found] or [-1], dtype=np.intp)
        return owners[naming.codes]


def _naming(table: Table) -> Column | None:
    columns = [table.columns[field] for field in OWNERS.get(table.kind, ()) if field in table.columns]
    return columns[0] if len(columns) == 1 and len(table) else None

"""Records: who takes part in what, in which role, and which cells say so. Columns of integers, described on demand."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field, fields
from enum import IntFlag
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from nqi_limits.records.interning import Grouping
from nqi_limits.records.organisation_names import OrganisationNames
from nqi_limits.values.organisations import organisation_key
from nqi_limits.values.person_names import name_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from nqi_limits.records.id_numbers import IdNumbers
    from nqi_limits.records.judged import Judged
    from nqi_limits.records.units import Units
    from nqi_limits.tables.table import Place, Table
    from nqi_limits.values.id_numbers import IdNumber


class Held(IntFlag):
    """The roles that one row gives a person; several may stand in one cell."""

    PROJECT_LEADER = 1
    TOPIC_LEADER = 2
    KEY_MEMBER = 4
    TASK_LEADER = 8
    ORDINARY = 16
    NOT_MEMBER = 32
    UNCLEAR = 64


@dataclass(slots=True)
class Mentions:
    """Every naming of a person, as columns of equal length.

    `unit` is -1 for a row of the people roster; `person` is filled by `records.identity`. `source` says which columns of
    the table name the person (an index into `SOURCES`). `name`, `id_number`, `organisation` and `birth` are -1 where unknown.
    """

    table: NDArray[np.int32]
    row: NDArray[np.int32]
    source: NDArray[np.int32]
    name: NDArray[np.int32]
    id_number: NDArray[np.int32]
    organisation: NDArray[np.int32]
    birth: NDArray[np.int32]
    unit: NDArray[np.int32]
    topic: NDArray[np.int32]
    held: NDArray[np.int32]
    left: NDArray[np.bool_]
    person: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.row)


def no_mentions() -> Mentions:
    """Mentions of nobody."""
    none = np.zeros(0, dtype=np.int32)
    columns: dict[str, Any] = {one.name: none.copy() for one in fields(Mentions)}
    return Mentions(**{**columns, "left": none.astype(np.bool_)})


@dataclass(frozen=True, slots=True)
class Source:
    """Which fields of a table name one person: the name, the number, the organisation, and the cell that gives the role.

    `held` is the role that the column itself gives to whoever it names, None where a cell beside the name says it.
    """

    name: str
    id_number: str
    organisation: tuple[str, ...]
    role: str
    held: Held | None = None


SOURCES = (
    Source("name", "id_number", ("organisation",), "role"),
    Source(
        "project_leader",
        "project_leader_id",
        ("project_leader_organisation", "lead_organisation"),
        "project_leader",
        Held.PROJECT_LEADER,
    ),
    Source(
        "topic_leader",
        "topic_leader_id",
        ("topic_leader_organisation", "organisation", "lead_organisation"),
        "topic_leader",
        Held.TOPIC_LEADER,
    ),
    # columns that list people: what stands beside them is said of nobody in particular
    Source("task_leaders", "", (), "task_leaders", Held.TASK_LEADER),
    Source("key_members", "", (), "key_members", Held.KEY_MEMBER),
    Source("participants", "", (), "participants", Held.ORDINARY),
    Source("members", "", (), "members", Held.UNCLEAR),
)
LISTED = 3  # from this source on the columns list people


@dataclass(frozen=True, slots=True)
class Person:
    """One person as the files know them. `id_number` is None where no row gives one; `birth` is exact or None."""

    index: int
    name: str
    id_number: IdNumber | None
    organisations: tuple[str, ...]
    birth: dt.date | None

    @property
    def id_valid(self) -> bool:
        """Whether the number can be trusted to tell this person from others."""
        return self.id_number is not None and self.id_number.valid


@dataclass(frozen=True, slots=True)
class Cells:
    """Cells of one row, looked up when somebody asks: iterating gives their `Place`s."""

    table: Table
    row: int
    fields: tuple[str, ...]

    def __iter__(self) -> Iterator[Place]:
        return iter(self.table.places(self.row, self.fields))


def _commonest_first(numbers: NDArray[np.int32], texts: list[str], key: Callable[[str], str]) -> list[str]:
    """The texts of these numbers; of equally common ones the order is that of their keys, which no spelling changes."""
    listed = numbers.tolist()
    if len(set(listed)) == 1:
        return [texts[listed[0]]] if listed[0] >= 0 else []
    counted = Counter(texts[number] for number in listed if number >= 0)
    return sorted(counted, key=lambda text: (-counted[text], key(text), text))


@dataclass
class Records:
    """All that the tables say, people told apart.

    `same_name_org` are the pairs of the reading of that name, `apart` the pairs that the office decided are two people, with
    the cell that says so; `judged` says what became of each of the office's decisions. Whoever leaves a project after the day
    `left_by` is still in it. `id_cells` has, by the index of a table and its field, the index in `id_numbers` of each distinct
    cell, -1 for none.
    """

    tables: list[Table]
    mentions: Mentions
    units: Units
    names: list[str]
    id_numbers: IdNumbers
    organisations: list[str]
    births: list[dt.date]
    people: int
    same_name_org: list[tuple[int, int]]
    organisation_names: OrganisationNames = field(default_factory=OrganisationNames)
    nameless: list[tuple[int, int, str]] = field(default_factory=list)
    left_by: dt.date = dt.date.max
    id_cells: Mapping[tuple[int, str], NDArray[np.int32]] = field(default_factory=dict)
    apart: Mapping[tuple[int, int], Place] = field(default_factory=dict)
    judged: tuple[Judged, ...] = ()

    @cached_property
    def by_person(self) -> Grouping:
        """The mentions of each person."""
        return Grouping(self.mentions.person, self.people)

    @cached_property
    def by_unit(self) -> Grouping:
        """The mentions in each project or application."""
        return Grouping(self.mentions.unit, len(self.units))

    @cached_property
    def speaks(self) -> NDArray[np.bool_]:
        """For each mention whether its row tells of that person (see of_people.py)."""
        from nqi_limits.records.of_people import speaks_of

        return speaks_of(self)

    @cached_property
    def senior_titles(self) -> NDArray[np.int8]:
        """For each person whether a senior title is told (see of_people.py)."""
        from nqi_limits.records.of_people import senior_titles

        return senior_titles(self)

    @cached_property
    def _tied_with(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for one, other in self.same_name_org:
            found.setdefault(one, []).append(other)
        return found

    def tied_with(self, person: int) -> list[int]:
        """The people whom the reading `same-name-org` pairs with this one, where it comes first in the pair."""
        return self._tied_with.get(person, [])

    def ties_among(self, people: Iterable[int]) -> list[tuple[int, int]]:
        """The pairs of the reading `same-name-org` both of whom are among these people."""
        known = set(people)
        return [
            (one, other)
            for one in sorted(known & self._tied_with.keys())
            for other in self._tied_with[one]
            if other in known
        ]

    def person(self, index: int) -> Person:
        """The person of this index, from all rows that name them; a roster row's spelling comes first."""
        mentions = self.mentions
        rows = self.by_person[index]
        spellings = rows[mentions.unit[rows] < 0]
        if not len(spellings):
            spellings = rows
        numbers = [self.id_numbers[n] for n in set(mentions.id_number[rows].tolist()) if n >= 0]
        number = min(numbers, key=lambda one: (not one.valid, one.key)) if numbers else None
        birth = number.birth if number and number.valid else None
        if birth is None:
            birth = min((self.births[b] for b in mentions.birth[rows].tolist() if b >= 0), default=None)
        organisations = _commonest_first(mentions.organisation[spellings], self.organisations, organisation_key)
        if len(spellings) < len(rows):
            others = _commonest_first(mentions.organisation[rows], self.organisations, organisation_key)
            organisations += [one for one in others if one not in organisations]
        name = _commonest_first(mentions.name[spellings], self.names, name_key)[0]
        return Person(index, name, number, tuple(organisations), birth)

    def cells(self, mention: int, *fields: str) -> Cells:
        """Cells of a mention's row; without `fields`, the cell that gives the role, or the name where there is no such column."""
        table = self.tables[self.mentions.table[mention]]
        if not fields:
            source = SOURCES[self.mentions.source[mention]]
            fields = (source.role if source.role in table.columns else source.name,)
        return Cells(table, int(self.mentions.row[mention]), fields)

    def counts(self) -> dict[str, int]:
        """How many people, ongoing projects, applications and memberships there are."""
        return {
            "people": self.people,
            "ongoing_projects": int(self.units.is_project.sum()),
            "applications": int((~self.units.is_project).sum()),
            "memberships": int((self.mentions.unit >= 0).sum()),
        }

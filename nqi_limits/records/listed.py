"""Who of the people stands in a list that is kept as a sheet of its own (失信名单, 指南专家, 公务员).

The same rules tell people apart as in `identity`, but what such a list holds makes nobody a person of its own: a list may name
thousands who have nothing to do with any application.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.tables.lists import DISCREDITED
from nqi_limits.values.dates import read_date
from nqi_limits.values.id_numbers import read_id_number
from nqi_limits.values.organisations import organisation_key
from nqi_limits.values.penalties import penalty_ended
from nqi_limits.values.person_names import read_names
from nqi_limits.values.text import clean, text_key

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Sequence

    from nqi_limits.records.model import Records
    from nqi_limits.tables.table import Place, Table
    from nqi_limits.values.id_numbers import IdNumber

PENALTY_ENDS = ("penalty_end", "end_date", "period")
PLACES = ("name", "id_number", "birth_date", "organisation")


class Likeness(IntEnum):
    """How sure it is that a person is the one in the list.

    APART: only the name is equal, and something else differs. BARE: only the name is equal, and there is nothing else to
    compare. SAME_NAME_ORG: as the reading `same-name-org` has it. SAME: they are one.
    """

    APART = 1
    BARE = 2
    SAME_NAME_ORG = 3
    SAME = 4


@dataclass(frozen=True, slots=True)
class Match:
    """A person and the row of a list that names them or a namesake; `ended` is when the penalty did, if that is over."""

    person: int
    likeness: Likeness
    table: Table
    row: int
    ended: dt.date | None = None

    @property
    def places(self) -> Sequence[Place]:
        """The filled cells of the row that tell who is meant."""
        fields = (*PLACES, *PENALTY_ENDS) if self.ended else PLACES
        return [place for place in self.table.places(self.row, fields) if clean(place.value)]


@dataclass(frozen=True, slots=True)
class _Entry:
    """One name in a list and what the row says of that person."""

    name: str
    number: IdNumber
    organisation: str
    birth: dt.date | None
    table: Table
    row: int


class Lists:
    """All such lists, by what everyone in them is. A penalty that ended before `day` is over."""

    def __init__(self, records: Records, day: dt.date) -> None:
        self._records = records
        self._day = day
        self._found: dict[str, dict[int, Match]] = {}
        self._over: dict[str, dict[int, Match]] = {}

    def given(self, flag: str) -> bool:
        """Whether there is a list of people of this kind that holds anybody."""
        return any(True for _ in self._tables(flag))

    def matches(self, flag: str) -> dict[int, Match]:
        """For each person that a list names, or a namesake of whom, the row that comes closest; no penalties that are over."""
        return self._closest(flag)[0]

    def over(self, flag: str) -> dict[int, Match]:
        """For each person who is sure to be named by rows with penalties that are over, and by no others, such a row."""
        found, over = self._closest(flag)
        return {
            person: match for person, match in over.items() if match.likeness is Likeness.SAME and person not in found
        }

    def _closest(self, flag: str) -> tuple[dict[int, Match], dict[int, Match]]:
        if flag not in self._found:
            self._found[flag], self._over[flag] = {}, {}
            entries = list(_entries(self._tables(flag), self._records.organisation_names.called))
            for match in self._matched(entries):
                ended = ended_before(match.table, match.row, self._day)
                among = self._over[flag] if ended else self._found[flag]
                known = among.get(match.person)
                if known is None or match.likeness > known.likeness:
                    among[match.person] = replace(match, ended=ended)
        return self._found[flag], self._over[flag]

    def _tables(self, flag: str) -> Iterator[Table]:
        return (
            table for table in self._records.tables if table.lists == flag and table.kind == "people" and len(table)
        )

    def _matched(self, entries: list[_Entry]) -> Iterator[Match]:
        if not entries or not len(self._records.mentions):
            return
        people = _People(self._records, {entry.name for entry in entries})
        by_number = self._by_number({entry.number.key for entry in entries} - {""})
        for entry in entries:
            same = by_number.get(entry.number.key)
            if same is not None:
                yield Match(same, Likeness.SAME, entry.table, entry.row)
                continue
            for person in people.named.get(entry.name, ()):
                likeness = people.likeness(person, entry)
                if likeness is not None:
                    yield Match(person, likeness, entry.table, entry.row)

    def _by_number(self, keys: set[str]) -> dict[str, int]:
        mentions = self._records.mentions
        wanted = {at: one.key for at, one in enumerate(self._records.id_numbers) if one.key in keys}
        if not wanted:
            return {}
        used, first = np.unique(mentions.id_number, return_index=True)
        places = dict(zip(used.tolist(), first.tolist(), strict=True))
        return {key: int(mentions.person[places[at]]) for at, key in wanted.items() if at in places}


def ended_before(table: Table, row: int, day: dt.date) -> dt.date | None:
    """When the penalty that a row of a list of the discredited tells of ended, if that was before a day; else None."""
    if table.lists != DISCREDITED:
        return None
    cells = (table.columns[field].raw(row) for field in PENALTY_ENDS if field in table.columns)
    ends = [penalty_ended(raw) for raw in cells if clean(raw)]
    last = max((end for end in ends if end), default=None)
    return last if last and last < day and None not in ends else None


class _People:
    """What the records say of the people who have one of some names."""

    def __init__(self, records: Records, names: set[str]) -> None:
        mentions = records.mentions
        keys = {at: key for at, text in enumerate(records.names) if (key := _key(text)) in names}
        self.named: dict[str, list[int]] = defaultdict(list)
        self.organisations: dict[int, set[str]] = defaultdict(set)
        self.births: dict[int, set[dt.date]] = defaultdict(set)
        self.numbers: dict[int, IdNumber] = {}
        self.roster: dict[tuple[str, str], set[int]] = defaultdict(set)
        self.there: dict[tuple[str, str], set[int]] = defaultdict(set)
        for at in np.flatnonzero(np.isin(mentions.name, list(keys))).tolist():
            person, key = int(mentions.person[at]), keys[int(mentions.name[at])]
            if person not in self.named[key]:
                self.named[key].append(person)
            if mentions.id_number[at] >= 0:
                number = self.numbers[person] = records.id_numbers[mentions.id_number[at]]
                if number.valid and number.birth:
                    self.births[person].add(number.birth)
            if mentions.birth[at] >= 0:
                self.births[person].add(records.births[mentions.birth[at]])
            if mentions.organisation[at] >= 0:
                organisation = organisation_key(records.organisations[mentions.organisation[at]])
                self.organisations[person].add(organisation)
                self.there[key, organisation].add(person)
                if mentions.unit[at] < 0:
                    self.roster[key, organisation].add(person)

    def likeness(self, person: int, entry: _Entry) -> Likeness | None:
        """How alike a person and a namesake in a list are, None where valid numbers or birth dates tell them apart."""
        number = self.numbers.get(person)
        numbered = bool(entry.number.key) and number is not None
        if numbered and number is not None and number.valid and entry.number.valid:
            return None
        births = self.births.get(person, set())
        if entry.birth and births and not numbered:
            if entry.birth not in births:
                return None
            if sum(entry.birth in self.births.get(one, ()) for one in self.named[entry.name]) == 1:
                return Likeness.SAME
        organisations = self.organisations.get(person, set())
        if entry.organisation and entry.organisation in organisations:
            alone = self.roster.get((entry.name, entry.organisation)) == {person}
            others = self.there[entry.name, entry.organisation] - {person}
            certain = alone and not numbered and not any(one in self.numbers for one in others)
            return Likeness.SAME if certain else Likeness.SAME_NAME_ORG
        return Likeness.APART if entry.organisation and organisations else Likeness.BARE


def _entries(tables: Iterator[Table], called: Callable[[str], str]) -> Iterator[_Entry]:
    for table in tables:
        names, columns = table.columns["name"], table.columns
        for row in range(len(table)):
            raw = {field: columns[field].raw(row) if field in columns else "" for field in (*PLACES, "id_type")}
            people = read_names(names.raw(row))
            alone = len(people) == 1
            number = read_id_number(raw["id_number"] if alone else "", clean(raw["id_type"]))
            dates = read_date(raw["birth_date"] if alone else "")
            birth = dates.first if dates.first and dates.first == dates.last else None
            birth = number.birth if number.valid and number.birth else birth
            for one in people:
                yield _Entry(one.key, number, organisation_key(called(clean(raw["organisation"]))), birth, table, row)


def _key(text: str) -> str:
    found = read_names(text)
    return found[0].key if len(found) == 1 else text_key(text)

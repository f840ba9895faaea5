"""Who of the people stands in a list that is kept as a sheet of its own (失信名单, 指南专家, 公务员).

`identity` tells whom a list means, as it tells people apart, from mentions and entries together; but what such a list holds makes
nobody a person of its own: a list may name thousands who have nothing to do with any application.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, fields, replace
from enum import IntEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from nqi_limits.records.identity import tell_people_apart
from nqi_limits.records.model import Mentions
from nqi_limits.records.namesakes import names_that_fit, simplified
from nqi_limits.tables.lists import DISCREDITED
from nqi_limits.values.dates import read_date
from nqi_limits.values.organisations import organisation_key
from nqi_limits.values.penalties import penalty_ended
from nqi_limits.values.person_names import PersonName, read_names
from nqi_limits.values.text import clean, text_key

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from nqi_limits.records.model import Records
    from nqi_limits.tables.table import Place, Table

T = TypeVar("T")
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
    """One name in a list and what the row says of that person, numbered as the records number it; -1 for what it does not say.

    Names, organisations and birth dates that the records do not have get numbers of their own. `simple` is the name in simplified
    characters.
    """

    name: int
    simple: str
    id_number: int
    organisation: int
    birth: int
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

    @cached_property
    def _names(self) -> list[PersonName]:
        """The names in the records, read again: they are as written."""
        return [_read(name) for name in self._records.names]

    @cached_property
    def _simple(self) -> list[str]:
        """Each name in simplified characters."""
        return [simplified(name.shown) for name in self._names]

    def _closest(self, flag: str) -> tuple[dict[int, Match], dict[int, Match]]:
        if flag not in self._found:
            self._found[flag], self._over[flag] = {}, {}
            for match in self._matched(*self._entries(self._tables(flag))) if self.given(flag) else ():
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

    def _matched(self, entries: list[_Entry], births: Sequence[dt.date]) -> Iterator[Match]:
        """Everybody whom the entries name, as `identity` tells it of people and entries together, and their namesakes."""
        records, mentions = self._records, self._records.mentions
        wanted, numbers = {one.simple for one in entries} - {""}, {one.id_number for one in entries} - {-1}
        fitting = names_that_fit({*self._simple, *wanted})
        wanted.update(name for one in wanted & fitting.keys() for name in fitting[one])
        names = [at for at, name in enumerate(self._simple) if name in wanted]
        concerned = np.isin(mentions.name, names) | np.isin(mentions.id_number, list(numbers))
        known = np.flatnonzero(concerned)
        if not len(known):
            return
        together = _with_entries(mentions, known, entries, len(records.units))
        tell_people_apart(together, records.id_numbers, births)
        same: dict[int, set[int]] = defaultdict(set)
        for told, person in zip(together.person[: len(known)].tolist(), mentions.person[known].tolist(), strict=True):
            same[told].add(person)
        people = _People(records, births, known, self._simple)
        for entry, told in zip(entries, together.person[len(known) :].tolist(), strict=True):
            spelled = (entry.simple, *fitting.get(entry.simple, ()))
            for person in same[told].union(*(people.named.get(name, ()) for name in spelled)):
                likeness = Likeness.SAME if person in same[told] else people.likeness(person, entry)
                if likeness is not None:
                    yield Match(person, likeness, entry.table, entry.row)

    def _entries(self, tables: Iterator[Table]) -> tuple[list[_Entry], list[dt.date]]:
        """The entries of some lists, and the birth dates that they index: those of the records, and others behind them."""
        records = self._records
        names = _numbered(name.key for name in self._names)
        organisations = _numbered(map(organisation_key, records.organisations))
        births = _numbered(records.births)
        found = []
        for table in tables:
            column, columns = table.columns["name"], table.columns
            ids = columns.get("id_number")
            numbers = records.id_numbers.all(ids.values)[ids.codes] if ids else np.full(len(table), -1)
            for row in range(len(table)):
                raw = {field: columns[field].raw(row) if field in columns else "" for field in PLACES}
                people = read_names(column.raw(row))
                alone = len(people) <= 1
                number = int(numbers[row]) if alone else -1
                dates = read_date(raw["birth_date"] if alone else "")
                birth = dates.first if dates.first and dates.first == dates.last else None
                called = organisation_key(records.organisation_names.called(clean(raw["organisation"])))
                # a number without a name still says who is meant
                for one in people or ((PersonName("", ""),) if number >= 0 else ()):
                    found.append(
                        _Entry(
                            names.setdefault(one.key, len(records.names) + len(names)),
                            simplified(one.shown),
                            number,
                            organisations.setdefault(called, len(records.organisations) + len(organisations))
                            if called
                            else -1,
                            births.setdefault(birth, len(births)) if birth else -1,
                            table,
                            row,
                        )
                    )
        return found, list(births)


def _numbered(keys: Iterable[T]) -> dict[T, int]:
    """The place of each key, of equal ones the first."""
    found: dict[T, int] = {}
    for at, key in enumerate(keys):
        found.setdefault(key, at)
    return found


def _with_entries(mentions: Mentions, known: NDArray[np.intp], entries: Sequence[_Entry], units: int) -> Mentions:
    """Some mentions, and behind them the entries, each as the only member of a project of its own."""
    columns: dict[str, Any] = {}
    own: dict[str, Any] = {"unit": range(units, units + len(entries)), "person": -1, "topic": -1}
    for column in fields(Mentions):
        before = getattr(mentions, column.name)[known]
        if column.name in ("name", "id_number", "organisation", "birth"):
            more: Any = [getattr(one, column.name) for one in entries]
        else:
            more = own.get(column.name, 0)
        behind = np.zeros(len(entries), dtype=before.dtype)
        behind[:] = more
        columns[column.name] = np.concatenate([before, behind])
    return Mentions(**columns)


def ended_before(table: Table, row: int, day: dt.date) -> dt.date | None:
    """When the penalty that a row of a list of the discredited tells of ended, if that was before a day; else None."""
    if table.lists != DISCREDITED:
        return None
    cells = (table.columns[field].raw(row) for field in PENALTY_ENDS if field in table.columns)
    ends = [penalty_ended(raw) for raw in cells if clean(raw)]
    last = max((end for end in ends if end), default=None)
    return last if last and last < day and None not in ends else None


class _People:
    """What the records say of people, to tell namesakes apart."""

    def __init__(
        self, records: Records, births: Sequence[dt.date], known: NDArray[np.intp], simple: Sequence[str]
    ) -> None:
        self.records, self.all_births = records, births
        self.named: dict[str, set[int]] = defaultdict(set)
        self.names: dict[int, set[int]] = defaultdict(set)
        self.organisations: dict[int, set[int]] = defaultdict(set)
        self.births: dict[int, set[dt.date]] = defaultdict(set)
        self.valid: set[int] = set()
        mentions = records.mentions
        for at in known.tolist():
            person = int(mentions.person[at])
            self.named[simple[mentions.name[at]]].add(person)
            self.names[person].add(int(mentions.name[at]))
            self.births[person] |= self._births(int(mentions.birth[at]), int(mentions.id_number[at]))
            if self._valid(int(mentions.id_number[at])):
                self.valid.add(person)
            if mentions.organisation[at] >= 0:
                self.organisations[person].add(int(mentions.organisation[at]))

    def likeness(self, person: int, entry: _Entry) -> Likeness | None:
        """How alike a person and a namesake in a list are, None where valid numbers or birth dates tell them apart."""
        if person in self.valid and self._valid(entry.id_number):
            return None
        births = self._births(entry.birth, entry.id_number)
        if births and self.births[person] and births.isdisjoint(self.births[person]):
            return None
        organisations = self.organisations[person]
        if entry.organisation in organisations:
            # a traditional form may stand for several simplified ones: no more than a namesake
            return Likeness.SAME_NAME_ORG if entry.name in self.names[person] else Likeness.BARE
        return Likeness.APART if entry.organisation >= 0 and organisations else Likeness.BARE

    def _valid(self, number: int) -> bool:
        return number >= 0 and bool(self.records.id_numbers.valid[number])

    def _births(self, birth: int, number: int) -> set[dt.date]:
        told = self.records.id_numbers[number].birth if self._valid(number) else None
        return {one for one in (told, self.all_births[birth] if birth >= 0 else None) if one}


def _read(name: str) -> PersonName:
    found = read_names(name)
    return found[0] if len(found) == 1 else PersonName(name, text_key(name))

"""Who is who: which mentions are one person, which are told apart, and which the data leaves open (reading `same-name-org`).

Two mentions are one person when their ID numbers are equal; or, where one lacks a number, when name and birth date are equal, or
when name and organisation are equal and the people roster has exactly one such person. Different valid numbers are different
people. A number that cannot be right tells nobody apart: its holder is placed as if there were none, but where a slip of one
character leads to the other's number the question is left open. Of what is left, a leader named in a project's list is the one
member of that project who has this name.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.records.interning import among, renumbered
from nqi_limits.values.id_papers import near

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from nqi_limits.records.id_numbers import IdNumbers
    from nqi_limits.records.model import Mentions


@dataclass
class People:
    """The outcome: how many people there are, and the pairs that may be one (same name and organisation)."""

    count: int
    pairs: list[tuple[int, int]] = field(default_factory=list)


def tell_people_apart(mentions: Mentions, id_numbers: IdNumbers, births: Sequence[dt.date]) -> People:
    """Fill `mentions.person` and return the people; the numbers and birth dates are those that the mentions' columns index."""
    numbered = mentions.id_number >= 0
    used, mentions.person[:] = renumbered(mentions.id_number)
    people = People(len(used))
    unsure = ~numbered
    invalid = ~id_numbers.valid[used]
    if invalid.any():
        unsure[numbered] = invalid[mentions.person[numbered]]
    positions = np.flatnonzero(unsure)
    if len(positions):
        _Resolver(mentions, people, id_numbers, births, positions).run()
    return people


class _Resolver:
    """Places the mentions that no ID number identifies. Works on plain dictionaries: they are few, or all there is."""

    def __init__(
        self,
        mentions: Mentions,
        people: People,
        id_numbers: IdNumbers,
        births: Sequence[dt.date],
        unsure: NDArray[np.intp],
    ) -> None:
        self.mentions = mentions
        self.people = people
        self.births = births
        self.numbers = id_numbers
        self.lacking = np.flatnonzero(mentions.id_number < 0)
        self.unsure = unsure
        self.number_of_person: dict[int, int] = {}
        self.merged: dict[int, int] = {}
        self.rows_of_person: dict[int, list[int]] = defaultdict(list)
        self.births_of_person: dict[int, set[object]] = defaultdict(set)
        self.by_birth: dict[tuple[int, object], set[int]] = defaultdict(set)
        self.by_organisation: dict[tuple[int, int], set[int]] = defaultdict(set)
        self.in_roster: dict[tuple[int, int], set[int]] = defaultdict(set)
        self.in_unit: dict[tuple[int, int], dict[int, int]] = defaultdict(dict)

    def run(self) -> None:
        """Numbered people who share a name with an unsure mention first, then the roster, doubtful numbers, members, leaders."""
        mentions = self.mentions
        doubtful: dict[int, list[int]] = defaultdict(list)
        for at in self._numbered().tolist():
            number = int(mentions.id_number[at])
            person = int(mentions.person[at])
            self.number_of_person[person] = number
            if not self._valid(person):
                doubtful[person].append(at)
                continue
            told = int(self.numbers.birth[number])
            self._enter(at, person, dt.date.fromordinal(told) if told else self._birth(at))
            if told:
                self._born(at, person, self._birth(at))
        listed = {
            person: [at for at in rows if mentions.unit[at] < 0]
            for person, rows in doubtful.items()
            if (mentions.unit[rows] < 0).any()
        }
        self._enter_all(listed)
        self._merge(listed)
        roster = mentions.unit[self.lacking] < 0
        leader = mentions.source[self.lacking] > 0
        self._place_roster(self.lacking[roster].tolist())
        self._enter_all(doubtful)
        self._merge(doubtful)
        for at in self._settled_order(self.lacking[~roster & ~leader]):
            self._place_member(at)
        for at in self._settled_order(self.lacking[~roster & leader]):
            self._place_leader(at)
        self._link()
        if self.merged:
            self._renumber()

    def _numbered(self) -> NDArray[np.intp]:
        """The mentions with a number that may tell who an unsure mention is: of its name, of doubtful numbers or of people
        who share birth date, organisation or project with it. Nobody else is ever asked for.
        """
        mentions, unsure = self.mentions, self.unsure
        numbered = np.flatnonzero(among(mentions.name, mentions.name[unsure]) & (mentions.person >= 0))
        known_days = np.array([one.toordinal() for one in self.births] + [0], dtype=np.int32)
        days = known_days[mentions.birth]  # of -1 the last, 0
        told = self.numbers.birth[mentions.id_number[numbered]]
        concerned = np.zeros(self.people.count, dtype=np.bool_)
        doubtful = unsure[mentions.person[unsure] >= 0]
        concerned[mentions.person[doubtful]] = True
        for theirs, wanted in (
            (mentions.organisation[numbered] + 1, mentions.organisation[unsure] + 1),
            (mentions.unit[numbered] + 1, mentions.unit[unsure] + 1),
            (days[numbered], days[unsure]),
            (told, days[unsure]),
        ):
            given = theirs > 0
            size = int(max(theirs.max(initial=0), wanted.max(initial=0))) + 1
            keys = mentions.name[unsure][wanted > 0].astype(np.int64) * size + wanted[wanted > 0]
            same = np.isin(mentions.name[numbered][given].astype(np.int64) * size + theirs[given], keys)
            concerned[mentions.person[numbered[given][same]]] = True
        return numbered[concerned[mentions.person[numbered]]]

    def _enter_all(self, doubtful: Mapping[int, Sequence[int]]) -> None:
        for person, rows in doubtful.items():
            for at in rows:
                self._enter(at, self._now(person), self._birth(at))

    def _now(self, person: int) -> int:
        """Who somebody is after all that has been joined."""
        while person in self.merged:
            person = self.merged[person]
        return person

    def _settled_order(self, positions: NDArray[np.intp]) -> list[int]:
        """Mentions with a birth date first: what they tell must not depend on the order of rows."""
        return positions[np.argsort(self.mentions.birth[positions] < 0, kind="stable")].tolist()  # type: ignore[no-any-return]

    def _birth(self, at: int) -> object:
        birth = int(self.mentions.birth[at])
        return self.births[birth] if birth >= 0 else None

    def _enter(self, at: int, person: int, birth: object) -> None:
        """Note that the mention is this person, under every key that later mentions may be found by."""
        mentions = self.mentions
        mentions.person[at] = person
        self.rows_of_person[person].append(at)
        name, organisation, unit = int(mentions.name[at]), int(mentions.organisation[at]), int(mentions.unit[at])
        self._born(at, person, birth)
        if organisation >= 0:
            self.by_organisation[name, organisation].add(person)
            if unit < 0:
                self.in_roster[name, organisation].add(person)
        if unit >= 0:
            inside = self.in_unit[name, unit]
            inside[person] = inside.get(person, 0) | int(mentions.held[at])

    def _born(self, at: int, person: int, birth: object) -> None:
        """Note a birth date; a number and a column may give two, of which either may be a slip."""
        if birth is not None:
            self.births_of_person[person].add(birth)
            self.by_birth[int(self.mentions.name[at]), birth].add(person)

    def _merge(self, doubtful: Mapping[int, Sequence[int]]) -> None:
        """Take the holders of numbers that cannot be right for those whom they would be without any."""
        for person in sorted(doubtful, key=lambda one: self.numbers[self.number_of_person[one]].key):
            if person in self.merged:
                continue
            rows = doubtful[person]
            found = {one for at in rows for one in self._known_as(at, person)}
            valid = {one for one in found if self._valid(one)}
            if len(valid) > 1 or not found:
                continue
            other = min(valid or found)
            if not self._near(person, other):
                self._join(person, other)
                for one in sorted(found - {other}):
                    other = self._as_one(other, one)

    def _known_as(self, at: int, person: int) -> set[int]:
        """The other people that a mention would be if it had no number: one, or several who have none that can be right."""
        mentions = self.mentions
        name, organisation, birth = int(mentions.name[at]), int(mentions.organisation[at]), self._birth(at)
        born = self._born_then(name, birth) - {person}
        if self.in_roster.get((name, organisation)) != {person}:
            return born | self._listed(name, organisation, birth)
        there = {one for one in self.by_organisation[name, organisation] if one != person and self._valid(one)}
        return born | there if len(there) == 1 and all(self._fits(one, birth) for one in there) else born

    def _born_then(self, name: int, birth: object) -> set[int]:
        """The people of this name and birth date: those with a number that can be right, if there are any."""
        known = self.by_birth.get((name, birth), set()) if birth is not None else set()
        return {one for one in known if self._valid(one)} or set(known)

    def _near(self, one: int, other: int) -> bool:
        numbers = [self.number_of_person.get(person, -1) for person in (one, other)]
        return min(numbers) >= 0 and near(*(self.numbers[number] for number in numbers))

    def _join(self, person: int, other: int) -> None:
        """Enter every mention of one person as another."""
        mentions = self.mentions
        self.merged[person] = other
        births = self.births_of_person.pop(person, set())
        for at in self.rows_of_person.pop(person):
            name, organisation, unit = int(mentions.name[at]), int(mentions.organisation[at]), int(mentions.unit[at])
            for known in (self.by_organisation, self.in_roster):
                known.get((name, organisation), set()).discard(person)
            self.in_unit.get((name, unit), {}).pop(person, None)
            self._enter(at, other, self._birth(at))
            for birth in births:
                self.by_birth[name, birth].discard(person)
                self._born(at, other, birth)

    def _renumber(self) -> None:
        """Close the gaps that people leave who turned out to be others."""
        used, self.mentions.person[:] = renumbered(self.mentions.person)
        self.people.count = len(used)
        self.people.pairs = [(one, other) for one, other in np.searchsorted(used, self.people.pairs).tolist()]

    def _new(self) -> int:
        self.people.count += 1
        return self.people.count - 1

    def _valid(self, person: int) -> bool:
        number = self.number_of_person.get(person, -1)
        return number >= 0 and bool(self.numbers.valid[number])

    def _apart(self, one: int, other: int) -> bool:
        """Whether valid numbers or birth dates tell two people apart."""
        if self._valid(one) and self._valid(other):
            return True
        first, second = self.births_of_person.get(one), self.births_of_person.get(other)
        return bool(first and second and first.isdisjoint(second))

    def _fits(self, person: int, birth: object) -> bool:
        known = self.births_of_person.get(person)
        return birth is None or not known or birth in known

    def _place_roster(self, positions: list[int]) -> None:
        mentions = self.mentions
        rows: dict[tuple[int, int], list[int]] = defaultdict(list)
        for at in positions:
            rows[int(mentions.name[at]), int(mentions.organisation[at])].append(at)
        for (name, organisation), same in rows.items():
            births = {self._birth(at) for at in same}
            for at in same:
                birth = self._birth(at)
                known = self._born_then(name, birth)
                if len(known) == 1:
                    self._enter(at, next(iter(known)), birth)
                    continue
                alone = len(same) == 1 and organisation >= 0 and not self.in_roster.get((name, organisation))
                outside = [one for one in self.by_organisation.get((name, organisation), ()) if self._fits(one, birth)]
                if alone and len(births) == 1 and len(outside) == 1 and not known:
                    self._enter(at, outside[0], birth)
                else:
                    self._enter(at, self._new(), birth)

    def _place_member(self, at: int) -> None:
        mentions = self.mentions
        name, organisation, birth = int(mentions.name[at]), int(mentions.organisation[at]), self._birth(at)
        born, listed = self._born_then(name, birth), self._listed(name, organisation, birth)
        if len(born) == 1:
            (person,) = born
            for other in listed - born:  # the row is both
                person = self._as_one(person, other)
        else:
            person = next(iter(listed)) if listed else self._new()
        self._enter(at, person, birth)

    def _listed(self, name: int, organisation: int, birth: object) -> set[int]:
        """The person whom the roster alone has under this name and organisation, if it is certain that nobody else is meant."""
        roster = self.in_roster.get((name, organisation), set())
        if len(roster) != 1 or not all(self._fits(one, birth) for one in roster):
            return set()
        others = self.by_organisation[name, organisation] - roster
        return set() if any(self._valid(one) for one in others) else set(roster)

    def _as_one(self, one: int, other: int) -> int:
        """Join two people unless something tells them apart; the one that is left, else the first."""
        if self._apart(one, other) or self._near(one, other):
            return one
        kept, gone = (other, one) if self._valid(other) else (one, other)
        self._join(gone, kept)
        return kept

    def _place_leader(self, at: int) -> None:
        """A leader's column repeats a membership: of the one person in the project with this name, and the role or the place."""
        mentions = self.mentions
        name, organisation = int(mentions.name[at]), int(mentions.organisation[at])
        inside = self.in_unit.get((name, int(mentions.unit[at])), {})
        at_home = self.by_organisation.get((name, organisation), set())
        fitting = [
            one for one, held in inside.items() if held & int(mentions.held[at]) or organisation < 0 or one in at_home
        ]
        if len(inside) == 1 and fitting:
            self._enter(at, fitting[0], self._birth(at))
        else:
            self._place_member(at)

    def _link(self) -> None:
        """The pairs of the reading `same-name-org`: same name and organisation, and nothing that tells them apart."""
        found: set[tuple[int, int]] = set()
        for same in self.by_organisation.values():
            if len(same) > 1:
                found.update(self._pairs(sorted(same)))
        self.people.pairs = sorted(found)

    def _pairs(self, same: list[int]) -> Iterable[tuple[int, int]]:
        """Of people with nothing to tell them by, a chain is enough; everyone else is tied to the first of them."""
        blank = [one for one in same if not self._valid(one) and not self.births_of_person.get(one)]
        told = [one for one in same if one not in set(blank)]
        yield from pairwise(blank)
        for index, one in enumerate(told):
            if blank:
                yield tuple(sorted((blank[0], one)))  # type: ignore[misc]
            for other in told[index + 1 :]:
                if not self._apart(one, other):
                    yield one, other

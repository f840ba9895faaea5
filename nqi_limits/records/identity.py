"""Who is who: which mentions are one person, which are told apart, and which the data leaves open (reading `same-name-org`).

Two mentions are one person when their ID numbers are equal; or, where one lacks a number, when name and birth date are equal, or
when name and organisation are equal and the people roster has exactly one such person. Different valid numbers are different
people. Of what is left, a leader named in a project's list is the one member of that project who has this name.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from nqi_limits.records.model import Mentions
    from nqi_limits.records.reading import Reading


@dataclass
class People:
    """The outcome: how many people there are, and the pairs that may be one (same name and organisation)."""

    count: int
    pairs: list[tuple[int, int]] = field(default_factory=list)


def tell_people_apart(reading: Reading, mentions: Mentions) -> People:
    """Fill `mentions.person` and return the people."""
    used, by_number = np.unique(mentions.id_number, return_inverse=True)
    offset = 1 if len(used) and used[0] < 0 else 0
    people = People(len(used) - offset)
    mentions.person[:] = by_number - offset
    lacking = np.flatnonzero(mentions.id_number < 0)
    mentions.person[lacking] = -1
    unsure = lacking
    invalid = ~reading.id_numbers.valid[used[offset:]]
    if invalid.any():
        numbered = mentions.person >= 0
        unsure = np.union1d(lacking, np.flatnonzero(numbered)[invalid[mentions.person[numbered]]])
    if len(unsure):
        _Resolver(reading, mentions, people, lacking, unsure).run()
    return people


class _Resolver:
    """Places the mentions that no ID number identifies. Works on plain dictionaries: they are few, or all there is."""

    def __init__(
        self, reading: Reading, mentions: Mentions, people: People, lacking: NDArray[np.intp], unsure: NDArray[np.intp]
    ) -> None:
        self.mentions = mentions
        self.people = people
        self.lacking = lacking
        self.births = reading.births.values
        self.numbers = reading.id_numbers
        self.unsure = unsure
        self.number_of_person: dict[int, int] = {}
        self.birth_of_person: dict[int, object] = {}
        self.by_birth: dict[tuple[int, object], set[int]] = defaultdict(set)
        self.by_organisation: dict[tuple[int, int], set[int]] = defaultdict(set)
        self.in_roster: dict[tuple[int, int], set[int]] = defaultdict(set)
        self.in_unit: dict[tuple[int, int], dict[int, int]] = defaultdict(dict)

    def run(self) -> None:
        """Numbered people who share a name with an unsure mention first, then the roster, members, leaders' columns."""
        mentions = self.mentions
        alike = np.isin(mentions.name, np.unique(mentions.name[self.unsure])) & (mentions.person >= 0)
        for at in np.flatnonzero(alike).tolist():
            number = int(mentions.id_number[at])
            person = int(mentions.person[at])
            self.number_of_person[person] = number
            birth = self.numbers[number].birth if self.numbers[number].valid else None
            self._enter(at, person, birth or self._birth(at))
        roster = mentions.unit[self.lacking] < 0
        leader = mentions.source[self.lacking] > 0
        self._place_roster(self.lacking[roster].tolist())
        for at in self._settled_order(self.lacking[~roster & ~leader]):
            self._place_member(at)
        for at in self._settled_order(self.lacking[~roster & leader]):
            self._place_leader(at)
        self._link()

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
        name, organisation, unit = int(mentions.name[at]), int(mentions.organisation[at]), int(mentions.unit[at])
        if birth is not None:
            self.birth_of_person.setdefault(person, birth)
            self.by_birth[name, birth].add(person)
        if organisation >= 0:
            self.by_organisation[name, organisation].add(person)
            if unit < 0:
                self.in_roster[name, organisation].add(person)
        if unit >= 0:
            inside = self.in_unit[name, unit]
            inside[person] = inside.get(person, 0) | int(mentions.held[at])

    def _new(self) -> int:
        self.people.count += 1
        return self.people.count - 1

    def _valid(self, person: int) -> bool:
        number = self.number_of_person.get(person, -1)
        return number >= 0 and self.numbers[number].valid

    def _apart(self, one: int, other: int) -> bool:
        """Whether valid numbers or birth dates tell two people apart."""
        if self._valid(one) and self._valid(other):
            return True
        births = self.birth_of_person.get(one), self.birth_of_person.get(other)
        return None not in births and births[0] != births[1]

    def _fits(self, person: int, birth: object) -> bool:
        known = self.birth_of_person.get(person)
        return birth is None or known is None or known == birth

    def _place_roster(self, positions: list[int]) -> None:
        mentions = self.mentions
        rows: dict[tuple[int, int], list[int]] = defaultdict(list)
        for at in positions:
            rows[int(mentions.name[at]), int(mentions.organisation[at])].append(at)
        for (name, organisation), same in rows.items():
            births = {self._birth(at) for at in same}
            for at in same:
                birth = self._birth(at)
                known = self.by_birth.get((name, birth), set()) if birth is not None else set()
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
        if birth is not None:
            known = self.by_birth.get((name, birth), set())
            if len(known) == 1:
                self._enter(at, next(iter(known)), birth)
                return
        roster = self.in_roster.get((name, organisation), set())
        if len(roster) == 1:
            (person,) = roster
            others = [one for one in self.by_organisation[name, organisation] if one != person and self._valid(one)]
            if not others and self._fits(person, birth):
                self._enter(at, person, birth)
                return
        self._enter(at, self._new(), birth)

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
        blank = [one for one in same if not self._valid(one) and one not in self.birth_of_person]
        told = [one for one in same if one not in set(blank)]
        yield from pairwise(blank)
        for index, one in enumerate(told):
            if blank:
                yield tuple(sorted((blank[0], one)))  # type: ignore[misc]
            for other in told[index + 1 :]:
                if not self._apart(one, other):
                    yield one, other

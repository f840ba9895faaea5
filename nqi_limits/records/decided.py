"""The office's decisions on pairs of records: one person, or two. Once made they win over what the data alone would say."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from networkx.utils import UnionFind

from nqi_limits.records.entries import Entries
from nqi_limits.records.judged import Judged, Status
from nqi_limits.records.namesakes import simplified
from nqi_limits.values.person_names import may_be_one_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nqi_limits.records.entries import Entry
    from nqi_limits.records.judged import PairDecision
    from nqi_limits.records.model import Records
    from nqi_limits.tables.table import Place


def decide_pairs(records: Records, decisions: Sequence[PairDecision]) -> Records:
    """The records with the decisions carried out; `judged` says what became of each."""
    return _Deciding(records, decisions).run() if decisions else records


def told_apart(records: Records, one: int, other: int) -> bool:
    """Whether two people both have a valid number, or birth dates that differ."""
    first, second = records.person(one), records.person(other)
    if first.id_valid and second.id_valid:
        return True
    return first.birth is not None and second.birth is not None and first.birth != second.birth


class _Deciding:
    """Finds the entries that the decisions speak of; joins and splits people."""

    def __init__(self, records: Records, decisions: Sequence[PairDecision]) -> None:
        self.records = records
        self.decisions = decisions
        self.entries = Entries(records)
        self.people: UnionFind[int] = UnionFind()
        self.judged: dict[int, Judged] = {}

    def run(self) -> Records:
        found = {at: self._found(decision) for at, decision in enumerate(self.decisions)}
        self._contradictions(found)
        same = [at for at, decision in enumerate(self.decisions) if decision.same and at not in self.judged]
        # one decision may make clear which record another one means, so they are gone over until nothing changes
        progress = True
        while progress:
            before = len(self.judged)
            for at in same:
                if at not in self.judged and (pair := self._pair(found[at])):
                    self._join(at, *pair)
            progress = len(self.judged) > before
        apart: list[tuple[Entry, Entry, Place]] = []
        split: list[tuple[Entry, Entry, Place]] = []
        for at, decision in enumerate(self.decisions):
            if at in self.judged:
                continue
            pair = self._pair(found[at])
            if pair is None or decision.same:
                self.judged[at] = self._stale(decision, found[at])
            elif pair[0] == pair[1]:
                self.judged[at] = Judged(decision, Status.ONE_NOW, *pair)
            elif pair[0].person == pair[1].person:
                split.append((*pair, decision.place))
                self.judged[at] = Judged(decision, Status.USED, *pair)
            elif self.people[pair[0].person] == self.people[pair[1].person]:
                self.judged[at] = Judged(decision, Status.CONTRADICTED, *pair)
            else:
                apart.append((*pair, decision.place))
                self.judged[at] = Judged(decision, Status.USED, *pair)
        return self._carried_out([*split, *apart], split)

    def _found(self, decision: PairDecision) -> tuple[list[Entry], list[Entry]]:
        among = self.entries.named((*decision.names, *decision.records) if not decision.names else decision.names)
        one, other = (self.entries.find(text, among) for text in decision.records)
        return one, other

    def _pair(self, found: tuple[list[Entry], list[Entry]]) -> tuple[Entry, Entry] | None:
        """The two entries, where what was found leaves no choice that would make a difference."""
        one, other = (self._distinct(entries) for entries in found)
        if len(one) == len(other) == 2 and set(one) == set(other):
            return one[0], one[1]  # either way round it is these two
        if len(one) == 1 and len(other) > 1:
            other = [entry for entry in other if entry not in one]
        elif len(other) == 1 and len(one) > 1:
            one = [entry for entry in one if entry not in other]
        return (one[0], other[0]) if len(one) == len(other) == 1 else None

    def _distinct(self, entries: Iterable[Entry]) -> list[Entry]:
        """One entry for each person and name, people that were joined counted once."""
        return list({(self.people[entry.person], entry.name): entry for entry in entries}.values())

    def _contradictions(self, found: dict[int, tuple[list[Entry], list[Entry]]]) -> None:
        """Decisions on one pair that differ: none of them is used."""
        said: dict[frozenset[Entry], set[bool]] = {}
        pairs: dict[int, frozenset[Entry]] = {}
        for at, decision in enumerate(self.decisions):
            if pair := self._pair(found[at]):
                pairs[at] = frozenset(pair)
                said.setdefault(pairs[at], set()).add(decision.same)
        for at, entries in pairs.items():
            if len(said[entries]) > 1:
                one, *other = sorted(entries, key=lambda entry: entry.mentions)
                self.judged[at] = Judged(self.decisions[at], Status.CONTRADICTED, one, other[0] if other else one)

    def _join(self, at: int, one: Entry, other: Entry) -> None:
        decision = self.decisions[at]
        if one == other:
            self.judged[at] = Judged(decision, Status.SETTLED, one, other)
            return
        self.people.union(one.person, other.person)
        self.judged[at] = Judged(decision, Status.USED, one, other)

    def _rows_of(self, one: Entry, instead_of: Entry) -> list[int]:
        """The rows of a name, and of its other spellings under the same number."""
        names = self.records.names
        theirs, others = simplified(names[one.name]), simplified(names[instead_of.name])
        return [
            mention
            for entry in self.entries.of_person(one.person)
            if entry != instead_of
            and (
                simplified(names[entry.name]) == theirs
                or (
                    may_be_one_name(simplified(names[entry.name]), theirs)
                    and not may_be_one_name(simplified(names[entry.name]), others)
                )
            )
            for mention in entry.mentions
        ]

    def _stale(self, decision: PairDecision, found: tuple[list[Entry], list[Entry]]) -> Judged:
        gone = tuple(at for at in (0, 1) if not found[at])
        if gone:
            return Judged(decision, Status.GONE, missing=gone)
        several = tuple(at for at in (0, 1) if len(self._distinct(found[at])) > 1)
        return Judged(decision, Status.UNCLEAR, missing=several or (0, 1))

    def _carried_out(
        self, apart: Sequence[tuple[Entry, Entry, Place]], split: Sequence[tuple[Entry, Entry, Place]]
    ) -> Records:
        records = self.records
        joined = np.arange(records.people, dtype=np.int32)
        for people in self.people.to_sets():
            joined[sorted(people)] = min(people)
        person = joined[records.mentions.person]
        total = records.people
        for one, other, _ in split:
            person[self._rows_of(other, one)] = total
            total += 1
        person = np.unique(person, return_inverse=True)[1].astype(np.int32)
        mentions = replace(records.mentions, person=person)

        def now(entry: Entry) -> int:
            return int(person[entry.mentions[0]])

        moved = {entry: now(entry) for one in self.judged.values() for entry in (one.one, one.other) if entry}
        judged = tuple(
            replace(one, one=_at(one.one, moved), other=_at(one.other, moved)) for _, one in sorted(self.judged.items())
        )
        first: dict[int, int] = {}
        for old, new in zip(records.mentions.person.tolist(), person.tolist(), strict=True):
            first.setdefault(old, new)
        decided = replace(
            records,
            mentions=mentions,
            people=int(person.max(initial=-1)) + 1,
            apart={_ordered(now(one), now(other)): place for one, other, place in apart},
            judged=judged,
        )
        kept = {_ordered(first[one], first[other]) for one, other in records.same_name_org}
        decided.same_name_org = _ties(decided, kept, set(moved.values()))
        return decided


def _at(entry: Entry | None, moved: dict[Entry, int]) -> Entry | None:
    return replace(entry, person=moved[entry]) if entry else None


def _ordered(one: int, other: int) -> tuple[int, int]:
    return min(one, other), max(one, other)


def _ties(records: Records, kept: set[tuple[int, int]], touched: set[int]) -> list[tuple[int, int]]:
    """The pairs of the reading `same-name-org` after people were joined and split.

    A chain of ties may have led over somebody who is somebody else now: whoever shares name and organisation with one of
    the people touched is tied to everyone there whom neither the data nor the office tells apart.
    """
    mentions = records.mentions
    found = {pair for pair in kept if pair[0] != pair[1]}
    seen: set[tuple[int, int]] = set()
    for person in touched:
        for mention in records.by_person[person].tolist():
            key = int(mentions.name[mention]), int(mentions.organisation[mention])
            if key[1] < 0 or key in seen:
                continue
            seen.add(key)
            here = np.unique(mentions.person[(mentions.name == key[0]) & (mentions.organisation == key[1])]).tolist()
            found.update(pair for pair in combinations(here, 2) if not told_apart(records, *pair))
    return sorted(pair for pair in found if pair not in records.apart and not told_apart(records, *pair))

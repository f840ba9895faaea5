"""The office's decisions on pairs of records: one person, or two. Once made they win over what the data alone would say."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
from networkx.utils import UnionFind

from nqi_limits.records.entries import Entries
from nqi_limits.records.judged import CARRIED_OUT, Judged, Status
from nqi_limits.records.namesakes import simplified
from nqi_limits.records.parting import part
from nqi_limits.values.person_names import may_be_one_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

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


@dataclass(frozen=True, slots=True)
class _Found:
    """What the two texts of a decision fit: entries for each, and whether a number that the texts give is no longer theirs."""

    one: list[Entry]
    other: list[Entry]
    renumbered: bool = False


class _Deciding:
    """Finds the entries that the decisions speak of; joins and splits people."""

    def __init__(self, records: Records, decisions: Sequence[PairDecision]) -> None:
        self.records = records
        self.decisions = decisions
        self.entries = Entries(records)
        self.people: UnionFind[int] = UnionFind()
        self.found = [self._found(decision) for decision in decisions]
        self.judged: dict[int, Judged] = {}

    def run(self) -> Records:
        self._contradictions()
        same = [at for at, decision in enumerate(self.decisions) if decision.same and at not in self.judged]
        # one decision may make clear which record another one means, so they are gone over until nothing changes
        progress = True
        while progress:
            before = len(self.judged)
            for at in same:
                if at not in self.judged and (pair := self._pair(at)):
                    self._join(at, *pair)
            progress = len(self.judged) > before
        apart: list[tuple[Entry, Entry, Place]] = []
        for at, decision in enumerate(self.decisions):
            if at in self.judged:
                continue
            pair = self._pair(at)
            if pair is None or decision.same:
                self.judged[at] = self._stale(at)
                continue
            status = self._kept_apart(at, *pair)
            self.judged[at] = Judged(decision, status, *pair)
            if status in CARRIED_OUT:
                apart.append((*pair, decision.place))
        return self._carried_out(apart)

    def _found(self, decision: PairDecision) -> _Found:
        """The entries under the names of the decision; under those that a record's text gives where these have none."""
        entries, texts = self.entries, decision.records
        among = entries.named(decision.names or texts)
        one, other = (entries.find(text, among) or entries.find(text, entries.named([text])) for text in texts)
        if one and other:
            return _Found(one, other)
        one, other = (
            fits or entries.find(text, among, renumbered=True) for fits, text in zip((one, other), texts, strict=True)
        )
        return _Found(one, other, renumbered=True)

    def _pair(self, at: int) -> tuple[Entry, Entry] | None:
        """The two entries, where what was found leaves no choice that would make a difference."""
        one, other = self._distinct(self.found[at].one), self._distinct(self.found[at].other)
        if len(one) == len(other) == 2 and set(one) == set(other):
            return one[0], one[1]  # either way round it is these two
        if len(one) == 1 and len(other) > 1:
            other = [entry for entry in other if entry not in one]
        elif len(other) == 1 and len(one) > 1:
            one = [entry for entry in one if entry not in other]
        if len(one) != 1 or len(other) != 1:
            return None
        return self._rows_meant(at, one[0]) if one == other else (one[0], other[0])

    def _distinct(self, entries: Iterable[Entry]) -> list[Entry]:
        """One entry for each person and name, people that were joined counted once."""
        return list({(self.people[entry.person], entry.name): entry for entry in entries}.values())

    def _rows_meant(self, at: int, entry: Entry) -> tuple[Entry, Entry]:
        """The rows of one entry that the two texts mean; the entry twice where they mean the same rows."""
        rows = [replace(entry, mentions=(row,)) for row in entry.mentions]
        texts = self.decisions[at].records
        found = [self.entries.find(text, rows) or self.entries.find(text, rows, renumbered=True) for text in texts]
        one, other = ({row for fit in fits for row in fit.mentions} for fits in found)
        if not one - other or not other - one:
            return entry, entry
        first, second = (tuple(sorted(mine)) for mine in (one - other, other - one))
        return replace(entry, mentions=first), replace(entry, mentions=second)

    def _contradictions(self) -> None:
        """Decisions of which not all can hold, on one pair or along a chain: none of them is used."""
        pairs = {at: pair for at in range(len(self.decisions)) if (pair := self._pair(at)) and pair[0] != pair[1]}
        same: nx.Graph[Entry] = nx.Graph(pair for at, pair in pairs.items() if self.decisions[at].same)
        for one, other in combinations({entry for pair in pairs.values() for entry in pair}, 2):
            if not set(one.mentions).isdisjoint(other.mentions):
                same.add_edge(one, other)
        for at, (one, other) in pairs.items():
            if self.decisions[at].same or not (one in same and other in same and nx.has_path(same, one, other)):
                continue
            ring: nx.Graph[Entry] = nx.Graph([*same.edges, (one, other)])
            blocks = ({frozenset(edge) for edge in block} for block in nx.biconnected_component_edges(ring))
            edges = next(block for block in blocks if frozenset((one, other)) in block)
            for each, pair in pairs.items():
                if each == at or (self.decisions[each].same and frozenset(pair) in edges):
                    first, second = sorted(pair, key=lambda entry: entry.mentions)
                    self.judged[each] = Judged(self.decisions[each], Status.CONTRADICTED, first, second)

    def _join(self, at: int, one: Entry, other: Entry) -> None:
        decision = self.decisions[at]
        if one.person == other.person and one.name == other.name:
            status = Status.SETTLED
        elif self.found[at].renumbered and self._both_numbered(one, other):
            status = Status.RENUMBERED
        else:
            status = Status.USED
            self.people.union(one.person, other.person)
        self.judged[at] = Judged(decision, status, one, other)

    def _kept_apart(self, at: int, one: Entry, other: Entry) -> Status:
        """What becomes of a decision that two entries are two people."""
        if one == other:
            return Status.ONE_NOW
        if one.person != other.person:
            return Status.CONTRADICTED if self.people[one.person] == self.people[other.person] else Status.USED
        mine, theirs = (set(self._numbers(entry)) for entry in (one, other))
        if one.name != other.name or mine.isdisjoint(theirs):
            return Status.USED
        # A number that was filled in or corrected since is newer than the decision.
        return Status.RENUMBERED if self._renumbered(at) else Status.ONE_NUMBER

    def _renumbered(self, at: int) -> bool:
        """Whether no row of the entries has the number, or the lack of one, that a text gives."""
        rows = [
            replace(entry, mentions=(row,))
            for entry in (*self.found[at].one, *self.found[at].other)
            for row in entry.mentions
        ]
        return not all(self.entries.find(text, rows) for text in self.decisions[at].records)

    def _numbers(self, entry: Entry) -> list[int]:
        numbers = self.records.mentions.id_number[list(entry.mentions)]
        return [number for number in numbers.tolist() if number >= 0]

    def _both_numbered(self, one: Entry, other: Entry) -> bool:
        return all(self.records.person(entry.person).id_valid for entry in (one, other))

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

    def _stale(self, at: int) -> Judged:
        found = (self.found[at].one, self.found[at].other)
        gone = tuple(side for side in (0, 1) if not found[side])
        if gone:
            return Judged(self.decisions[at], Status.GONE, missing=gone)
        several = tuple(side for side in (0, 1) if len(self._distinct(found[side])) > 1)
        return Judged(self.decisions[at], Status.UNCLEAR, missing=several or (0, 1))

    def _carried_out(self, apart: Sequence[tuple[Entry, Entry, Place]]) -> Records:
        records = self.records
        joined = np.arange(records.people, dtype=np.int32)
        for people in self.people.to_sets():
            joined[sorted(people)] = min(people)
        person = joined[records.mentions.person]
        total, parted = records.people, set[int]()
        linked = [
            {*one.one.mentions, *one.other.mentions}
            for one in self.judged.values()
            if one.one and one.other and one.decision.same and one.status in (Status.USED, Status.SETTLED)
        ]
        # Under two names each name has its rows; under one name what stands in the rows tells whose they are.
        for one, other, _ in sorted(apart, key=lambda pair: pair[0].name == pair[1].name):
            if one.person == other.person and person[one.mentions[0]] == person[other.mentions[0]]:
                rows = [self._rows_of(other, one)]
                if one.name == other.name:
                    everyone = np.flatnonzero(person == person[one.mentions[0]]).tolist()
                    _, *rows = part(records, everyone, (one.mentions, other.mentions), linked)
                for mine in rows:
                    person[mine] = total
                    parted.update(mine)
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
        touched = {*moved.values(), *person[sorted(parted)].tolist()}
        decided.same_name_org = _ties(decided, kept, touched)
        return decided


def _at(entry: Entry | None, moved: Mapping[Entry, int]) -> Entry | None:
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

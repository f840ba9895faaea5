"""Pairs that may be one person, or one that may be two, and what that would change: tried with the limit rules themselves."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations, islice, pairwise, product
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

from nqi_limits.findings.model import Unchecked, Wording
from nqi_limits.graph.build import build_graph
from nqi_limits.records.interning import distinct
from nqi_limits.records.judged import Status
from nqi_limits.records.namesakes import namesakes, same_name_keys, simplified
from nqi_limits.rules.judging import Judge
from nqi_limits.rules.screen import Tally
from nqi_limits.values.id_papers import near, of_two_papers, renewed
from nqi_limits.values.person_names import may_be_one_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from nqi_limits.records.model import Person, Records
    from nqi_limits.rulebooks.model import LimitSet
    from nqi_limits.rules.judging import Outcome
    from nqi_limits.rules.people import Settings
    from nqi_limits.rules.rule import LimitRule

NEAR_ID = "near-id"
SAME_NAME = "possible-same-person"
OTHER_PAPER = "other-paper"
TWO_NAMES = "id-name-mismatch"
# Files without ID numbers can make any number of pairs; past this many, the answer is to fill in the numbers. Those of names
# that more people share than this are not even compared one by one.
MOST_PAIRS = 20_000
MOST_NAMESAKES = 1_000
SEVERAL = 3
# So many ways to take three or more of one name for one person are tried: one for each number and birth date among them.
MOST_TOGETHER = 50


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that may be one person (`kind`: near-id, possible-same-person, other-paper) or one number under two names.

    `one` and `other` are people, the better known first; with two names, the same person twice, and `names` the two
    (indices into the records' names). `outcomes` are what the rules would say if the two were taken the other way;
    `with_others` that they would say it only if still others of this name were the same person too.
    """

    kind: str
    one: int
    other: int
    outcomes: tuple[Outcome, ...]
    names: tuple[int, int] = (-1, -1)
    with_others: bool = False


@dataclass
class Alike:
    """The pairs in some records under some settings."""

    records: Records
    settings: Settings
    rules: Sequence[LimitRule]

    @property
    def pairs(self) -> list[Pair]:
        """Pairs of different people for whom being one would change a finding."""
        return self._tried[0]

    def if_one(self, one: int, other: int) -> tuple[Outcome, ...]:
        """What the rules would say of these two people if they were one, beyond what they say of each."""
        return () if one == other else self._changed(self.records, one, other)

    @property
    def undecided(self) -> list[Unchecked]:
        """The pairs that were too many to try, for each rule that would tell them; near-id leaves the applications open."""
        untried = self._tried[1]
        unit, project = self.records.mentions.unit, np.append(self.records.units.is_project, True)
        people = sorted({person for _, group in untried for person in group})
        units = unit[np.isin(self.records.mentions.person, people)] if people else unit[:0]
        found = []
        for kind in (NEAR_ID, SAME_NAME):
            count = sum(pairs for pairs, group in untried if kind == SAME_NAME or len(group) > MOST_NAMESAKES)
            if count:
                open_units = frozenset(units[~project[units]].tolist()) if kind == NEAR_ID else frozenset[int]()
                why = Wording("gaps.too-many-pairs", {"rule": Wording(f"rule.{kind}.title")})
                found.append(Unchecked(kind, why, count, open_units))
        return found

    @cached_property
    def comparable(self) -> NDArray[np.bool_]:
        """The people who take part in anything; none where check digits vouch for all of them, who then are different people."""
        mentions = self.records.mentions
        involved = np.zeros(self.records.people, dtype=np.bool_)
        involved[mentions.person[mentions.unit >= 0]] = True
        return involved if (involved & ~self._checked).any() else np.zeros_like(involved)

    @cached_property
    def of_two_names(self) -> NDArray[np.bool_]:
        """The people one of whose numbers stands beside several names."""
        mentions = self.records.mentions
        name = np.full(len(self.records.id_numbers) + 1, -1, dtype=np.int32)
        name[mentions.id_number] = mentions.name
        differs = (mentions.id_number >= 0) & (name[mentions.id_number] != mentions.name)
        found = np.zeros(self.records.people, dtype=np.bool_)
        found[mentions.person[differs]] = True
        return found

    @cached_property
    def _tried(self) -> tuple[list[Pair], list[tuple[int, tuple[int, ...]]]]:
        """The pairs, and how many were not tried in which groups."""
        if not self.comparable.any():
            return [], []
        groups = namesakes(self.records, self.comparable, ~self._checked)
        found: dict[tuple[int, int], Pair] = {}
        untried: dict[tuple[int, ...], int] = {}
        for limits in self.settings.rulebook.limit_sets:
            rules = [rule for rule in self.rules if rule.applies(limits)]
            for pair in self._pairs(limits, rules, self._concerned(limits, rules, groups), untried):
                found.setdefault((pair.one, pair.other), pair)
        return list(found.values()), [(count, group) for group, count in untried.items()]

    @cached_property
    def two_names(self) -> list[Pair]:
        """Numbers under two names; `outcomes` is empty where being two people would change nothing."""
        mentions, records = self.records.mentions, self.records
        numbered = (mentions.id_number >= 0) & self.of_two_names[mentions.person]
        size = len(records.names)
        pairs = distinct(mentions.id_number[numbered].astype(np.int64) * size + mentions.name[numbered])
        number, name = np.divmod(pairs, size)
        repeated = np.flatnonzero(np.diff(number) == 0)
        found = []
        for at in np.unique(number[repeated]).tolist():
            names = _told_apart(sorted(name[number == at].tolist(), key=lambda one: records.names[one]), records.names)
            rows = np.flatnonzero(mentions.id_number == at)
            people = np.unique(mentions.person[rows]).tolist()
            for one, other in pairwise(names):
                if len(people) == 1 and not self._decided_one(people[0], {one, other}):
                    found.append(self._split(people[0], one, other))
        return found

    def _decided_one(self, person: int, names: set[int]) -> bool:
        """Whether the office said that two names are one person's."""
        return any(
            one.decision.same
            and one.status in (Status.USED, Status.SETTLED)
            and one.one
            and one.other
            and {one.one.name, one.other.name} == names
            and one.one.person == one.other.person == person
            for one in self.records.judged
        )

    @cached_property
    def _checked(self) -> NDArray[np.bool_]:
        """For each person whether a check digit vouches for the number: no two such people are taken for one."""
        mentions = self.records.mentions
        numbers = np.append(self.records.id_numbers.checked, False)
        found = np.zeros(self.records.people, dtype=np.bool_)
        found[mentions.person[numbers[mentions.id_number]]] = True
        return found

    def _concerned(
        self, limits: LimitSet, rules: Sequence[LimitRule], groups: list[tuple[int, ...]]
    ) -> list[tuple[int, ...]]:
        """The groups that could break any rule if everyone in them were one."""
        if not groups:
            return []
        ties = [*self.records.same_name_org, *(tie for group in groups for tie in pairwise(group))]
        tally = Tally(replace(self.records, same_name_org=ties), limits)
        anyone = np.logical_or.reduce([rule.concerns(tally) for rule in rules])
        return [group for group in groups if anyone[tally.block[group[0]]]]

    def _pairs(
        self,
        limits: LimitSet,
        rules: Sequence[LimitRule],
        groups: Iterable[tuple[int, ...]],
        untried: dict[tuple[int, ...], int],
    ) -> Iterator[Pair]:
        """The pairs in these groups; how many there were too many of to try goes into `untried`."""
        checked = self._checked
        tried = 0
        for group in groups:
            if len(group) > MOST_NAMESAKES:
                untried[group] = len(group) * (len(group) - 1) // 2
                continue
            people = {index: self.records.person(index) for index in group}
            ranked = sorted(group, key=lambda index: _preference(people[index]))
            tied = self._tied(group, people)
            kinds = {
                (one, other): kind
                for one, other in combinations(ranked, 2)
                if not (checked[one] and checked[other])
                and (pair := _ordered(one, other)) not in self.records.apart
                and (kind := _kind(people[one], people[other], pair in tied))
            }
            if tried >= MOST_PAIRS and (left := sum(kind != NEAR_ID for kind in kinds.values())):
                untried[group] = left
                kinds = {pair: kind for pair, kind in kinds.items() if kind == NEAR_ID}
            if not kinds:
                continue
            tried += sum(kind != NEAR_ID for kind in kinds.values())
            graph = build_graph(self.records, sorted({person for pair in kinds for person in pair}))
            judge = Judge(graph, limits, rules, self.settings)
            told: set[str] = set()
            for (one, other), kind in kinds.items():
                outcomes = judge.changed(one, other)
                if outcomes:
                    told.update(outcome.rule for outcome in outcomes)
                    yield Pair(kind, one, other, outcomes)
            linked = {person for pair in kinds for person in pair}
            for several in self._several([people[index] for index in ranked if index in linked]):
                outcomes = tuple(one for one in judge.changed(*several) if one.rule not in told)
                outcomes = self._beyond_ties(judge, several, outcomes)
                if outcomes:
                    first, *others = several
                    yield from (Pair(SAME_NAME, first, other, outcomes, with_others=True) for other in others)

    def _tied(self, group: Iterable[int], people: Mapping[int, Person]) -> set[tuple[int, int]]:
        """The pairs of whom the reading `same-name-org` speaks: of people with nothing to tell them by it has only a chain."""
        direct = self.records.ties_among(group)
        found = set(direct)
        for part in nx.connected_components(nx.Graph(direct)):
            for one, other in combinations(sorted(part), 2):
                if not set(people[one].organisations).isdisjoint(people[other].organisations):
                    found.add((one, other))
        return found

    def _several(self, people: Sequence[Person]) -> Iterator[list[int]]:
        """Three or more of one name who may all be one: nothing tells any two of them apart, neither data nor a decision."""
        if len(people) < SEVERAL:
            return
        numbers = [person for person in people if person.id_valid]
        births = sorted({person.birth for person in people if person.birth})
        decided = {one for pair in self.records.apart for one in pair}
        seen: set[tuple[int, ...]] = set()
        for holder, birth in islice(product([*numbers, None], [*births, None]), MOST_TOGETHER):
            found = [holder.index] if holder and birth in (None, holder.birth) else []
            for person in people:
                fits = not person.id_valid and person.birth in (None, birth)
                ruled = (_ordered(person.index, one) for one in found) if person.index in decided else ()
                if fits and self.records.apart.keys().isdisjoint(ruled):
                    found.append(person.index)
            if len(found) >= SEVERAL and tuple(found) not in seen:
                seen.add(tuple(found))
                yield found

    def _beyond_ties(self, judge: Judge, several: Sequence[int], outcomes: tuple[Outcome, ...]) -> tuple[Outcome, ...]:
        """Without what the reading `same-name-org` says already of those who share an organisation."""
        if not outcomes:
            return ()
        ties = nx.Graph(self.records.ties_among(several))
        told = {one.rule for part in nx.connected_components(ties) for one in judge.changed(*sorted(part))}
        return tuple(one for one in outcomes if one.rule not in told)

    def _split(self, person: int, one: int, other: int) -> Pair:
        """One number under two names, with what the rules would say if the second name were somebody else."""
        records = self.records
        apart = records.mentions.person.copy()
        apart[(apart == person) & (records.mentions.name == other)] = records.people
        split = replace(records, mentions=replace(records.mentions, person=apart), people=records.people + 1)
        outcomes = self._changed(split, person, records.people)
        return Pair(TWO_NAMES, person, person, outcomes, (one, other))

    def _changed(self, records: Records, one: int, other: int) -> tuple[Outcome, ...]:
        outcomes: dict[Outcome, None] = {}
        for limits in self.settings.rulebook.limit_sets:
            rules = [rule for rule in self.rules if rule.applies(limits)]
            judge = Judge(build_graph(records, sorted((one, other))), limits, rules, self.settings)
            outcomes.update(dict.fromkeys(judge.changed(one, other)))
        return tuple(outcomes)


def _ordered(one: int, other: int) -> tuple[int, int]:
    return min(one, other), max(one, other)


def _preference(person: Person) -> tuple[object, ...]:
    """Sorts people so that the best identified comes first, whatever the row order."""
    return (
        not person.id_valid,
        person.id_number is None,
        person.birth is None,
        person.id_number.key if person.id_number else "",
        person.organisations,
        person.index,
    )


def _kind(one: Person, other: Person, tied: bool) -> str:
    """What two people of one name may have in common, "" where something tells them apart or they are tied already."""
    if one.id_number and other.id_number and near(one.id_number, other.id_number):
        return NEAR_ID
    if tied or (one.birth is not None and other.birth is not None and one.birth != other.birth):
        return ""
    if not (one.id_number and one.id_valid and other.id_number and other.id_valid):
        return SAME_NAME
    born_alike = one.birth is not None and one.birth == other.birth
    colleagues = not set(one.organisations).isdisjoint(other.organisations)
    if of_two_papers(one.id_number, other.id_number):
        return OTHER_PAPER if born_alike or colleagues else ""
    return OTHER_PAPER if born_alike and renewed(one.id_number, other.id_number) else ""


def _told_apart(names: list[int], spellings: Sequence[str]) -> list[int]:
    """Names that are not merely other spellings of one before them."""
    kept: dict[int, int] = {}
    keys = same_name_keys([spellings[name] for name in names])
    simple = {name: simplified(spellings[name]) for name in names}
    for name, key in zip(names, keys.tolist(), strict=True):
        if key not in kept and not any(may_be_one_name(simple[name], simple[one]) for one in kept.values()):
            kept[key] = name
    return list(kept.values())


def by_name(pairs: Iterable[Pair], records: Records) -> dict[tuple[str, str], list[Pair]]:
    """Pairs that the rule possible-same-person tells, by their kind and the name of the better known."""
    found: dict[tuple[str, str], list[Pair]] = defaultdict(list)
    for pair in pairs:
        if pair.kind in (SAME_NAME, OTHER_PAPER):
            found[pair.kind, records.person(pair.one).name].append(pair)
    return dict(sorted(found.items()))


def applications(outcomes: Iterable[Outcome]) -> set[str]:
    """The applications that these outcomes rest on."""
    return {number for outcome in outcomes for number in outcome.applications}


def ongoing(outcomes: Iterable[Outcome]) -> set[str]:
    """The ongoing projects that these outcomes rest on."""
    return {number for outcome in outcomes for number in outcome.ongoing}


def titles(outcomes: Iterable[Outcome]) -> tuple[Wording, ...]:
    """The short names of the rules that these outcomes are of."""
    return tuple(Wording(f"rule.{rule}.title") for rule in dict.fromkeys(outcome.rule for outcome in outcomes))

"""Who takes part in what, in a roster of any size, and which rules that breaks.

People work at organisations, a few organisations work together, and a project has its people from these. It is filled in
rounds, in each of which a person stands once: applications of all who apply, then of those who apply twice; ongoing
projects likewise; projects of programmes that are not counted, which anyone may be in. So nobody is in a project twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]

LEADER, TOPIC_LEADER, KEY, ORDINARY = range(4)
COUNTS, ON_CUTOFF, EXEMPT = range(3)


class Group(IntEnum):
    """What someone takes part in: each of the first breaks the rule that BREAKS gives, the others none."""

    LEADS_TWO = 0
    LEADER_APPLIES = 1
    TOPIC_LEADER_LEADS = 2
    OVER_TOTAL = 3
    HAS_LEFT = 4
    APPLIES_TWICE = 5
    APPLIES_ONCE = 6
    BOTH = 7
    ONGOING = 8


BREAKS = {
    Group.LEADS_TWO: "one-lead-application",
    Group.LEADER_APPLIES: "ongoing-leader-applies",
    Group.TOPIC_LEADER_LEADS: "ongoing-topic-leader-leads",
    Group.OVER_TOTAL: "two-project-total",
    Group.HAS_LEFT: "left-ongoing-project",
}

_SHARES = {Group.APPLIES_TWICE: 0.15, Group.APPLIES_ONCE: 0.10, Group.BOTH: 0.40}
_TEAM = 15
_AT_ONE_ORGANISATION, _TOGETHER = 250, 8
_MOST_TOPICS = 4
_KEY_MEMBERS = 0.7
_EXEMPT, _ON_CUTOFF = 0.05, 0.02
_SHORT_MONTHS, _NO_SUCH_DIRECTION = 0.002, 0.005
_MUST_LEAD, _MAY_LEAD, _MUST_LEAD_TOPIC, _NEVER = range(4)


@dataclass(frozen=True)
class Members:
    """Memberships in order of project: the project, the person, the role and the topic (0: none) of each.

    `topics` are the numbers of topics of the projects.
    """

    unit: Ints
    person: Ints
    role: Ints
    topic: Ints
    topics: Ints

    @property
    def leads(self) -> Bools:
        """Which memberships lead a project or a topic."""
        return self.role <= TOPIC_LEADER


class Roster:
    """A roster of `people` with about so many memberships; a share of them, `violators`, breaks one of the limits each.

    Beside them, some leaders give too few months (`short_months`, over the applications' memberships) and some applications
    name a direction that does not exist (`no_such_direction`). Raises ValueError where the roster is too small for that.
    """

    def __init__(self, memberships: int, people: int, seed: int, violators: float) -> None:
        self.chance = np.random.default_rng(seed)
        self.people = people
        self.organisations = max(people // _AT_ONE_ORGANISATION, 5)
        self.works_at = self.chance.integers(self.organisations, size=people)
        self.group = self._groups(violators)
        twice = self._in(Group.APPLIES_TWICE)
        second = twice & (self.chance.random(people) < 0.5)
        once = self._in(Group.APPLIES_ONCE, Group.BOTH)
        leads_topic = self._in(Group.LEADS_TWO)
        barred = self._in(Group.TOPIC_LEADER_LEADS)
        at_project = barred & (self.chance.random(people) < 0.5)
        only_ongoing = self._in(Group.ONGOING)
        in_ongoing = only_ongoing | self._in(
            Group.BOTH, Group.LEADER_APPLIES, Group.TOPIC_LEADER_LEADS, Group.OVER_TOTAL, Group.HAS_LEFT
        )
        nobody, anybody = np.zeros(people, dtype=np.bool_), np.ones(people, dtype=np.bool_)
        self.applications, _ = self._joined(
            self._round(~only_ongoing, at_project, leads_topic | (barred & ~at_project), once | (twice & ~second)),
            self._round(twice | self._in(Group.LEADS_TWO, Group.OVER_TOTAL), nobody, leads_topic, second),
        )
        counted = [
            self._round(in_ongoing, self._in(Group.LEADER_APPLIES), barred, only_ongoing),
            self._round(only_ongoing, nobody, nobody, anybody),
        ]
        left_over = memberships - len(self.applications.unit) - sum(len(one.unit) for one in counted)
        other = []
        for size in (min(people, left_over - done) for done in range(0, max(left_over, 0), people)):
            some = self.chance.permutation(people) < size
            other.append(self._round(some, nobody, nobody, anybody))
        self.ongoing, number = self._joined(*counted, *other)
        self.is_counted = number < len(counted)
        self._end()
        self._ask_too_much()
        self._hold()

    def _in(self, *groups: Group) -> Bools:
        return np.isin(self.group, groups)

    def _groups(self, violators: float) -> Ints:
        """The group of each person."""
        breaking = round(self.people * violators)
        group = np.full(self.people, int(Group.ONGOING))
        group[:breaking] = np.arange(breaking) % len(BREAKS)
        at = breaking
        for one, share in _SHARES.items():
            group[at : at + round(self.people * share)] = one
            at += round(self.people * share)
        return self.chance.permutation(group)

    def _round(self, taking_part: Bools, must_lead: Bools, must_lead_topic: Bools, may_lead: Bools) -> Members:
        """Projects in which everyone who takes part stands once.

        Those who must lead a project, or a topic, do; besides them, only those who may.
        """
        people = self.chance.permutation(np.flatnonzero(taking_part))
        asked = [must_lead[people], must_lead_topic[people], may_lead[people]]
        leading = np.select(asked, [_MUST_LEAD, _MUST_LEAD_TOPIC, _MAY_LEAD], _NEVER)
        team = self.works_at[people] // _TOGETHER
        # those who lead are spread evenly over the projects of their organisations
        group = team * (_NEVER + 1) + leading
        place = (_ranks(group) + 0.5) / np.bincount(group)[group]
        order = np.lexsort((place, team))
        people, leading, team = people[order], leading[order], team[order]
        sizes = np.bincount(team)
        units = np.maximum(sizes // _TEAM, sizes > 0)
        unit = (np.cumsum(units) - units)[team] + _ranks(team) * units[team] // sizes[team]
        role, topics = self._roles(unit, leading)
        inside = self.chance.integers(0, _MOST_TOPICS + 1, size=len(unit)) % (topics[unit] + 1)
        topic = np.where(role == LEADER, 0, np.where(role == TOPIC_LEADER, _ranks(unit * 4 + role) + 1, inside))
        return Members(unit, people, role, topic, topics)

    def _roles(self, unit: Ints, leading: Ints) -> tuple[Ints, Ints]:
        """The role of each membership, and the number of topics of each project."""
        leader = _rank_within(unit, leading) == 0
        wish = np.select(
            [leader, leading == _MUST_LEAD_TOPIC, leading == _MAY_LEAD, leading == _MUST_LEAD], [0, 1, 2, 3], 4
        )
        able = np.bincount(unit, weights=leading != _NEVER).astype(np.int64)
        musts = np.bincount(unit, weights=(wish == 1)).astype(np.int64)
        topics = self.chance.integers(1, _MOST_TOPICS + 1, size=len(able))
        topics = np.minimum(np.maximum(topics, musts), np.maximum(able - 1, 0))
        place = _rank_within(unit, wish)
        member = np.where(self.chance.random(len(unit)) < _KEY_MEMBERS, KEY, ORDINARY)
        return np.select([leader, place <= topics[unit]], [LEADER, TOPIC_LEADER], member), topics

    def _joined(self, *rounds: Members) -> tuple[Members, Ints]:
        """The rounds' projects together, in an order that says nothing of the rounds, and the number of each one's round."""
        sizes = [len(one.topics) for one in rounds]
        was = self.chance.permutation(sum(sizes))
        now, starts = np.argsort(was), np.cumsum([0, *sizes[:-1]])
        unit = now[np.concatenate([one.unit + start for one, start in zip(rounds, starts, strict=True)])]
        person, role, topic = (
            np.concatenate([getattr(one, name) for one in rounds]) for name in ("person", "role", "topic")
        )
        order = np.lexsort((role, unit))
        topics = np.concatenate([one.topics for one in rounds])[was]
        joined = Members(unit[order], person[order], role[order], topic[order], topics)
        return joined, np.repeat(np.arange(len(rounds)), sizes)[was]

    def _end(self) -> None:
        """`ends` of the ongoing projects; what a violation rests on ends after the cut-off, or on it. `left`: who has left."""
        drawn = self.chance.random(len(self.ongoing.topics))
        rests_on = np.zeros(len(drawn), dtype=np.bool_)
        rests_on[self.ongoing.unit[self._in(*BREAKS)[self.ongoing.person]]] = True
        exempt = (drawn < _EXEMPT) & ~rests_on
        on_cutoff = (drawn >= _EXEMPT) & (drawn < _EXEMPT + _ON_CUTOFF)
        self.ends = np.select([exempt, on_cutoff], [EXEMPT, ON_CUTOFF], COUNTS)
        self.left = self._in(Group.HAS_LEFT)[self.ongoing.person] & self.is_counted[self.ongoing.unit]

    def _ask_too_much(self) -> None:
        applications = self.applications
        self.short_months = applications.leads & (self.chance.random(len(applications.unit)) < _SHORT_MONTHS)
        self.no_such_direction = self.chance.random(len(applications.topics)) < _NO_SUCH_DIRECTION

    def _hold(self) -> None:
        """Raise ValueError unless whoever must lead does, and nobody else."""
        ongoing, applications = self.ongoing, self.applications
        counted, applies = self.is_counted[ongoing.unit], ~self._in(Group.ONGOING)
        leads, leads_topic = (
            np.bincount(ongoing.person[(ongoing.role == role) & counted], minlength=self.people) > 0
            for role in (LEADER, TOPIC_LEADER)
        )
        led = np.bincount(applications.person[applications.leads], minlength=self.people)
        held = (
            (self._in(Group.LEADER_APPLIES) == (leads & applies)),
            (self._in(Group.TOPIC_LEADER_LEADS) == (leads_topic & applies & (led > 0))),
            (self._in(Group.LEADS_TWO) == (led > 1)),
        )
        if not np.all(held):
            raise ValueError("too few memberships for so many people who break a limit")

    def planted(self) -> set[tuple[str, int]]:
        """Every rule that is broken, with the person, or for guide-direction the application, that breaks it."""
        found = {(BREAKS[Group(group)], person) for person, group in enumerate(self.group.tolist()) if group in BREAKS}
        found |= {("leader-months", person) for person in self.applications.person[self.short_months].tolist()}
        return found | {("guide-direction", unit) for unit in np.flatnonzero(self.no_such_direction).tolist()}


def _ranks(group: Ints) -> Ints:
    """How many entries of the same group stand before each."""
    order = np.argsort(group, kind="stable")
    counts = np.bincount(group)
    ranks = np.empty(len(group), dtype=np.int64)
    ranks[order] = np.arange(len(group)) - np.repeat(np.cumsum(counts) - counts, counts)
    return ranks


def _rank_within(unit: Ints, wish: Ints) -> Ints:
    """The place of each entry among those of its unit, the smallest wish first."""
    order = np.lexsort((wish, unit))
    ranks = np.empty(len(unit), dtype=np.int64)
    ranks[order] = _ranks(unit[order])
    return ranks

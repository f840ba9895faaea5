"""How much room each person has left: found by asking the limit rules about one more application.

Most people stand alike: in one project that counts, in an ordinary role. The rules are asked once for each way to stand.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.findings.model import PersonRef, Severity
from nqi_limits.graph import kinds
from nqi_limits.graph.build import build_graph, person_node, unit_attributes, unit_node
from nqi_limits.memory import collector_paused
from nqi_limits.report import Allowance
from nqi_limits.rules.grading import certain
from nqi_limits.rules.people import Settings
from nqi_limits.rules.registry import all_rules
from nqi_limits.rules.rule import LimitRule
from nqi_limits.rules.standing import Part, Stake, Standing, likeness, standing_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping, Sequence

    from nqi_limits.records.model import Records
    from nqi_limits.rulebooks.model import LimitSet, Rulebook

    Membership = tuple[int, int, bool, int]  # unit, roles held, left, topic
    Role = tuple[int, bool, tuple[int, ...]]  # roles held, left, topics numbered from 0


@collector_paused()
def allowances(records: Records, rulebook: Rulebook, readings: Mapping[str, str]) -> list[Allowance]:
    """A row for each person in an application or an ongoing project, sorted by organisation and name."""
    limits, settings = rulebook.limits, Settings(rulebook, readings)
    memberships = dict(_memberships(records))
    graph = build_graph(records, memberships)
    ways = _Ways(records, limits)
    rooms: dict[Hashable, Room] = {}
    result = []
    for index, held in memberships.items():
        units, way = ways.of(held)
        room = rooms.get(way)
        if room is None:
            standing = standing_of(graph, (person_node(index),), limits)
            room = rooms[way] = room_in(standing, limits, settings, [unit_node(records, unit) for unit in units])
        person = records.person(index)
        who = PersonRef(
            person.name,
            person.id_number.key if person.id_number else "",
            person.organisations[0] if person.organisations else "",
        )
        result.append(room.of(who, [records.units.shown[unit] for unit in units]))
    return sorted(result, key=lambda one: (one.person.organisation, one.person.name, one.person.id_number))


def _memberships(records: Records) -> Iterator[tuple[int, list[Membership]]]:
    """The memberships of each person who has any."""
    mentions = records.mentions
    rows = np.flatnonzero(mentions.unit >= 0)
    rows = rows[np.argsort(mentions.person[rows], kind="stable")]
    columns = (mentions.person, mentions.unit, mentions.held, mentions.left, mentions.topic)
    told = zip(*(column[rows].tolist() for column in columns), strict=True)
    for person, group in groupby(told, itemgetter(0)):
        yield person, [one[1:] for one in group]


class _Ways:
    """Tells who stands alike: in projects and applications that a limit treats alike, with the same roles in each."""

    def __init__(self, records: Records, limits: LimitSet) -> None:
        self.records, self.limits = records, limits
        self._kinds: dict[int, int] = {}
        self._numbers: dict[Hashable, int] = {}

    def of(self, held: Sequence[Membership]) -> tuple[list[int], Hashable]:
        """The units of one person, in the same order for whoever stands alike, and a key that is equal for these."""
        roles: dict[int, set[Role]] = {}
        for unit, kind, left, topic in held:
            topics = self.records.units.topics_in(topic) if topic >= 0 else ()
            roles.setdefault(unit, set()).add((kind, left, topics))
        ways = sorted((self._kind(unit), _topics_from_0(found), unit) for unit, found in roles.items())
        return [unit for _, _, unit in ways], tuple(way[:2] for way in ways)

    def _kind(self, unit: int) -> int:
        """A number for all that a limit asks of the unit."""
        found = self._kinds.get(unit)
        if found is None:
            alike = likeness(unit_attributes(self.records.units[unit]), self.limits)
            found = self._kinds[unit] = self._numbers.setdefault(alike, len(self._numbers))
        return found


def _topics_from_0(roles: set[Role]) -> tuple[Role, ...]:
    """The roles in one unit: which topics are the same tells, not which they are."""
    numbers: dict[int, int] = {}
    return tuple(
        (kind, left, tuple(numbers.setdefault(topic, len(numbers)) for topic in topics))
        for kind, left, topics in sorted(roles)
    )


@dataclass(frozen=True, slots=True)
class Room:
    """What people who stand alike have left; projects and applications are positions among the units of each."""

    applied: tuple[int, ...]
    counting: tuple[int, ...]
    surely: tuple[int, ...]
    exempt: tuple[int, ...]
    places_certain: int
    places_at_best: int
    may_join: str
    may_lead: str
    barred_by: tuple[str, ...]

    def of(self, who: PersonRef, numbers: Sequence[str]) -> Allowance:
        """The allowance of one person whose units have these numbers."""
        applied, counting = ({numbers[at] for at in those} for those in (self.applied, self.counting))
        return Allowance(
            person=who,
            applied=tuple(sorted(numbers[at] for at in self.applied)),
            counting=tuple(sorted(counting)),
            depends=tuple(sorted({numbers[at] for at in self.surely} - counting - applied)),
            exempt=tuple(sorted(numbers[at] for at in self.exempt)),
            places_certain=self.places_certain,
            places_at_best=self.places_at_best,
            may_join=self.may_join,
            may_lead=self.may_lead,
            barred_by=self.barred_by,
        )


def room_in(standing: Standing, limits: LimitSet, settings: Settings, nodes: Sequence[str]) -> Room:
    """What a standing leaves; positions are those of a project's or application's node in `nodes`."""

    def at(stakes: Sequence[Stake]) -> tuple[int, ...]:
        return tuple(nodes.index(stake.node) for stake in stakes)

    at_best, surely = standing.under(settings.strict), standing.under(settings.strict | settings.open)
    join, barred_join = _may(standing, kinds.KEY_MEMBER, limits, settings)
    lead, barred_lead = _may(standing, kinds.LEADS, limits, settings)
    return Room(
        applied=at(at_best.applied),
        counting=at(at_best.joined),
        surely=at((*surely.joined, *surely.applied)),
        exempt=at(standing.exempt),
        places_certain=max(0, limits.max_total - len(surely.applied) - len(surely.joined)) if join == "yes" else 0,
        places_at_best=max(0, limits.max_total - len(at_best.applied) - len(at_best.joined)) if join != "no" else 0,
        may_join=join,
        may_lead=lead,
        barred_by=tuple(dict.fromkeys((*barred_join, *barred_lead))),
    )


def _may(standing: Standing, role: str, limits: LimitSet, settings: Settings) -> tuple[str, list[str]]:
    """Whether one more application in this role is allowed: "yes", "no" or "depends" (on readings), and what bars it."""
    roles = frozenset(one for counted in limits.counted for one in counted.roles)
    one_more = Stake("application:", {"kind": kinds.APPLICATION, "number": ""}, (Part(role, "", False, ()),), roles)
    asked = replace(standing, applications=(*standing.applications, one_more), _views={})
    lenient, strict = settings.strict, settings.strict | settings.open
    barred, answer = [], "yes"
    for rule in all_rules():
        if not isinstance(rule, LimitRule) or not rule.applies(limits):
            continue
        barring = certain(rule.grade(limits), settings.readings).severity is Severity.VIOLATION
        if barring and rule.breach(asked.under(lenient), limits):
            answer = "no"
            barred.append(rule.id)
        elif rule.breach(asked.under(strict), limits):
            answer = "depends" if answer == "yes" else answer
            barred.append(rule.id)
    return answer, barred

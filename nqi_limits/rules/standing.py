"""Where a person stands: the projects and applications found by walking the graph from the person's node.

A `Standing` still holds every open point. `Standing.under(strict)` settles them all: readings in `strict` count strictly, every
other leniently.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from nqi_limits.graph import kinds
from nqi_limits.rulebooks.model import OPEN
from nqi_limits.values.text import is_placeholder, text_key

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    import networkx as nx

    from nqi_limits.records.units import End
    from nqi_limits.rulebooks.model import Counted, LimitSet
    from nqi_limits.tables.table import Place

Strict = frozenset[str]
Roles = frozenset[str]

# Which limited role of the rulebook each edge stands for; `LIMITED_BY` has the readings that make it one, if it hangs on any.
STANDS_FOR: Mapping[str, str] = {
    kinds.LEADS: "project-leader",
    kinds.LEADS_TOPIC: "topic-leader",
    kinds.LEADS_TASK: "key-member",
    kinds.KEY_MEMBER: "key-member",
    kinds.TAKES_PART: "key-member",
    kinds.UNCLEAR: "key-member",
    kinds.ASSISTS: "",
}
SENIOR, SENIOR_TITLE = "senior-participant", "senior-title"
PROJECT_KIND = "project-kind"
OPEN_BAR = "open-bar"
PARTICIPATES = frozenset({kinds.LEADS_TASK, kinds.KEY_MEMBER, kinds.TAKES_PART, kinds.UNCLEAR})
LIMITED_BY: Mapping[str, Strict] = {
    kinds.TAKES_PART: frozenset({"ordinary-member"}),
    kinds.UNCLEAR: frozenset({"unknown-role", "ordinary-member"}),
}


def may_be(role: str) -> Roles:
    """The limited roles of the rulebook that an edge of this kind may stand for, all readings strict."""
    found = {STANDS_FOR[role]} - {""}
    if role == kinds.LEADS_TASK:
        found.add("topic-leader")
    return frozenset(found | {SENIOR} if role in PARTICIPATES else found)


@dataclass(frozen=True, slots=True)
class Part:
    """One role in one project or application: `role` is an edge kind, `topic` a topic's node or "".

    `senior`: whether the person has a senior title, None where that is not known.
    """

    role: str
    topic: str
    left: bool
    cells: Iterable[Place]
    senior: bool | None = None

    def limited(self, strict: Strict, roles: Roles) -> bool:
        """Whether the role is one of the limited `roles`, all readings settled."""
        if self.leads_topic(strict) and "topic-leader" in roles:
            return True
        needs = LIMITED_BY.get(self.role)
        if STANDS_FOR[self.role] in roles and (needs is None or needs & strict):
            return True
        if SENIOR not in roles or self.role not in PARTICIPATES:
            return False
        return SENIOR_TITLE in strict if self.senior is None else self.senior

    def leads_topic(self, strict: Strict) -> bool:
        """Whether the role is that of a topic leader, all readings settled."""
        return self.role == kinds.LEADS_TOPIC or (self.role == kinds.LEADS_TASK and "task-leader" in strict)


@dataclass(frozen=True)
class Stake:
    """All that one person has in one project or application; `roles` are those that the limit counts in it."""

    node: str
    facts: Mapping[str, Any]
    parts: tuple[Part, ...]
    roles: Roles

    @property
    def number(self) -> str:
        """The number of the project or application, or its title."""
        return str(self.facts["number"])

    def places(self, left: bool | None = None) -> list[Place]:
        """The cells that give the roles."""
        return [place for part in self.parts if left is None or part.left == left for place in part.cells]

    def limited(self, strict: Strict) -> bool:
        """Whether any role held now is a limited one."""
        return any(part.limited(strict, self.roles) for part in self.parts if not part.left)

    def leads(self) -> bool:
        """Whether the person leads the project."""
        return any(part.role == kinds.LEADS for part in self.parts if not part.left)

    def topics(self, strict: Strict) -> set[str]:
        """The topics that the person leads; "" stands for one that no cell names."""
        return {part.topic for part in self.parts if not part.left and part.leads_topic(strict)}

    def has_left(self, strict: Strict) -> bool:
        """Whether the person has left, held a limited role, and holds none of any kind now."""
        here = any(not part.left and part.role != kinds.ASSISTS for part in self.parts)
        return not here and any(part.left and part.limited(strict, self.roles) for part in self.parts)


@dataclass(frozen=True)
class View:
    """What a person is in, all readings settled: applications and ongoing projects that count."""

    strict: Strict
    applications: tuple[Stake, ...]
    ongoing: tuple[Stake, ...]

    @property
    def applied(self) -> list[Stake]:
        """Applications in a limited role."""
        return [stake for stake in self.applications if stake.limited(self.strict)]

    @property
    def joined(self) -> list[Stake]:
        """Counting ongoing projects in a limited role."""
        return [stake for stake in self.ongoing if stake.limited(self.strict)]


@dataclass
class Standing:
    """A person's stakes, open points still open. `counts`: the readings that it hangs on whether each counts."""

    applications: tuple[Stake, ...]
    ongoing: tuple[Stake, ...]
    counts: Mapping[str, Strict]
    exempt: tuple[Stake, ...]
    _views: dict[Strict, View] = field(default_factory=dict)

    def under(self, strict: Strict) -> View:
        """The standing with the readings in `strict` settled strictly and all others leniently."""
        view = self._views.get(strict)
        if view is None:
            applications, ongoing = (
                tuple(stake for stake in stakes if self.counts.get(stake.node, frozenset()) <= strict)
                for stakes in (self.applications, self.ongoing)
            )
            view = self._views[strict] = View(strict, applications, ongoing)
        return view

    def touched(self) -> set[str]:
        """The readings that anything in this standing could hang on."""
        found: set[str] = set().union(*self.counts.values())
        for stake in (*self.applications, *self.ongoing):
            for part in stake.parts:
                found |= LIMITED_BY.get(part.role, set())
                if part.role == kinds.LEADS_TASK:
                    found.add("task-leader")
                if SENIOR in stake.roles and part.senior is None:
                    found.add(SENIOR_TITLE)
        return found


@dataclass(frozen=True, slots=True)
class Counting:
    """What a limit counts in a project: the limited roles, and the readings that must be strict for it to count at all."""

    roles: Roles
    needs: Strict


def counted_as(facts: Mapping[str, Any], limits: LimitSet) -> Counting | None:
    """What a limit counts in a project or application; None where its programme, or its kind of project, never counts."""
    if facts["programme"] == "unknown":
        return Counting(
            frozenset(role for one in limits.counted for role in one.roles), frozenset({"unknown-programme"})
        )
    possible: set[str] = set()
    for one in limits.counted:
        counts = _is_kind(facts, one) if one.programme == facts["programme"] else False
        if counts:
            return Counting(frozenset(one.roles), frozenset())
        if counts is None:
            possible.update(one.roles)
    return Counting(frozenset(possible), frozenset({PROJECT_KIND})) if possible else None


def _is_kind(facts: Mapping[str, Any], counted: Counted) -> bool | None:
    """Whether a project is of a kind that is counted, None where its cells do not settle it."""
    if any(word in facts["category"] for word in counted.except_for):
        left_out = [any(word in text for word in counted.except_for) for text in facts["categories"]]
        return None if any(left_out) and not all(left_out) else False
    if any(word in facts["name"] for word in counted.except_for):
        return None
    if counted.only_for:
        return True if any(word in facts["category"] for word in counted.only_for) else None
    told = not counted.except_for or any(not is_placeholder(text_key(text)) for text in facts["categories"])
    return True if told else None


def _counting(facts: Mapping[str, Any], counted: Counting | None, limits: LimitSet) -> Strict | None:
    """The readings that must be strict for an ongoing project to count; None where it never does (资格 4)."""
    if counted is None:
        return None
    needs = set(counted.needs)
    end = end_that_counts(facts, limits)
    if isinstance(limits.cutoff, str):
        needs.add("open-cutoff")
    elif end.first is None or end.last is None:
        needs.add("missing-end")
    elif limits.frees(end.last):
        if limits.end_date != OPEN or not _lasts(facts["end"], limits):
            return None
        needs.add("open-extension")
    elif end.last == limits.cutoff:
        if limits.cutoff_day == "reading":
            needs.add("cutoff-day")
        if end.first < end.last:
            needs.add("missing-end")
    elif end.first <= limits.cutoff:
        needs.add("missing-end")
    return frozenset(needs)


def likeness(facts: Mapping[str, Any], limits: LimitSet) -> Hashable:
    """All that a limit asks of a project or application: equal for two of which one can stand for the other in a standing."""
    counted = counted_as(facts, limits)
    ongoing = facts["kind"] == kinds.PROJECT
    ends = (_counting(facts, counted, limits), _ends_early(facts, limits)) if ongoing else ()
    return facts["kind"], facts["programme"], counted, ends


def end_that_counts(facts: Mapping[str, Any], limits: LimitSet) -> End:
    """The end date that a limit asks for: with extensions, or the original one (the lenient side, where that is open)."""
    end: End = facts["end"] if limits.end_date == "extended" else facts["original_end"]
    return end


def _lasts(end: End, limits: LimitSet) -> bool:
    return end.last is not None and not limits.frees(end.last)


def _ends_early(facts: Mapping[str, Any], limits: LimitSet) -> bool:
    """Whether a project of a counted programme ends too early to count."""
    last = end_that_counts(facts, limits).last
    return facts["programme"] in limits.programmes and last is not None and limits.frees(last)


def bars(programmes: Sequence[str], stake: Stake, strict: Strict) -> bool:
    """Whether a project is of one of these programmes, or may be (its programme is not known).

    Where the rulebook leaves open whether any bar, all that count do by the reading `open-bar`.
    """
    if programmes == OPEN:
        return OPEN_BAR in strict
    return stake.facts["programme"] in programmes or (stake.facts["programme"] == "unknown" and bool(programmes))


def standing_of(graph: nx.MultiDiGraph[str], nodes: Iterable[str], limits: LimitSet) -> Standing:
    """The standing of one person, who may be several nodes of the graph."""
    parts: dict[str, list[Part]] = {}
    asks_title = any(SENIOR in one.roles for one in limits.counted)
    for node in nodes:
        senior = graph.nodes[node].get("senior") if asks_title else None
        for target, edges in graph.adj[node].items():
            roles = [data for data in edges.values() if data.get("role", data["kind"]) in STANDS_FOR]
            if not roles:
                continue
            unit, topic = target, ""
            if graph.nodes[target]["kind"] == kinds.TOPIC:
                unit, topic = next(graph.successors(target)), target
            parts.setdefault(unit, []).extend(
                Part(data.get("role", data["kind"]), topic, data["kind"] == kinds.LEFT, data["places"], senior)
                for data in roles
            )
    applications: list[Stake] = []
    projects: list[Stake] = []
    needs: dict[str, Strict | None] = {}
    for unit, found in sorted(parts.items()):
        facts = graph.nodes[unit]
        counted = counted_as(facts, limits)
        if facts["kind"] == kinds.APPLICATION:
            if counted is not None:
                needs[unit] = counted.needs - {"unknown-programme"}
                applications.append(Stake(unit, facts, tuple(found), counted.roles))
        else:
            needs[unit] = _counting(facts, counted, limits)
            projects.append(Stake(unit, facts, tuple(found), counted.roles if counted else frozenset()))
    return Standing(
        applications=tuple(applications),
        ongoing=tuple(stake for stake in projects if needs[stake.node] is not None),
        counts={node: found for node, found in needs.items() if found is not None},
        exempt=tuple(stake for stake in projects if needs[stake.node] is None and _ends_early(stake.facts, limits)),
    )

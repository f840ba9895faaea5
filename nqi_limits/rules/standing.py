"""Where a person stands: the projects and applications found by walking the graph from the person's node.

A `Standing` still holds every open point. `Standing.under(strict)` settles them all: readings in `strict` count strictly, every
other leniently.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from nqi_limits.graph import kinds

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import networkx as nx

    from nqi_limits.records.units import End
    from nqi_limits.rulebooks.model import LimitSet
    from nqi_limits.tables.table import Place

Strict = frozenset[str]

# The readings that a role hangs on: any of them, settled strictly, makes it a limited role.
LIMITED: Mapping[str, Strict | None] = {
    kinds.LEADS: None,
    kinds.LEADS_TOPIC: None,
    kinds.LEADS_TASK: None,
    kinds.KEY_MEMBER: None,
    kinds.TAKES_PART: frozenset({"ordinary-member"}),
    kinds.UNCLEAR: frozenset({"unknown-role", "ordinary-member"}),
    kinds.ASSISTS: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One role in one project or application: `role` is an edge kind, `topic` a topic's node or ""."""

    role: str
    topic: str
    left: bool
    cells: Iterable[Place]

    def limited(self, strict: Strict) -> bool:
        """Whether the role is one that the limits count, all readings settled."""
        needs = LIMITED[self.role]
        return needs is None or bool(needs & strict)

    def leads_topic(self, strict: Strict) -> bool:
        """Whether the role is that of a topic leader, all readings settled."""
        return self.role == kinds.LEADS_TOPIC or (self.role == kinds.LEADS_TASK and "task-leader" in strict)


@dataclass(frozen=True)
class Stake:
    """All that one person has in one project or application."""

    node: str
    facts: Mapping[str, Any]
    parts: tuple[Part, ...]

    @property
    def number(self) -> str:
        """The number of the project or application, or its title."""
        return str(self.facts["number"])

    def places(self, left: bool | None = None) -> list[Place]:
        """The cells that give the roles."""
        return [place for part in self.parts if left is None or part.left == left for place in part.cells]

    def limited(self, strict: Strict) -> bool:
        """Whether any role held now is a limited one."""
        return any(part.limited(strict) for part in self.parts if not part.left)

    def leads(self) -> bool:
        """Whether the person leads the project."""
        return any(part.role == kinds.LEADS for part in self.parts if not part.left)

    def topics(self, strict: Strict) -> set[str]:
        """The topics that the person leads; "" stands for one that no cell names."""
        return {part.topic for part in self.parts if not part.left and part.leads_topic(strict)}

    def has_left(self, strict: Strict) -> bool:
        """Whether the person has left, held a limited role, and holds none of any kind now."""
        here = any(not part.left and part.role != kinds.ASSISTS for part in self.parts)
        return not here and any(part.left and part.limited(strict) for part in self.parts)


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
    """A person's stakes, open points still open. `counts`: the readings that an ongoing project's counting hangs on."""

    applications: tuple[Stake, ...]
    ongoing: tuple[Stake, ...]
    counts: Mapping[str, Strict]
    exempt: tuple[Stake, ...]
    _views: dict[Strict, View] = field(default_factory=dict)

    def under(self, strict: Strict) -> View:
        """The standing with the readings in `strict` settled strictly and all others leniently."""
        view = self._views.get(strict)
        if view is None:
            ongoing = tuple(stake for stake in self.ongoing if self.counts[stake.node] <= strict)
            view = self._views[strict] = View(strict, self.applications, ongoing)
        return view

    def touched(self) -> set[str]:
        """The readings that anything in this standing could hang on."""
        found: set[str] = set().union(*self.counts.values())
        for stake in (*self.applications, *self.ongoing):
            for part in stake.parts:
                found |= LIMITED[part.role] or set()
                if part.role == kinds.LEADS_TASK:
                    found.add("task-leader")
        return found


def counting(facts: Mapping[str, Any], limits: LimitSet) -> Strict | None:
    """The readings that must be strict for an ongoing project to count; None where it never does (资格 4)."""
    programme = facts["programme"]
    if programme != "unknown" and programme not in limits.programmes:
        return None
    needs = {"unknown-programme"} if programme == "unknown" else set()
    end: End = facts["end"]
    if end.first is None or end.last is None:
        needs.add("missing-end")
    elif end.last < limits.cutoff:
        return None
    elif end.last == limits.cutoff:
        needs.add("cutoff-day")
    elif end.first <= limits.cutoff:
        needs.add("missing-end")
    return frozenset(needs)


def is_exempt(facts: Mapping[str, Any], limits: LimitSet) -> bool:
    """Whether a project of a counted programme ends before the cut-off."""
    end: End = facts["end"]
    return facts["programme"] in limits.programmes and end.last is not None and end.last < limits.cutoff


def standing_of(graph: nx.MultiDiGraph[str], nodes: Iterable[str], limits: LimitSet) -> Standing:
    """The standing of one person, who may be several nodes of the graph."""
    parts: dict[str, list[Part]] = {}
    for node in nodes:
        for _, target, data in graph.out_edges(node, data=True):
            kind = data["kind"]
            role = data.get("role", kind)
            if role not in LIMITED:
                continue
            unit, topic = target, ""
            if graph.nodes[target]["kind"] == kinds.TOPIC:
                topic = target
                unit = next(end for _, end, part in graph.out_edges(target, data=True) if part["kind"] == kinds.PART_OF)
            parts.setdefault(unit, []).append(Part(role, topic, kind == kinds.LEFT, data["places"]))
    stakes = [Stake(unit, graph.nodes[unit], tuple(found)) for unit, found in sorted(parts.items())]
    applications = tuple(stake for stake in stakes if stake.facts["kind"] == kinds.APPLICATION)
    projects = [stake for stake in stakes if stake.facts["kind"] == kinds.PROJECT]
    needs = {stake.node: counting(stake.facts, limits) for stake in projects}
    return Standing(
        applications=applications,
        ongoing=tuple(stake for stake in projects if needs[stake.node] is not None),
        counts={node: found for node, found in needs.items() if found is not None},
        exempt=tuple(stake for stake in projects if is_exempt(stake.facts, limits)),
    )

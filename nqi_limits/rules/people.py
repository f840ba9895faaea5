"""Blocks of people who may be one another, and what each may be taken for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any

import networkx as nx

from nqi_limits.graph import kinds
from nqi_limits.rules.standing import Standing, standing_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from nqi_limits.rulebooks.model import LimitSet, Rulebook


# So many ways to take some of a block's people for one are gone through where the office has told some of them apart.
MOST_CHOICES = 200


@dataclass(frozen=True)
class Settings:
    """The readings in force and the rulebook they belong to."""

    rulebook: Rulebook
    readings: Mapping[str, str]

    @cached_property
    def strict(self) -> frozenset[str]:
        """The readings that are settled strictly."""
        return frozenset(name for name, setting in self.readings.items() if setting == "strict")

    @cached_property
    def open(self) -> frozenset[str]:
        """The readings that are open."""
        return frozenset(name for name, setting in self.readings.items() if setting == "open")


@dataclass
class Block:
    """People tied by the reading `same-name-org`; most blocks are a single person."""

    graph: nx.MultiDiGraph[str]
    nodes: tuple[str, ...]
    limits: LimitSet

    @cached_property
    def alone(self) -> dict[str, Standing]:
        """The standing of each node taken for a person by itself."""
        return {node: standing_of(self.graph, (node,), self.limits) for node in self.nodes}

    @cached_property
    def together(self) -> list[tuple[tuple[str, ...], Standing]]:
        """Each largest set of nodes that may all be one person, with the standing of that person."""
        return [(nodes, standing_of(self.graph, nodes, self.limits)) for nodes in self._hypotheses()]

    def speaking(self, concerns: Callable[[Standing], bool]) -> dict[str, list[Standing]]:
        """The larger people of `together`, by the node that speaks for each: one that is concerned alone, or else the best known.

        `concerns` must not hang on settings, so that settling a reading never moves a finding to another record.
        """
        found: dict[str, list[Standing]] = {}
        for nodes, standing in self.together:
            alone = [node for node in nodes if concerns(self.alone[node])]
            found.setdefault(min(alone or nodes, key=self.preference), []).append(standing)
        return found

    def person(self, node: str) -> Mapping[str, Any]:
        """The attributes of a person's node."""
        return self.graph.nodes[node]

    def preference(self, node: str) -> tuple[object, ...]:
        """Sorts nodes of one name and organisation so that the best identified comes first, whatever the row order."""
        person = self.person(node)
        standing = self.alone[node]
        stakes = tuple(stake.number for stake in (*standing.applications, *standing.ongoing))
        return (
            not person["id_valid"],
            not person["id_number"],
            person["birth_date"] is None,
            person["id_number"],
            stakes,
            node,
        )

    def _hypotheses(self) -> list[tuple[str, ...]]:
        """One person has at most one valid number and one birth date: each choice of these, with all that fit it."""
        if len(self.nodes) < 2:
            return []
        numbers = sorted({self._number(node) for node in self.nodes} - {""}) or [""]
        births = sorted({person["birth_date"] for node in self.nodes if (person := self.person(node))["birth_date"]})
        found: set[frozenset[str]] = set()
        edges = self.graph.edges(self.nodes, data=True)
        ties = nx.Graph((one, other) for one, other, data in edges if data["kind"] == kinds.MAYBE_SAME)
        apart = nx.Graph((one, other) for one, other, data in edges if data["kind"] == kinds.APART)
        for number in numbers:
            for birth in births or [None]:
                fitting = [
                    node
                    for node in self.nodes
                    if self._number(node) in ("", number) and self.person(node)["birth_date"] in (None, birth)
                ]
                for choice in _choices(fitting, apart):
                    parts = nx.connected_components(ties.subgraph(choice))
                    found.update(frozenset(part) for part in parts if len(part) > 1)
        largest = [one for one in found if not any(one < other for other in found)]
        return sorted(tuple(sorted(one)) for one in largest)

    def _number(self, node: str) -> str:
        person = self.person(node)
        return str(person["id_number"]) if person["id_valid"] else ""


def _choices(nodes: Sequence[str], apart: nx.Graph[str]) -> Iterable[Sequence[str]]:
    """The largest choices of these nodes in which no two are different people by the office's decision.

    Where there are more than `MOST_CHOICES`, all nodes are one choice: rather a point to look into than a conflict missed.
    """
    ruled = apart.subgraph(nodes)
    if not ruled.number_of_edges():
        return [nodes]
    together = nx.complement(ruled)
    free = [node for node in nodes if node not in ruled]
    choices = [[*free, *clique] for clique in islice(nx.find_cliques(together), MOST_CHOICES + 1)]
    return choices if len(choices) <= MOST_CHOICES else [nodes]

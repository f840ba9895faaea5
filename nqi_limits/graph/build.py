"""Records in, a `networkx.MultiDiGraph` out: people, projects, topics, applications and organisations (docs/graph.md).

Attributes and edges are worked out when somebody asks for them, so that whoever looks at a few people pays for these only.
Every edge and every attribute that was read from a cell remembers its places: iterate over an edge's `places`.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np

from nqi_limits.graph import kinds
from nqi_limits.graph.asked import Asked
from nqi_limits.records.model import SOURCES
from nqi_limits.records.of_people import NOT_KNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, MutableMapping

    from numpy.typing import NDArray

    from nqi_limits.records.model import Cells, Person, Records
    from nqi_limits.records.units import Unit
    from nqi_limits.tables.table import Place

    Attributes = MutableMapping[str, Any]
    Adjacent = dict[str, dict[int, Attributes]]

TOPIC_FIELDS = ("topic_number", "topic_index", "project_number", "topic_name")
UNIT_ATTRIBUTES = ("index", "number", "name", "programme", "category", "categories", "places")
PROJECT_ATTRIBUTES = (*UNIT_ATTRIBUTES, "programme_places", "end", "original_end", "listed")
_ROLES = [(int(role), kind) for role, kind in kinds.ROLE_EDGES.items()]


def person_node(index: int) -> str:
    """The node of the person with this index."""
    return f"{kinds.PERSON}:{index}"


def unit_node(records: Records, unit: int) -> str:
    """The node of a project or application, named by its number, or by its title where it has none."""
    kind, key = records.units.keys[unit]
    titled = "title:" if key.startswith("title:") else ""
    return f"{kind}:{titled}{records.units.shown[unit]}"


def build_graph(records: Records, people: Iterable[int] | None = None) -> nx.MultiDiGraph[str]:
    """The graph of all people, or of these people and everything that they take part in."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    made = _Made(records, people)
    graph._node = Asked(made.nodes, made.describe, made.whole)  # type: ignore[attr-defined]
    graph._adj = Asked(made.after, made.follow, made.whole)  # type: ignore[attr-defined]
    graph._pred = Asked(made.before, lambda _: made.whole(), made.whole)  # type: ignore[attr-defined]
    return graph


class _Made:
    """What has been made of a graph so far: `nodes`, and the edges from each node (`after`) and to it (`before`).

    Topics and organisations are made with the first edge to them; projects and applications are noted in `units` then, and
    made when somebody asks for them.
    """

    def __init__(self, records: Records, people: Iterable[int] | None) -> None:
        self.records = records
        self.people = range(records.people) if people is None else dict.fromkeys(people)
        self.nodes: dict[str, Attributes] = {}
        self.after: dict[str, Adjacent] = {}
        self.before: dict[str, Adjacent] = {}
        self.units: dict[str, int] = {}
        self._all_units = people is None
        self._is_whole = False

    def describe(self, node: str) -> None:
        """Make the attributes of a node; of a node that nobody has come upon yet, everything."""
        if self._is_whole:
            return
        person = self._person(node)
        if person is not None:
            self.nodes[node] = self._person_attributes(self.records.person(person))
        elif node in self.units:
            self.nodes[node] = unit_attributes(self.records.units[self.units[node]])
        else:
            self.whole()

    def follow(self, node: str) -> None:
        """Make the edges from a node; from a node that nobody has come upon yet, everything."""
        if self._is_whole:
            return
        person = self._person(node)
        if person is not None:
            self._follow_person(node, person)
        elif node in self.units:
            self.after[node] = {}
            unit = self.records.units[self.units[node]]
            if unit.organisation:
                self._edge(node, self._organisation(unit.organisation), {"kind": kinds.FILED_BY, "places": unit.places})
        else:
            self.whole()

    def whole(self) -> None:
        """Make all that is not made yet."""
        if self._is_whole:
            return
        for unit in range(len(self.records.units)) if self._all_units else ():
            self.units.setdefault(unit_node(self.records, unit), unit)
        people = [person_node(person) for person in self.people]
        for node in people:
            if node not in self.after:
                self.follow(node)
        for node in (*self.units, *people):
            if node not in self.nodes:
                self.describe(node)
            if node not in self.after:
                self.follow(node)
        for node in self.nodes:
            self.before.setdefault(node, {})
        self._is_whole = True

    def _person(self, node: str) -> int | None:
        """The person whose node this is, if it is one of the graph's."""
        kind, _, number = node.partition(":")
        if kind != kinds.PERSON or not number.isdecimal():
            return None
        return person if (person := int(number)) in self.people and person_node(person) == node else None

    def _follow_person(self, node: str, person: int) -> None:
        """The person's organisations, memberships, and who the person may be or is not."""
        self.after[node] = {}
        mentions = self.records.mentions
        for mention in self.records.by_person[person].tolist():
            organisation = int(mentions.organisation[mention])
            if organisation >= 0:
                target = self._organisation(self.records.organisations[organisation])
                if target not in self.after[node]:
                    cells = self.records.cells(mention, "organisation")
                    self._edge(node, target, {"kind": kinds.WORKS_AT, "places": cells})
            unit = int(mentions.unit[mention])
            if unit >= 0:
                self._follow_membership(node, mention, unit)
        for other in self.records.tied_with(person):
            if other in self.people:
                places = (*_named_at(self.records, person), *_named_at(self.records, other))
                told = {"kind": kinds.MAYBE_SAME, "reading": "same-name-org", "places": places}
                self._edge(node, person_node(other), told)
        for other, place in self._apart.get(person, ()):
            if other in self.people:
                self._edge(node, person_node(other), {"kind": kinds.APART, "places": (place,)})

    def _follow_membership(self, node: str, mention: int, unit: int) -> None:
        """An edge for each role that the row gives: to the topic where it is one of a topic, else to project or application."""
        mentions = self.records.mentions
        target = unit_node(self.records, unit)
        self.units.setdefault(target, unit)
        topic, held = int(mentions.topic[mention]), int(mentions.held[mention])
        left = bool(mentions.left[mention])
        cells = self.records.cells(mention)
        for role, kind in _ROLES:
            if not held & role:
                continue
            ends = [target]
            if topic >= 0 and kind != kinds.LEADS:
                ends = [self._topic(one, target) for one in self.records.units.topics_in(topic)]
            for end in ends:
                told = {"kind": kinds.LEFT, "role": kind} if left else {"kind": kind}
                self._edge(node, end, {**told, "places": cells})

    def _topic(self, topic: int, unit: str) -> str:
        label = self.records.units.topics[topic][1]
        node = f"{kinds.TOPIC}:{unit.partition(':')[2]}/{label}"
        if node not in self.nodes:
            self.nodes[node] = {"kind": kinds.TOPIC, "label": label}
            self.after[node] = {}
            cells = self.records.cells(int(self._first_of_topic[topic]), *TOPIC_FIELDS)
            self._edge(node, unit, {"kind": kinds.PART_OF, "places": cells})
        return node

    def _organisation(self, name: str) -> str:
        node = f"{kinds.ORGANISATION}:{name}"
        if node not in self.nodes:
            self.nodes[node] = {"kind": kinds.ORGANISATION, "name": name}
            self.after[node] = {}
        return node

    def _edge(self, node: str, end: str, told: Attributes) -> None:
        between = self.after[node].get(end)
        if between is None:
            between = self.after[node][end] = self.before.setdefault(end, {})[node] = {}
        between[len(between)] = told

    def _person_attributes(self, person: Person) -> Attributes:
        senior = int(self.records.senior_titles[person.index])
        return {
            "kind": kinds.PERSON,
            "index": person.index,
            "name": person.name,
            "id_number": person.id_number.key if person.id_number else "",
            "id_valid": person.id_valid,
            "birth_date": person.birth,
            "organisation": person.organisations[0] if person.organisations else "",
            "senior": None if senior == NOT_KNOWN else bool(senior),
        }

    @cached_property
    def _apart(self) -> dict[int, list[tuple[int, Place]]]:
        """The people whom the office's decisions tell from each person."""
        found: dict[int, list[tuple[int, Place]]] = {}
        for (one, other), place in self.records.apart.items():
            found.setdefault(one, []).append((other, place))
        return found

    @cached_property
    def _first_of_topic(self) -> NDArray[np.intp]:
        """The first mention that names each topic."""
        topic = self.records.mentions.topic
        units = self.records.units
        first = np.full(len(units.topics) + 1, len(topic), dtype=np.intp)
        np.minimum.at(first, topic, np.arange(len(topic)))
        for joint, parts in units.joint_topics.items():
            first[list(parts)] = np.minimum(first[list(parts)], first[joint])
        return first


def _named_at(records: Records, person: int) -> Cells:
    """The cells of the person's first row that give the name and the organisation."""
    mention = int(records.by_person[person][0])
    source = SOURCES[records.mentions.source[mention]]
    return records.cells(mention, source.name, *source.organisation)


def unit_attributes(unit: Unit) -> Attributes:
    """Those of a project or application: each read off the unit when somebody asks for it."""
    names = PROJECT_ATTRIBUTES if unit.is_project else UNIT_ATTRIBUTES
    known: dict[str, Any] = {"kind": kinds.PROJECT if unit.is_project else kinds.APPLICATION}

    def fill(name: str) -> None:
        if name in names:
            known[name] = getattr(unit, name)

    def whole() -> None:
        for name in names:
            known.setdefault(name, getattr(unit, name))

    return Asked(known, fill, whole)

"""Records in, a `networkx.MultiDiGraph` out: people, projects, topics, applications and organisations (docs/graph.md).

Every edge and every attribute that was read from a cell remembers its places: iterate over an edge's `places`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx

from nqi_limits.graph import kinds
from nqi_limits.records.model import SOURCES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nqi_limits.records.model import Cells, Records
    from nqi_limits.records.units import Unit


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
    if people is None:
        for unit in range(len(records.units)):
            _add_unit(graph, records, records.units[unit])
    wanted = range(records.people) if people is None else list(people)
    for person in wanted:
        _add_person(graph, records, person)
    _add_ties(graph, records, wanted)
    return graph


def _add_ties(graph: nx.MultiDiGraph[str], records: Records, people: Sequence[int]) -> None:
    """Who may be who, and who is not whom by the office's decision."""
    for one, other in records.ties_among(people):
        places = (*_named_at(records, one), *_named_at(records, other))
        graph.add_edge(
            person_node(one), person_node(other), kind=kinds.MAYBE_SAME, reading="same-name-org", places=places
        )
    for (one, other), place in records.apart.items():
        if graph.has_node(person_node(one)) and graph.has_node(person_node(other)):
            graph.add_edge(person_node(one), person_node(other), kind=kinds.APART, places=(place,))


def _named_at(records: Records, person: int) -> Cells:
    """The cells of the person's first row that give the name and the organisation."""
    mention = int(records.by_person[person][0])
    source = SOURCES[records.mentions.source[mention]]
    return records.cells(mention, source.name, *source.organisation)


def _add_person(graph: nx.MultiDiGraph[str], records: Records, index: int) -> None:
    person = records.person(index)
    node = person_node(index)
    graph.add_node(
        node,
        kind=kinds.PERSON,
        index=index,
        name=person.name,
        id_number=person.id_number.key if person.id_number else "",
        id_valid=person.id_valid,
        birth_date=person.birth,
        organisation=person.organisations[0] if person.organisations else "",
    )
    mentions = records.mentions
    for mention in records.by_person[index].tolist():
        organisation = int(mentions.organisation[mention])
        if organisation >= 0:
            target = _add_organisation(graph, records.organisations[organisation])
            if not graph.has_edge(node, target):
                graph.add_edge(node, target, kind=kinds.WORKS_AT, places=records.cells(mention, "organisation"))
        unit = int(mentions.unit[mention])
        if unit >= 0:
            _add_membership(graph, records, node, mention, unit)


def _add_membership(graph: nx.MultiDiGraph[str], records: Records, node: str, mention: int, unit: int) -> None:
    """An edge for each role that the row gives, to the topic where it is one of a topic, else to the project or application."""
    target = _add_unit(graph, records, records.units[unit])
    topic = int(records.mentions.topic[mention])
    held = int(records.mentions.held[mention])
    left = bool(records.mentions.left[mention])
    cells = records.cells(mention)
    for role, kind in _ROLES:
        if not held & role:
            continue
        ends = [target]
        if topic >= 0 and kind != kinds.LEADS:
            ends = [_add_topic(graph, records, one, target, mention) for one in records.units.topics_in(topic)]
        for end in ends:
            if left:
                graph.add_edge(node, end, kind=kinds.LEFT, role=kind, places=cells)
            else:
                graph.add_edge(node, end, kind=kind, places=cells)


def _add_topic(graph: nx.MultiDiGraph[str], records: Records, topic: int, target: str, mention: int) -> str:
    label = records.units.topics[topic][1]
    node = f"{kinds.TOPIC}:{target.partition(':')[2]}/{label}"
    if not graph.has_node(node):
        graph.add_node(node, kind=kinds.TOPIC, label=label)
        fields = ("topic_number", "topic_index", "project_number", "topic_name")
        graph.add_edge(node, target, kind=kinds.PART_OF, places=records.cells(mention, *fields))
    return node


def _add_unit(graph: nx.MultiDiGraph[str], records: Records, unit: Unit) -> str:
    node = unit_node(records, unit.index)
    if graph.has_node(node):
        return node
    if unit.is_project:
        graph.add_node(
            node,
            kind=kinds.PROJECT,
            index=unit.index,
            number=unit.number,
            name=unit.name,
            programme=unit.programme,
            programme_places=unit.programme_places,
            end=unit.end,
            original_end=unit.original_end,
            category=unit.category,
            categories=unit.categories,
            listed=unit.listed,
            places=unit.places,
        )
    else:
        graph.add_node(
            node,
            kind=kinds.APPLICATION,
            index=unit.index,
            number=unit.number,
            name=unit.name,
            programme=unit.programme,
            category=unit.category,
            categories=unit.categories,
            places=unit.places,
        )
    if unit.organisation:
        graph.add_edge(node, _add_organisation(graph, unit.organisation), kind=kinds.FILED_BY, places=unit.places)
    return node


def _add_organisation(graph: nx.MultiDiGraph[str], name: str) -> str:
    node = f"{kinds.ORGANISATION}:{name}"
    if not graph.has_node(node):
        graph.add_node(node, kind=kinds.ORGANISATION, name=name)
    return node

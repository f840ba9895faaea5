"""The graph is worked out piece by piece when somebody asks, and is the same whatever is asked of it first."""

from __future__ import annotations

import copy
import random
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_rosters import random_roster
from test_properties import quick

from nqi_limits.checking import check_grids
from nqi_limits.graph.build import build_graph, person_node

if TYPE_CHECKING:
    from nqi_limits.records.model import Records

    Graph = nx.MultiDiGraph[str]


def records_of(seed: int) -> Records:
    return check_grids(random_roster(random.Random(seed))[1], select=["unread-row"]).records


def told(attributes: Any) -> dict[str, Any]:
    return {name: tuple(value) if name.endswith("places") else value for name, value in attributes.items()}


def contents(graph: Graph) -> tuple[dict[str, Any], list[str]]:
    edges = sorted(repr((one, other, key, told(data))) for one, other, key, data in graph.edges(keys=True, data=True))
    return {node: told(data) for node, data in graph.nodes(data=True)}, edges


@given(seed=st.integers(0, 2**32))
@quick
def test_the_order_of_questions_does_not_matter(seed: int) -> None:
    records, chance = records_of(seed), random.Random(seed)
    whole, graph = build_graph(records), build_graph(records)
    nodes = list(whole)
    for node in chance.sample(nodes, len(nodes)):
        assert node in graph
        assert sorted(graph.successors(node)) == sorted(whole.successors(node))
        assert graph.nodes[node]["kind"] == node.partition(":")[0]
    assert contents(graph) == contents(whole) == contents(whole.copy()) == contents(copy.deepcopy(whole))
    backwards = build_graph(records)
    for node in chance.sample(nodes, len(nodes)):
        assert sorted(backwards.predecessors(node)) == sorted(one for one in whole if node in whole.adj[one])


@given(seed=st.integers(0, 2**32))
@quick
def test_a_graph_of_some_people_has_all_that_they_take_part_in_and_nothing_else(seed: int) -> None:
    records = records_of(seed)
    some = [person for person in range(records.people) if random.Random(person).random() < 0.5]
    graph, whole = build_graph(records, some), build_graph(records).copy()
    whole.remove_nodes_from([person_node(person) for person in range(records.people) if person not in some])
    theirs = [person_node(person) for person in some]
    reached = {*theirs, *(end for node in theirs for end in nx.descendants(whole, node))}
    assert contents(graph) == contents(whole.subgraph(reached))


def test_it_can_be_changed_like_any_other() -> None:
    records = records_of(3)
    plain = build_graph(records).copy()
    one, other = next(iter(plain.edges(person_node(0))))
    for change in (
        lambda graph: graph.remove_edge(one, other),
        lambda graph: graph.remove_node(other),
        lambda graph: graph.add_edge(other, "new", kind="works-at"),
        lambda graph: graph.add_node(one, seen=True),
    ):
        graph, expected = build_graph(records), plain.copy()
        change(graph)
        change(expected)
        assert contents(graph) == contents(expected)
        assert set(graph.pred) == set(graph.succ) == set(graph)


@pytest.mark.parametrize("node", ["person:-1", "person:00", "person:999", "project:2099YFF0000000", "person", 7])
def test_what_is_not_in_it_is_not_found(node: Any) -> None:
    graph = build_graph(records_of(3))
    assert node not in graph
    with pytest.raises(KeyError):
        graph.nodes[node]
    with pytest.raises(KeyError):
        graph.adj[node]

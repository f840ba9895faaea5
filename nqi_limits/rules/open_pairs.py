"""The pairs of records on which the office has to decide: those that the rules about identity tell, and ties behind a review."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.graph.build import build_graph, person_node
from nqi_limits.records.entries import Entries
from nqi_limits.records.judged import CARRIED_OUT, Status
from nqi_limits.rules.judging import Judge
from nqi_limits.rules.people import Block
from nqi_limits.rules.screen import Tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nqi_limits.records.entries import Entry
    from nqi_limits.records.judged import Judged
    from nqi_limits.rulebooks.model import LimitSet
    from nqi_limits.rules.alike import Alike
    from nqi_limits.rules.judging import Outcome
    from nqi_limits.rules.rule import LimitRule

SAME_NAME_ORG = "same-name-org"
WITH_OTHERS = "with-others"
ASKED_AGAIN = (Status.CONTRADICTED, Status.RENUMBERED)


@dataclass(frozen=True, slots=True)
class OpenPair:
    """Two records: one person, or two? `kind` is the rule or reading that asks, `rules` are those whose findings hang on it.

    `judged` is the decision in use, None where there is none yet; `against` are decisions that were not used since they
    contradict each other or what the numbers say now.
    """

    kind: str
    one: Entry
    other: Entry
    rules: tuple[str, ...] = ()
    judged: Judged | None = None
    against: tuple[Judged, ...] = ()


def open_pairs(alike: Alike) -> list[OpenPair]:
    """Each pair once, those to decide first, then those decided; the same order whatever the order of rows."""
    entries = Entries(alike.records)
    found: dict[frozenset[Entry], OpenPair] = {}
    for pair in alike.pairs:
        one, other = entries.entry(pair.one), entries.entry(pair.other)
        kind = WITH_OTHERS if pair.with_others else pair.kind
        found.setdefault(frozenset((one, other)), OpenPair(kind, one, other, _rules(pair.outcomes)))
    for one_person, other_person, outcomes in _ties(alike):
        one, other = entries.entry(one_person), entries.entry(other_person)
        found.setdefault(frozenset((one, other)), OpenPair(SAME_NAME_ORG, one, other, _rules(outcomes)))
    for pair in alike.two_names:
        one, other = (entries.entry(pair.one, name) for name in pair.names)
        found.setdefault(frozenset((one, other)), OpenPair(pair.kind, one, other, _rules(pair.outcomes)))
    _with_contradictions(found, alike.records.judged)
    return [*sorted(found.values(), key=lambda one: _order(alike, entries, one)), *_decided(alike)]


def _with_contradictions(found: dict[frozenset[Entry], OpenPair], judged: Iterable[Judged]) -> None:
    """Put what was decided and does not hold beside the pairs it speaks of, so that nothing the office wrote is lost."""
    said: dict[frozenset[tuple[int, int]], list[Judged]] = {}
    for one in judged:
        if one.status in ASKED_AGAIN and one.one and one.other:
            said.setdefault(frozenset((it.person, it.name) for it in (one.one, one.other)), []).append(one)
    for key, pair in found.items():
        marks = frozenset((it.person, it.name) for it in (pair.one, pair.other))
        if against := said.pop(marks, ()):
            found[key] = replace(pair, against=tuple(against))
    for left in said.values():
        if left[0].one and left[0].other:
            pair = OpenPair(str(left[0].status), left[0].one, left[0].other, against=tuple(left))
            found[frozenset((pair.one, pair.other))] = pair


def _ties(alike: Alike) -> Iterator[tuple[int, int, tuple[Outcome, ...]]]:
    """The ties of name and organisation between records that, all taken for one person, would change a finding."""
    records, settings = alike.records, alike.settings
    if not records.same_name_org or settings.readings.get(SAME_NAME_ORG) == "lenient":
        return
    tied = {person for pair in records.same_name_org for person in pair}
    for limits in settings.rulebook.limit_sets:
        rules = [rule for rule in alike.rules if rule.applies(limits)]
        tally = Tally(records, limits)
        anyone = np.logical_or.reduce([rule.concerns(tally) for rule in rules])
        blocks: dict[int, list[int]] = {}
        for person in sorted(tied):
            if anyone[tally.block[person]]:
                blocks.setdefault(int(tally.block[person]), []).append(person)
        for people in blocks.values():
            yield from _in_block(alike, people, limits, rules)


def _in_block(
    alike: Alike, people: list[int], limits: LimitSet, rules: list[LimitRule]
) -> Iterator[tuple[int, int, tuple[Outcome, ...]]]:
    graph = build_graph(alike.records, people)
    judge = Judge(graph, limits, rules, alike.settings)
    block = Block(graph, tuple(map(person_node, people)), limits)
    ties = set(alike.records.ties_among(people))
    for nodes, _ in block.together:
        together = sorted(graph.nodes[node]["index"] for node in nodes)
        outcomes = judge.changed(*together)
        if outcomes:
            yield from ((one, other, outcomes) for one, other in combinations(together, 2) if (one, other) in ties)


def _rules(outcomes: tuple[Outcome, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(outcome.rule for outcome in outcomes))


def _decided(alike: Alike) -> Iterator[OpenPair]:
    """The decisions in use, as they are to stand in the next workbook: each once, on the records as they are now."""
    seen: set[frozenset[Entry]] = set()
    for judged in alike.records.judged:
        if judged.status not in CARRIED_OUT or judged.one is None or judged.other is None:
            continue
        pair = frozenset((judged.one, judged.other))
        if pair not in seen:
            seen.add(pair)
            yield OpenPair("decided", judged.one, judged.other, judged=judged)


def _order(alike: Alike, entries: Entries, pair: OpenPair) -> tuple[object, ...]:
    texts = sorted(entries.written(one, "zh", with_name=True) for one in (pair.one, pair.other))
    return (not pair.rules, alike.records.names[pair.one.name], *texts)

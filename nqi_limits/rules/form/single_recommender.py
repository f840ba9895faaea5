"""资格 1, 形审 1(2): one project goes through one recommending unit only, and is filed once."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from nqi_limits.findings.model import Severity
from nqi_limits.records.interning import Once, pairs
from nqi_limits.records.model import Held
from nqi_limits.rules.form.application_rule import ApplicationFormRule
from nqi_limits.rules.form.facts import APPLYING
from nqi_limits.rules.form.outcomes import Says
from nqi_limits.rules.grading import certain, doubtful
from nqi_limits.values.organisations import organisation_key, organisations_in_words, read_organisations
from nqi_limits.values.text import is_placeholder, text_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import numpy as np
    from numpy.typing import NDArray

    from nqi_limits.findings.model import Finding, Unchecked
    from nqi_limits.rulebooks.model import Asked
    from nqi_limits.rules.form.facts import FormFacts
    from nqi_limits.rules.grading import Graded
    from nqi_limits.sources.grid import Cell
    from nqi_limits.tables.table import Place

_MARKS = re.compile(r"[\W_]+")


class SingleRecommender(ApplicationFormRule):
    """Titles alone, and names of recommending units that may be one name in short and in full, prove nothing: reviews."""

    id = "single-recommender"
    severities = (Severity.REVIEW, Severity.NOTE)
    fields = ("recommender",)

    def check(self, facts: FormFacts, entry: Asked, concerned: NDArray[np.bool_]) -> Iterable[Finding | Unchecked]:
        """Applications with several recommending units, or perhaps; projects under several numbers; those without a unit."""
        breaks = certain(entry.grade, facts.settings.readings)
        yield from self._several_recommenders(facts, breaks)
        for units in _same_title(facts):
            yield from self._filed_twice(facts, units, breaks)
        given = facts.said_of_units("recommender", lambda raw, _: _given(raw))
        yield from self.unknown(facts, concerned & ~facts.records.units.is_project & (given == 0), given)

    def _several_recommenders(self, facts: FormFacts, breaks: Graded) -> Iterator[Finding]:
        found: dict[int, dict[str, str]] = defaultdict(dict)
        called = facts.records.organisation_names.called
        names_in = Once(lambda raw: {organisation_key(one): one for one in map(called, read_organisations(raw))})
        in_words = Once(lambda raw: tuple(map(called, organisations_in_words(raw))))
        joined: dict[int, tuple[str, ...]] = {}
        for unit, cell in _cells(facts, "recommender"):
            found[unit].update(names_in(cell))
            if len(names_in(cell)) == 1 and (several := in_words(cell)):
                joined[unit] = several
        for unit, names in sorted(found.items()):
            if len(names) < 2:
                if unit in joined:
                    told = {"recommenders": joined[unit]}
                    yield self.made(facts, doubtful(), (unit,), "message.joined", told, self.places(facts, unit))
                continue
            alike = all(_may_be_one(one, other) for one, other in combinations(names, 2))
            yield self.made(
                facts,
                doubtful() if alike else breaks,
                (unit,),
                "message.alike" if alike else "message.several",
                {"recommenders": tuple(sorted(names.values()))},
                self.places(facts, unit),
            )

    def _filed_twice(self, facts: FormFacts, units: list[int], breaks: Graded) -> Iterator[Finding]:
        """Several numbers under one title: with one leader for certain, else perhaps."""
        led: dict[int, list[int]] = defaultdict(list)
        for unit in units:
            for person in _leaders(facts, unit):
                led[person].append(unit)
        one_leader = {tuple(found): person for person, found in led.items() if len(found) > 1}
        for found, person in one_leader.items():
            leader = facts.records.person(person).name
            told = {"title": facts.records.units[found[0]].name, "leader": leader}
            places = [*_titles(facts, found), *facts.role_cells(_rows(facts, person, found))]
            yield self.made(facts, breaks, found, "message.twice", told, places, about=("twice", leader))
        if not any(set(units) <= set(found) for found in one_leader):
            told = {"title": facts.records.units[units[0]].name}
            places = _titles(facts, units)
            yield self.made(facts, doubtful(), units, "message.title", told, places, about=("title",))


def _given(raw: Cell) -> Says:
    return Says.NOTHING if is_placeholder(text_key(raw)) else Says.HOLDS


def _cells(facts: FormFacts, field: str) -> Iterator[tuple[int, Cell]]:
    """Each application with each distinct cell of its rows in a column."""
    for rows in facts.records.units.tables:
        column = rows.table.columns.get(field)
        if column is not None and rows.table.kind in APPLYING:
            yield from ((unit, column.values[code]) for unit, code in pairs(rows.unit, column.codes))


def _may_be_one(one: str, other: str) -> bool:
    """Whether a name may be the other in short: 浙江省科技厅 has the letters of 浙江省科学技术厅 in their order."""
    short, full = sorted((_MARKS.sub("", one), _MARKS.sub("", other)), key=len)
    letters = iter(full)
    return all(letter in letters for letter in short)


def _same_title(facts: FormFacts) -> list[list[int]]:
    """The applications with numbers of their own that share a title."""
    found: dict[str, set[int]] = defaultdict(set)
    for unit, cell in _cells(facts, "project_name"):
        title = _MARKS.sub("", text_key(cell))
        if not is_placeholder(title) and not facts.records.units.keys[unit][1].startswith("title:"):
            found[title].add(unit)
    return [sorted(units) for _, units in sorted(found.items()) if len(units) > 1]


def _leaders(facts: FormFacts, unit: int) -> list[int]:
    rows = facts.records.by_unit[unit]
    mentions = facts.records.mentions
    leads = facts.applying[rows] & ((mentions.held[rows] & int(Held.PROJECT_LEADER)) > 0)
    return sorted(set(mentions.person[rows[leads]].tolist()))


def _rows(facts: FormFacts, person: int, units: Iterable[int]) -> list[int]:
    """The rows that make someone project leader of these applications."""
    wanted = set(units)
    mentions = facts.records.mentions
    return [
        row
        for row in facts.records.by_person[person].tolist()
        if int(mentions.unit[row]) in wanted and mentions.held[row] & int(Held.PROJECT_LEADER)
    ]


def _titles(facts: FormFacts, units: Iterable[int]) -> list[Place]:
    return [place for unit in units for place in facts.unit_cells(unit, ("project_name",))]

"""The rules, which walk a graph and try two ends, against brute force over every combination of the open readings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, Phase, given, settings
from random_rosters import rosters, settings_of_readings
from second_opinion import exempt, opinion
from support import LIMIT_RULES, in_order, invented_id, told

from nqi_limits.checking import check_grids

if TYPE_CHECKING:
    from second_opinion import Roster

    from nqi_limits.sources.grid import Grid

thorough = settings(
    max_examples=250,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@given(drawn=rosters(), readings=settings_of_readings())
@thorough
def test_the_limit_rules_agree_with_the_second_opinion(
    drawn: tuple[Roster, list[Grid]], readings: dict[str, str]
) -> None:
    roster, grids = drawn
    findings = [one for one in check_grids(grids, readings=readings).findings if one.rule in LIMIT_RULES]
    numbers = {one.id: one.person.id_number for one in findings if one.person}
    first = [{**entry, "number": numbers[one.id]} for one in findings for entry in told([one], LIMIT_RULES)]
    assert in_order(first) == in_order({"organisations": [], **one} for one in opinion(roster, readings))


@given(drawn=rosters(), readings=settings_of_readings())
@settings(thorough, max_examples=300)
def test_exempt_notes_name_at_least_what_is_certain_and_at_most_what_may_be(
    drawn: tuple[Roster, list[Grid]], readings: dict[str, str]
) -> None:
    roster, grids = drawn
    certain, possible = exempt(roster, readings)
    notes = [one for one in check_grids(grids, readings=readings, select=["exempt-project"]).findings if one.person]
    assert all(str(one.severity) == "note" and not one.falls and not one.readings for one in notes)
    found = {one.person.id_number: set(one.ongoing) for one in notes if one.person}
    assert len(found) == len(notes)
    for number, projects in certain.items():
        assert projects <= found.get(invented_id(number) if number else "", set())
    names = {invented_id(number) if number else "": projects for number, projects in possible.items()}
    for person, projects in found.items():
        assert projects <= names.get(person, set())

"""The rules of form review on people against brute force, and what must not change what they find."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from form_opinion import READINGS, RULES, combinations, opinion
from form_opinion import answer as opinion_of
from hypothesis import given, settings
from hypothesis import strategies as st
from random_people import people, settings_of_people
from support import invented_id, told
from test_properties import quick, seeds
from test_second_opinion import thorough

from nqi_limits.checking import check_grids
from nqi_limits.sources.grid import Grid

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Mapping

    from form_opinion import Part

    from nqi_limits.findings.model import Finding
    from nqi_limits.sources.grid import Cell

    Drawn = tuple[list[Part], list[Grid]]


def findings(grids: Iterable[Grid], readings: Mapping[str, str] | None = None) -> tuple[Finding, ...]:
    """The findings of these rules."""
    return tuple(check_grids(list(grids), readings=readings, select=RULES).findings)


def found(grids: Iterable[Grid]) -> list[tuple[str, str]]:
    """The findings, ids and all, places left out."""
    return sorted((one.id, repr(told([one], RULES))) for one in findings(grids))


def decided(some: Iterable[Finding]) -> set[tuple[str, str, str, str]]:
    """(rule, severity, person, application) of all that is not a note."""
    return {
        (one.rule, str(one.severity), one.person.name, application)
        for one in some
        if one.person and str(one.severity) != "note"
        for application in one.falls
    }


@given(drawn=people(), readings=settings_of_people())
@settings(thorough, max_examples=80)
def test_the_rules_on_people_agree_with_the_second_opinion(drawn: Drawn, readings: dict[str, str]) -> None:
    parts, grids = drawn
    every = list(opinion(parts, readings))
    made = findings(grids, readings)
    assert decided(made) == {one for one in every if one[1] != "unknown"}
    for one in made:
        assert all(readings[name] == "open" for name in one.readings)
        hangs = {
            len({opinion_of(one.rule, part, strict) for strict in combinations(readings)}) > 1
            for part in parts
            if one.person and part.person.name == one.person.name and part.draft.number in one.falls
        }
        assert bool(one.readings) == (True in hangs)


@given(drawn=people(), readings=settings_of_people())
@settings(thorough, max_examples=20)
def test_an_application_is_clear_only_where_every_fact_is_known_and_holds(
    drawn: Drawn, readings: dict[str, str]
) -> None:
    parts, grids = drawn
    by_rule = groupby(sorted(opinion(parts, readings)), key=lambda one: one[0])
    opinions = {rule: list(group) for rule, group in by_rule}
    known = {"NQI-900", *(part.draft.number for part in parts)}  # those that have members at all
    for rule in RULES:
        report = check_grids(grids, readings=readings, select=[rule])
        verdicts = {one.id: str(one.verdict) for one in report.applications}
        worst = {number: "clear" if number in known else "unchecked" for number in verdicts}
        for severity, verdict in (("unknown", "unchecked"), ("review", "review"), ("violation", "violation")):
            worst |= {one[3]: verdict for one in opinions.get(rule, []) if one[1] == severity}
        assert verdicts == worst, rule


@given(drawn=people(), chance=seeds)
@quick
def test_the_order_of_rows_columns_and_sheets_and_the_names_of_sheets_change_nothing(
    drawn: Drawn, chance: random.Random
) -> None:
    shuffled = []
    for at, grid in enumerate(chance.sample(drawn[1], len(drawn[1]))):
        columns = chance.sample(range(len(grid.rows[0])), len(grid.rows[0]))
        body = chance.sample(grid.rows[1:], len(grid.rows) - 1)
        shuffled.append(
            Grid(f"f{at}.xlsx", f"Sheet{at}", [[row[at] for at in columns] for row in (grid.rows[0], *body)])
        )
    assert found(shuffled) == found(drawn[1])


@given(drawn=people())
@quick
def test_an_unrelated_person_changes_nothing(drawn: Drawn) -> None:
    more: dict[str, list[Cell]] = {
        "人员": ["郑向南", invented_id(40), "1991-01-01", "男", "教授", "博士", "中国", "有", "否", "否", "否"],
        "申报项目": ["NQI-990", "再一项研究", "一般项目"],
        "申报人员": ["NQI-990", "郑向南", invented_id(40), "项目负责人", 6],
    }
    joined = [
        Grid(grid.file, grid.sheet, [*grid.rows, *([more[grid.sheet]] if grid.sheet in more else [])])
        for grid in drawn[1]
    ]
    assert found(joined) == found(drawn[1])


@given(drawn=people(), readings=settings_of_people(), name=st.sampled_from(READINGS))
@quick
def test_strict_never_finds_less_than_lenient(drawn: Drawn, readings: dict[str, str], name: str) -> None:
    lenient, strict = (decided(findings(drawn[1], {**readings, name: side})) for side in ("lenient", "strict"))
    assert {(rule, *rest) for rule, _, *rest in lenient} <= {(rule, *rest) for rule, _, *rest in strict}


@given(drawn=people(), chance=seeds)
@quick
def test_a_blanked_fact_never_makes_a_violation_nor_a_pass(drawn: Drawn, chance: random.Random) -> None:
    before = check_grids(drawn[1], select=RULES)
    clear = {one.id for one in before.applications if str(one.verdict) == "clear"}
    violations = {one for one in decided(before.findings) if one[1] == "violation"}
    facts = [
        (grid.sheet, at, column)
        for grid in drawn[1]
        if grid.sheet != "在研人员"
        for at in range(1, len(grid.rows))
        for column, header in enumerate(grid.rows[0])
        if header not in ("姓名", "证件号码", "申报编号", "项目名称", "角色")
    ]
    for sheet, at, column in chance.sample(facts, min(5, len(facts))):
        changed = []
        for grid in drawn[1]:
            rows: list[list[Cell]] = [list(row) for row in grid.rows]
            if grid.sheet == sheet:
                rows[at][column] = ""
            changed.append(Grid(grid.file, grid.sheet, rows))
        after = check_grids(changed, select=RULES)
        assert {one for one in decided(after.findings) if one[1] == "violation"} <= violations
        assert {one.id for one in after.applications if str(one.verdict) == "clear"} <= clear

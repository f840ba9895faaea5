"""What must not change what the rules about applications and organisations find, and what a missing fact may do."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st
from random_applications import RULES, applications
from support import invented_id, told
from test_properties import quick, seeds

from nqi_limits.checking import check_grids
from nqi_limits.rules.form.rule import FormRule
from nqi_limits.rules.registry import all_rules
from nqi_limits.sources.grid import Grid

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from nqi_limits.report import Report
    from nqi_limits.sources.grid import Cell

FORM_RULES = [rule.id for rule in all_rules() if isinstance(rule, FormRule)]
READINGS = sorted({reading for rule in all_rules() if rule.id in FORM_RULES for reading in rule.readings})
NAMES = ("申报编号", "项目编号", "单位名称", "姓名")


def checked(grids: Iterable[Grid], readings: Mapping[str, str] | None = None) -> Report:
    return check_grids(list(grids), readings=readings, select=RULES)


def found(report: Report) -> list[tuple[str, Any]]:
    """The findings, ids and all, places left out."""
    return sorted((one.id, repr(told([one], RULES))) for one in report.findings)


def subjects(report: Report, *severities: str) -> set[tuple[Any, ...]]:
    """Of what the findings of these severities speak."""
    return {
        (one.rule, one.person, one.organisations, () if one.organisations or one.person else one.applications)
        for one in report.findings
        if str(one.severity) in severities
    }


def without(grids: list[Grid], sheet: str, at: int, column: int) -> list[Grid]:
    """The grids with one cell blank."""
    changed = []
    for grid in grids:
        rows: list[list[Cell]] = [list(row) for row in grid.rows]
        if grid.sheet == sheet:
            rows[at][column] = ""
        changed.append(Grid(grid.file, grid.sheet, rows))
    return changed


def facts_of(grids: list[Grid], sheets: Iterable[str]) -> list[tuple[str, int, int]]:
    """Every filled cell that is a fact about something, not its name."""
    return [
        (grid.sheet, at, column)
        for grid in grids
        if grid.sheet in sheets
        for at, row in enumerate(grid.rows)
        for column, cell in enumerate(row)
        if at and cell != "" and grid.rows[0][column] not in NAMES
    ]


@given(grids=applications(), chance=seeds)
@quick
def test_the_order_of_rows_columns_and_sheets_changes_nothing(grids: list[Grid], chance: random.Random) -> None:
    shuffled = []
    for grid in chance.sample(grids, len(grids)):
        columns = chance.sample(range(len(grid.rows[0])), len(grid.rows[0]))
        body = chance.sample(grid.rows[1:], len(grid.rows) - 1)
        shuffled.append(Grid(grid.file, grid.sheet, [[row[at] for at in columns] for row in (grid.rows[0], *body)]))
    assert found(checked(shuffled)) == found(checked(grids))


@given(grids=applications())
@quick
def test_an_unrelated_application_and_its_organisation_change_nothing(grids: list[Grid]) -> None:
    more: dict[str, list[list[Cell]]] = {
        "申报项目": [
            ["NQI-990", "另一项目", "1.1", "一般项目", "另一大学", "另一部门", "2022-12-01", "2025-11-30", 1, 1, 900]
        ],
        "申报人员": [["NQI-990", 1, "王怀瑾", invented_id(30), "另一大学", "项目负责人"]],
        "单位": [["另一大学", "高等院校", "1950-01-01", "北京", "否"]],
    }
    joined = [Grid(grid.file, grid.sheet, [*grid.rows, *more.get(grid.sheet, [])]) for grid in grids]
    assert found(checked(joined)) == found(checked(grids))


@given(grids=applications(), name=st.sampled_from(READINGS))
@quick
def test_strict_never_yields_less_than_lenient_and_open_lies_between(grids: list[Grid], name: str) -> None:
    grave, anything = {}, {}
    for setting in ("lenient", "open", "strict"):
        report = check_grids(grids, readings={name: setting}, select=FORM_RULES)
        assert setting == "open" or name not in {reading for one in report.findings for reading in one.readings}
        grave[setting] = subjects(report, "violation")
        anything[setting] = subjects(report, "violation", "review")
    assert grave["lenient"] <= grave["open"] <= grave["strict"]
    assert anything["lenient"] <= anything["open"] <= anything["strict"]


@given(grids=applications(), chance=seeds)
@quick
def test_a_blanked_fact_never_makes_a_violation(grids: list[Grid], chance: random.Random) -> None:
    before = subjects(checked(grids), "violation")
    for cell in chance.sample(facts := facts_of(grids, ("申报项目", "申报人员", "单位")), min(4, len(facts))):
        assert subjects(checked(without(grids, *cell)), "violation") <= before, cell


@given(grids=applications(), chance=seeds)
@quick
def test_an_application_never_comes_out_clear_for_want_of_a_fact(grids: list[Grid], chance: random.Random) -> None:
    """The columns that every application and every organisation needs; the category and titles only matter to some."""
    needed = {"指南方向", "推荐单位", "结束日期", "课题数", "参与单位数", "单位性质", "注册日期", "注册地", "失信"}
    header = {grid.sheet: grid.rows[0] for grid in grids}
    facts = [one for one in facts_of(grids, ("申报项目", "单位")) if header[one[0]][one[2]] in needed]
    rows = {grid.sheet: grid.rows for grid in grids}
    for sheet, at, column in chance.sample(facts, min(4, len(facts))):
        report = checked(without(grids, sheet, at, column))
        name = rows[sheet][at][0]
        concerned = {
            application
            for one in report.findings
            for application in one.applications
            if application == name or name in one.organisations
        }
        clear = {one.id for one in report.applications if str(one.verdict) == "clear"}
        assert not (concerned | {name}) & clear


@given(grids=applications())
@quick
def test_ids_of_findings_are_unlike_and_stay_the_same(grids: list[Grid]) -> None:
    first = [one.id for one in checked(grids).findings]
    assert len(first) == len(set(first))
    assert not [one for one in first if "-" in one]
    assert first == [one.id for one in checked(grids).findings]

"""What the rules look at and what they leave out: looking at everybody and everything finds just the same.

Each rule says by `concerns` whom, or what, it can have anything to say of. It may name too much, never too little.
"""

from __future__ import annotations

import random
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_applications import CATEGORIES, random_applications
from random_rosters import ENDS, random_roster, settings_of_readings
from test_properties import quick

from nqi_limits.checking import check_grids
from nqi_limits.rulebooks.load import load_rulebook, shipped_names
from nqi_limits.rules.examples import grids_from_tables
from nqi_limits.rules.explaining import explain
from nqi_limits.rules.form.rule import FormRule
from nqi_limits.rules.registry import all_rules
from nqi_limits.rules.rule import DataRule, LimitRule, PersonRule
from nqi_limits.sources.grid import Grid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from numpy.typing import NDArray

    from nqi_limits.rules.rule import Rule
    from nqi_limits.sources.grid import Cell

PROGRAMMES = ("", "", "国家重点研发计划", "国家自然科学基金", "国家自然科学基金 国家重大科研仪器研制项目", "某计划")
JUNK: tuple[Cell, ...] = (
    *("", "待定", "2022-13-45", "以合同为准", "总体组", "12010119900101123X", "1.10101E+17", "110101********1234"),
    *(110101199001011200, "2023-01-02", "王怀瑾", "女", "2020YFF0219900", "NQI-009", "青年科学家项目"),
)


def random_workbook(seed: int) -> list[Grid]:
    """People, ongoing projects and applications, a few cells of which are spoilt, blank or somebody else's."""
    chance = random.Random(seed)
    roster, grids = random_roster(chance)
    grids += random_applications(chance)
    again = [[one.number, chance.choice(PROGRAMMES), chance.choice(ENDS)[1]] for one in roster.projects]
    if chance.random() < 0.5:
        grids.append(Grid("again.xlsx", "在研项目", [["项目编号", "所属计划", "结束日期"], *again]))
    numbers = [f"NQI-{number:03d}" for number in range(1, 6)]
    listed = [[number, chance.choice(PROGRAMMES), chance.choice(CATEGORIES)] for number in numbers]
    if chance.random() < 0.5:
        grids.append(Grid("programmes.xlsx", "申报项目", [["申报编号", "所属计划", "项目类别"], *listed]))
    for grid in grids:
        body = grid.rows[1:]
        for _ in range(chance.choice((0, 0, 1, 2)) if body else 0):
            row = chance.choice(body)
            at = chance.randrange(len(row))
            row[at] = chance.choice((*JUNK, *(other[at] for other in body)))
        if body and chance.random() < 0.2:
            grid.rows.append(list(chance.choice(body)))
    return grids


@contextmanager
def looking_at(mask: Callable[[NDArray[np.bool_]], NDArray[np.bool_]], *rules: Rule) -> Iterator[None]:
    """These rules look at what the mask makes of what they concern."""

    def masked(said: Any) -> Any:
        return lambda *args: mask(said(*args))

    with pytest.MonkeyPatch.context() as patch:
        for rule in rules:
            patch.setattr(type(rule), "concerns", masked(type(rule).concerns))
        yield


def outcome(grids: list[Grid], readings: Mapping[str, str], rulebook: str) -> dict[str, Any]:
    report = check_grids(grids, readings=readings, rulebook=rulebook)
    assert not any(one.message.key == "findings.failure.message" for one in report.findings)
    return {**report.to_dict(), "pairs": report.pairs}


@given(seed=st.integers(0, 2**32), readings=settings_of_readings(), rulebook=st.sampled_from(shipped_names()))
@quick
def test_looking_at_everybody_finds_the_same(seed: int, readings: Mapping[str, str], rulebook: str) -> None:
    screened = outcome(random_workbook(seed), readings, rulebook)
    with looking_at(np.ones_like, *all_rules()):
        assert outcome(random_workbook(seed), readings, rulebook) == screened


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.id)
def test_what_a_rule_does_not_concern_it_does_not_look_at(rule: Rule) -> None:
    example = explain(rule.id, "zh", load_rulebook("nqi-2022")).breaks

    def found() -> set[str]:
        grids, accepted = (grids_from_tables(sheets) for sheets in (example.sheets, example.accepted))
        return {one.rule for one in check_grids(grids, accepted=accepted, select=[rule.id]).findings}

    assert found() == {rule.id}
    with looking_at(np.zeros_like, rule):
        assert found() == set()


@pytest.mark.parametrize("family", [PersonRule, LimitRule, DataRule, FormRule])
def test_a_rule_that_does_not_say_whom_it_concerns_cannot_be_registered(family: Any) -> None:
    rule = type("New", (family,), {"id": "new", "check": lambda *_: (), "breach": lambda *_: None})
    with pytest.raises(TypeError, match="concerns"):
        rule()
    whole = type("New", (rule,), {"concerns": lambda *_: np.zeros(0, dtype=np.bool_)})
    assert whole().id == "new"

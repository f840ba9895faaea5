"""The shipped rulebooks against cases that are written as data: tests/rulebook_cases/<rulebook>.toml.

As tests/cases/, with the rulebook in the file's name: what breaks a limit of that call, what just does not, its boundary days,
and what it leaves open.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from support import LIMIT_RULES, case_grids, in_order, told

from nqi_limits.checking import check_grids
from nqi_limits.rulebooks import DEFAULT
from nqi_limits.rulebooks.load import load_rulebook, shipped_names

if TYPE_CHECKING:
    from collections.abc import Iterator

FILES = sorted((Path(__file__).parent / "rulebook_cases").glob("*.toml"))


def cases() -> Iterator[Any]:
    for path in FILES:
        book = tomllib.loads(path.read_text(encoding="utf-8"))
        for case in book["case"]:
            yield pytest.param(
                path.stem, {**book.get("sheets", {}), **case["sheets"]}, case, id=f"{path.stem}: {case['name']}"
            )


@pytest.mark.parametrize(("rulebook", "sheets", "case"), list(cases()))
def test_a_case_gives_just_the_findings_it_lists(rulebook: str, sheets: dict[str, str], case: dict[str, Any]) -> None:
    report = check_grids(case_grids(sheets), rulebook=rulebook, readings=case.get("readings", {}))
    rules = case.get("rules", LIMIT_RULES)
    whole = [{"applications": [], "ongoing": [], "readings": [], "organisations": [], **one} for one in case["expect"]]
    assert told(report.findings, rules) == in_order({"falls": one["applications"], **one} for one in whole)


def test_every_other_call_has_cases_that_break_it_hold_and_hang_on_what_is_open() -> None:
    assert {path.stem for path in FILES} == set(shipped_names()) - {DEFAULT}
    for path in FILES:
        found = [case["expect"] for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]]
        assert any(one["severity"] == "violation" for expect in found for one in expect), path.name
        assert any(expect == [] for expect in found), path.name
        open_ones = {name for name in load_rulebook(path.stem).readings if name.startswith("open-")}
        hung = {name for expect in found for one in expect for name in one.get("readings", [])}
        assert open_ones - hung <= {"open-extension"}, path.name

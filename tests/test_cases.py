"""The rules against cases that are written as data: tests/cases/<rule>.toml, and identity.toml for who is who.

A file may give sheets that all its cases have; ⏎ in a cell is a line break. A case lists every finding of the rules that it
asks (by default the rule that the file is named after), with all that the finding rests on; `falls` is `applications` where it
is not given, and nothing for a note of form review. `accepted` gives the sheets of the accepted list of an earlier day. It may
also say how often these rules could not be decided (`unchecked`, as "rule count") and what becomes of
applications (`verdicts`, with somebody in an ongoing project, so that limits are decided).
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from support import case_grids, in_order, told

from nqi_limits.checking import check_grids
from nqi_limits.rules.form.rule import FormRule
from nqi_limits.rules.registry import all_rules

if TYPE_CHECKING:
    from collections.abc import Iterator

FILES = sorted((Path(__file__).parent / "cases").glob("*.toml"))
FIELDS = {"rule", "severity", "person", "applications", "ongoing", "falls", "readings", "organisations"}

SOMEBODY_ELSE = "项目编号 | 姓名 | 证件号码 | 角色\n2020YFF0290100 | 旁人甲 | <31> | 项目骨干"
RULES = {rule.id: rule for rule in all_rules()}


def cases() -> Iterator[Any]:
    for path in FILES:
        book = tomllib.loads(path.read_text(encoding="utf-8"))
        for case in book["case"]:
            rules = case.get("rules", book.get("rules", [path.stem]))
            sheets = {**book.get("sheets", {}), **case.get("sheets", {})}
            more = {name: case[name] for name in ("unchecked", "verdicts", "accepted") if name in case}
            yield pytest.param(
                rules, case.get("readings", {}), sheets, case["expect"], more, id=f"{path.stem}: {case['name']}"
            )


def expected(entry: dict[str, Any], rules: list[str]) -> dict[str, Any]:
    unknown = entry.keys() - FIELDS
    assert not unknown, f"a case expects something that is not compared: {unknown}"
    whole = {
        "rule": rules[0],
        "person": "",
        "applications": [],
        "ongoing": [],
        "readings": [],
        "organisations": [],
        **entry,
    }
    undecided = whole["severity"] == "note" and isinstance(RULES.get(whole["rule"]), FormRule)
    return {"falls": [] if undecided else whole["applications"], **whole}


@pytest.mark.parametrize(("rules", "readings", "sheets", "expect", "more"), list(cases()))
def test_a_case_gives_just_the_findings_it_lists(
    rules: list[str],
    readings: dict[str, str],
    sheets: dict[str, str],
    expect: list[dict[str, Any]],
    more: dict[str, Any],
) -> None:
    select = rules if more.keys() - {"accepted"} else ()
    if "verdicts" in more:
        sheets = {"在研人员": SOMEBODY_ELSE, **sheets}
    accepted = case_grids(more.get("accepted", {}))
    report = check_grids(case_grids(sheets), readings=readings, select=select, accepted=accepted)
    assert told(report.findings, rules) == in_order(expected(entry, rules) for entry in expect)
    if "unchecked" in more:
        assert sorted(f"{one.rule} {one.count}" for one in report.unchecked) == sorted(more["unchecked"])
    verdicts = {one.id: str(one.verdict) for one in report.applications}
    assert {number: verdicts[number] for number in more.get("verdicts", {})} == more.get("verdicts", {})


def test_every_file_of_cases_is_about_rules_that_exist() -> None:
    ids = {rule.id for rule in all_rules()}
    for path in FILES:
        book = tomllib.loads(path.read_text(encoding="utf-8"))
        named = {rule for case in book["case"] for rule in case.get("rules", [])} | set(book.get("rules", [path.stem]))
        assert named <= ids, path.name
        names = [case["name"] for case in book["case"]]
        assert len(names) == len(set(names)), path.name

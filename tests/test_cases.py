"""The rules against cases that are written as data: tests/cases/<rule>.toml, and identity.toml for who is who.

A file may give sheets that all its cases have. A case lists every finding of the rules that it asks (by default the rule
that the file is named after), with all that the finding rests on; `falls` is `applications` where it is not given.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from support import case_grids, in_order, told

from nqi_limits.checking import check_grids
from nqi_limits.rules.registry import all_rules

if TYPE_CHECKING:
    from collections.abc import Iterator

FILES = sorted((Path(__file__).parent / "cases").glob("*.toml"))
FIELDS = {"rule", "severity", "person", "applications", "ongoing", "falls", "readings"}


def cases() -> Iterator[Any]:
    for path in FILES:
        book = tomllib.loads(path.read_text(encoding="utf-8"))
        for case in book["case"]:
            rules = case.get("rules", book.get("rules", [path.stem]))
            sheets = {**book.get("sheets", {}), **case.get("sheets", {})}
            yield pytest.param(
                rules, case.get("readings", {}), sheets, case["expect"], id=f"{path.stem}: {case['name']}"
            )


def expected(entry: dict[str, Any], rules: list[str]) -> dict[str, Any]:
    unknown = entry.keys() - FIELDS
    assert not unknown, f"a case expects something that is not compared: {unknown}"
    whole = {"rule": rules[0], "applications": [], "ongoing": [], "readings": [], **entry}
    return {"falls": whole["applications"], **whole}


@pytest.mark.parametrize(("rules", "readings", "sheets", "expect"), list(cases()))
def test_a_case_gives_just_the_findings_it_lists(
    rules: list[str], readings: dict[str, str], sheets: dict[str, str], expect: list[dict[str, Any]]
) -> None:
    report = check_grids(case_grids(sheets), readings=readings)
    assert told(report.findings, rules) == in_order(expected(entry, rules) for entry in expect)


def test_every_file_of_cases_is_about_rules_that_exist() -> None:
    ids = {rule.id for rule in all_rules()}
    for path in FILES:
        book = tomllib.loads(path.read_text(encoding="utf-8"))
        named = {rule for case in book["case"] for rule in case.get("rules", [])} | set(book.get("rules", [path.stem]))
        assert named <= ids, path.name
        names = [case["name"] for case in book["case"]]
        assert len(names) == len(set(names)), path.name

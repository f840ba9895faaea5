"""The examples of docs/people.md come out as the page says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from nqi_limits.checking import check_grids
from nqi_limits.rules.examples import grids_from_tables
from nqi_limits.rules.registry import all_rules, rule_ids
from nqi_limits.rules.rule import DataRule, LimitRule
from nqi_limits.words.catalogue import say

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "people.md").read_text(encoding="utf-8")
# The rest of form review says what it did not find in an example; the page is not about that.
RULES = {rule.id for rule in all_rules() if isinstance(rule, DataRule | LimitRule)}
EXAMPLES = re.findall(r"^```例\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def parsed(example: str) -> tuple[dict[str, str], list[str]]:
    """The sheets of an example, and the findings that it says there are: "severity rule person"."""
    sheets: dict[str, str] = {}
    expected: list[str] = []
    for line in example.splitlines():
        if line.startswith("→"):
            expected.append(line.removeprefix("→").strip())
        elif line.startswith("【"):
            sheets[line.strip("【】")] = ""
        else:
            sheets[list(sheets)[-1]] += f"{line}\n"
    return sheets, [] if expected == ["没有发现"] else expected


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_gives_just_what_the_page_says(example: str) -> None:
    sheets, expected = parsed(example)
    findings = check_grids(grids_from_tables(sheets)).findings
    told = [
        f"{say(f'severity.{one.severity}', 'zh')} {one.rule} {one.person.name if one.person else ''}".strip()
        for one in findings
        if one.rule in RULES
    ]
    assert sorted(told) == sorted(expected)


def test_the_page_has_examples_and_names_rules_that_exist() -> None:
    assert len(EXAMPLES) > 5
    named = set(re.findall(r"^\| `([a-z-]+)` \|", PAGE, re.MULTILINE))
    assert named
    assert named <= set(rule_ids())

"""How grave it is to break a clause is the rulebook's to say: the same facts under each grade, for every rule that has one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support import LIMIT_RULES

from nqi_limits.checking import check_grids
from nqi_limits.rulebooks.load import load_rulebook
from nqi_limits.rules.examples import grids_from_tables
from nqi_limits.rules.explaining import explain
from nqi_limits.rules.grading import OPEN_GRADE
from nqi_limits.rules.registry import all_rules
from nqi_limits.words.catalogue import LANGUAGES, entry, said

if TYPE_CHECKING:
    from pathlib import Path

GRADED = [rule.id for rule in all_rules() if list(rule.grades(load_rulebook("nqi-2022")))]
HEAD = 'extends = "nqi-2022"\nname = "mine"\ntitle = { zh = "甲", en = "A" }\n'
ABOUT = 'checked = 2026-01-01\nsays = { zh = "甲", en = "a" }\n'


def graded(folder: Path, rule: str, grade: str) -> str:
    """A rulebook in which the entry that the rule decides by has this grade."""
    if rule in LIMIT_RULES:
        key = "leaving_grade" if rule == "left-ongoing-project" else "grade"
        text = f'[[limit_sets]]\nid = "national"\n{ABOUT}{key} = "{grade}"\n'
    else:
        text = f'[form_review.{rule}]\n{ABOUT}grade = "{grade}"\n'
    path = folder / f"{grade}.toml"
    path.write_text(HEAD + text, encoding="utf-8")
    return str(path)


def severities(rule: str, rulebook: str, readings: dict[str, str]) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Severity and readings of what the rule says of its own example, by finding; all of it can be said."""
    example = entry(f"rule.{rule}.breaks")
    accepted = grids_from_tables(example.get("accepted", {}))
    report = check_grids(grids_from_tables(example["sheets"]), rulebook=rulebook, readings=readings, accepted=accepted)
    found = [one for one in report.findings if one.rule == rule]
    for one in found:
        for lang in LANGUAGES:
            assert "{" not in said(one.message, lang) + said(one.advice, lang)
    return {one.id: (str(one.severity), one.readings) for one in found}


@pytest.mark.parametrize("rule", GRADED)
def test_what_breaks_a_rule_for_certain_has_the_grade_of_its_entry(tmp_path: Path, rule: str) -> None:
    settled = {"topic-leader-leads-topic": "strict"}  # so that each example breaks its rule for certain somewhere
    flatly = severities(rule, graded(tmp_path, rule, "violation"), settled)
    certain = {one for one, (severity, _) in flatly.items() if severity == "violation"}
    assert certain
    review = {one: ("review", ()) if one in certain else told for one, told in flatly.items()}
    hanging = {one: ("review", (OPEN_GRADE,)) if one in certain else told for one, told in flatly.items()}
    assert severities(rule, graded(tmp_path, rule, "review"), settled) == review
    is_open = graded(tmp_path, rule, "open")
    assert severities(rule, is_open, settled) == hanging
    assert severities(rule, is_open, {**settled, OPEN_GRADE: "lenient"}) == review
    assert severities(rule, is_open, {**settled, OPEN_GRADE: "strict"}) == flatly


@pytest.mark.parametrize("rule", GRADED)
def test_a_rule_is_explained_with_its_grade(tmp_path: Path, rule: str) -> None:
    told = [explain(rule, "zh", load_rulebook(graded(tmp_path, rule, one))) for one in ("violation", "review", "open")]
    assert ["violation" in one.severities for one in told] == [True, False, True]
    assert len({one.decides for one in told}) == 3


def test_the_reading_of_the_grade_is_there_only_where_a_rulebook_leaves_one_open(tmp_path: Path) -> None:
    assert OPEN_GRADE not in load_rulebook("nqi-2022").readings
    assert load_rulebook(graded(tmp_path, "leader-months", "open")).readings[OPEN_GRADE] == "open"

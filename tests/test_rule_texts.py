"""Every registered rule is explained in both languages, and its worked examples come out as they say."""

from __future__ import annotations

import datetime as dt
import importlib.util
import string
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from nqi_limits.checking import check_grids
from nqi_limits.errors import UsageProblem
from nqi_limits.rulebooks.load import load_rulebook
from nqi_limits.rulebooks.model import READINGS
from nqi_limits.rules.examples import grids_from_tables, rows_of
from nqi_limits.rules.explaining import explain, explain_reading, rule_facts
from nqi_limits.rules.registry import all_rules
from nqi_limits.values.id_numbers import IdKind, read_id_number
from nqi_limits.words.catalogue import LANGUAGES, entry, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nqi_limits.rules.explaining import Example

ROOT = Path(__file__).resolve().parent.parent
RULEBOOK = load_rulebook("nqi-2022")
RULE_IDS = [rule.id for rule in all_rules()]
# What fills the advice of every finding, and what a rule's own breach adds.
ADVICE_BLANKS = {"name", "applications", "projects", "readings", "leaving"}
OWN_BLANKS = {"one-lead-application": {"limit"}, "topic-count": {"kind", "limit"}}


def sentences(node: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], dict[str, str]]]:
    """Every entry under a node that is said to the user, with its path; the sheets of examples are left out."""
    if not isinstance(node, dict) or path[-1:] in (("sheets",), ("accepted",)):
        return
    if set(LANGUAGES) & node.keys():
        yield path, node
    for key, value in node.items():
        yield from sentences(value, (*path, key))


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def found(example: Example, rule_id: str) -> list[tuple[str, str]]:
    report = check_grids(grids_from_tables(example.sheets), accepted=grids_from_tables(example.accepted))
    return sorted(
        (str(one.severity), one.person.name if one.person else "") for one in report.findings if one.rule == rule_id
    )


@pytest.mark.parametrize("rule_id", RULE_IDS)
def test_every_sentence_of_a_rule_is_there_in_both_languages_with_the_same_blanks(rule_id: str) -> None:
    told = dict(sentences(entry(f"rule.{rule_id}")))
    assert {("title",), ("asks",), ("decides",), ("breaks",), ("holds",)} <= told.keys()
    assert any(path[0] == "message" for path in told)
    for path, texts in told.items():
        assert all(texts.get(lang, "").strip() for lang in LANGUAGES), path
        assert blanks(texts["zh"]) == blanks(texts["en"]), path


@pytest.mark.parametrize("rule", all_rules(), ids=RULE_IDS)
def test_a_rule_has_advice_on_what_breaks_it_and_for_each_severity_it_gives_besides_and_no_other(rule: Any) -> None:
    advice = entry(f"rule.{rule.id}.advice")
    certain = ["violation"] if rule.grades(RULEBOOK) else []
    assert set(advice) == {*certain, *map(str, rule.severities)}
    known = ADVICE_BLANKS | OWN_BLANKS.get(rule.id, set())
    assert all(blanks(texts[lang]) <= known for _, texts in sentences(advice) for lang in LANGUAGES)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("rule_id", RULE_IDS)
def test_an_explanation_leaves_no_blank_unfilled(rule_id: str, lang: str) -> None:
    explanation = explain(rule_id, lang, RULEBOOK)
    told = [explanation.title, explanation.asks, *explanation.decides, *explanation.clauses]
    told += [text for one in explanation.readings for text in (one.title, one.lenient, one.strict, one.ask)]
    assert all(told)
    assert not [text for text in told if "{" in text or "}" in text]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", READINGS)
def test_every_reading_has_two_different_sides_and_a_way_to_settle_it(name: str, lang: str) -> None:
    reading = explain_reading(name, lang, RULEBOOK)
    assert reading.title
    assert reading.ask
    assert reading.lenient != reading.strict
    assert reading.setting == RULEBOOK.readings[name]  # type: ignore[index]


def test_the_numbers_of_an_explanation_come_from_the_rulebook() -> None:
    limits = RULEBOOK.limits.model_copy(update={"max_total": 7, "max_led_applications": 5})
    other = RULEBOOK.model_copy(update={"limit_sets": [limits]})
    assert "7" in explain("two-project-total", "zh", other).asks
    assert "5" in explain("one-lead-application", "en", other).asks
    assert rule_facts(other, "zh")["total_limit"] == 7


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_young_members_and_young_projects_are_asked_is_told_in_their_own_numbers(lang: str) -> None:
    form = RULEBOOK.form_review
    members = form.young_member_age.model_copy(update={"men_born_from": dt.date(1993, 4, 5)})  # type: ignore[union-attr]
    topics = form.topic_count.model_copy(update={"young_at_most": 3})  # type: ignore[union-attr]
    other = RULEBOOK.model_copy(
        update={"form_review": form.model_copy(update={"young_member_age": members, "topic_count": topics})}
    )
    assert "1993-04-05" in explain("young-member-age", lang, other).asks
    assert "1984-01-01" not in explain("young-member-age", lang, other).asks
    assert "3" in explain("topic-count", lang, other).asks


@pytest.mark.parametrize("lang", LANGUAGES)
def test_whether_leaders_of_ongoing_projects_may_join_is_told_as_the_limits_say(lang: str) -> None:
    joining = (RULEBOOK.limits.leader_may_not_join, [], ["national-key-rd"])
    told = []
    for programmes in joining:
        limits = RULEBOOK.limits.model_copy(update={"leader_may_not_join": programmes})
        other = RULEBOOK.model_copy(update={"limit_sets": [limits]})
        told.append(explain("ongoing-leader-applies", lang, other).asks)
    assert len(set(told)) == len(joining)
    key_rd = next(one.name for one in RULEBOOK.programmes if one.id == "national-key-rd")
    assert [getattr(key_rd, lang) in asks for asks in told] == [False, False, True]


@pytest.mark.parametrize("rule_id", RULE_IDS)
def test_the_example_that_breaks_a_rule_gives_just_what_it_says(rule_id: str) -> None:
    example = explain(rule_id, "zh", RULEBOOK).breaks
    expected = sorted((one.severity, one.person) for one in example.expect)
    assert expected
    assert found(example, rule_id) == expected


@pytest.mark.parametrize("rule_id", RULE_IDS)
def test_the_example_that_just_holds_gives_nothing_of_that_rule(rule_id: str) -> None:
    example = explain(rule_id, "zh", RULEBOOK).holds
    assert not example.expect
    assert found(example, rule_id) == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("rule_id", RULE_IDS)
def test_everything_a_finding_says_can_be_said(rule_id: str, lang: str) -> None:
    example = explain(rule_id, lang, RULEBOOK).breaks
    report = check_grids(grids_from_tables(example.sheets), accepted=grids_from_tables(example.accepted))
    assert report.findings
    for finding in report.findings:
        for wording in filter(None, (finding.message, finding.advice, finding.arithmetic)):
            text = said(wording, lang)
            assert text.strip()
            assert "{" not in text
            assert "None" not in text


@pytest.mark.parametrize("rule_id", RULE_IDS)
def test_no_id_number_of_an_example_can_belong_to_anyone(rule_id: str) -> None:
    numbers = []
    for which in ("breaks", "holds"):
        told = entry(f"rule.{rule_id}.{which}")
        for table in (*told["sheets"].values(), *told.get("accepted", {}).values()):
            header, *rows = rows_of(table)
            numbers += [row[header.index("证件号码")] for row in rows if "证件号码" in header]
    for written in filter(None, numbers):
        number = read_id_number(written)
        assert number.kind in (IdKind.RESIDENT, IdKind.LOST_DIGITS)
        assert written.startswith("9900") or (number.birth and number.birth.year < 1850)


def test_an_unknown_rule_is_wrong_usage() -> None:
    with pytest.raises(UsageProblem):
        explain("no-such-rule", "zh", RULEBOOK)


def test_a_pipe_table_keeps_empty_cells_blank_rows_and_refuses_a_row_that_is_too_long() -> None:
    (grid,) = grids_from_tables({"申报人员": "申报编号 | 姓名 | 角色\n | 甲\n # a remark\n\n | | \n"})
    assert grid.rows == [["申报编号", "姓名", "角色"], ["", "甲", ""], ["", "", ""]]
    with pytest.raises(ValueError, match="more cells"):
        grids_from_tables({"申报人员": "姓名 | 角色\n甲 | 骨干 | 多出来的"})


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", ["rules", "clauses"])
def test_the_page_on_disk_is_what_the_script_writes(page: str, lang: str) -> None:
    spec = importlib.util.spec_from_file_location("make_docs", ROOT / "scripts" / "make_docs.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    written = (ROOT / "docs" / script.page_name(page, lang)).read_text(encoding="utf-8")
    assert written == script.PAGES[page](lang, RULEBOOK)

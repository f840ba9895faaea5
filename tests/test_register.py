"""The register of clauses: every clause is in somebody's hands, and it follows the rules and the rulebook by itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from support import case_grids

from nqi_limits.checking import check_grids
from nqi_limits.cli.app import run
from nqi_limits.findings.making import DATA
from nqi_limits.outputs.clauses import coverage_lines
from nqi_limits.outputs.telling import Teller
from nqi_limits.rulebooks.entries import all_entries
from nqi_limits.rulebooks.load import load_rulebook, shipped_names
from nqi_limits.rules import register as module
from nqi_limits.rules.register import register
from nqi_limits.rules.registry import all_rules
from nqi_limits.rules.rule import DataRule
from nqi_limits.words.catalogue import LANGUAGES, entry

if TYPE_CHECKING:
    from nqi_limits.rules.register import Registered
    from nqi_limits.rules.rule import Rule

GUIDE = [f"资格 {item}" for item in range(1, 9)] + [
    *("形审 1", "形审 1(2)", "形审 1(3)"),
    *("形审 2", "形审 2(1)", "形审 2(2)", "形审 2(4)"),
    *("形审 3", "形审 3(1)", "形审 3(2)"),
    *("形审 4", "形审 4(2)"),
    "指南总体部分",
]
RULEBOOK = load_rulebook("nqi-2022")


def by_id(rulebook: str = "nqi-2022") -> dict[str, Registered]:
    return {one.id: one for one in register(load_rulebook(rulebook), "zh")}


def test_every_clause_of_the_guide_is_listed_in_its_order() -> None:
    assert list(by_id()) == GUIDE


def test_no_clause_is_in_nobodys_hands() -> None:
    assert [one.id for one in register(RULEBOOK, "zh") if not one.in_hands or one.missing] == []


@pytest.mark.parametrize("name", shipped_names())
def test_every_clause_that_a_rulebook_cites_is_listed_in_it_in_both_languages(name: str) -> None:
    for lang in LANGUAGES:
        assert all(one.about for one in register(load_rulebook(name), lang))


@pytest.mark.parametrize("rule", all_rules(), ids=[rule.id for rule in all_rules()])
def test_a_rule_rests_on_clauses_of_the_guide_unless_it_is_about_the_data(rule: Rule) -> None:
    cited = set(rule.clauses_under(RULEBOOK))
    assert cited == set(DATA) if isinstance(rule, DataRule) else cited and cited <= set(GUIDE)


def test_a_rule_that_is_not_registered_leaves_its_clause_unchecked(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "leader-birth-date" in by_id()["形审 2(1)"].rules
    monkeypatch.setattr(module, "all_rules", lambda: [one for one in all_rules() if one.id != "leader-birth-date"])
    clauses = by_id()
    assert clauses["形审 2(1)"].missing == ("leader-birth-date",)
    assert not clauses["形审 2(1)"].in_hands
    assert clauses["资格 2"].missing == ("leader-birth-date",)
    assert clauses["资格 2"].rules


def test_another_call_lists_its_own_clauses_and_says_what_it_leaves_open() -> None:
    clauses = by_id("nkrd-2023")
    assert list(clauses) == ["年度指南", "国科办资〔2022〕107号"]
    assert "two-project-total" in clauses["国科办资〔2022〕107号"].rules
    assert "one-lead-application" not in clauses["国科办资〔2022〕107号"].rules
    assert "leader-months" in clauses["年度指南"].left_open
    assert "leader-months" not in clauses["年度指南"].rules


@pytest.mark.parametrize("name", [name for name in shipped_names() if name.startswith("nkrd-")])
def test_another_call_inherits_no_clause_of_this_guide(name: str) -> None:
    cited = {clause for _, one in all_entries(load_rulebook(name)) for clause in one.clauses}
    assert cited
    assert not cited & set(GUIDE)


def test_what_a_call_does_not_ask_is_decided_by_no_rule(tmp_path: object) -> None:
    path = tmp_path / "mine.toml"  # type: ignore[operator]
    path.write_text(
        'extends = "nqi-2022"\nname = "mine"\ntitle = { zh = "甲", en = "A" }\n'
        'drop = ["form_review.leader-birth-date", "clauses.形审 2(1)"]\n'
        '[[clauses]]\nid = "资格 9"\nabout = { zh = "乙", en = "B" }\n',
        encoding="utf-8",
    )
    clauses = by_id(str(path))
    assert "形审 2(1)" not in clauses
    assert "leader-birth-date" not in clauses["资格 2"].rules
    assert not clauses["资格 9"].in_hands


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_register_is_printed(capsys: pytest.CaptureFixture[str], lang: str) -> None:
    assert run(["rules", "--clauses", "--lang", lang]) == 0
    shown = capsys.readouterr().out
    assert [clause for clause in GUIDE if clause not in shown] == []
    assert "two-project-total" in shown
    assert run(["rules", "--clauses", "two-project-total", "--lang", lang]) == 0
    part = capsys.readouterr().out
    assert "资格 4" in part
    assert "资格 5" not in part
    assert run(["rules", "--clauses", "no-such-rule", "--lang", lang]) == 2


def test_rules_and_clauses_are_given_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "--clauses", "--format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["rulebook"] == "nqi-2022"
    assert [one["id"] for one in document["clauses"]] == GUIDE
    assert run(["rules", "--format", "json"]) == 0
    assert [one["rule"] for one in json.loads(capsys.readouterr().out)["rules"]] == [rule.id for rule in all_rules()]
    assert run(["rules", "leader-birth-date", "--rulebook", "nkrd-2023", "--format", "json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)["rules"]
    assert told["clauses"] == ["年度指南"]
    assert "1963-01-01" in told["sets"][0]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_check_says_which_clauses_it_looked_at_whole_in_part_and_not_at_all(lang: str) -> None:
    grids = case_grids(
        {
            "申报人员": "申报编号 | 姓名 | 证件号码 | 角色\nN-1 | 甲乙丙 | <7> | 项目负责人\n",
            "在研人员": "项目编号 | 姓名 | 证件号码 | 角色\n2021YFF0212300 | 丁戊己 | <8> | 项目骨干\n",
        }
    )
    report = check_grids(grids)
    told = {
        key: entry("register")[key][lang].partition("{")[0] for key in ("whole", "partly", "not-checked", "on-paper")
    }

    def line(key: str, left_out: tuple[str, ...]) -> str:
        found = [one for one in coverage_lines(report, Teller(report, lang), left_out) if one.startswith(told[key])]
        return found[0] if found else ""

    assert "资格 4" in line("whole", ())
    assert "资格 2" in line("partly", ())
    assert "资格 8" in line("on-paper", ())
    assert "资格 4" in line("partly", ("two-project-total",))
    limit_rules = by_id()["资格 4"].rules
    assert "资格 4" in line("not-checked", limit_rules)

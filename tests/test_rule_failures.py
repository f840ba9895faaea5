"""A rule that raises becomes one finding about itself, and the run goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from support import case_grids

from nqi_limits import checking
from nqi_limits.findings.model import Severity, Verdict
from nqi_limits.rules.registry import all_rules
from nqi_limits.words.catalogue import said

if TYPE_CHECKING:
    from nqi_limits.rules.rule import Rule

SECRET = "990001197001010016"
SHEETS = {
    "人员": "姓名 | 证件号码 | 出生日期 | 职称 | 最高学位\n邵行知 | <1> | 1950-01-01 | 讲师 | 硕士",
    "申报人员": "申报编号 | 姓名 | 证件号码 | 角色\nNQI-001 | 邵行知 | <1> | A\nNQI-002 | 邵行知 | <1> | A",
    "在研人员": "项目编号 | 姓名 | 证件号码 | 角色\n2020YFF0290100 | 邹衡 | <2> | 待核",
}


def fails(*_: object, **__: object) -> Any:
    raise KeyError(SECRET)


@pytest.mark.parametrize("rule_id", ["leader-birth-date", "one-lead-application", "unknown-role"])
def test_a_rule_that_raises_is_told_and_does_not_pass(rule_id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rule: Rule = next(one for one in all_rules() if one.id == rule_id)
    whole = checking.check_grids(case_grids(SHEETS))
    assert rule_id in {one.rule for one in whole.findings}
    monkeypatch.setattr(type(rule), "check", fails)
    report = checking.check_grids(case_grids(SHEETS))
    (failed,) = [one for one in report.findings if one.rule == rule_id]
    assert failed.severity is Severity.REVIEW
    assert failed.person is None
    others = {one.id for one in whole.findings if one.rule != rule_id}
    assert {one.id for one in report.findings} - {failed.id} == others
    assert [one.count for one in report.unchecked if one.rule == rule_id] == [2]
    assert Verdict.CLEAR not in {one.verdict for one in report.applications}
    for lang in ("zh", "en"):
        assert "KeyError" in said(failed.message, lang)
        assert SECRET not in said(failed.message, lang)


def test_a_rule_whose_screen_raises_is_told_too(monkeypatch: pytest.MonkeyPatch) -> None:
    rule = next(one for one in all_rules() if one.id == "two-project-total")
    monkeypatch.setattr(type(rule), "concerns", fails)
    report = checking.check_grids(case_grids(SHEETS))
    assert [str(one.severity) for one in report.findings if one.rule == rule.id] == ["review"]
    assert "violation" in {str(one.severity) for one in report.findings if one.rule == "one-lead-application"}

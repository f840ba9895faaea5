"""Pairs that are too many to compare are counted among what was not checked, and a typing slip is never among them in silence."""

from __future__ import annotations

import pytest
from support import case_grids

from nqi_limits.checking import check_grids
from nqi_limits.findings.model import Verdict
from nqi_limits.rules import alike

NAMESAKES = "\n".join(
    [
        "申报编号 | 姓名 | 证件号码 | 工作单位 | 角色",
        *(f"NQI-{n:03d} | 周启明 | | 单位{n} | 课题负责人" for n in range(6)),
    ]
)
SLIP = (
    "NQI-101 | 闻霁川 | 990001198105123018 | 东海大学 | 项目负责人\n"
    "NQI-102 | 闻霁川 | 990001198105123618 | 南岭学院 | 项目负责人"
)


def unchecked(sheet: str) -> tuple[dict[str, int], dict[str, Verdict], list[str]]:
    others = "项目编号 | 姓名 | 证件号码 | 角色\n2020YFF0290100 | 旁人甲 | <31> | 项目骨干"
    report = check_grids(case_grids({"申报人员": sheet, "在研人员": others}), ignore=["leader-birth-date"])
    counts = {one.rule: one.count for one in report.unchecked if one.why.key == "gaps.too-many-pairs"}
    return counts, {one.id: one.verdict for one in report.applications}, sorted({one.rule for one in report.findings})


def test_nothing_is_left_out_of_files_of_the_usual_size() -> None:
    counts, _, rules = unchecked(f"{NAMESAKES}\n{SLIP}")
    assert counts == {}
    assert {"near-id", "possible-same-person"} <= set(rules)


def test_past_the_limit_pairs_are_counted_and_slips_in_numbers_still_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alike, "MOST_PAIRS", 0)
    counts, _, rules = unchecked(f"{NAMESAKES}\n{SLIP}")
    assert counts == {"possible-same-person": 15}
    assert "near-id" in rules
    assert "possible-same-person" not in rules


def test_a_name_that_very_many_share_leaves_its_applications_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alike, "MOST_NAMESAKES", 5)
    counts, verdicts, _ = unchecked(NAMESAKES)
    assert counts == {"near-id": 15, "possible-same-person": 15}
    assert Verdict.CLEAR not in verdicts.values()

"""Verdicts by application where a violation stands elsewhere and an open reading decides whether this one falls too."""

from __future__ import annotations

import pytest
from support import case_grids

from nqi_limits.checking import check_grids

KEY_IN_THREE = """
申报编号 | 姓名   | 证件号码 | 工作单位 | 角色
NQI-001  | 周启明 | <1>      | 东海大学 | 项目骨干
NQI-002  | 周启明 | <1>      | 东海大学 | 项目骨干
NQI-003  | 周启明 | <1>      | 东海大学 | 项目骨干
"""
ONGOING = """
项目编号       | 姓名   | 证件号码 | 工作单位 | 角色
2020YFF0210100 | 吴映雪 | <2>      | 东海大学 | 项目骨干
"""


@pytest.mark.parametrize(
    ("row", "reading"),
    [
        ("NQI-004 | 周启明 | <1> | 东海大学 | 参与人员", "ordinary-member"),
        ("NQI-004 | 周启明 |     | 东海大学 | 项目骨干", "same-name-org"),
    ],
    ids=["ordinary member", "same name and organisation"],
)
def test_an_application_that_may_fall_is_never_clear(row: str, reading: str) -> None:
    grids = case_grids({"在研人员": ONGOING, "申报人员": KEY_IN_THREE + row + "\n"})
    seen = {}
    for setting in ("lenient", "open", "strict"):
        report = check_grids(grids, readings={reading: setting}, select=["two-project-total"])
        (finding,) = report.findings
        assert finding.severity == "violation"
        verdict = {one.id: str(one.verdict) for one in report.applications}["NQI-004"]
        seen[setting] = ("NQI-004" in finding.falls, verdict, bool(report.unchecked))
    assert seen == {
        "lenient": (False, "clear", False),
        "open": (False, "unchecked", True),
        "strict": (True, "violation", False),
    }


@pytest.mark.parametrize(
    ("header", "verdict"),
    [("课题负责人及单位", "unchecked"), ("学院负责人", "clear"), ("项目负责人签字", "clear")],
)
def test_an_application_whose_leaders_were_not_read_is_never_clear(header: str, verdict: str) -> None:
    listed = f"""
申报编号 | 项目名称 | 项目负责人 | 项目负责人证件号码 | {header}
NQI-001  | 某研究   | 周启明     | <1>                | 吴映雪 东海大学
NQI-002  | 另一研究 | 郑云开     | <3>                | 冯知秋 南山大学
"""
    report = check_grids(case_grids({"在研人员": ONGOING, "申报": listed}), select=["two-project-total"])
    assert {one.id: str(one.verdict) for one in report.applications} == {"NQI-001": verdict, "NQI-002": verdict}
    assert bool(report.unchecked) == (verdict == "unchecked")

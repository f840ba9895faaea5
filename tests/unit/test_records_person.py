"""What a person is called, and by which organisation, does not hang on how these are spelled."""

from __future__ import annotations

import pytest
from support import case_grids

from nqi_limits.checking import check_grids

PROJECTS = """
项目编号        | 姓名 | 证件号码 | 角色       | 工作单位   | 结束日期
2020YFF0600100 | 张三 | <1>     | 项目负责人 | {one}      | 2024-12-31
2020YFF0600200 | 张三 | <1>     | 课题负责人 | {other}    | 2024-12-31
"""
APPLICATIONS = """
申报编号    | 姓名 | 证件号码 | 角色
NQI2022-001 | 张三 | <1>     | 项目负责人
"""
ONE, OTHER = "某(计量)研究院", "某大学"


@pytest.mark.parametrize("one", [ONE, "某（计量）研究院", "某〔计量〕研究院", "某【计量】研究院", "某( 计量 )研究院"])
@pytest.mark.parametrize("other", [OTHER, "某 大学", "某大学 "])
def test_a_finding_keeps_its_id_whichever_way_organisations_are_spelled(one: str, other: str) -> None:
    def ids(one: str, other: str) -> list[str]:
        sheets = {"在研项目": PROJECTS.format(one=one, other=other), "申报项目": APPLICATIONS}
        return [finding.id for finding in check_grids(case_grids(sheets), select=["two-project-total"]).findings]

    assert ids(ONE, OTHER)
    assert ids(one, other) == ids(ONE, OTHER)

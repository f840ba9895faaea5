"""A rulebook whose call does not tell what leaders of ongoing projects and topics may do: the reading `open-bar` tries both."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support import case_grids, told

from nqi_limits.checking import check_grids

if TYPE_CHECKING:
    from pathlib import Path

BOOK = """extends = "nqi-2022"
name = "open-bars"
title = { zh = "甲", en = "A" }
[[limit_sets]]
id = "national"
checked = 2026-11-26
leader_may_not_lead = LEAD
leader_may_not_join = JOIN
topic_leader_may_not_lead = TOPIC
says = { zh = "甲", en = "A" }
"""
ALL = '["national-major", "national-key-rd", "sti2030"]'
SHEETS = {
    "在研项目": """项目编号 | 所属计划 | 结束日期
2020YFF0290100 | 国家重点研发计划 | 2024-06-30
2020YFF0290200 | 国家重点研发计划 | 2024-06-30
""",
    "在研人员": """项目编号 | 课题编号 | 姓名 | 证件号码 | 角色
2020YFF0290100 |  | 邵行知 | <1> | 项目负责人
2020YFF0290100 |  | 池晚照 | <2> | 项目负责人
2020YFF0290200 | 2020YFF0290201 | 计海生 | <3> | 课题负责人
""",
    "申报人员": """申报编号 | 姓名 | 证件号码 | 角色
NQI-001 | 邵行知 | <1> | 项目负责人
NQI-002 | 池晚照 | <2> | 项目骨干
NQI-003 | 计海生 | <3> | 项目负责人
""",
}
LEADS, JOINS, TOPIC_LEADS = "邵行知", "池晚照", "计海生"


@pytest.mark.parametrize(
    ("lead", "join", "topic", "setting", "expect"),
    [
        ('"open"', '"open"', '"open"', "open", {LEADS: "review", JOINS: "review", TOPIC_LEADS: "review"}),
        ('"open"', '"open"', '"open"', "lenient", {}),
        ('"open"', '"open"', '"open"', "strict", dict.fromkeys((LEADS, JOINS, TOPIC_LEADS), "violation")),
        (ALL, '"open"', ALL, "open", {LEADS: "violation", JOINS: "review", TOPIC_LEADS: "violation"}),
        ('"open"', ALL, '"open"', "open", {LEADS: "violation", JOINS: "violation", TOPIC_LEADS: "review"}),
    ],
)
def test_what_is_open_is_tried_both_ways(
    tmp_path: Path, lead: str, join: str, topic: str, setting: str, expect: dict[str, str]
) -> None:
    path = tmp_path / "book.toml"
    path.write_text(BOOK.replace("LEAD", lead).replace("JOIN", join).replace("TOPIC", topic), encoding="utf-8")
    readings = {"open-bar": setting} if setting != "open" else {}
    report = check_grids(case_grids(SHEETS), rulebook=str(path), readings=readings)
    found = told(report.findings, ["ongoing-leader-applies", "ongoing-topic-leader-leads"])
    assert {one["person"]: one["severity"] for one in found} == expect
    assert {name for one in found for name in one["readings"]} == (
        {"open-bar"} if "review" in expect.values() else set()
    )

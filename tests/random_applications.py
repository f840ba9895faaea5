"""Random applications with their members and organisations: few of each, every fact near its limit, each said in one cell."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from hypothesis import strategies as st
from support import invented_id

from nqi_limits.sources.grid import Grid

if TYPE_CHECKING:
    from nqi_limits.sources.grid import Cell

RULES = (
    "org-discredited",
    "guide-direction",
    "single-recommender",
    "org-kind",
    "org-registered",
    "topic-count",
    "org-count",
    "project-period",
    "young-direction",
    "young-funding",
)
ORGANISATIONS = ("东海大学", "南岭学院", "西岭研究院", "北原公司", "中洲检测所")
TITLES = ("某计量研究", "某标准研究", "某仪器研制")
DIRECTIONS: tuple[Cell, ...] = ("1.1", 1.2, "1.2 某方向", "方向4.6", "7.3", "1.10", "某方向", "3", "")
CATEGORIES = ("一般项目", "一般项目", "青年科学家项目", "青年科学家项目", "")
RECOMMENDERS = ("云岭省科技厅", "云岭省科学技术厅", "教育部", "教育部、云岭省科学技术厅", "")
DATES: tuple[tuple[Cell, Cell], ...] = (
    ("2022-12-01", "2025-11-30"),
    ("2022-11", "2026-10"),
    ("2022-11", "2025-09"),
    ("2022-12", "2026-12"),
    ("2022-12-01", "2027-11-30"),
    ("2022年", "2025年"),
    ("2022-12-01", ""),
    ("", ""),
)
COUNTS: tuple[Cell, ...] = (0, 1, 3, "5个", 6, 10, 11, "见附件", "")
FUNDING: tuple[Cell, ...] = (200, "200万", "2000000元", 250, "待定", "")
REGISTERED: tuple[Cell, ...] = ("1998-05-04", "2021-06-29", "2021-06-30", "2021-07-01", "2021.06", "2021年", "")
KINDS = ("高等院校", "事业单位", "企业", "国家机关", "分公司", "港澳台商投资企业", "其他", "")
PLACES = ("北京", "云岭省霁州市", "中国香港", "英国", "某地", "")
ROLES = ("项目骨干", "课题骨干", "参与人员", "咨询专家", "")


def random_applications(chance: random.Random) -> list[Grid]:
    """Their sheets; somebody else is in an ongoing project, so that verdicts do not hang on the want of one."""
    numbers = [f"NQI-{number:03d}" for number in range(1, chance.randint(1, 4) + 1)]
    listed: list[list[Cell]] = []
    members: list[list[Cell]] = []
    for at, number in enumerate(numbers, start=1):
        lead = chance.choice((*ORGANISATIONS, ""))
        about = [number, chance.choice(TITLES), chance.choice(DIRECTIONS), chance.choice(CATEGORIES), lead]
        more = [chance.choice(COUNTS), chance.choice(COUNTS), chance.choice(FUNDING)]
        listed.append([*about, chance.choice(RECOMMENDERS), *chance.choice(DATES), *more])
        leader = chance.choice((at, 20))
        members.append([number, "", f"负责人{leader}", invented_id(leader), lead, "项目负责人"])
        for position in range(chance.randint(0, 7)):
            topic = chance.choice(("", 1, 2, 3, 4, 5, 6))
            person = at * 3 + position % 3
            where = chance.choice((*ORGANISATIONS, ""))
            members.append([number, topic, f"成员{person}", invented_id(person), where, chance.choice(ROLES)])
    organisations: list[list[Cell]] = [
        [
            name,
            chance.choice(KINDS),
            chance.choice(REGISTERED),
            chance.choice(PLACES),
            chance.choice(("是", "否", "否", "")),
        ]
        for name in ORGANISATIONS
        if chance.random() < 0.9
    ]
    sheets: dict[str, list[list[Cell]]] = {
        "申报项目": [
            [
                *("申报编号", "项目名称", "指南方向", "项目类别", "牵头申报单位", "推荐单位", "开始日期", "结束日期"),
                *("课题数", "参与单位数", "国拨经费（万元）"),
            ],
            *listed,
        ],
        "申报人员": [["申报编号", "课题序号", "姓名", "证件号码", "工作单位", "角色"], *members],
        "单位": [["单位名称", "单位性质", "注册日期", "注册地", "失信"], *organisations],
        "在研人员": [
            ["项目编号", "姓名", "证件号码", "角色"],
            ["2020YFF0290100", "旁人甲", invented_id(31), "项目骨干"],
        ],
    }
    return [Grid("applications.xlsx", sheet, rows) for sheet, rows in sheets.items()]


def applications() -> st.SearchStrategy[list[Grid]]:
    """Random applications by their seeds."""
    return st.integers(0, 2**32).map(lambda seed: random_applications(random.Random(seed)))

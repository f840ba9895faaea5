"""Random applications with their organisations, every fact near its limit; what each cell means is said beside it."""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING

from application_opinion import Application, Organisation
from hypothesis import strategies as st
from random_people import CATEGORIES, YES_NO, day
from support import invented_id

from nqi_limits.sources.grid import Grid

if TYPE_CHECKING:
    from application_opinion import Span

    from nqi_limits.sources.grid import Cell

NAMES = (
    "东海大学",
    "南岭学院",
    "西岭研究院",
    "北原公司",
    "中洲检测所",
    *(f"第{at}某研究所" for at in "一二三四五六七"),
)
DIRECTIONS: tuple[tuple[Cell, frozenset[str] | None], ...] = (
    ("1.1", frozenset({"1.1"})),
    (1.2, frozenset({"1.2", "1.20"})),
    ("方向１．２：某法", frozenset({"1.2"})),
    ("某法（4.6）", frozenset({"4.6"})),
    ("3.9", frozenset({"3.9"})),
    ("3.10", frozenset({"3.10"})),
    ("8.1", frozenset({"8.1"})),
    ("3", frozenset({"3"})),
    ("6", frozenset({"6"})),
    ("某方向", None),
    ("", None),
)
RECOMMENDERS: tuple[tuple[Cell, tuple[int, int]], ...] = (
    ("教育部", (1, 1)),
    ("工业和信息化部", (1, 1)),
    ("教育部、云岭省科学技术厅", (2, 2)),
    ("教育部和云岭省科学技术厅", (1, 2)),
    ("教育部\n云岭省科技厅", (1, 2)),
    ("待定", (0, 0)),
    ("", (0, 0)),
)
COUNTS: tuple[tuple[Cell, int | None], ...] = (
    (0, 0),
    (1, 1),
    ("3家", 3),
    (4, 4),
    ("5个", 5),
    (6, 6),
    (10, 10),
    (11, 11),
    ("见附件", None),
    ("", None),
)
DATES: tuple[tuple[tuple[Cell, Cell], tuple[float, float] | None], ...] = (
    (("2022-12-01", "2025-11-30"), (3, 3)),
    (("2022-12-01", "2025-10-31"), (2.9, 2.9)),
    (("2022.11", "2026年10月"), (4, 4)),
    (("2022-11-01", "2026-12-31"), (4.2, 4.2)),
    (("2022年", "2026年"), (2, 5)),
    (("2022-12-01", ""), None),
    (("", ""), None),
)
FUNDING: tuple[tuple[Cell, float | None], ...] = (
    (200, 200),
    ("200万", 200),
    ("2000000元", 200),
    ("199.99", 199.99),
    (250, 250),
    ("待定", None),
    ("", None),
)
REGISTERED: tuple[tuple[Cell, Span | None], ...] = (
    ("1998年5月4日", day(1998, 5, 4)),
    ("2021-06-29", day(2021, 6, 29)),
    ("2021.6.30", day(2021, 6, 30)),
    ("20210701", day(2021, 7, 1)),
    ("2021年6月", (dt.date(2021, 6, 1), dt.date(2021, 6, 30))),
    ("2021年", (dt.date(2021, 1, 1), dt.date(2021, 12, 31))),
    ("", None),
    ("见附件", None),
)
KINDS: tuple[tuple[Cell, bool | None], ...] = (
    ("高等院校", False),
    ("事业单位", False),
    ("企业", False),
    ("国家机关", True),
    ("其他", None),
    ("", None),
)
PLACES: tuple[tuple[Cell, bool | None], ...] = (
    ("北京", True),
    ("云岭省霁州市", True),
    ("中国香港", False),
    ("英国", False),
    ("某地", None),
    ("", None),
)
Drawn = tuple[list[Application], list[Organisation], list[Grid]]


def random_meant_applications(chance: random.Random) -> Drawn:
    """What is meant, and the sheets that say it."""
    listed_organisations: list[list[Cell]] = []
    organisations = []
    for name in NAMES:
        kind, place, date, flag = (chance.choice(one) for one in (KINDS, PLACES, REGISTERED, YES_NO))  # type: ignore[var-annotated]
        if chance.random() < 0.9:
            listed_organisations.append([name, kind[0], place[0], date[0], flag[0]])
            organisations.append(Organisation(name, kind[1], place[1], date[1], flag[1]))
        else:
            organisations.append(Organisation(name, None, None, None, None))
    listed: list[list[Cell]] = []
    members: list[list[Cell]] = []
    drafts = []
    for at in range(1, chance.randint(1, 4) + 1):
        number = f"NQI-{at:03d}"
        category, direction, recommender, topics, count, funding = (
            chance.choice(one)  # type: ignore[var-annotated]
            for one in (CATEGORIES, DIRECTIONS, RECOMMENDERS, COUNTS, COUNTS, FUNDING)
        )
        (start, end), years = chance.choice(DATES)
        names = chance.sample(NAMES, chance.choice((1, 2, 3, 4, 10, 11)))
        shown = chance.choice((0, 0, 1, 5, 6))
        listed.append(
            [
                *(number, f"第{at}项研究", category[0], direction[0], recommender[0], names[0], topics[0], count[0]),
                *(funding[0], start, end),
            ]
        )
        members.append([number, "", f"负责人{at}", invented_id(at), names[0], "项目负责人"])
        for position in range(max(len(names), shown)):
            person = at * 12 + position + 1
            where = names[position] if position < len(names) else names[0]
            topic: Cell = position + 1 if position < shown else ""
            members.append([number, topic, f"成员{person}", f"E2{person:07d}", where, "课题骨干"])
        members.append([number, "", f"专家{at}", f"E3{at:07d}", "不参加的大学", "咨询专家"])
        drafts.append(
            Application(
                number,
                category[1],
                direction[1],
                recommender[1],
                (topics[1], shown),
                (count[1], len(names)),
                years,
                funding[1],
                frozenset(names),
            )
        )
    sheets: dict[str, list[list[Cell]]] = {
        "申报项目": [
            [
                *("申报编号", "项目名称", "项目类别", "指南方向", "推荐单位", "牵头申报单位", "课题数", "参与单位数"),
                *("国拨经费（万元）", "开始日期", "结束日期"),
            ],
            *listed,
        ],
        "申报人员": [["申报编号", "课题序号", "姓名", "证件号码", "工作单位", "角色"], *members],
        "单位": [
            ["单位名称", "单位性质", "注册地", "注册日期", "失信"],
            *listed_organisations,
            ["一切都知道的大学", "高等院校", "北京", "1998-05-04", "否"],
        ],
        "在研人员": [
            ["项目编号", "姓名", "证件号码", "角色"],
            ["2020YFF0290100", "旁人甲", invented_id(31), "项目骨干"],
        ],
    }
    return drafts, organisations, [Grid("applications.xlsx", sheet, rows) for sheet, rows in sheets.items()]


def meant_applications() -> st.SearchStrategy[Drawn]:
    """Random applications by their seeds."""
    return st.integers(0, 2**32).map(lambda seed: random_meant_applications(random.Random(seed)))

"""Random people, every fact near its limit, in a few applications; what each cell means is said beside it."""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING

from form_opinion import READINGS, Draft, Part, Someone
from hypothesis import strategies as st
from support import invented_id

from nqi_limits.sources.grid import Grid

if TYPE_CHECKING:
    from form_opinion import Span

    from nqi_limits.sources.grid import Cell


def day(year: int, month: int, of_month: int) -> Span:
    return dt.date(year, month, of_month), dt.date(year, month, of_month)


BIRTHS: tuple[tuple[Cell, Span | None], ...] = (
    ("1961-12-31", day(1961, 12, 31)),
    ("1962-01-01", day(1962, 1, 1)),
    ("1962年1月2日", day(1962, 1, 2)),
    ("1961年12月", (dt.date(1961, 12, 1), dt.date(1961, 12, 31))),
    ("1961年", (dt.date(1961, 1, 1), dt.date(1961, 12, 31))),
    ("1981/12/31", day(1981, 12, 31)),
    ("1982.1.1", day(1982, 1, 1)),
    ("1983-12-31", day(1983, 12, 31)),
    ("19840101", day(1984, 1, 1)),
    ("1983年", (dt.date(1983, 1, 1), dt.date(1983, 12, 31))),
    ("1990-05-04", day(1990, 5, 4)),
    ("", None),
    ("见附件", None),
)
SEXES: tuple[tuple[Cell, bool | None], ...] = (("男", False), ("女", True), ("M", False), ("", None))
TITLES: tuple[tuple[Cell, bool | None], ...] = (
    ("研究员", True),
    ("副教授", True),
    ("高级工程师", True),
    ("讲师", False),
    ("工程师", False),
    ("", None),
    ("某职", None),
)
DEGREES: tuple[tuple[Cell, bool | None], ...] = (("博士", True), ("硕士", False), ("学士", False), ("", None))
PLACES: tuple[tuple[Cell, bool | None], ...] = (
    ("中国", False),
    ("中国", False),
    ("英国", True),
    ("中国香港", True),
    ("中国台湾", True),
    ("", None),
)
PROOFS: tuple[tuple[Cell, bool | None], ...] = (("有", True), ("无", False), ("", None))
YES_NO: tuple[tuple[Cell, bool | None], ...] = (
    ("是", True),
    ("否", False),
    ("否", False),
    ("", None),
    ("待核实", None),
)
ROLES: tuple[tuple[Cell, str], ...] = (
    ("项目负责人", "leader"),
    ("课题负责人", "leader"),
    ("B", "leader"),
    ("项目负责人、课题一负责人", "leader"),
    ("任务负责人", "task-leader"),
    ("项目骨干", "key"),
    ("课题骨干", "key"),
    ("参与人员", "ordinary"),
    ("其他研究人员", "ordinary"),
    ("", "unclear"),
    ("总体组观察员", "unclear"),
    ("责任专家", "outsider"),
    ("联系人", "outsider"),
)
MONTHS: tuple[tuple[Cell, float | None], ...] = (
    (6, 6),
    ("6个月", 6),
    (5.5, 5.5),
    ("50%", 6),
    ("40%", 4.8),
    (12, 12),
    ("", None),
    ("全时", None),
)
CATEGORIES: tuple[tuple[Cell, bool | None], ...] = (
    ("青年科学家项目", True),
    ("青年科学家项目", True),
    ("一般项目", False),
    ("", None),
)
FLAGS = {"civil-servant": "公务员", "guide-expert": "指南专家", "person-discredited": "失信"}


def random_people(chance: random.Random) -> tuple[list[Part], list[Grid]]:
    """What is meant, and the sheets that say it. Everybody has a number that tells nothing of them."""
    roster: list[list[Cell]] = []
    people = []
    for at in range(chance.randint(1, 5)):
        name, number = f"成员{'甲乙丙丁戊'[at]}", f"E1000000{at}"
        picked = [chance.choice(choices) for choices in (BIRTHS, SEXES, TITLES, DEGREES, PLACES, PROOFS)]  # type: ignore[var-annotated]
        flags = {rule: chance.choice(YES_NO) for rule in FLAGS}
        roster.append([name, number, *(cell for cell, _ in picked), *(cell for cell, _ in flags.values())])
        told = {rule: meant for rule, (_, meant) in flags.items()}
        people.append(Someone(name, number, *(meant for _, meant in picked), told))
    listed: list[list[Cell]] = []
    members: list[list[Cell]] = []
    parts = []
    for at in range(1, chance.randint(1, 4) + 1):
        category, young = chance.choice(CATEGORIES)
        draft = Draft(f"NQI-{at:03d}", young)
        listed.append([draft.number, f"第{at}项研究", category])
        for someone in people:
            if chance.random() < 0.6:
                (role, meant), (months, given) = chance.choice(ROLES), chance.choice(MONTHS)
                members.append([draft.number, someone.name, someone.number, role, months])
                parts.append(Part(someone, draft, meant, given))
    # somebody of whom everything is known keeps every column filled
    roster.append(["王怀瑾", "E19999999", "1990-05-04", "女", "研究员", "博士", "中国", "有", "否", "否", "否"])
    listed.append(["NQI-900", "另一项研究", "青年科学家项目"])
    members.append(["NQI-900", "王怀瑾", "E19999999", "项目负责人", 8])
    sheets: dict[str, list[list[Cell]]] = {
        "人员": [
            [*("姓名", "证件号码", "出生日期", "性别", "职称", "最高学位", "国籍或地区", "聘用证明"), *FLAGS.values()],
            *roster,
        ],
        "申报项目": [["申报编号", "项目名称", "项目类别"], *listed],
        "申报人员": [["申报编号", "姓名", "证件号码", "角色", "每年工作时间（月）"], *members],
        "在研人员": [
            ["项目编号", "姓名", "证件号码", "角色"],
            ["2020YFF0290100", "旁人甲", invented_id(31), "项目骨干"],
        ],
    }
    return parts, [Grid("people.xlsx", sheet, rows) for sheet, rows in sheets.items()]


def people() -> st.SearchStrategy[tuple[list[Part], list[Grid]]]:
    """Random people by their seeds."""
    return st.integers(0, 2**32).map(lambda seed: random_people(random.Random(seed)))


def settings_of_people() -> st.SearchStrategy[dict[str, str]]:
    """Settings of the readings that these rules have."""
    return st.fixed_dictionaries({name: st.sampled_from(("open", "open", "lenient", "strict")) for name in READINGS})

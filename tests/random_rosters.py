"""Random rosters and the sheets that hold them: few people, few projects, every kind of doubt near the limits."""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING

from hypothesis import strategies as st
from second_opinion import CUTOFF, DEFAULTS, READINGS, Human, Project, Roster, Row
from support import invented_id

from nqi_limits.sources.grid import Grid

if TYPE_CHECKING:
    from nqi_limits.sources.grid import Cell

NAMES = ("周启明", "吴映雪", "郑若愚")  # few enough for namesakes
ORGANISATIONS = ("东海大学", "南岭学院")
ROLES: dict[str, tuple[str, ...]] = {
    "project-leader": ("项目负责人", "A"),
    "topic-leader": ("课题负责人", "课题组长", "B"),
    "key-member": ("项目骨干", "课题骨干", "骨干", "C"),
    "task-leader": ("任务负责人",),
    "ordinary": ("参与人员", "其他研究人员", "D"),
    "no-member": ("联系人", "责任专家"),
    "leader": ("负责人",),
    "unknown": ("总体组",),
    "missing": ("",),
}
LIKELY_ROLES = (
    "project-leader",
    "topic-leader",
    "topic-leader",
    "key-member",
    "key-member",
    "key-member",
    "ordinary",
    *ROLES,
)
# The programme, the number and the cell that says it. Several ways lead to the same answer.
PROGRAMMES = (
    ("counted", "2020YFF021{:02d}00", "国家重点研发计划"),
    ("counted", "2020YFF021{:02d}00", ""),
    ("counted", "2020-KY-{:02d}", "科技创新2030—重大项目"),
    ("counted", "2020YFC330{:02d}00", "“国家质量基础设施体系”重点专项"),
    ("unknown", "2020-KY-{:02d}", ""),
    ("other", "620712{:02d}", "国家自然科学基金"),
)
# The date that counts, the cell of the end date and the cell of the extended one.
ENDS: tuple[tuple[dt.date | None, Cell, Cell], ...] = (
    (dt.date(2024, 6, 30), "2024-06-30", ""),
    (dt.date(2024, 6, 30), "2022年6月", "2024.06"),
    (dt.date(2023, 1, 1), dt.date(2023, 1, 1), ""),
    (CUTOFF, dt.date(2022, 12, 31), ""),
    (CUTOFF, "2022年12月", ""),
    (CUTOFF, "2022-06-30", "2022-12-31"),
    (dt.date(2022, 12, 30), "2022-12-30", ""),
    (dt.date(2022, 11, 30), "202211", ""),
    (None, "", ""),
    (None, "以合同为准", ""),
)


def random_roster(chance: random.Random) -> tuple[Roster, list[Grid]]:
    """A roster and its sheets."""
    applications = [f"NQI-{number:03d}" for number in range(1, chance.randint(1, 5) + 1)]
    projects, lines = [], []
    for position in range(1, chance.randint(2, 5) + 1):
        programme, pattern, said = chance.choice(PROGRAMMES)
        end, end_cell, extended_cell = chance.choice(ENDS)
        projects.append(Project(pattern.format(position), programme, end))
        lines.append([projects[-1].number, f"在研项目{position}", said, end_cell, extended_cell])
    humans = []
    for position in range(1, chance.randint(3, 8) + 1):
        number = chance.choice((position, position, position, 0))
        listed = bool(number) and chance.random() < 0.5
        humans.append(Human(chance.choice(NAMES), chance.choice(ORGANISATIONS), number, listed))
    ongoing: list[tuple[Row, list[Cell]]] = []
    applied: list[tuple[Row, list[Cell]]] = []
    for human in humans:
        theirs = applications if chance.random() < 0.6 else [chance.choice(applications)]
        for _ in range(chance.choice((0, 1, 2, 3, 4))):
            ongoing.append(_ongoing_row(chance, human, chance.choice(projects).number))
        for _ in range(chance.choice((0, 1, 2, 3, 4))):
            applied.append(_applied_row(chance, human, chance.choice(theirs)))
    roster = Roster(tuple(humans), tuple(projects), tuple(row for row, _ in ongoing), tuple(row for row, _ in applied))
    people: list[list[Cell]] = [[one.name, invented_id(one.number), one.organisation] for one in humans if one.listed]
    sheets: dict[str, list[list[Cell]]] = {
        "人员": [["姓名", "证件号码", "工作单位"], *people],
        "在研项目": [["项目编号", "项目名称", "所属计划", "结束日期", "延期至"], *lines],
        "在研人员": [
            ["项目编号", "课题编号", "姓名", "证件号码", "工作单位", "角色", "退出日期"],
            *(cells for _, cells in ongoing),
        ],
        "申报人员": [
            ["申报编号", "课题序号", "姓名", "证件号码", "工作单位", "角色"],
            *(cells for _, cells in applied),
        ],
    }
    return roster, [Grid("roster.xlsx", sheet, rows) for sheet, rows in sheets.items()]


def _ongoing_row(chance: random.Random, human: Human, number: str) -> tuple[Row, list[Cell]]:
    role = chance.choice(LIKELY_ROLES)
    topic = chance.choice((0, 0, 1, 2)) if "YF" in number else 0
    left = chance.random() < 0.2
    with_number = chance.random() < 0.8
    topic_number = f"{number[:-2]}{topic:02d}" if topic else ""
    project_cell, topic_cell = (topic_number, "") if topic and chance.random() < 0.5 else (number, topic_number)
    return Row(human, with_number, number, role, topic, left), [
        project_cell,
        topic_cell,
        human.name,
        invented_id(human.number) if human.number and with_number else "",
        human.organisation,
        chance.choice(ROLES[role]),
        chance.choice(("2022-03-01", "2022年3月", "已退出") if left else ("", "", "否")),
    ]


def _applied_row(chance: random.Random, human: Human, number: str) -> tuple[Row, list[Cell]]:
    role = chance.choice(LIKELY_ROLES)
    topic = chance.choice((0, 0, 1, 2))
    with_number = chance.random() < 0.8
    return Row(human, with_number, number, role, topic), [
        number,
        str(topic) if topic else "",
        human.name,
        invented_id(human.number) if human.number and with_number else "",
        human.organisation,
        chance.choice(ROLES[role]),
    ]


def rosters() -> st.SearchStrategy[tuple[Roster, list[Grid]]]:
    """Random rosters by their seeds: rosters that are drawn piece by piece come out too much alike."""
    return st.integers(0, 2**32).map(lambda seed: random_roster(random.Random(seed)))


def settings_of_readings() -> st.SearchStrategy[dict[str, str]]:
    """The default settings, or any others."""
    any_setting = st.sampled_from(("open", "open", "lenient", "strict"))
    return st.one_of(st.just(DEFAULTS), st.fixed_dictionaries(dict.fromkeys(READINGS, any_setting)))

"""Makes the rosters that the benchmarks measure: invented people of any number, in workbooks laid out like the template.

`python3 scripts/environment.py benchmarks/make_roster.py --memberships 200000 --seed 1 --out FOLDER` writes three workbooks:
people (人员), ongoing projects with their members, applications with their members and organisations. For N memberships there are
about N/2 people and N/15 projects and applications. The same seed gives the same files. ID numbers belong to nobody (see
scripts/invented.py). A share of the people, `--violators`, breaks a limit rule; nobody else does.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "scripts"))
from invented import credit_code, id_number, person_name
from plain_xlsx import write_xlsx

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from plain_xlsx import Columns

    Ints = NDArray[np.int64]

FILES = ("人员名册.xlsx", "在研项目.xlsx", "申报项目.xlsx")

_ONGOING_SHARE = 0.6
_PER_UNIT = 15
_PER_ORGANISATION = 250
_TWO_APPLICATIONS, _ONE_OF_EACH = 0.15, 0.40
_WITHOUT_ID = 0.02
_KEY_MEMBERS = 0.7
_EXEMPT, _ON_CUTOFF, _UNCOUNTED = 0.05, 0.02, 0.05
_CUTOFF = dt.date(2022, 12, 31)
_FIRST_BIRTH = dt.date(1963, 1, 1)
_REGIONS, _SEQUENCES, _CYCLES = 99, 1000, 16
_BIRTHS_PER_CYCLE = 700

_ROLES = ("项目负责人", "课题负责人", "项目骨干", "参与人员")
_LEADER, _TOPIC_LEADER, _KEY, _ORDINARY = range(4)
_SENIOR, _TITLES = ("研究员", "教授", "副教授", "高级工程师"), ("研究员", "副研究员", "高级工程师", "工程师", "讲师")
_DEGREES = ("博士", "博士", "硕士", "学士")
_PLACES = "望川 沧原 霁州 北屏 临溟 南汀 岚江 曜石 云岭 泊云 青崖 禾津 栎城 鹤汀 隽州 砚山".split()
_FIELDS = "计量 标准 质量 检测 传感 材料 能源 信息 仪器 机械 环境 交通 化工 医药 农业 海洋".split()
_ENDINGS = "大学 研究院 科学研究所 工业大学 技术有限公司 检验中心 学院 装备集团有限公司".split()
_SUBJECTS = "关键参数 量值传递 在线测量 溯源方法 标准物质 评价技术 可靠性 数字化模型 认证技术 安全评估".split()
_AIMS = "研究 研究与应用 关键技术及示范 方法与装备 体系构建".split()
_COUNTED, _OTHER = ("国家重点研发计划", "国家科技重大专项"), "省级科技计划"
_DIRECTIONS = [f"{topic}.{one}" for topic, most in enumerate((9, 8, 9, 6, 4, 1, 2), 1) for one in range(1, most + 1)]


@dataclass(frozen=True)
class Members:
    """Memberships in order of project: the project, the person, the role and the topic (0: none) of each."""

    unit: Ints
    person: Ints
    role: Ints
    topic: Ints
    topics: Ints


class Roster:
    """Who takes part in what, for a number of memberships. Raises ValueError where there are not enough ID numbers."""

    def __init__(self, memberships: int, seed: int, violators: float) -> None:
        self.chance = np.random.default_rng(seed)
        self.people = max(memberships // 2, 40)
        if self.people > _REGIONS * _SEQUENCES * _CYCLES:
            raise ValueError("more people than ID numbers that belong to nobody")
        self.organisations = max(self.people // _PER_ORGANISATION, 5)
        self.works_at = self.chance.integers(self.organisations, size=self.people)
        units = max(memberships // _PER_UNIT, 10)
        ongoing = round(units * _ONGOING_SHARE)
        in_ongoing = round(memberships * _ONGOING_SHARE)
        in_applications = memberships - in_ongoing
        order = self.chance.permutation(self.people)
        sizes = [round(self.people * share) for share in (violators, _TWO_APPLICATIONS, _ONE_OF_EACH)]
        breaking, two, each, rest = np.split(order, np.cumsum(sizes))
        total, leads_two, leads_ongoing = np.array_split(breaking, 3)
        once = max(in_applications - 2 * len(two) - len(each) - len(breaking) * 5 // 3, 0)
        one, only_ongoing = np.split(rest, [min(once, len(rest) // 2)])
        self.ongoing = self._members(ongoing, leads_ongoing, only_ongoing, [total, each], in_ongoing)
        may_lead = self.chance.permutation(np.concatenate([one, each]))
        both = [np.repeat(total, 2), leads_ongoing, np.repeat(two, 2)]
        self.applications = self._members(units - ongoing, np.repeat(leads_two, 2), may_lead, both, in_applications)

    def _members(self, units: int, first: Ints, able: Ints, members: Sequence[Ints], wanted: int) -> Members:
        """Every project with a leader and one for each topic: `first`, then of those `able`; all the others as its members.

        Where that comes to less than `wanted` memberships, people who are only in ongoing projects are in more of them.
        """
        topics = self.chance.integers(1, 5, size=units)
        led_unit = np.concatenate([np.arange(units), np.repeat(np.arange(units), topics)])
        led_topic = np.concatenate([np.zeros(units, dtype=np.int64), *(np.arange(1, n + 1) for n in topics.tolist())])
        able = able if len(able) >= len(led_unit) else np.resize(able, len(led_unit))
        leading = np.concatenate([first, able])[: len(led_unit)]
        others = np.concatenate([*members, able[len(led_unit) - len(first) :]])
        if len(leading) + len(others) < wanted:
            others = np.concatenate([others, np.resize(able, wanted - len(leading) - len(others))])
        unit = np.concatenate([led_unit, self.chance.permutation(len(others)) % units])
        person = np.concatenate([leading, others])
        key = np.where(self.chance.random(len(others)) < _KEY_MEMBERS, _KEY, _ORDINARY)
        role = np.concatenate([np.where(led_topic == 0, _LEADER, _TOPIC_LEADER), key])
        inside = self.chance.integers(0, 5, size=len(others)) % (topics[unit[len(led_unit) :]] + 1)
        topic = np.concatenate([led_topic, inside])
        _, kept = np.unique(unit * self.people + person, return_index=True)
        kept.sort()
        kept = kept[np.argsort(unit[kept], kind="stable")]
        return Members(unit[kept], person[kept], role[kept], topic[kept], topics)


class Tables:
    """The columns of the sheets, as the template has them."""

    def __init__(self, roster: Roster, seed: int) -> None:
        self.roster = roster
        self.chance = np.random.default_rng((seed, 1))
        self.random = Random(seed)
        self.names = [person_name(self.random) for _ in range(roster.people)]
        self.births = [self._birth(person) for person in range(roster.people)]
        self.sequences = [person % _SEQUENCES for person in range(roster.people)]
        self.numbers = [
            id_number(990001 + person // _SEQUENCES % _REGIONS, self.births[person], self.sequences[person])
            for person in range(roster.people)
        ]
        self.organisations = [_organisation(at) for at in range(roster.organisations)]
        self.project_numbers = [f"{2018 + at % 4}YFF{at // 4:05d}" for at in range(len(roster.ongoing.topics))]
        self.application_numbers = [f"NQI-2022-{at:05d}" for at in range(1, len(roster.applications.topics) + 1)]

    def _birth(self, person: int) -> dt.date:
        """A day that no one else with the same region and sequence has."""
        cycle = person // (_SEQUENCES * _REGIONS)
        return _FIRST_BIRTH + dt.timedelta(days=self.random.randrange(_BIRTHS_PER_CYCLE) * _CYCLES + cycle)

    def _any(self, words: Sequence[str], size: int) -> list[str]:
        return [words[at] for at in self.chance.integers(len(words), size=size).tolist()]

    def people(self) -> Columns:
        """人员."""
        count = self.roster.people
        leading = np.zeros(count, dtype=np.bool_)
        for members in (self.roster.ongoing, self.roster.applications):
            leading[members.person[members.role <= _TOPIC_LEADER]] = True
        senior, other = self._any(_SENIOR, count), self._any(_TITLES, count)
        return {
            "姓名": self.names,
            "证件类型": ["身份证"] * count,
            "证件号码": self.numbers,
            "性别": ["男" if sequence % 2 else "女" for sequence in self.sequences],
            "出生日期": self.births,
            "国籍或地区": ["中国"] * count,
            "职称": [senior[at] if leading[at] else other[at] for at in range(count)],
            "最高学位": self._any(_DEGREES, count),
            "工作单位": [self.organisations[at] for at in self.roster.works_at.tolist()],
            "公务员": ["否"] * count,
        }

    def ongoing_projects(self) -> Columns:
        """在研项目: most count, some end before or on the cut-off, some are of a programme that is not counted."""
        numbers = self.project_numbers
        starts, ends = [], []
        for at, chance in enumerate(self.chance.random(len(numbers)).tolist()):
            year = 2018 + at % 4
            starts.append(dt.date(year, 7, 1))
            if chance < _EXEMPT:
                ends.append(dt.date(2022, 6, 30))
            elif chance < _EXEMPT + _ON_CUTOFF:
                ends.append(_CUTOFF)
            else:
                ends.append(dt.date(2023 + at % 3, 6, 30))
        counted = self._any(_COUNTED, len(numbers))
        other = self.chance.random(len(numbers)) < _UNCOUNTED
        return {
            "项目编号": [f"SK{number}" if odd else f"{number}00" for number, odd in zip(numbers, other, strict=True)],
            "项目名称": [self._title() for _ in numbers],
            "所属计划": [_OTHER if odd else word for word, odd in zip(counted, other, strict=True)],
            "牵头单位": self._leaders_organisation(self.roster.ongoing),
            "开始日期": starts,
            "结束日期": [f"{day.year}年{day.month}月" if at % 2 else day for at, day in enumerate(ends)],
        }

    def ongoing_members(self, numbers: Sequence[str]) -> Columns:
        """在研人员, for the project numbers that 在研项目 has."""
        members = self.roster.ongoing
        known = self.chance.random(len(members.person)) >= _WITHOUT_ID
        pairs = list(zip(members.unit.tolist(), members.topic.tolist(), strict=True))
        return {
            "项目编号": [numbers[unit] for unit, _ in pairs],
            "课题编号": [f"{numbers[unit][:-2]}{topic:02d}" if topic else "" for unit, topic in pairs],
            **self._who(members),
            "证件号码": [
                self.numbers[person] if given else ""
                for person, given in zip(members.person.tolist(), known.tolist(), strict=True)
            ],
            "角色": [_ROLES[role] for role in members.role.tolist()],
        }

    def applications(self) -> Columns:
        """申报项目."""
        numbers, topics = self.application_numbers, self.roster.applications.topics.tolist()
        count = len(numbers)
        organisations = self._leaders_organisation(self.roster.applications)
        return {
            "申报编号": numbers,
            "项目名称": [self._title() for _ in numbers],
            "指南方向": self._any(_DIRECTIONS, count),
            "项目类别": ["一般项目"] * count,
            "牵头申报单位": organisations,
            "推荐单位": [f"{name[:2]}省科学技术厅" for name in organisations],
            "开始日期": [dt.date(2022, 11, 1)] * count,
            "结束日期": [dt.date(2025, 10, 31)] * count,
            "课题数": topics,
            "参与单位数": (3 + self.chance.integers(6, size=count)).tolist(),
            "国拨经费（万元）": (500 + 10 * self.chance.integers(100, size=count)).tolist(),
        }

    def application_members(self) -> Columns:
        """申报人员."""
        members = self.roster.applications
        months = 2 + self.chance.integers(6, size=len(members.person)) + np.where(members.role <= _TOPIC_LEADER, 4, 0)
        return {
            "申报编号": [self.application_numbers[unit] for unit in members.unit.tolist()],
            "课题序号": [topic or "" for topic in members.topic.tolist()],
            **self._who(members),
            "证件号码": [self.numbers[person] for person in members.person.tolist()],
            "角色": [_ROLES[role] for role in members.role.tolist()],
            "每年工作时间（月）": months.tolist(),
        }

    def units(self) -> Columns:
        """单位."""
        names = self.organisations
        return {
            "单位名称": names,
            "统一社会信用代码": [credit_code(at) for at in range(len(names))],
            "单位性质": ["企业" if name.endswith("公司") else "事业单位" for name in names],
            "注册日期": [dt.date(1990 + at % 25, 1 + at % 12, 1) for at in range(len(names))],
            "注册地": [name[:2] for name in names],
        }

    def _who(self, members: Members) -> Columns:
        people = members.person.tolist()
        return {
            "姓名": [self.names[person] for person in people],
            "工作单位": [self.organisations[self.roster.works_at[person]] for person in people],
        }

    def _leaders_organisation(self, members: Members) -> list[str]:
        found = [""] * len(members.topics)
        leads = members.role == _LEADER
        for unit, person in zip(members.unit[leads].tolist(), members.person[leads].tolist(), strict=True):
            found[unit] = self.organisations[self.roster.works_at[person]]
        return found

    def _title(self) -> str:
        return "".join(self.random.choice(words) for words in (_FIELDS, _FIELDS, _SUBJECTS, _SUBJECTS, _AIMS))


def _organisation(at: int) -> str:
    """An invented name, another for each number."""
    at, place = divmod(at, len(_PLACES))
    at, field = divmod(at, len(_FIELDS))
    again, ending = divmod(at, len(_ENDINGS))
    return f"{_PLACES[place]}{_FIELDS[field]}{_ENDINGS[ending]}{again + 1 if again else ''}"


def write_roster(folder: Path, memberships: int, seed: int, violators: float) -> list[Path]:
    """Write the three workbooks of a roster; the folder is made."""
    tables = Tables(Roster(memberships, seed, violators), seed)
    projects = tables.ongoing_projects()
    members = tables.ongoing_members([str(number) for number in projects["项目编号"]])
    books: tuple[dict[str, Columns], ...] = (
        {"人员": tables.people()},
        {"在研项目": projects, "在研人员": members},
        {"申报项目": tables.applications(), "申报人员": tables.application_members(), "单位": tables.units()},
    )
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / name for name in FILES]
    for path, sheets in zip(paths, books, strict=True):
        write_xlsx(path, sheets)
    return paths


def main() -> None:
    """Make a roster and say where it is."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--memberships", type=int, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--violators", type=float, default=0.01, help="the share of people who break a limit")
    parser.add_argument("--out", type=Path, required=True, help="the folder for the workbooks")
    wanted = parser.parse_args()
    for path in write_roster(wanted.out, wanted.memberships, wanted.seed, wanted.violators):
        print(f"{path} ({path.stat().st_size / 1024 / 1024:.1f} MiB)")


if __name__ == "__main__":
    main()

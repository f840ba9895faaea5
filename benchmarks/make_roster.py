"""Makes the rosters that the benchmarks measure: invented people of any number, in workbooks laid out like the template.

`python3 scripts/environment.py benchmarks/make_roster.py --size large --seed 1 --out FOLDER` writes three workbooks: people
(人员), ongoing projects with their members, applications with their members and organisations; `--one-book` writes one. The
same seed gives the same files. ID numbers belong to nobody (see scripts/invented.py). A share of the people, `--violators`,
breaks one limit each, a few leaders and applications break another rule, and nothing else is wrong (see roster.py).
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections import Counter
from math import prod
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "scripts"))
from invented import credit_code, id_number, person_name
from plain_xlsx import write_xlsx
from roster import EXEMPT, LEADER, ON_CUTOFF, Members, Roster

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plain_xlsx import Columns

FILES = ("人员名册.xlsx", "在研项目.xlsx", "申报项目.xlsx")
ONE_FILE = "全部.xlsx"
# memberships and people
SIZES = {"office": (20_000, 5_000), "medium": (200_000, 100_000), "large": (1_000_000, 500_000)}
SEED, VIOLATORS = 1, 0.01

_WITHOUT_ID = 0.02
_CUTOFF = dt.date(2022, 12, 31)
_FIRST_BIRTH = dt.date(1963, 1, 1)
_REGIONS, _SEQUENCES, _CYCLES = 99, 1000, 16
_BIRTHS_PER_CYCLE = 700

_ROLES = ("项目负责人", "课题负责人", "项目骨干", "参与人员")
_SENIOR, _TITLES = ("研究员", "教授", "副教授", "高级工程师"), ("研究员", "副研究员", "高级工程师", "工程师", "讲师")
_DEGREES = ("博士", "博士", "硕士", "学士")
_PLACES = "望川 沧原 霁州 北屏 临溟 南汀 岚江 曜石 云岭 泊云 青崖 禾津 栎城 鹤汀 隽州 砚山".split()
_FIELDS = "计量 标准 质量 检测 传感 材料 能源 信息 仪器 机械 环境 交通 化工 医药 农业 海洋".split()
_ENDINGS = "大学 研究院 科学研究所 工业大学 技术有限公司 检验中心 学院 装备集团有限公司".split()
_SUBJECTS = "关键参数 量值传递 在线测量 溯源方法 标准物质 评价技术 可靠性 数字化模型 认证技术 安全评估".split()
_AIMS = "研究 研究与应用 关键技术及示范 方法与装备 体系构建".split()
_TITLE_STEP = 56_843  # shares no factor with the number of titles, so that none comes twice
_COUNTED, _OTHER = ("国家重点研发计划", "国家科技重大专项"), "省级科技计划"
_DIRECTIONS = [f"{topic}.{one}" for topic, most in enumerate((9, 8, 9, 6, 4, 1, 2), 1) for one in range(1, most + 1)]
_NO_DIRECTION = "8.1"


class Tables:
    """The columns of the sheets, as the template has them. Raises ValueError where there are not enough ID numbers."""

    def __init__(self, roster: Roster, seed: int) -> None:
        if roster.people > _REGIONS * _SEQUENCES * _CYCLES:
            raise ValueError("more people than ID numbers that belong to nobody")
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
        self.project_numbers = [
            f"{2018 + at % 4}YFF{at // 4:05d}00" if counted else f"SK{2018 + at % 4}{at // 4:05d}00"
            for at, counted in enumerate(roster.is_counted.tolist())
        ]
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
            leading[members.person[members.leads]] = True
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
            "指南专家": ["否"] * count,
            "失信": ["否"] * count,
        }

    def ongoing_projects(self) -> Columns:
        """在研项目."""
        numbers, counted = self.project_numbers, self.roster.is_counted.tolist()
        starts = [dt.date(2018 + at % 4, 7, 1) for at in range(len(numbers))]
        known = {EXEMPT: dt.date(2022, 6, 30), ON_CUTOFF: _CUTOFF}
        ends = [known.get(end, dt.date(2023 + at % 3, 6, 30)) for at, end in enumerate(self.roster.ends.tolist())]
        programmes = self._any(_COUNTED[:1] * 9 + _COUNTED[1:], len(numbers))
        return {
            "项目编号": numbers,
            "项目名称": [_title(at) for at in range(len(numbers))],
            "所属计划": [word if inside else _OTHER for word, inside in zip(programmes, counted, strict=True)],
            "牵头单位": self._leaders_organisation(self.roster.ongoing),
            "开始日期": starts,
            "结束日期": [f"{day.year}年{day.month}月" if at % 2 else day for at, day in enumerate(ends)],
        }

    def ongoing_members(self) -> Columns:
        """在研人员. Some have no ID number: people whose name is the only one at their organisation."""
        members, numbers = self.roster.ongoing, self.project_numbers
        pairs = list(zip(members.unit.tolist(), members.topic.tolist(), strict=True))
        people = members.person.tolist()
        names = Counter(zip(self.names, self.roster.works_at.tolist(), strict=True))
        alone = [names[name, at] == 1 for name, at in zip(self.names, self.roster.works_at.tolist(), strict=True)]
        blank = (self.chance.random(len(people)) < _WITHOUT_ID).tolist()
        return {
            "项目编号": [numbers[unit] for unit, _ in pairs],
            "课题编号": [f"{numbers[unit][:-2]}{topic:02d}" if topic else "" for unit, topic in pairs],
            **self._who(members),
            "证件号码": [
                "" if no_id and alone[person] else self.numbers[person]
                for person, no_id in zip(people, blank, strict=True)
            ],
            "角色": [_ROLES[role] for role in members.role.tolist()],
            "退出日期": [dt.date(2022, 1, 31) if left else "" for left in self.roster.left.tolist()],
        }

    def applications(self) -> Columns:
        """申报项目."""
        numbers, topics = self.application_numbers, self.roster.applications.topics.tolist()
        count = len(numbers)
        organisations = self._leaders_organisation(self.roster.applications)
        return {
            "申报编号": numbers,
            "项目名称": [_title(len(self.project_numbers) + at) for at in range(count)],
            "指南方向": np.where(self.roster.no_such_direction, _NO_DIRECTION, self._any(_DIRECTIONS, count)).tolist(),
            "项目类别": ["一般项目"] * count,
            "牵头申报单位": organisations,
            "推荐单位": [f"{name[:2]}省科学技术厅" for name in organisations],
            "开始日期": [dt.date(2022, 11, 1)] * count,
            "结束日期": [dt.date(2025, 10, 31)] * count,
            "课题数": topics,
            "参与单位数": self._organisations_in(self.roster.applications),
            "国拨经费（万元）": (500 + 10 * self.chance.integers(100, size=count)).tolist(),
        }

    def application_members(self) -> Columns:
        """申报人员."""
        members = self.roster.applications
        months = 2 + self.chance.integers(6, size=len(members.person)) + np.where(members.leads, 4, 0)
        months[self.roster.short_months] = 3
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
            "注册地": [f"{name[:2]}市" for name in names],
            "失信": ["否"] * len(names),
        }

    def _who(self, members: Members) -> Columns:
        people = members.person.tolist()
        return {
            "姓名": [self.names[person] for person in people],
            "工作单位": [self.organisations[self.roster.works_at[person]] for person in people],
        }

    def _leaders_organisation(self, members: Members) -> list[str]:
        found = [""] * len(members.topics)
        leads = members.role == LEADER
        for unit, person in zip(members.unit[leads].tolist(), members.person[leads].tolist(), strict=True):
            found[unit] = self.organisations[self.roster.works_at[person]]
        return found

    def _organisations_in(self, members: Members) -> list[int]:
        """How many organisations the members of each project come from."""
        pairs = np.unique(members.unit * self.roster.organisations + self.roster.works_at[members.person])
        counts: list[int] = np.bincount(pairs // self.roster.organisations, minlength=len(members.topics)).tolist()
        return counts


def _title(at: int) -> str:
    """An invented title, another for each number."""
    words = (_FIELDS, _FIELDS, _SUBJECTS, _SUBJECTS, _AIMS)
    at = at * _TITLE_STEP % prod(map(len, words))
    parts = []
    for choices in words:
        at, chosen = divmod(at, len(choices))
        parts.append(choices[chosen])
    return "".join(parts)


def _organisation(at: int) -> str:
    """An invented name, another for each number."""
    at, place = divmod(at, len(_PLACES))
    at, field = divmod(at, len(_FIELDS))
    again, ending = divmod(at, len(_ENDINGS))
    return f"{_PLACES[place]}{_FIELDS[field]}{_ENDINGS[ending]}{again + 1 if again else ''}"


def write_roster(tables: Tables, folder: Path, one_book: bool = False) -> list[Path]:
    """Write a roster's workbooks; the folder is made."""
    books: list[dict[str, Columns]] = [
        {"人员": tables.people()},
        {"在研项目": tables.ongoing_projects(), "在研人员": tables.ongoing_members()},
        {"申报项目": tables.applications(), "申报人员": tables.application_members(), "单位": tables.units()},
    ]
    if one_book:
        books = [{name: columns for book in books for name, columns in book.items()}]
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / name for name in ((ONE_FILE,) if one_book else FILES)]
    for path, sheets in zip(paths, books, strict=True):
        write_xlsx(path, sheets)
    return paths


def main() -> None:
    """Make a roster and say where it is."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--size", choices=SIZES, help="; ".join(f"{k}: {m} of {p} people" for k, (m, p) in SIZES.items())
    )
    parser.add_argument("--memberships", type=int, help="any other number of memberships")
    parser.add_argument("--people", type=int, help="of so many people; half as many as memberships unless given")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--violators", type=float, default=VIOLATORS, help="the share of people who break a limit")
    parser.add_argument("--one-book", action="store_true", help="all sheets in one workbook")
    parser.add_argument("--out", type=Path, required=True, help="the folder for the workbooks")
    wanted = parser.parse_args()
    if (wanted.size is None) == (wanted.memberships is None):
        parser.error("give --size or --memberships")
    memberships, people = SIZES.get(wanted.size, (wanted.memberships, wanted.people))
    people = people or memberships // 2
    tables = Tables(Roster(memberships, people, wanted.seed, wanted.violators), wanted.seed)
    for path in write_roster(tables, wanted.out, wanted.one_book):
        print(f"{path} ({path.stat().st_size / 1024 / 1024:.1f} MiB)")


if __name__ == "__main__":
    main()

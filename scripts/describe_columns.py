"""Writes docs/columns.md: which headers are understood, from the aliases in nqi_limits/tables/headers.toml.

Run it after a change to the aliases: `python3 scripts/environment.py scripts/describe_columns.py`.
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nqi_limits.words.catalogue import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

ROOT = Path(__file__).resolve().parent.parent
ALIASES = ROOT / "nqi_limits" / "tables" / "headers.toml"
PAGE = ROOT / "docs" / "columns.md"

INTRO = """\
# 认得哪些列

本页由程序生成（`python3 scripts/environment.py scripts/describe_columns.py`），内容取自
`nqi_limits/tables/headers.toml`。表头不在这里的列不会被采用；`nqi-limits check` 会逐表列出哪个表头当作了哪一列、哪些列没有用到。

This page is written by a script from `nqi_limits/tables/headers.toml`. The name in `code` is the field that JSON uses.

- 表头在哪一行都可以，上面有标题、填表说明或空行都不要紧。
- 空格、换行、星号、括号、斜杠、全角半角、大小写都不影响，“姓 名”“*姓名”“姓名（必填）”都是姓名。
- 整个表头对不上时，去掉括号里的说明再对一次，例如“结束日期（以任务书为准）”就是结束日期。
- 两列都像同一列时，采用排在前面的写法；写法一样的，采用左边的一列。"""

SHEETS = """\
## 一张表至少要有哪些列

| 表 | 至少要有 |
| --- | --- |
| 人员名册 | 姓名，再加一列关于人的内容；没有项目或申报的编号、名称 |
| 在研人员、申报人员 | 姓名，加上项目或申报的编号（没有编号时用名称）；最好有角色和证件号码 |
| 在研项目、申报项目 | 项目或申报的编号或名称，再加一列；可以有“项目负责人”“课题负责人”列，一行是一个项目或课题 |
| 单位 | 单位名称，再加一列关于单位的内容 |
| 失信、指南专家、公务员名单 | 姓名（失信名单也可以列单位名称），最好有证件号码；工作表名、标题或文件名写明是什么名单 |

项目信息和人员放在同一张表、一行一个参与关系的，也可以直接用。表头看不出是在研还是申报时，依次看编号的样子、标题、工作表名和文件名；
还是看不出的，用 `--people`、`--ongoing`、`--applications`、`--organisations` 说明。

名单上的人都算“是”。表里有“失信（是/否）”这样一栏的不是名单，按人员名册读。"""

GROUPS = {
    "人": (
        "name id_type id_number sex birth_date age nationality title degree organisation employment employment_proof "
        "civil_servant guide_expert discredited"
    ),
    "在项目中": "role task left_date months",
    "写成一列、一格可以有几个人的": (
        "project_leader project_leader_organisation topic_leader topic_leader_organisation "
        "task_leaders key_members participants members"
    ),
    "在研项目": "project_number number programme start_date end_date extended_end_date",
    "申报项目": "application_number direction recommender participating_organisations topic_count organisation_count funding",
    "项目和课题": "project_name lead_organisation topic_index topic_name status",
    "单位": "credit_code organisation_kind registered_on registered_in",
    "其他": "penalty_end serial remark",
}
OWNERS = {
    "project_leader": "项目负责人的姓名、证件号码、单位",
    "topic_leader": "课题负责人的姓名、证件号码、单位",
    "member": "成员本人的姓名、证件、性别、出生日期、国籍、职称、学位、单位、角色",
}
TESTS = {
    "whole numbers": "下面多数是完整的编号",
    "project numbers": "下面多数是项目编号的样子",
    "indices": "下面多数是序号，如“1”“课题2”",
    "names": "下面多数是人名",
    "several names": "下面多数是人名，有的一格几个人",
    "roles": "下面有角色词或代码",
    "categories": "下面有“青年科学家项目”“一般项目”之类",
    "statuses": "下面多数写的是在研或申报",
    "spans": "下面多数是起止日期",
    "both ends": "下面多数有起有止",
    "years": "下面多数是年数或月数",
}


def columns_page(data: Mapping[str, Any]) -> str:
    """The page, as Markdown. Raises ValueError where a field of the aliases stands in no group of this page."""
    parts = [INTRO, SHEETS, "## 直接认得的写法"]
    grouped = [field for fields in GROUPS.values() for field in fields.split()]
    if sorted(grouped) != sorted(data["fields"]):
        raise ValueError(f"in one place only: {sorted(set(grouped) ^ set(data['fields']))}")
    for group, fields in GROUPS.items():
        rows = ([_label(field), f"`{field}`", "、".join(data["fields"][field])] for field in fields.split())
        parts += [f"### {group}", _table(["列", "字段", "认得的写法"], rows)]
    parts += [
        "## 前面写明是谁的",
        "“项目负责人证件号码”“成员出生日期”这样，前面写明是谁的、后面是上面的一种写法，也认得，中间有没有“的”都可以：",
        "\n".join(f"- {OWNERS[owner]}：前面写 {'、'.join(words)}" for owner, words in data["whose"].items()),
        "## 要看旁边的列和下面的内容才能定的",
        "同样的写法，在不同的表里意思不同。从上到下采用第一个说得通的；都说不通的列不采用。",
        _table(["写法", "看什么", "当作"], _depending(data["depends"])),
        "## 不读的列",
        f"合并的上级表头里有下面的字样时，它下面的姓名等列不是项目成员，不采用：{'、'.join(data['no_members']['words'])}。",
    ]
    return "\n\n".join(parts) + "\n"


def _depending(entries: Iterable[Mapping[str, Any]]) -> Iterator[list[str]]:
    for entry in entries:
        spellings = "、".join(entry["spellings"])
        for choice in entry["choices"]:
            yield [spellings, _conditions(choice) or "其余情况", f"{_label(choice['field'])} `{choice['field']}`"]
            spellings = "（同上）"


def _conditions(choice: Mapping[str, Any]) -> str:
    conditions = []
    if choice.get("with"):
        conditions.append(f"表中有{_any_of(choice['with'])}")
    others = [field for field in choice.get("without", ()) if field != choice["field"]]
    if others:
        conditions.append(f"没有{_any_of(others)}")
    if choice.get("values"):
        conditions.append(TESTS[choice["values"]])
    return "，".join(conditions)


def _any_of(fields: Sequence[str]) -> str:
    if "number" in fields:  # its label names both kinds of number
        fields = [field for field in fields if field not in ("project_number", "application_number")]
    *most, last = (f"“{_label(field)}”" for field in fields)
    return f"{'、'.join(most)}或{last}" if most else last


def _label(field: str) -> str:
    return say(f"fields.{field}", "zh")


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in (header, ["---"] * len(header), *rows))


def main() -> int:
    """Write the page."""
    page = columns_page(tomllib.loads(ALIASES.read_text(encoding="utf-8")))
    PAGE.write_text(page, encoding="utf-8", newline="\n")
    print(PAGE)
    return 0


if __name__ == "__main__":
    sys.exit(main())

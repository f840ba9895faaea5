"""Layouts as text: the sheets of a file as a person sees them, then what is read from them.

A block ```layout … ``` holds lines of cells parted by bars; 文件： and 工作表： begin a sheet, 合并：A1:C1 gives merged ranges,
an empty line is an empty row. Below the line => stands all that is read, in any order:

    NQI-001 | 张三 | 骨干 | B3          a membership: project (/topic), name, role, the cell that names the person
    人员 | 张三 | C4                    a row of the roster
    结束 2018YFF0212300 | 2022-06-30    when an ongoing project ends (first day–last day where that is open)
    没有读懂 A5                          a row that is reported as not understood
    没有采用 Sheet1                      a sheet that is not used
    单位 B3 | 东海大学                    the organisation that is known of whom a cell names; so 证件 and 生日; "" for none
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from openpyxl.utils import range_boundaries

from nqi_limits.records.model import SOURCES, Held
from nqi_limits.sources.grid import Grid

if TYPE_CHECKING:
    from pathlib import Path

    from nqi_limits.records.model import Records
    from nqi_limits.report import Report

ROLES = {
    Held.PROJECT_LEADER: "项目负责人",
    Held.TOPIC_LEADER: "课题负责人",
    Held.KEY_MEMBER: "骨干",
    Held.TASK_LEADER: "任务负责人",
    Held.ORDINARY: "参与",
    Held.NOT_MEMBER: "非成员",
    Held.UNCLEAR: "不明",
}
OWN = ("单位 ", "证件 ", "生日 ")
_BLOCK = re.compile(r"^#+ ([^\n]+)$|^```layout\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@dataclass
class Layout:
    """The grids of one block and what is to be read from them. `ends` and `own` are compared only where some are given."""

    name: str
    grids: list[Grid]
    expect: list[str]
    ends: list[str] = field(default_factory=list)
    own: list[str] = field(default_factory=list)


def layouts_in(path: Path) -> list[Layout]:
    """The blocks of a file, each named after the heading above it and its number there."""
    found: list[Layout] = []
    heading, count = path.stem, 0
    for match in _BLOCK.finditer(path.read_text(encoding="utf-8")):
        if match[1]:
            heading, count = match[1], 0
        else:
            count += 1
            found.append(_layout(f"{path.stem}: {heading} {count}", match[2]))
    return found


def _layout(name: str, text: str) -> Layout:
    sheets, mark, told = text.partition("\n=>\n")
    assert mark, f"{name}: no line =>"
    file, sheet, grids = "名单.xlsx", "Sheet1", []
    for line in sheets.split("\n"):
        if line.startswith("文件："):
            file = line.removeprefix("文件：")
        elif line.startswith("工作表："):
            grids.append(Grid(file, line.removeprefix("工作表："), []))
            continue
        elif not grids and not line.startswith("文件："):
            grids.append(Grid(file, sheet, []))
        if line.startswith("合并："):
            for cells in re.split("[、 ]", line.removeprefix("合并：")):
                left, top, right, bottom = range_boundaries(cells)
                grids[-1].merged.append((top, left, bottom, right))
        elif not line.startswith("文件："):
            grids[-1].rows.append([cell.strip() for cell in line.split("|")])
    lines = [line.strip() for line in told.split("\n") if line.strip()]
    ends = [line for line in lines if line.startswith("结束 ")]
    own = [line for line in lines if line.startswith(OWN)]
    return Layout(name, grids, sorted(line for line in lines if line not in (*ends, *own)), ends, own)


def read(report: Report) -> list[str]:
    """What a report says was read, in the words of a block."""
    records = report.records
    lines = [_mention(records, at) for at in range(len(records.mentions))]
    for table in report.tables:
        if table.kind == "ignored":
            lines.append(f"没有采用 {table.sheet}")
    for finding in report.findings:
        if finding.rule == "unread-row":
            lines += [f"没有读懂 {place.cell}" for place in finding.places]
    return sorted(lines)


def ends(report: Report) -> list[str]:
    """When the ongoing projects end."""
    units = report.records.units
    lines = []
    for unit in range(len(units)):
        if units.is_project[unit]:
            end = units[unit].end
            span = "不知道" if end.last is None else "–".join(dict.fromkeys([str(end.first), str(end.last)]))
            lines.append(f"结束 {units.shown[unit]} | {span}")
    return lines


def own(report: Report) -> set[str]:
    """The organisation, ID number and birth date that are known of whom each cell names."""
    records = report.records
    mentions = records.mentions
    lines = set()
    for at in range(len(mentions)):
        (place,) = records.cells(at, SOURCES[mentions.source[at]].name)
        organisation, number, birth = mentions.organisation[at], mentions.id_number[at], mentions.birth[at]
        lines.add(f"单位 {place.cell} | {records.organisations[organisation] if organisation >= 0 else ''}".rstrip())
        lines.add(f"证件 {place.cell} | {records.id_numbers[number].key if number >= 0 else ''}".rstrip())
        lines.add(f"生日 {place.cell} | {records.births[birth] if birth >= 0 else ''}".rstrip())
    return lines


def _mention(records: Records, at: int) -> str:
    mentions = records.mentions
    name = records.names[mentions.name[at]]
    (place,) = records.cells(at, SOURCES[mentions.source[at]].name)
    unit, topic = int(mentions.unit[at]), int(mentions.topic[at])
    if unit < 0:
        return f"人员 | {name} | {place.cell}"
    number = records.units.shown[unit]
    if topic >= 0:
        number += f"/{records.units.topics[topic][1]}"
    held = int(mentions.held[at])
    roles = "、".join(word for role, word in ROLES.items() if held & role)
    return f"{number} | {name} | {roles} | {place.cell}"

"""What the tests of the marked workbook share: small inputs as an office keeps them, and packages with parts added."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Border, Font, PatternFill, Side

from nqi_limits.checking import check
from nqi_limits.outputs.workbook import write_marked
from tests.support import invented_id

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from nqi_limits.findings.model import Wording

LEADER, MEMBER, FREE = invented_id(1), invented_id(2), invented_id(3)

ONGOING_PROJECTS = [
    ["2022年在研项目台账"],
    ["项目编号", "项目名称", "所属计划", "结束日期"],
    ["2019YFF0299900", "甲项目", "国家重点研发计划", "2023-06-30"],
    ["2018YFF0299800", "乙项目", "国家重点研发计划", "2022-06-30"],
]
ONGOING_MEMBERS = [
    ["项目编号", "姓名", "证件号码", "工作单位", "角色"],
    ["2019YFF0299900", "林知远", LEADER, "澄江工业大学", "项目负责人"],
    ["2019YFF0299900", "陆听澜", MEMBER, "澄江工业大学", "课题骨干"],
    ["2018YFF0299800", "顾行舟", FREE, "澄江工业大学", "课题骨干"],
]
APPLICATIONS = [["申报编号", "项目名称"], ["NQI-001", "丙项目"], ["NQI-002", "丁项目"]]
APPLICANTS = [
    ["申报编号", "姓名", "证件号码", "工作单位", "角色"],
    ["NQI-001", "林知远", LEADER, "澄江工业大学", "课题骨干"],
    ["NQI-001", "陆听澜", MEMBER, "澄江工业大学", "课题骨干"],
    ["NQI-002", "陆听澜", MEMBER, "澄江工业大学", "课题骨干"],
    ["NQI-002", "顾行舟", FREE, "澄江工业大学", "课题骨干"],
]
OFFICE = {
    "在研项目": ONGOING_PROJECTS,
    "在研人员": ONGOING_MEMBERS,
    "申报项目": APPLICATIONS,
    "申报人员": APPLICANTS,
}


def book_of(sheets: Mapping[str, list[list[Any]]]) -> Workbook:
    """A workbook with these sheets, dressed a little."""
    book = Workbook()
    book.remove(book.worksheets[0])
    line = Side(style="thin")
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for cells in sheet.iter_rows():
            for cell in cells:
                if cell.value is not None:
                    cell.border, cell.font = Border(line, line, line, line), Font(name="宋体", size=11)
        for cell in sheet[2 if len(rows[0]) == 1 else 1]:
            cell.fill = PatternFill("solid", fgColor="D9D9D9")
    return book


def office_file(path: Path, sheets: Mapping[str, list[list[Any]]] = OFFICE) -> Path:
    """The same, saved."""
    book_of(sheets).save(path)
    return path


def mark(output: Path | str, *inputs: Path, lang: str = "zh", force: bool = False) -> list[Wording]:
    """Check the inputs and write the marked workbook; the remarks."""
    return write_marked(check(inputs), output, lang=lang, force=force)


def marked(output: Path, *inputs: Path) -> Any:
    """Check the inputs, write the marked workbook and read it back."""
    mark(output, *inputs)
    return load_workbook(output, rich_text=True)


def keys(remarks: list[Wording]) -> list[str]:
    """What the remarks say, without the words."""
    return [one.key for one in remarks]


def things(remarks: list[Wording]) -> set[str]:
    """What the remarks say is lost."""
    lost = (one.facts["things"] for one in remarks if "things" in one.facts)
    return {thing.key.rpartition(".")[2] for all_of_them in lost for thing in all_of_them}  # type: ignore[attr-defined]


def repack(
    path: Path, *, add: Mapping[str, str] | None = None, change: Mapping[str, tuple[str, str]] | None = None
) -> Path:
    """Add parts to a package, and replace a pattern in parts; new parts are declared as plain XML."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    for name, (pattern, new) in (change or {}).items():
        text = parts[name].decode("utf-8")
        assert re.search(pattern, text), (pattern, text[:500])
        parts[name] = re.sub(pattern, new, text, count=1).encode("utf-8")
    for name, text in (add or {}).items():
        parts[name] = text.encode("utf-8")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return path

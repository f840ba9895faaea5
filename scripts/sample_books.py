"""The files of sample_data/ as an office would keep them: each with its own layout, words and habits."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from typing import TYPE_CHECKING

from invented import PARTNERS, UNIVERSITY, credit_code
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from sample_stories import APPLICATIONS, EXPERT, KEY, LEADER, NEWCOMER, ONGOING, ORDINARY, ORGAN, TASK, TOPIC, Part

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet
    from sample_cast import Person

LEDGER, APPLYING, ROSTER = "在研项目台账.xlsx", "申报汇总2022.xlsx", "人员名册.csv"
MADE = dt.datetime(2022, 5, 31, 9, 0, 0)

_THIN = Side(style="thin", color="808080")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
_ORDER = (LEADER, TOPIC, TASK, KEY, ORDINARY)
_CODES = {LEADER: "A", TOPIC: "B", KEY: "C", ORDINARY: "D"}


def number_of(unit: str | int) -> str:
    """The number of an ongoing project by its short name, or of an application by its own."""
    return ONGOING[unit].number if isinstance(unit, str) else f"YL2022-{unit:02d}"


def write_ledger(people: Sequence[Person], folder: Path) -> None:
    """The ledger of ongoing projects, a row for each person, project cells merged; and the list of topics."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "在研项目及人员"
    headers = (
        "序号 项目编号 项目名称 所属专项 项目牵头单位 起止时间 延期至 课题编号 "
        "姓名 身份证号码 工作单位 项目角色 退出时间 备注"
    ).split()
    _title(sheet, f"{UNIVERSITY}国家级科研项目在研情况台账", len(headers), 18)
    remark = (
        "填报说明：1.统计截至2022年5月31日；2.起止时间以任务书为准，已批准延期的填“延期至”；"
        "3.中途退出的人员保留在台账中，填“退出时间”。"
    )
    _across(sheet, 2, remark, len(headers), Font(name="宋体", size=9, color="7F7F7F"), _LEFT, 22)
    _header(sheet, 4, headers)
    row = 5
    for serial, (key, project) in enumerate(((k, p) for k, p in ONGOING.items() if p.in_ledger), start=1):
        members = _members(people, key)
        shared = [
            serial,
            project.number,
            project.name,
            project.programme,
            project.organisation,
            project.period,
            project.extended,
        ]
        for at, (person, parts) in enumerate(members):
            part = parts[0]
            topic = f"{project.number[:-2]}{part.topic:02d}" if part.topic else ""
            own = [topic, person.name, person.number.lower() if at % 4 == 3 else person.number, person.organisation]
            role = part.role if part.role != KEY else ("课题骨干" if part.topic else "项目骨干")
            remark = "任务书变更中，结束时间待定" if key == "辐射剂量" and at == 0 else ""
            _row(sheet, row + at, [*(shared if at == 0 else [""] * 7), *own, role, part.left, remark], left=(3, 4, 14))
        if len(members) > 1:
            for column in range(1, 8):
                sheet.merge_cells(start_row=row, end_row=row + len(members) - 1, start_column=column, end_column=column)
        row += len(members)
    _across(
        sheet,
        row + 1,
        "制表人：科研院项目办          审核人：                    填表日期：2022年5月31日",
        len(headers),
        Font(name="宋体", size=10),
        _LEFT,
        24,
    )
    _look(sheet, (6, 17, 30, 26, 18, 18, 12, 17, 10, 22, 24, 12, 12, 16), "C5", "4:4")
    _topics(book.create_sheet("课题清单"), people)
    _save(book, folder / LEDGER)


def _topics(sheet: Worksheet, people: Sequence[Person]) -> None:
    headers = ["序号", "课题编号", "课题名称", "所属项目名称", "课题负责人", "课题承担单位", "课题起止时间"]
    _title(sheet, "国家重点研发计划在研课题清单（据立项公告整理）", len(headers), 15)
    _header(sheet, 2, headers)
    row = 3
    subjects = ("关键方法与装置研究", "验证与应用示范")
    for key, project in ONGOING.items():
        for topic in range(1, project.topics + 1):
            leader = next(one for one in people if _leads_topic(one, key, topic))
            subject = f"{project.name.removesuffix('研究').removesuffix('研制')}{subjects[topic - 1]}"
            cells = [
                row - 2,
                f"{project.number[:-2]}{topic:02d}",
                subject,
                project.name,
                leader.name,
                leader.organisation,
                project.period,
            ]
            _row(sheet, row, cells, left=(3, 4))
            row += 1
    _look(sheet, (6, 18, 42, 34, 12, 26, 20), "A3", "2:2")


def _leads_topic(person: Person, key: str, topic: int) -> bool:
    return any((part.unit, part.role, part.topic) == (key, TOPIC, topic) for part in person.parts)


def write_applications(people: Sequence[Person], folder: Path) -> None:
    """The applications of 2022, their members (roles as codes, words or both, as each team wrote them), and the organisations."""
    book = Workbook()
    projects = book.worksheets[0]
    projects.title = "申报项目"
    headers = (
        "申报编号 项目名称 指南方向 项目类别 牵头申报单位 推荐单位 开始时间 结束时间 课题数 参与单位数 国拨经费（万元）"
    ).split()
    _header(projects, 1, headers)
    start = dt.date(2022, 11, 1)
    for number, application in APPLICATIONS.items():
        members = _members(people, number)
        kind = "青年科学家项目" if application.young else "一般项目"
        count = len({person.organisation for person, parts in members if parts[0].role != EXPERT})
        cells = [
            number_of(number),
            application.title,
            application.direction,
            kind,
            members[0][0].organisation,
            "云岭省科学技术厅",
        ]
        _row(
            projects,
            number + 1,
            [*cells, start, application.end, application.topics, count, application.funding],
            left=(2,),
        )
    _look(projects, (12, 36, 10, 16, 20, 20, 13, 13, 9, 12, 14), "C2", "1:1")

    sheet = book.create_sheet("申报人员")
    _title(sheet, "2022年度“国家质量基础设施体系”重点专项申报团队人员汇总表", 8, 15)
    headers = ["申报编号", "课题序号", "姓 名", "身份证号", "所在单位", "参与方式", "每年投入时间（月）", "备注"]
    _header(sheet, 2, headers)
    row = 3
    for number in APPLICATIONS:
        for at, (person, parts) in enumerate(_members(people, number)):
            name = "　".join(person.name) if len(person.name) == 2 else person.name
            together = len(parts) > 1 and parts[0].role == LEADER and number == 16
            for part in parts[:1] if together else parts:
                role = "项目负责人、课题1负责人" if together else _role(part, number)
                months = {LEADER: 8, TOPIC: 6 + at % 3, TASK: 6, KEY: 4 + at % 3, ORDINARY: 2}.get(part.role, 3)
                who = [name, person.number, person.organisation, role]
                time = person.cells.get(headers[6], "" if part.role == EXPERT else months)
                _row(sheet, row, [number_of(number), part.topic or "", *who, time, ""])
                row += 1
    _look(sheet, (12, 10, 12, 22, 30, 22, 12, 14), "D3", "2:2")
    _organisations(book.create_sheet("参与单位"))
    _save(book, folder / APPLYING)


def _role(part: Part, number: int) -> str:
    """A role as the team of this application writes it."""
    word = part.role
    if word == KEY:
        word = "课题骨干" if part.topic else "项目骨干"
    code = _CODES.get(part.role)
    if code is None:
        return word
    return (word, code, f"{code} {word}")[number % 3]


def _organisations(sheet: Worksheet) -> None:
    _header(sheet, 1, ["单位名称", "统一社会信用代码", "单位性质", "注册日期", "注册地", "是否失信"])
    for at, name in enumerate((UNIVERSITY, *PARTNERS, NEWCOMER, ORGAN)):
        kind = "企业" if "公司" in name else "高等院校" if name.endswith("大学") else "事业单位"
        place = "岚江省望川市" if "岚江" in name or "望川" in name else "云岭省霁州市"
        founded = dt.date(1956 + at % 12 * 5, 1 + at % 12, 8 + at)
        if name == NEWCOMER:
            founded = dt.date(2021, 9, 15)
        if name == ORGAN:
            kind = "国家机关"
        _row(sheet, at + 2, [name, credit_code(1000 + at * 37), kind, founded, place, "否"], left=(1,))
    _look(sheet, (32, 24, 12, 14, 18, 10), "A2", "1:1")


def write_roster(people: Sequence[Person], folder: Path) -> None:
    """The roster of everybody whose number is known, as Excel saves it as .csv on a Chinese Windows: GB18030."""
    headers = (
        "人员编号 姓名 证件类型 证件号码 性别 出生日期 国籍或地区 职称 最高学位 "
        "工作单位 聘用方式 是否公务员 是否指南编制专家 有无失信记录"
    ).split()
    known = sorted(
        (one for one in people if one.number),
        key=lambda one: (one.organisation != UNIVERSITY, one.organisation, one.number[6:]),
    )
    with (folder / ROSTER).open("w", encoding="gb18030", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headers)
        for at, one in enumerate(known, start=1):
            birth = f"{one.birth.year}/{one.birth.month}/{one.birth.day}"
            about = [
                one.name,
                "居民身份证",
                one.number,
                one.sex,
                birth,
                "中国",
                one.title,
                one.degree,
                one.organisation,
            ]
            rest = {"聘用方式": "全职", "是否公务员": "否", "是否指南编制专家": "否", "有无失信记录": "无"}
            writer.writerow([f"R{at:03d}", *about, *(one.cells.get(header, cell) for header, cell in rest.items())])


def _members(people: Sequence[Person], unit: str | int) -> list[tuple[Person, list[Part]]]:
    """Who stands in a project's list, with their roles there: leaders first. One entry for each row, but for double roles."""
    found = []
    for person in people:
        parts = [part for part in person.parts if part.unit == unit and not part.listed]
        if isinstance(unit, int) and parts:
            found.append((person, sorted(parts, key=_place)))
        else:
            found += [(person, [part]) for part in parts]
    return sorted(found, key=lambda one: _place(one[1][0]))


def _place(part: Part) -> tuple[int, int]:
    return (_ORDER.index(part.role) if part.role in _ORDER else len(_ORDER), part.topic)


def _title(sheet: Worksheet, text: str, columns: int, size: int) -> None:
    _across(sheet, 1, text, columns, Font(name="宋体", size=size, bold=True), _CENTRE, size * 2)


def _across(sheet: Worksheet, row: int, text: str, columns: int, font: Font, alignment: Alignment, height: int) -> None:
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=columns)
    cell = sheet.cell(row, 1, text)
    cell.font, cell.alignment = font, alignment
    sheet.row_dimensions[row].height = height


def _header(sheet: Worksheet, row: int, texts: Sequence[str]) -> None:
    for column, text in enumerate(texts, start=1):
        cell = sheet.cell(row, column, text)
        cell.font = Font(name="微软雅黑", size=10, bold=True)
        cell.fill = PatternFill("solid", start_color="D9E1F2")
        cell.border, cell.alignment = _BORDER, _CENTRE
    sheet.row_dimensions[row].height = 30


def _row(sheet: Worksheet, row: int, values: Sequence[object], left: Sequence[int] = ()) -> None:
    for column, value in enumerate(values, start=1):
        cell = sheet.cell(row, column)
        cell.font, cell.border = Font(name="宋体", size=10), _BORDER
        cell.alignment = _LEFT if column in left else _CENTRE
        if isinstance(value, dt.date):
            cell.number_format = "yyyy-mm-dd"
        elif isinstance(value, str):
            cell.number_format = "@"
        if value != "":
            cell.value = value  # type: ignore[assignment]
    sheet.row_dimensions[row].height = 20


def _look(sheet: Worksheet, widths: Sequence[int], frozen: str, repeated: str) -> None:
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = frozen
    sheet.print_title_rows = repeated
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _save(book: Workbook, path: Path) -> None:
    """Save with the same bytes each time: openpyxl stamps the time of saving on the book and on every part of the package."""
    book.properties.creator = f"{UNIVERSITY}科研院"
    book.properties.created = MADE
    saved = io.BytesIO()
    book.save(saved)
    stamp = f"{MADE:%Y-%m-%dT%H:%M:%SZ}".encode()
    with zipfile.ZipFile(saved) as package, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name in package.namelist():
            data = package.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, data)
            part = zipfile.ZipInfo(name, MADE.timetuple()[:6])
            part.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(part, data)

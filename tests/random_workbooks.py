"""Whole workbooks at random, every sheet and column of the template, and each cell in other spellings of the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support import invented_id

from nqi_limits.sources.grid import Grid

if TYPE_CHECKING:
    import random

    Sheets = dict[str, list[list[str]]]

GOOD, OTHER, SLIP = invented_id(7), invented_id(8), invented_id(7)[:9] + "3" + invented_id(7)[10:]
WITH_X, PERMIT, OLD = "99000119700109107X", "81000019700101001X", "990001700107123"
WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
DATES = ("2019-07-01", "2022-12-31", "2023-06-30", "2022年12月", "")
ORGANISATIONS = ("东海大学（北校区）", "南岭学院", "海大", "")
YES_NO = ("是", "否", "")
CELLS: dict[str, tuple[str, ...]] = {
    "姓名": ("周启明", "吴映雪", "艾力·买买提", "John Smith", "張國強"),
    "证件类型": ("", "身份证", "护照", "1"),
    "证件号码": (GOOD, OTHER, SLIP, WITH_X, PERMIT, OLD, "E12345678", "军字第1234567号", "H01234567", ""),
    "性别": ("男", "女", ""),
    "出生日期": ("1970-01-07", "1955-05-05", "1970年1月", ""),
    "国籍或地区": ("中国", "英国", "中国香港", ""),
    "职称": ("教授", "讲师", "高级工程师", ""),
    "最高学位": ("博士", "硕士", ""),
    "聘用方式": ("全职", "非全职", ""),
    "聘用证明": ("有", "无", ""),
    "申报编号": ("NQI-001", "NQI-002", "NQI-003", "NQI-004"),
    "课题序号": ("1", "2", ""),
    "角色": ("项目负责人", "课题负责人", "项目骨干", "参与人员", "任务负责人", ""),
    "每年工作时间（月）": ("6", "5", "6个月", "50%", ""),
    "项目编号": ("2020YFF0212300", "2019YFF0212300", "2018ZX01030100", "2020-KY-01"),
    "课题编号": ("2020YFF0212301", "2019YFF0212302", ""),
    "退出日期": ("2021-06-01", "已退出", "", ""),
    "项目名称": ("甲研究", "乙研究", "丙研究"),
    "所属计划": ("国家重点研发计划", "国家自然科学基金", ""),
    "指南方向": ("1.1", "1.2", "9.9", ""),
    "项目类别": ("一般项目", "青年科学家项目", ""),
    "推荐单位": ("甲部", "乙省科技厅"),
    "课题数": ("4", "6", ""),
    "参与单位数": ("3", "12", ""),
    "国拨经费（万元）": ("200", "1000", ""),
    "统一社会信用代码": ("12990000000000001D", ""),
    "单位性质": ("事业单位", "国家机关", "企业", ""),
    "注册地": ("北京", "香港", ""),
    **dict.fromkeys(("公务员", "指南专家", "失信"), YES_NO),
    **dict.fromkeys(("工作单位", "牵头单位", "牵头申报单位"), ORGANISATIONS),
    "单位名称": ORGANISATIONS[:2],
    "简称": ("海大", ""),
    **dict.fromkeys(("开始日期", "结束日期", "延期至", "注册日期"), DATES),
}
SHEETS = {
    "人员": "姓名 证件类型 证件号码 性别 出生日期 国籍或地区 职称 最高学位 工作单位 聘用方式 聘用证明 公务员 指南专家 失信",
    "在研项目": "项目编号 项目名称 所属计划 牵头单位 开始日期 结束日期 延期至",
    "在研人员": "项目编号 课题编号 姓名 证件号码 工作单位 角色 退出日期",
    "申报项目": "申报编号 项目名称 指南方向 项目类别 牵头申报单位 推荐单位 开始日期 结束日期 课题数 参与单位数 国拨经费（万元）",
    "申报人员": "申报编号 课题序号 姓名 证件号码 工作单位 角色 每年工作时间（月）",
    "单位": "单位名称 统一社会信用代码 单位性质 注册日期 注册地 失信 简称",
    "失信名单": "姓名 证件号码 工作单位 出生日期",
}
CODES = {"项目负责人": "A", "课题负责人": "B", "项目骨干": "C", "参与人员": "D"}


def random_sheets(chance: random.Random) -> Sheets:
    """Some of the sheets, 申报人员 always, each with its header and a few rows."""
    found: Sheets = {}
    for sheet, headers in SHEETS.items():
        if sheet == "申报人员" or chance.random() < 0.65:
            columns = headers.split()
            rows = [[chance.choice(CELLS[header]) for header in columns] for _ in range(chance.randint(1, 4))]
            found[sheet] = [columns, *rows]
    return found


def spelled(sheets: Sheets, chance: random.Random) -> Sheets:
    """The same sheets, their cells spelled otherwise."""
    return {
        sheet: [rows[0], *([_otherwise(*cell, chance) for cell in zip(rows[0], row, strict=True)] for row in rows[1:])]
        for sheet, rows in sheets.items()
    }


def grids(sheets: Sheets) -> list[Grid]:
    return [Grid("a.xlsx", sheet, [list(row) for row in rows]) for sheet, rows in sheets.items()]


def _otherwise(header: str, text: str, chance: random.Random) -> str:
    if not text:
        return chance.choice(("", " ", "\u3000", "\u200b"))
    at = chance.randrange(len(text) + 1)
    ways = [text, text + " ", "\u3000" + text, text + "\n", "\u200b" + text, text + "\xa0"]
    if not text.isascii() and not any(map(str.isdigit, text)):
        ways += [f"{text[:at]}{blank}{text[at:]}" for blank in (" ", "\u3000", "\xa0")]
    if text.isascii() and header != "申报编号":
        ways += [text.translate(WIDE)]
    if header == "姓名":
        ways += [text.replace("·", dot) for dot in "•・．.●"] + [text.upper(), text.replace(" ", "  ")]
    elif header == "证件号码":
        ways += [text.lower(), "'" + text, f"{text[:6]} {text[6:]}", text.replace("第", "").replace("号", "")]
        ways += [f"身份证号：{text}", f"{text[:6]}-{text[6:14]}-{text[14:]}"] if len(text) == 18 else []
    elif text in ORGANISATIONS:
        ways += [text.replace("（", one).replace("）", other) for one, other in ("()", "【】", "〔〕")]
    elif header == "角色":
        code = CODES.get(text, text)
        ways += [code, code.lower(), f"{code}-{text}" if code != text else text, f"{text[:at]}\n{text[at:]}"]
    elif header in ("项目编号", "课题编号"):
        ways += [text.lower()]
    elif text.count("-") == 2 and text[:2] in ("19", "20") and text[4] == "-":
        year, month, day = text.split("-")
        ways += [
            f"{year}/{month}/{day}",
            f"{year}.{month}.{day}",
            f"{year}年{int(month)}月{int(day)}日",
            year + month + day,
        ]
    return chance.choice(ways)

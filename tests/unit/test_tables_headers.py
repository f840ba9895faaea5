"""Spellings of headers, and what they mean in company."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from nqi_limits.sources.grid import Grid
from nqi_limits.tables.headers import aliases, meaning_of
from nqi_limits.tables.recognise import recognise

SPELLINGS = {
    "name": ["姓名", "姓 名", "姓\n名", "*姓名", "姓名*（必填）", "姓　名", "１．姓名", "【姓名】", "姓名（必填）"],
    "id_number": [
        "证件号码",
        "身份证号",
        "身份证号码\n（18位，请设为文本）",
        "证件号码\n请核对后填写",
        "身份证号/护照号",
        "证件号码＊",
    ],
    "months": [
        "每年工作时间（月）",
        "投入本项目的全时工作时间（人月）",
        "为本项目工作时间(%)",
        "本年科研工作量(月/年)",
    ],
    "employment": ["聘用方式 (全职/非全职)", "聘用方式（全职/非全职）"],
    "number": ["项目编号", "项目（课题）编号", "项目编号*"],
    "project_number": ["批准号", "项目批准号", "任务书编号", "立项编号"],
    "application_number": ["申报编号", "申请编号", "申报书编号"],
    "funding": ["国拨经费（万元）", "中央财政经费（万元）", "课题经费数（万元）"],
    "title": ["职称", "职称（职务）", "技术职务(职称)", "职务/职称"],
    "extended_end_date": ["延期至", "延期后结束时间"],
    "project_leader_id": ["项目负责人证件号码", "负责人身份证号", "项目负责人的身份证号"],
    "topic_leader_organisation": ["课题承担单位", "课题负责人单位"],
    "birth_date": ["出生日期", "出生年月", "成员出生日期"],
}
NO_HEADERS = [
    "工号",
    "联系人",
    "联系电话",
    "项目负责人电话",
    "甲",
    "项目名称：",
    "",
    7,
    None,
    True,
    "姓名" * 300,
    "电子邮箱",
]


@pytest.mark.parametrize(("field", "header"), [(field, one) for field, listed in SPELLINGS.items() for one in listed])
def test_a_header_is_known_however_it_is_written(field: str, header: str) -> None:
    meaning = meaning_of(header)
    assert meaning is not None
    assert meaning.field == field


@pytest.mark.parametrize("text", NO_HEADERS)
def test_other_cells_are_no_headers(text: object) -> None:
    assert meaning_of(text) is None  # type: ignore[arg-type]


def test_the_fields_are_those_of_the_design() -> None:
    design = Path(__file__).parents[2] / "docs" / "design.md"
    fields = set(
        re.findall(r"`([a-z_]+)`", design.read_text(encoding="utf-8").split("## Fields")[1].split("## Readings")[0])
    )
    meant = {meaning.field for meaning in aliases().values()}
    meant |= {choice.field for meaning in aliases().values() for choice in meaning.choices}
    # "number" is settled as one of the two sides' numbers
    assert meant - {"", "number"} <= fields
    assert fields - meant <= {"tables"}


def test_every_test_of_values_that_headers_ask_for_exists() -> None:
    from nqi_limits.tables.choices import TESTS

    asked = {choice.values for meaning in aliases().values() for choice in meaning.choices} - {""}
    assert asked == set(TESTS)


def mapping(text: str, sheet: str = "Sheet1") -> dict[str, str]:
    rows = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    return {
        header: field for table in recognise(Grid("x.xlsx", sheet, rows)) for header, field in table.mapping.items()
    }  # type: ignore[arg-type]


COMPANY = [
    ("单位名称|单位性质\n甲厂|企业", "单位名称", "organisation_name"),
    ("姓名|单位名称|职称\n甲|大学|教授", "单位名称", "organisation"),
    ("申报编号|项目名称|单位\nNQI-1|研究|大学", "单位", "lead_organisation"),
    ("姓名|单位|工作单位|职称\n甲|院|大学|教授", "单位", ""),
    ("姓名|单位|工作单位|职称\n甲|院|大学|教授", "工作单位", "organisation"),
    ("项目编号|项目名称|负责人\n2019YFF0212300|研究|张三", "负责人", "project_leader"),
    ("课题编号|课题名称|负责人\n2019YFF0212301|研究|张三", "课题编号", "project_number"),
    ("项目编号|课题编号|姓名\n2019YFF0212300|1|张三", "课题编号", "topic_number"),
    ("项目编号|课题名称|姓名\n2019YFF0212300|研究|张三", "课题名称", "topic_name"),
    ("申报编号|项目名称|项目类别\nNQI-1|研究|青年科学家项目", "项目类别", "category"),
    ("项目编号|项目名称|项目类别\n2019YFF0212300|研究|国家重点研发计划", "项目类别", "programme"),
    ("项目编号|项目名称|执行期\n2019YFF0212300|研究|2019.7-2022.6", "执行期", "period"),
    ("项目编号|项目名称|项目实施周期（年）\n2019YFF0212300|研究|3.5", "项目实施周期（年）", "duration"),
    ("项目编号|姓名|人员类别\n2019YFF0212300|张三|骨干", "人员类别", "role"),
    ("项目编号|姓名|人员类别\n2019YFF0212300|张三|编制外", "人员类别", ""),
    ("项目编号|项目名称|项目骨干\n2019YFF0212300|研究|张三、李四", "项目骨干", "key_members"),
    ("项目编号|姓名|角色|项目负责人\n2019YFF0212300|张三|骨干|否", "项目负责人", ""),
    ("编号|名称|负责人\n2019YFF0212300|研究|张三", "编号", "project_number"),
    ("编号|姓名|职称\n17|张三|教授", "编号", ""),
    ("姓名|承担项目|角色\n张三|2019YFF0212300 量子研究|骨干", "承担项目", "project_number"),
    ("姓名|类别|项目编号\n张三|在研|P1\n李四|申报|P2", "类别", "status"),
    ("项目编号|姓名|姓名\n2019YFF0212300|张三|Zhang", "姓名 (C)", ""),
]


@pytest.mark.parametrize(("text", "header", "field"), COMPANY)
def test_a_header_means_what_its_company_makes_of_it(text: str, header: str, field: str) -> None:
    assert mapping(text)[header] == field


def test_plain_words_and_numbers_mean_what_their_forms_mean() -> None:
    for spelling in [*aliases(), "王小明", "2018YFF0212300", "99000119700101123X", "NQI-2022-00001", "1"]:
        for header in (
            spelling,
            f"必填{spelling}",
            f"{spelling}请选择",
            f"1{spelling}",
            f"{spelling}1",
            f"{spelling}X",
        ):
            bracketed = meaning_of(f"{header}()")  # brackets make it go through all forms
            plain = meaning_of(header)
            assert (plain and (plain.field, plain.choices)) == (bracketed and (bracketed.field, bracketed.choices))

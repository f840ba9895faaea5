from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqi_limits.records.build import programmes_of, project_numbers_of
from nqi_limits.rulebooks.load import load_rulebook
from nqi_limits.values.programmes import Programmes
from nqi_limits.values.project_numbers import of_one_project, shape_of_number, year_of_number

KNOWN = programmes_of(load_rulebook("nqi-2022"))
NUMBERS = project_numbers_of(load_rulebook("nqi-2022"))


@pytest.mark.parametrize(
    ("cell", "project", "topic", "shape"),
    [
        ("2018YFF0212300", "2018YFF0212300", "", "ongoing"),
        ("2018YFF0212301", "2018YFF0212300", "2018YFF0212301", "ongoing"),
        ("2018yff 0212312*", "2018YFF0212300", "2018YFF0212312", "ongoing"),
        ("２０１８ＹＦＦ０２１２３００", "2018YFF0212300", "", "ongoing"),
        ("2018YFF01010100", "2018YFF01010100", "", "ongoing"),
        ("2018YFF01010103", "2018YFF01010100", "2018YFF01010103", "ongoing"),
        ("SQ2018YFD020002", "SQ2018YFD020002", "", "application"),
        ("2018ZX09711001", "2018ZX09711001", "", "ongoing"),
        ("2018ZX09711001－003", "2018ZX09711001", "2018ZX09711001-003", "ongoing"),
        ("2018ZX09711001-003-002", "2018ZX09711001", "2018ZX09711001-003", "ongoing"),
        ("2018AAA0100902", "2018AAA0100900", "2018AAA0100902", "ongoing"),
        ("2021ZD0200901", "2021ZD0200900", "2021ZD0200901", "ongoing"),
        ("项目编号：2018YFF0212300", "2018YFF0212300", "", "ongoing"),
        ("2018YFF0212300（课题编号2018YFF0212301）", "2018YFF0212300", "2018YFF0212301", "ongoing"),
        ("nqi-001 ", "NQI-001", "", ""),
        (20194567, "20194567", "", ""),
        ("2018YFC0212300\n2018YFC0312300", "2018YFC02123002018YFC0312300", "", ""),
        ("", "", "", ""),
        ("-", "", "", ""),
        ("无", "", "", ""),
    ],
)
def test_project_topic_and_shape(cell, project, topic, shape):
    read = NUMBERS.read(cell)
    assert (read.project, read.topic, read.shape) == (project, topic, shape)


@given(st.lists(st.from_regex(r"20[12][0-9](YFF|ZX|AAA|NQ)0[0-9]{5,7}(-00[0-9])?[ *]?|[无-]?", fullmatch=True)))
def test_numbers_read_together_say_what_each_says_alone(texts):
    assert NUMBERS.read_texts(texts) == [NUMBERS.read(text) for text in texts]


@given(
    st.sampled_from(["2018YFF02123", "2018AAA01009", "2021ZD02009", "2018YFF010101"]),
    st.integers(1, 99),
    st.sampled_from(["", " ", "\n", "*", "※"]),
)
def test_a_topic_belongs_to_its_project_however_it_is_spelled(stem, index, noise):
    topic = f"{stem}{index:02}"
    read = NUMBERS.read(f"{noise}{topic[:4].lower()}{topic[4:].lower()}{noise}")
    assert (read.project, read.topic) == (f"{stem}00", topic)


@pytest.mark.parametrize(
    ("cell", "shape"),
    [
        ("2018YFF0212300", "ongoing"), ("2018yff 0212312*", "ongoing"), ("2018ZX09711001－003", "ongoing"),
        ("2018AAA0100902", "ongoing"), ("2031QQ0100902", "ongoing"), ("SQ2018YFD020002", "application"),
        ("2018YFC0212300\n2018YFC0312300", ""), ("NQI-001", ""), ("2022", ""), ("", ""), (None, ""),
    ],
)  # fmt: skip
def test_the_shape_alone_tells_a_number_of_whatever_programme(cell, shape):
    assert shape_of_number(cell) == shape


@pytest.mark.parametrize(
    ("texts", "one"),
    [
        (["2018YFF0212300", "2018YFF0212301"], True),
        (["2018ZX09711001", "2018ZX09711001-003"], True),
        (["2018ZX09711001", "2018ZX09711002"], False),
        (["2018YFF0212300", "2018YFF0212400"], False),
        (["2018YFF0212300", "NQI-1"], False),
        ([], False),
    ],
)
def test_numbers_of_one_project(texts, one):
    assert of_one_project(texts) is one


@pytest.mark.parametrize(
    ("number", "year"), [("2018YFF0212300", 2018), ("SQ2018YFD020002", None), ("2018-12", None), ("NQI-2022", None)]
)
def test_the_year_of_a_number(number, year):
    assert year_of_number(number) == year


NAMES = {
    "national-key-rd": [
        "国家重点研发计划", "重点研发计划", "国家重点研发", "2018年重点研发计划", "科技部重点研发计划", "NKRDP",
        "NQI", "NQI专项", "国家重点研发计划“国家质量基础设施体系”重点专项",
        "“蛋白质机器与生命过程调控”重点专项", "“智慧城市”重点专项", "物联网与智慧城市关键技术及示范重点专项",
        "国家质量基础设施体系", "国家质量基础的共性技术研究与应用", "国家重点研发计划广东省部市联动项目",
        "国家 重点\n研发计划", "National Key R&D Program of China",
    ],
    "national-major": [
        "国家科技重大专项", "重大专项", "民口重大专项", "科技重大专项", "国家重大科技专项",
    ],
    "sti2030": [
        "科技创新2030", "科技创新2030—重大项目", "科技创新 2030 重大项目",
        "科技创新2030——“新一代人工智能”重大项目", "STI2030-Major Projects", "科技创新２０３０－重大项目",
    ],
    "other": [
        "国家自然科学基金", "国家自然科学基金重大项目", "973", "863", "国家973计划", "国家科技支撑计划", "省级",
        "横向", "企业委托", "校级", "校级重点研发", "上海市重点研发计划", "省重点研发", "XX省科技重大专项",
        "山东重点研发计划", "江苏省2020年度重点研发计划", "省科技厅重点研发", "广东省重点领域研发计划",
        "中国科学院重点部署项目", "广西壮族自治区重点研发计划", "省级重点研发计划",
    ],
    "unknown": [
        "某计划", "攻关", 3, "2018863",
    ],
    "": [
        "", None, "-", "无", "待定",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("name", "programme"), [(name, programme) for programme in NAMES for name in NAMES[programme]])
def test_a_programme_by_name(name, programme):
    assert KNOWN.by_name(name) == programme


@pytest.mark.parametrize(
    ("project", "programme"),
    [
        ("2018YFF0212300", "national-key-rd"),
        ("SQ2018YFD020002", "national-key-rd"),
        ("2018ZX09711001", "national-major"),
        ("2018AAA0100900", "sti2030"),
        ("2021ZD0200900", "sti2030"),
        ("2012AA041202", ""),
        ("NQI-001", ""),
        ("", ""),
    ],
)
def test_a_programme_by_number(project, programme):
    assert KNOWN.by_number(project) == programme


def test_the_data_given_decide():
    programmes = Programmes({"moon": ["登月计划"]}, {"moon": ["^M[0-9]"]}, ["登月计划预研"])
    assert programmes.by_name("“登月”计划（二期）") == "moon"
    assert programmes.by_name("登月计划预研") == "other"
    assert programmes.by_name("国家重点研发计划") == "unknown"
    assert programmes.by_number("M1") == "moon"

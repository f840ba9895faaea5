from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqi_limits.values.name_columns import plain_names
from nqi_limits.values.person_names import PersonName, names_elsewhere, read_names

# What a cell holds, and the people it names.
CELLS = {
    "课题1：张三；课题2：李四": ["张三", "李四"],
    "子课题一张三、子课题二李四": ["张三", "李四"],
    "共3人：张三、李四、王五": ["张三", "李四", "王五"],
    "①张三②李四": ["张三", "李四"],
    "⒈张三 ⒉李四": ["张三", "李四"],
    "张三①、李四②": ["张三", "李四"],
    "1张三 2李四": ["张三", "李四"],
    "一、张三 二、李四": ["张三", "李四"],
    "张三：课题负责人；李四：骨干": ["张三", "李四"],
    "项目负责人张三": ["张三"],
    "张三13800000000": ["张三"],
    "张三 等 3 人": ["张三"],
    "张三": ["张三"],
    "张 三": ["张三"],
    "郭　靖": ["郭靖"],
    "欧 阳 锋": ["欧阳锋"],
    "欧阳 锋": ["欧阳锋"],
    "欧阳\n锋": ["欧阳锋"],
    "司马\n相如": ["司马相如"],
    "诸葛 孔明": ["诸葛孔明"],
    "王小\n明": ["王小明"],
    "张三\n": ["张三"],
    "王丽 娟": ["王丽娟"],
    "张三\n李四": ["张三", "李四"],
    "张三 李四": ["张三", "李四"],
    "张 三  李 四": ["张三", "李四"],
    "张三、李四；王五": ["张三", "李四", "王五"],
    "张三，李四, 王五": ["张三", "李四", "王五"],
    "张三/李四": ["张三", "李四"],
    "1.张三 2.李四": ["张三", "李四"],
    "1、张三 2、李四": ["张三", "李四"],
    "项目骨干：张三、李四": ["张三", "李四"],
    "张三、李四等": ["张三", "李四"],
    "张三等5人": ["张三"],
    "张三、张三": ["张三"],
    "PANFENG\n（潘锋）": ["潘锋"],
    "潘锋 PAN Feng": ["潘锋"],
    "潘锋(Pan Feng)": ["潘锋"],
    "Pan Feng/潘锋": ["潘锋"],
    "张三\nZHANG San\n李四\nLI Si": ["张三", "李四"],
    "张三\nJohn Smith": ["张三", "John Smith"],
    "张三、John Smith": ["张三", "John Smith"],
    "WANGLINWANG": ["WANGLINWANG"],
    "Louis Joseph Muglia": ["Louis Joseph Muglia"],
    "Joao Guimaraes da\u00a0 Costa": ["Joao Guimaraes da Costa"],
    "John Smith（韩国）": ["John Smith"],
    "张三（已退出）": ["张三"],
    "张三（清华大学、北京大学）、李四": ["张三", "李四"],
    "张三（女": ["张三"],
    "（张三）": ["张三"],
    "张三*": ["张三"],
    "张三①": ["张三"],
    "张**": ["张**"],
    "张三 教授": ["张三"],
    "张三教授": ["张三"],
    "张博士": ["张博士"],
    "马\ue863": ["马䶮"],
    "马 \ue123": ["马\ue123"],
    "马\U000f0123、张三": ["马\U000f0123", "张三"],
    "张三 Zhang San": ["张三"],
    "Zhang San（张三）": ["张三"],
    "张三Zhang San": ["张三"],
    "ZhangSan张三": ["张三"],
    "张三 ZHANG, San": ["张三"],
    "Zhang, San（张三）": ["张三"],
    "张三Zhang San、李四Li Si": ["张三", "李四"],
    "张三, Li Si": ["张三", "Li Si"],
    "甲": ["甲"],
    "=1+1": ["=1+1"],
    '=HYPERLINK("x","y")': ['=HYPERLINK("x","y")'],
    "其他": [],
    "其他研究人员": [],
    "无": [],
    "待定": [],
    "-": [],
    "/": [],
    "…": [],
    "123": [],
    "": [],
    "张三、李四，详见附件": ["张三", "李四"],
    "张三、其余见附件2": ["张三"],
    "附小明": ["附小明"],
}


@pytest.mark.parametrize("cell", CELLS)
def test_the_people_a_cell_names(cell):
    assert [person.shown for person in read_names(cell)] == CELLS[cell]


@pytest.mark.parametrize(
    "cell",
    [
        "见附件",
        "详见附件",
        "（见附件1）",
        "名单另附",
        "附件一",
        "同上",
        "〃",
        '"',
        "Ditto",
        "无变化",
        "人员无变化",
        "同项目负责人",
        "5人",
        "共12名",
        "项目骨干5名",
        "若干人",
    ],
)
def test_a_cell_that_points_to_names_elsewhere_names_nobody(cell):
    assert names_elsewhere(cell)
    assert read_names(cell) == ()
    assert names_elsewhere(f"张三、{cell}")


@pytest.mark.parametrize(
    "cell", ["张三", "无", "/", "—", "待定", "", None, 3, "欧阳见", "附小明", "同小华、李四", "等", "张三等"]
)
def test_a_name_and_a_blank_point_to_no_names_elsewhere(cell):
    assert not names_elsewhere(cell)


@pytest.mark.parametrize("dot", "·•‧∙⋅・･.．")
def test_every_middle_dot_gives_the_same_person(dot):
    assert read_names(f"阿卜杜拉{dot}买买提") == read_names("阿卜杜拉·买买提")
    assert len(read_names(f"阿卜杜拉{dot}买买提")) == 1


def test_case_blanks_and_dots_are_not_in_the_key():
    assert {read_names(name)[0].key for name in ("John A. Smith", "JOHN A SMITH", "JohnA.Smith")} == {"johnasmith"}


@given(
    st.text("张王李赵伟芳娜敏静", min_size=2, max_size=4),
    st.sampled_from(["", " ", "　", "\u200b"]),
    st.sampled_from(["", " ", "\n", "*", "（已退出）", "†"]),
)
def test_noise_never_changes_who_it_is(name, between, after):
    assert read_names(between.join(name) + after) == read_names(name)


@given(st.lists(st.sampled_from(["张三", "李四", "王小明", "欧阳锋"]), unique=True), st.sampled_from("、，；;,/\n"))
def test_every_separator_parts_names(names, separator):
    assert [person.shown for person in read_names(separator.join(names))] == names


@given(
    st.lists(st.one_of(st.sampled_from([*CELLS, "张三", "待定", "张三\0", "欧阳建国", 3, None]), st.text(max_size=4)))
)
def test_a_name_among_many_is_plain_only_where_it_reads_as_itself(cells):
    for cell, plain in zip(cells, plain_names(cells).tolist(), strict=True):
        assert not plain or read_names(cell) == (PersonName(cell, cell),)
        if cell == "张三":
            assert plain

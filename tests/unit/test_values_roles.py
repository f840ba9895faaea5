from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqi_limits.values.roles import Role, read_role, read_topic_indices

# Cells by what they say.
CELLS = {
    "project-leader": [
        "项目负责人", "项目 负责人", "项目\n负责人", "首席科学家", "A", "Ａ", "A 项目负责人", "A-项目负责人",
        "项目负责人（A）", "(A)项目负责人", "项目负责人A", "1.项目负责人", "project leader", "项目负责人（清华大学）",
        "项目负责人：负责总体", "A 负责人", "项目负责人（退休返聘）",
    ],
    "topic-leader": [
        "课题负责人", "课题组长", "课题长", "课题牵头人", "B", "b", "B 课题负责人", "课题2负责人", "课题二负责人",
        "第3课题负责人", "课题 2 组长", "负责人（课题2）", "课题二（标准研制）负责人", "topic leader", "A 课题负责人",
    ],
    "leader": [
        "负责人", "主持", "主持人", "Manager", "PI", "项目/课题负责人", "项目（课题）负责人",
    ],
    "key-member": [
        "骨干", "项目骨干", "课题骨干", "项目/课题骨干", "研究骨干", "核心骨干", "主要参加人员", "C", "C 项目骨干",
        "Key member", "骨干2", "课题骨干，负责标准研制", "课题骨干，负责人机交互", "课题骨干，主持",
        "课题骨干负责标准研制", "骨干 负责标准研制", "标准研制，课题骨干", "课题骨干（兼职）", "C-材料研究",
        "项目骨干、联系人", "课题1-骨干", "课题1：骨干", "课题骨干：配合项目负责人完成总体设计",
        "课题骨干 项目负责人助理",
    ],
    "task-leader": [
        "任务负责人", "子任务负责人", "一级子项目负责人", "子课题负责人", "专题负责人", "任务1.2负责人", "子课题1负责人",
        "课题1任务2负责人",
    ],
    "ordinary": [
        "参与", "PARTICIPANT", "参加人员", "其他研究人员", "其他人员", "一般参加人员", "参与人员", "D 其他", "D",
        "(else) D", "D 其他研究人员", "非骨干",
    ],
    "not-member": [
        "责任专家", "咨询专家", "联系人", "项目联系人", "财务助理", "项目财务助理",
    ],
    "missing": [
        "", "-", "/", "无", "待定", "已退出",
    ],
    "unknown": [
        "Manager/Participating", "项目负责人助理", "协助项目负责人", "骨干教师", "青年骨干", "一般骨干", "co-PI",
        "副项目负责人", "原项目负责人", "E", "项目负责人（助理）", "项目（子课题）负责人", "配合 课题负责人 完成研究",
        "协助，项目负责人", "A类", "a member", "研究人员", "负责人（标准组）", "2个课题负责人",
    ],
    "project-leader topic-leader": [
        "项目负责人、课题1负责人", "项目负责人/课题负责人", "项目负责人兼课题1负责人", "项目负责人（兼课题1负责人）",
        "项目负责人 课题1负责人", "项目负责人\n课题1负责人", "A、B", "A/B", "a, b", "A B",
    ],
    "topic-leader key-member": [
        "课题1负责人、课题2骨干", "课题负责人及项目骨干", "B；C",
    ],
    "task-leader key-member": [
        "课题骨干；任务负责人",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("cell", "roles"), [(cell, roles) for roles, cells in CELLS.items() for cell in cells])
def test_the_roles_of_a_cell(cell, roles):
    assert [role.value for role in read_role(cell).roles] == roles.split()


@pytest.mark.parametrize(
    ("cell", "topic", "led"),
    [
        ("课题2负责人", 2, (2,)),
        ("课题十二负责人", 12, (12,)),
        ("第三课题组长", 3, (3,)),
        ("课题组长（课题3）", 3, (3,)),
        ("课题1骨干", 1, ()),
        ("课题1骨干、课题2负责人", 2, (2,)),
        ("课题1负责人、课题2负责人", 1, (1, 2)),
        ("项目负责人、课题一、二负责人", 1, (1, 2)),
        ("子课题1负责人", None, ()),
        ("课题1任务2负责人", 1, ()),
        ("课题负责人", None, ()),
    ],
)
def test_the_topic_of_a_cell(cell, topic, led):
    read = read_role(cell)
    assert (read.topic, read.topics_led) == (topic, led)


@pytest.mark.parametrize(
    "cell", ["项目骨干（已退出）", "项目骨干-已退出", "已退出", "项目骨干（2020年3月退出）", "退出项目"]
)
def test_left(cell):
    assert read_role(cell).left


@pytest.mark.parametrize("cell", ["项目骨干", "项目骨干（未退出）", "项目骨干（拟退出）", "项目负责人（退休返聘）", ""])
def test_not_left(cell):
    assert not read_role(cell).left


KNOWN = [cell for roles, cells in CELLS.items() if roles != "unknown" for cell in cells]
TASKS = st.text("标准研制负责人协助项目课题骨干主持参与数据处理", min_size=1, max_size=12)


@given(
    st.sampled_from(["项目骨干", "参与人员", "课题骨干", "责任专家"]), TASKS, st.sampled_from(["负责", "承担", "协助"])
)
def test_a_task_never_makes_a_leader(role, task, verb):
    read = read_role(f"{role}，{verb}{task}工作")
    assert read.roles == read_role(role).roles


@given(st.sampled_from(KNOWN), st.sampled_from([" ", "\n", "　", "\u200b"]))
def test_blanks_around_change_nothing(cell, blank):
    assert read_role(blank + cell + blank).roles == read_role(cell).roles


@given(st.lists(st.sampled_from(["项目", "课题", "子", "任务", "骨干", "负责人", "组长", "其他", "2"]), max_size=4))
def test_only_whole_words_make_a_role(pieces):
    assert read_role("".join(pieces) + "某").roles == (Role.UNKNOWN,)


@pytest.mark.parametrize(
    "cell", ["1-3", "1—3", "１～３", "1至3", "一至三", "课题1~3", "课题1-课题3", "第1到3课题", "1、2-3"]
)
def test_topics_from_one_to_another(cell):
    assert read_topic_indices(cell) == (1, 2, 3)


@pytest.mark.parametrize("cell", ["3-1", "1-1", "1-300", "0-2", "2022-2023", "1-", "1-3年", "2022-01-03"])
def test_what_is_no_range_of_topics(cell):
    assert read_topic_indices(cell) == ()

"""Where people come from, how they are employed and what proves it, as offices write it."""

from __future__ import annotations

import pytest

from nqi_limits.values.ages import read_age
from nqi_limits.values.flags import read_person_flag
from nqi_limits.values.nationalities import Proof, is_from_outside, read_employment, read_proof, type_is_outside


@pytest.mark.parametrize(
    "text", ["中国", "中国籍", "中国 大陆", "中华人民共和国", "CHN", "China", 1001, "1001", "P.R. China"]
)
def test_the_mainland(text: object) -> None:
    assert is_from_outside(text) is False  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "中国香港",
        "中国（澳门）",
        "中国·台湾",
        "台湾地区",
        "美国",
        "德国籍",
        "日本人",
        "外籍",
        "U.S.A.",
        "Hong Kong",
        "新加坡公民",
    ],
)
def test_outside_the_mainland(text: str) -> None:
    assert is_from_outside(text) is True


@pytest.mark.parametrize("text", ["", None, "汉族", "无", "见附件", "1002", "中国美国"])
def test_what_does_not_tell(text: str | None) -> None:
    assert is_from_outside(text) is None


@pytest.mark.parametrize(
    ("text", "outside"),
    [
        ("香港身份证", True),
        ("港澳居民来往内地通行证", True),
        ("台胞证", True),
        ("外国人永居身份证", True),
        ("港澳台居民居住证", True),
        ("居民身份证", False),
        ("1", False),
        ("中国人民解放军军官证", False),
        ("护照", None),
        ("", None),
    ],
)
def test_types_of_id(text: str, outside: bool | None) -> None:
    assert type_is_outside(text) is outside


@pytest.mark.parametrize(
    ("text", "full"),
    [("全职", True), ("非全职", False), ("兼职", False), ("全职（长期）", True), ("", None), ("在编", None)],
)
def test_employment(text: str, full: bool | None) -> None:
    assert read_employment(text) is full


@pytest.mark.parametrize(
    ("text", "proof"),
    [
        ("有", Proof.YES),
        ("无", Proof.NONE),
        ("双方", Proof.BOTH),
        ("仅内地单位", Proof.HOST),
        ("缺内地单位证明", Proof.OTHER),
        ("仅一方", Proof.ONE),
        ("单方", Proof.UNTOLD),
        ("", Proof.BLANK),
        ("办理中", Proof.UNSURE),
    ],
)
def test_proof(text: str, proof: Proof) -> None:
    assert read_proof(text) is proof


@pytest.mark.parametrize(
    ("text", "age"),
    [(45, 45), (45.0, 45), ("45岁", 45), ("45 周岁", 45), ("", None), (1970, None), (7, None), (True, None)],
)
def test_ages(text: object, age: int | None) -> None:
    assert read_age(text) == age  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("field", "text", "answer"),
    [
        ("civil_servant", "非公务员", False),
        ("civil_servant", "公务员", True),
        ("civil_servant", "是（处级）", True),
        ("guide_expert", "参与", True),
        ("guide_expert", "未参与", False),
        ("discredited", "无失信记录", False),
        ("discredited", "列入", True),
        ("discredited", "查询中", None),
        ("discredited", "", None),
    ],
)
def test_flags_about_people(field: str, text: str, answer: bool | None) -> None:
    assert read_person_flag(text, field) is answer

"""What cells of applications and organisations say: directions, amounts, counts, lengths, kinds, places."""

from __future__ import annotations

import pytest

from nqi_limits.values.amounts import read_amount, read_count
from nqi_limits.values.dates import read_date
from nqi_limits.values.directions import read_directions
from nqi_limits.values.organisations import (
    MAINLAND,
    OUTSIDE,
    OrganisationKind,
    organisations_in_words,
    read_credit_code,
    read_kind,
    read_organisation_list,
    read_organisations,
    read_region,
)
from nqi_limits.values.periods import contract_years


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("1.1", ["1.1"]),
        (1.2, ["1.2|1.20"]),
        (6, ["6"]),
        ("1.10", ["1.10"]),
        ("１．１ 某方向", ["1.1"]),
        ("01.02", ["1.2"]),
        ("1。1", ["1.1"]),
        ("方向3.5某方法", ["3.5"]),
        ("指南方向 2.2：某方法", ["2.2"]),
        ("【4.6】某方法", ["4.6"]),
        ("某方法（指南方向1.2）", ["1.2"]),
        ("1-2", ["1.2"]),
        ("1.1、1.2", ["1.1", "1.2"]),
        ("方向1.1和方向1.2", ["1.1", "1.2"]),
        ("3.5类脑计量", ["3.5"]),
        ("5G计量", []),
        ("2030年的计量", []),
        ("1.5T磁共振", []),
        ("30%能耗", []),
        ("某方法", []),
        ("", []),
        (True, []),
    ],
)
def test_directions(cell, numbers):
    assert ["|".join(sorted(one)) for one in read_directions(cell)] == numbers


def test_the_programme_may_stand_before_a_direction():
    names = ("登月", "登月计划", "moon (phase 2)")
    for cell in ("登月计划1.1", "“登月计划”重点专项1.1某法", "Moon (phase 2) 1.1"):
        assert read_directions(cell, names) == (frozenset({"1.1"}),)
        assert read_directions(cell) != (frozenset({"1.1"}),)


@pytest.mark.parametrize(
    ("cell", "header", "amount"),
    [
        (200, "国拨经费（万元）", 200),
        ("200.00", "国拨经费（万元）", 200),
        ("２００万", "", 200),
        ("人民币2,000,000元整", "国拨经费（万元）", 200),
        (2000000, "国拨经费（元）", 200),
        (2000000, "国拨经费", 200),
        (2000, "国拨经费（千元）", 200),
        (200, "国拨经费", 200),
        ("0.02亿元", "", 200),
        ("200（含自筹）", "", 200),
        ("200-300", "", None),
        ("约定", "", None),
        ("", "", None),
        (float("inf"), "", None),
    ],
)
def test_amounts(cell, header, amount):
    assert read_amount(cell, header) == (None if amount is None else pytest.approx(amount))


@pytest.mark.parametrize(
    ("cell", "number"),
    [(5, 5), (5.0, 5), ("5个", 5), ("五个课题", 5), ("十一家", 11), ("二十", 20), ("3（含牵头单位）", 3), ("共6个", 6), ("无", 0),
     ("不设", 0), ("0", 0), ("5.5", None), ("2+1", None), ("", None), ("见附件", None), (False, None)],
)  # fmt: skip
def test_counts(cell, number):
    assert read_count(cell) == number


@pytest.mark.parametrize(
    ("start", "end", "years"),
    [
        ("2022-12-01", "2025-11-30", [2.997, 3]),
        ("2022-11", "2025-10", [3]),
        ("2022-12-01", "2025-11", [3]),
        ("2022-12", "2026-12", [4.085]),
        ("2022", "2025", []),
        ("2022-12-01", "", []),
        ("2025-12-01", "2022-12-01", []),
    ],
)
def test_lengths_as_contracts_mean_them(start, end, years):
    assert list(contract_years(read_date(start), read_date(end))) == pytest.approx(years, abs=0.001)


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("东海大学", ["东海大学"]),
        ("东海大学、南岭学院", ["东海大学", "南岭学院"]),
        ("东海大学；南岭学院", ["东海大学", "南岭学院"]),
        ("东海大学（与南岭学院、北原公司共建）", ["东海大学(与南岭学院、北原公司共建)"]),
        ("东海航空材料研\n究院", ["东海航空材料研究院"]),
        ("甲LYC 轴承有限公司", ["甲LYC轴承有限公司"]),
        ("无", []),
        ("待定", []),
        (None, []),
    ],
)
def test_organisations_in_a_cell(cell, names):
    assert list(read_organisations(cell)) == names


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("1. 甲甲大学\n2、乙研究院；\n（3）丙丙公司", ["甲甲大学", "乙研究院", "丙丙公司"]),
        ("甲甲\n大学\n乙研\n究院", ["甲甲大学", "乙研究院"]),
        ("甲甲\n大学", ["甲甲大学"]),
        ("甲甲大学、乙研究院\n丙丙公司", ["甲甲大学", "乙研究院", "丙丙公司"]),
        ("甲甲大学\n张某", ["甲甲大学张某"]),
        ("", []),
        (None, []),
    ],
)
def test_lists_of_organisations(cell, names):
    assert list(read_organisation_list(cell)) == names


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("教育部和云岭省科技厅", ["教育部", "云岭省科技厅"]),
        ("工业和信息化部 云岭省工业和信息化厅", ["工业和信息化部", "云岭省工业和信息化厅"]),
        ("工业和信息化部", []),
        ("云岭 省科技厅", []),
        ("", []),
    ],
)
def test_organisations_parted_by_words(cell, names):
    assert list(organisations_in_words(cell)) == names


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("国家机关", OrganisationKind.STATE_ORGAN),
        ("机关", OrganisationKind.STATE_ORGAN),
        ("政府部门", OrganisationKind.STATE_ORGAN),
        ("非国家机关", OrganisationKind.UNKNOWN),
        ("机关事业单位", OrganisationKind.UNKNOWN),
        ("事业单位", OrganisationKind.MAINLAND),
        ("国有企业", OrganisationKind.MAINLAND),
        ("国有企业（分公司）", OrganisationKind.NO_LEGAL_PERSON),
        ("企业", OrganisationKind.OTHER),
        ("外商投资企业", OrganisationKind.OTHER),
        ("香港独资企业", OrganisationKind.OTHER),
        ("香港高校", OrganisationKind.OUTSIDE),
        ("境外机构", OrganisationKind.OUTSIDE),
        ("其他", OrganisationKind.UNKNOWN),
        ("", OrganisationKind.UNKNOWN),
    ],
)
def test_kinds_of_organisations(cell, kind):
    assert read_kind(cell) is kind


@pytest.mark.parametrize(
    ("cell", "region"),
    [
        *(
            (cell, MAINLAND)
            for cell in (
                "北京市",
                "中国",
                "中国（上海）自由贸易试验区",
                "某省某市",
                "青岛市香港中路",
                "Shanghai, China",
            )
        ),
        *((cell, OUTSIDE) for cell in ("香港", "中国香港特别行政区", "中国台湾", "Hong Kong", "英国伦敦", "境外")),
        *((cell, "") for cell in ("", "某地", "总部")),
    ],
)
def test_places_of_registration(cell, region):
    assert read_region(cell) == region


def test_a_credit_code_is_one_only_with_the_right_last_character():
    assert read_credit_code(" 11990001 mb9900019w") == "11990001MB9900019W"
    assert read_credit_code("11990001MB99000190") == ""
    assert read_credit_code("NQI-001") == ""

"""Several people in one row: whose ID number and organisation each column is, and what is said of columns that are not read."""

from __future__ import annotations

import pytest
from support import invented_id

from nqi_limits.checking import check_grids
from nqi_limits.sources.grid import Grid

NUMBERS = [invented_id(number) for number in range(1, 4)]
PEOPLE = ("张三", "李四", "王五")
ORGANISATIONS = ("东海大学", "西山大学", "南湖大学")


@pytest.mark.parametrize(
    "roles",
    [("项目负责人", "项目骨干", "课题骨干"), ("项目负责人", "课题负责人", "项目骨干"), ("骨干1", "骨干2", "骨干3")],
)
@pytest.mark.parametrize("rows", [1, 2], ids=["one header row", "two header rows"])
def test_a_number_and_an_organisation_are_those_of_the_person_before(roles: tuple[str, ...], rows: int) -> None:
    if rows == 1:
        header = [["申报编号", "项目名称", *(text for role in roles for text in (role, "证件号码", "工作单位"))]]
    else:
        header = [
            ["申报编号", "项目名称", *(text for role in roles for text in (role, "", ""))],
            ["", "", *("姓名", "证件号码", "工作单位") * 3],
        ]
    values = [text for one in zip(PEOPLE, NUMBERS, ORGANISATIONS, strict=True) for text in one]
    records = check_grids([Grid("名单.xlsx", "申报", [*header, ["NQI-001", "甲项目", *values]])]).records
    found = {}
    for index in range(records.people):
        person = records.person(index)
        assert person.id_number is not None
        found[person.name] = (person.id_number.key, person.organisations)
    told = zip(PEOPLE, NUMBERS, ORGANISATIONS, strict=True)
    assert found == {name: (number, (organisation,)) for name, number, organisation in told}


def test_a_column_of_names_that_is_not_read_is_told() -> None:
    rows = [["申报编号", "项目负责人", "某某人等"], ["NQI-001", "张三", "李四"], ["NQI-002", "王五", "赵六、钱七"]]
    told = [(one.column, one.wording.key) for one in check_grids([Grid("名单.xlsx", "申报", rows)]).tables[0].doubts]
    assert told == [(3, "tables.doubt.people")]


def test_contacts_are_no_members_and_not_told() -> None:
    rows = [["申报编号", "项目负责人", "联系人"], ["NQI-001", "张三", "李四"], ["NQI-002", "王五", "赵六"]]
    assert not check_grids([Grid("名单.xlsx", "申报", rows)]).tables[0].doubts

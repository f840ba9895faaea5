"""What a number more or less may do to the conflicts that are found: who is who must not hang on how much is filled in."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_workbooks import grids, random_sheets, spelled
from support import LIMIT_RULES, invented_id
from test_properties import quick, seeds

from nqi_limits.checking import check_grids
from nqi_limits.sources.grid import Grid
from nqi_limits.values.id_numbers import read_id_number

if TYPE_CHECKING:
    from collections.abc import Iterable

    import random_workbooks

    from nqi_limits.sources.grid import Cell

    Conflict = tuple[str, frozenset[str]]

NAME = "周启明"
ORGANISATIONS = ("东海大学", "南岭学院", "")
BIRTHS = ("", "1970-01-07", "1981-02-03")
ROLES = ("项目负责人", "课题负责人", "项目骨干")
APPLIED = ["申报编号", "姓名", "证件号码", "工作单位", "出生日期", "角色"]
LISTED = ["姓名", "证件号码", "工作单位", "出生日期"]
VIOLATION = 2
SEVERITY = {"note": 0, "review": 1, "violation": VIOLATION}
# A good number, born 1970-01-07; some that cannot be right, far from it and from each other; two a slip away from it.
GOOD = invented_id(7)
WRONG = ("990001198203041234", "110000199911112222")
FRESH = "990001196805057777"
SLIPS = (GOOD[:9] + ("3" if GOOD[9] != "3" else "4") + GOOD[10:], GOOD[:-1])


def test_the_numbers_are_what_they_are_meant_to_be() -> None:
    assert read_id_number(GOOD).valid
    assert not any(read_id_number(one).valid for one in (*WRONG, FRESH, *SLIPS))


class Sheets:
    """A few rows about people of one name, to be changed cell by cell."""

    def __init__(self, chance: random.Random, births: Iterable[str], numbers: Iterable[str]) -> None:
        births, numbers = tuple(births), tuple(numbers)

        def person() -> list[Cell]:
            return [
                NAME,
                chance.choice((*numbers, "", "")),
                chance.choice(ORGANISATIONS),
                chance.choice(births),
            ]

        self.people = [person() for _ in range(chance.choice((0, 0, 1, 1, 2)))]
        self.members = [
            [f"NQI-{chance.randint(1, 4)}", *person(), chance.choice(ROLES)] for _ in range(chance.randint(2, 6))
        ]

    def rows(self) -> list[tuple[list[Cell], int]]:
        """Every row, with the place of its number."""
        return [*((row, 1) for row in self.people), *((row, 2) for row in self.members)]

    def grids(self) -> list[Grid]:
        return [
            Grid("a.xlsx", "人员", [LISTED, *map(list, self.people)]),
            Grid("a.xlsx", "申报人员", [APPLIED, *map(list, self.members)]),
        ]

    def conflicts(self) -> dict[Conflict, int]:
        """The gravest that is said of each rule and set of applications."""
        found: dict[Conflict, int] = {}
        for one in check_grids(self.grids(), select=[*LIMIT_RULES, "near-id"]).findings:
            key = one.rule, frozenset(one.applications)
            found[key] = max(found.get(key, 0), SEVERITY[str(one.severity)])
        return found


def lost(before: Sheets, after: Sheets, least: int = VIOLATION) -> dict[Conflict, int]:
    """Conflicts that weigh less than before: violations less than `least`, reviews not even a review.

    Beside a violation a rule says nothing of what is merely possible.
    """
    now = after.conflicts()

    def weight(rule: str, applications: frozenset[str], was: int) -> int:
        said = [w for (other, on), w in now.items() if other in (rule, "near-id") and on >= applications]
        said += [w for (other, _), w in now.items() if other == rule and w > was]
        return max(said, default=-1)

    return {
        key: was
        for key, was in before.conflicts().items()
        if key[0] in LIMIT_RULES and weight(*key, was) < min(was, least)
    }


def copied(chance: random.Random, births: Iterable[str], numbers: Iterable[str]) -> tuple[Sheets, Sheets]:
    state = chance.getrandbits(64)
    return Sheets(random.Random(state), births, numbers), Sheets(random.Random(state), births, numbers)


@pytest.mark.parametrize("birth", BIRTHS)
@given(chance=seeds)
@quick
def test_a_number_where_nobody_of_that_name_has_one_loses_no_conflict(birth: str, chance: random.Random) -> None:
    """The number can prove nothing, whatever birth date it tells beside the one that is stated."""
    before, after = copied(chance, (birth,) if birth == BIRTHS[2] else ("", birth), WRONG)
    rows = [(row, at) for row, at in after.rows() if not row[at]]
    if rows:
        row, at = chance.choice(rows)
        row[at] = GOOD
        assert lost(before, after) == {}


@given(chance=seeds, number=st.sampled_from((FRESH, *SLIPS, "9.90001E+17", "990001197001071000")))
@quick
def test_a_number_that_cannot_be_right_loses_no_conflict(chance: random.Random, number: str) -> None:
    """One that a slip makes of another's number leaves it open who is meant."""
    before, after = copied(chance, BIRTHS, (GOOD,) if number in SLIPS else (GOOD, *WRONG))
    rows = [(row, at) for row, at in after.rows() if not row[at]]
    if rows:
        row, at = chance.choice(rows)
        row[at] = number
        assert lost(before, after, least=1 if number in SLIPS else VIOLATION) == {}


@given(chance=seeds)
@quick
def test_without_a_number_people_who_were_two_are_no_violation(chance: random.Random) -> None:
    """Nothing but the number told them apart, and neither a birth date nor the roster says that they are one."""
    before, after = copied(chance, ("",), (GOOD, invented_id(8), *WRONG))
    before.people, after.people = [], []
    rows = [(row, at) for row, at in after.rows() if row[at]]
    if rows:
        row, at = chance.choice(rows)
        row[at] = chance.choice(("", "无", "9.90001E+17"))
        certain = [key for key, weight in before.conflicts().items() if weight == VIOLATION]
        for (rule, applications), weight in after.conflicts().items():
            assert weight < VIOLATION or any(rule == one and applications <= on for one, on in certain)


@given(chance=seeds)
@quick
def test_how_things_are_spelled_changes_no_finding(chance: random.Random) -> None:
    """In any column of any sheet; all findings, those about the data itself too, and what could not be decided."""
    sheets = random_sheets(chance)

    def found(written: random_workbooks.Sheets) -> tuple[list[tuple[object, ...]], list[tuple[str, int]]]:
        report = check_grids(grids(written))
        return sorted(
            (one.rule, str(one.severity), one.applications, one.ongoing, one.falls, one.readings)
            for one in report.findings
        ), sorted((one.rule, one.count) for one in report.unchecked)

    assert found(spelled(sheets, chance)) == found(sheets)

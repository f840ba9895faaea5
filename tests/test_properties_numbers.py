"""What a number more or less may do over whole rosters: several sheets, every kind of paper, slips of one digit."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from random_rosters import rosters
from support import LIMIT_RULES, invented_id
from test_properties import quick, seeds

from nqi_limits.checking import check_grids
from nqi_limits.sources.grid import Grid
from nqi_limits.values.id_numbers import check_digit, read_id_number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from second_opinion import Roster

    from nqi_limits.sources.grid import Cell

    Drawn = tuple[Roster, list[Grid]]
    Conflict = tuple[str, str, frozenset[str]]

few = settings(quick, max_examples=15)
MEMBERS = ("在研人员", "申报人员")
SEVERITIES = ("note", "review", "violation")
VIOLATION = 2


def paper(resident: str, kind: int, at: int) -> str:
    """The number of the person's document of this kind; a resident number for the first kinds."""
    permit = f"81000019700101{at:03d}"
    others = (f"E1234{at:04d}", permit + check_digit(permit), f"H0123{at:04d}", f"军字第123{at:04d}号")
    return (resident, resident, *others)[kind]


def slip(number: str) -> str:
    """The number with its last digit typed wrongly."""
    at = max(place for place, one in enumerate(number) if one.isdecimal())
    return number[:at] + str((int(number[at]) + 1) % 10) + number[at + 1 :]


def test_the_papers_are_of_different_kinds_and_slips_differ() -> None:
    numbers = [paper(invented_id(7), kind, 7) for kind in range(1, 6)]
    assert all(read_id_number(one).valid for one in numbers)
    assert len({read_id_number(one).kind for one in numbers}) == len(numbers)
    assert all(read_id_number(slip(one)).key != read_id_number(one).key for one in numbers)


class Sheets:
    """The sheets of a roster, people's documents of several kinds, to be changed cell by cell."""

    def __init__(self, grids: Iterable[Grid], chance: random.Random) -> None:
        self.names = {grid.sheet: grid.file for grid in grids}
        self.rows: dict[str, list[list[Cell]]] = {grid.sheet: [list(row) for row in grid.rows] for grid in grids}
        papers: dict[Cell, str] = {}
        for sheet in ("人员", *MEMBERS):
            for row in self.rows[sheet][1:]:
                at = self.column(sheet, "证件号码")
                if row[at]:
                    number = papers.setdefault(row[at], paper(str(row[at]), chance.randrange(6), len(papers) + 1))
                    row[at] = slip(number) if chance.random() < 0.1 else number

    def column(self, sheet: str, header: str) -> int:
        return self.rows[sheet][0].index(header)

    def told(self, sheet: str, at: int) -> tuple[Cell, Cell, Cell]:
        """Name, organisation and number of a row."""
        row = self.rows[sheet][at]
        name, organisation, number = (row[self.column(sheet, one)] for one in ("姓名", "工作单位", "证件号码"))
        return name, organisation, number

    def members(self, numbered: bool) -> list[tuple[str, int]]:
        """The rows of members that have a number, or that have none."""
        return [
            (sheet, at)
            for sheet in MEMBERS
            for at in range(1, len(self.rows[sheet]))
            if bool(self.told(sheet, at)[2]) == numbered
        ]

    def write(self, sheet: str, at: int, number: Cell) -> None:
        self.rows[sheet][at][self.column(sheet, "证件号码")] = number

    def conflicts(self) -> dict[Conflict, int]:
        """The gravest that is said of each rule, name and set of applications."""
        grids = [Grid(self.names[sheet], sheet, rows) for sheet, rows in self.rows.items()]
        found: dict[Conflict, int] = {}
        findings: Iterable[Any] = check_grids(grids, select=[*LIMIT_RULES, "near-id"]).findings
        for one in findings:
            key = one.rule, one.person.name, frozenset(one.applications)
            found[key] = max(found.get(key, 0), SEVERITIES.index(str(one.severity)))
        return found


@given(drawn=rosters(), chance=seeds)
@few
def test_without_a_number_nobody_who_was_two_people_breaks_a_rule(drawn: Drawn, chance: random.Random) -> None:
    """Unless the roster has one such person: that is what tells who is meant where there is no number."""
    sheets = Sheets(drawn[1], chance)
    listed = {sheets.told("人员", at)[:2] for at in range(1, len(sheets.rows["人员"]))}
    rows = [one for one in sheets.members(numbered=True) if sheets.told(*one)[:2] not in listed]
    if not rows:
        return
    certain = [key for key, weight in sheets.conflicts().items() if weight == VIOLATION]
    sheets.write(*chance.choice(rows), "")
    for (rule, name, applications), weight in sheets.conflicts().items():
        known = any((rule, name) == one[:2] and applications <= one[2] for one in certain)
        assert weight < VIOLATION or known, (rule, applications)


@given(drawn=rosters(), chance=seeds)
@few
def test_filling_in_the_one_number_of_a_name_at_an_organisation_loses_no_conflict(
    drawn: Drawn, chance: random.Random
) -> None:
    """It makes certain what was open. Whoever turns out to be in a project still has not left it, so that rule is not asked."""
    sheets = Sheets(drawn[1], chance)
    numbers: dict[tuple[Cell, Cell], set[Cell]] = {}
    for sheet in ("人员", *MEMBERS):
        for at in range(1, len(sheets.rows[sheet])):
            name, organisation, number = sheets.told(sheet, at)
            numbers.setdefault((name, organisation), set()).update({number} - {""})
    rows = [one for one in sheets.members(numbered=False) if len(numbers[sheets.told(*one)[:2]]) == 1]
    if not rows:
        return
    before = sheets.conflicts()
    row = chance.choice(rows)
    sheets.write(*row, next(iter(numbers[sheets.told(*row)[:2]])))
    after = sheets.conflicts()
    for (rule, name, applications), weight in before.items():
        kept = [
            now > weight or (now == weight and on >= applications)
            for (other, whose, on), now in after.items()
            if whose == name and other in (rule, "near-id")
        ]
        assert any(kept) or rule == "left-ongoing-project", (rule, applications)

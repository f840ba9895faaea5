"""Every rule has cases that break it, that just do not, on its boundary days, and for facts that are not known.

A case says in `kinds` which of these it is, for the rule that its file is named after. The labels are not taken on trust: each is
held against what a check of the case's sheets gives. case_kinds.toml has the days, and which kinds a rule can have no case of.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from support import case_grids
from test_cases import FILES, RULES, SOMEBODY_ELSE

from nqi_limits.checking import check_grids
from nqi_limits.rules.form.rule import FormRule
from nqi_limits.values.dates import read_date, read_period

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nqi_limits.findings.model import Finding
    from nqi_limits.report import Report

KINDS = ("breaks", "holds", "boundary", "unknown")
ASKED = tomllib.loads((Path(__file__).parent / "case_kinds.toml").read_text(encoding="utf-8"))
UNKNOWN_READINGS = {"missing-end", "unknown-programme", "unknown-role", "same-name-org"}


@dataclass(frozen=True)
class Case:
    """A case of the rule that its file is named after."""

    rule: str
    kinds: tuple[str, ...]
    shared: dict[str, str]
    own: dict[str, str]
    readings: dict[str, str]
    accepted: dict[str, str]

    def report(self) -> Report:
        """A check by this rule alone, with somebody in an ongoing project, so that limits are decided."""
        sheets = {"在研人员": SOMEBODY_ELSE, **self.shared, **self.own}
        return check_grids(
            case_grids(sheets), readings=self.readings, select=[self.rule], accepted=case_grids(self.accepted)
        )

    def rows(self) -> Iterator[list[str]]:
        """The rows of the case's own sheets, and those of the shared ones whose first cell the own ones name."""
        for table in self.own.values():
            yield from ([cell.strip() for cell in line.split("|")] for line in table.splitlines())
        mine = "\n".join(self.own.values())
        for table in self.shared.values():
            rows = ([cell.strip() for cell in line.split("|")] for line in table.splitlines())
            yield from (row for row in rows if row[0] and row[0] in mine)


def cases() -> Iterator[Any]:
    for path in FILES:
        book = tomllib.loads(path.read_text(encoding="utf-8"))
        for case in book["case"]:
            if path.stem in RULES and path.stem in case.get("rules", book.get("rules", [path.stem])):
                told = Case(
                    path.stem,
                    tuple(case.get("kinds", ())),
                    book.get("sheets", {}),
                    case.get("sheets", {}),
                    case.get("readings", {}),
                    case.get("accepted", {}),
                )
                yield pytest.param(told, id=f"{path.stem}: {case['name']}")


ALL = list(cases())


def undecided(one: Finding) -> bool:
    """A note of form review: a fact is missing, or there is something to know that decides nothing."""
    return str(one.severity) == "note" and isinstance(RULES[one.rule], FormRule)


@pytest.mark.parametrize("case", ALL)
def test_a_case_is_of_the_kinds_that_it_says(case: Case) -> None:
    assert case.kinds, "say of what kinds the case is"
    assert not set(case.kinds) - set(KINDS)
    assert len(set(case.kinds)) == len(case.kinds)
    report = case.report()
    decided = [one for one in report.findings if not undecided(one)]
    clear = {one.id for one in report.applications if str(one.verdict) == "clear"}
    passed = clear - {number for one in decided for number in one.applications}
    unchecked = [one for one in report.unchecked if one.rule == case.rule]
    hung = {reading for one in decided for reading in one.readings} & UNKNOWN_READINGS
    assert ("breaks" in case.kinds) == bool(decided)
    assert ("unknown" in case.kinds) == bool(unchecked or hung)
    if "holds" in case.kinds:
        assert not decided and not unchecked if not isinstance(RULES[case.rule], FormRule) else passed or not unchecked
    elif "unknown" in case.kinds:
        assert not passed or not isinstance(RULES[case.rule], FormRule), "what is not known has not passed"
    if "boundary" in case.kinds:
        assert on_a_boundary(case)


def on_a_boundary(case: Case) -> bool:
    """Whether a cell, or a span of two, is just on a day or length that the rule turns on."""
    days = set(ASKED["days"].get(case.rule, ()))
    years = ASKED["years"].get(case.rule, ())
    for row in case.rows():
        dates = [read_date(cell) for cell in row]
        if any(days & {date.first, date.last} for date in dates if not date.problem):
            return True
        if any(lasts(row, length) for length in years):
            return True
    return False


def lasts(row: list[str], years: int) -> bool:
    """Whether a span in one cell, or the first two dates of the row, last just so many years."""
    spans = [read_period(cell) for cell in row]
    dates = [date for date in map(read_date, row) if not date.problem]
    spans = [span for span in spans if not span[0].problem and not span[1].problem]
    for start, end in [*spans, *pairwise(dates)]:
        if start.first and end.last:
            after = end.last + dt.timedelta(days=1)
            if (after.year - start.first.year, after.month, after.day) == (years, start.first.month, start.first.day):
                return True
    return False


@pytest.mark.parametrize("rule", list(RULES))
def test_a_rule_has_cases_of_every_kind(rule: str) -> None:
    found = {kind for param in ALL for kind in param.values[0].kinds if param.values[0].rule == rule}
    excused = {kind for kind, reasons in ASKED["not-asked"].items() if reasons.get(rule)}
    assert found | excused == set(KINDS)
    assert not found & excused, "there is such a case, so it need not be excused"


def test_days_and_excuses_are_about_rules_that_exist() -> None:
    for part in (ASKED["days"], ASKED["years"], *ASKED["not-asked"].values()):
        assert set(part) <= set(RULES)
    assert set(ASKED["days"]) | set(ASKED["years"]) == set(RULES) - set(ASKED["not-asked"]["boundary"])

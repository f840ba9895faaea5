"""形审 4(2): how many years a project runs, in principle."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from nqi_limits.findings.model import Wording
from nqi_limits.rules.form.application_rule import ApplicationFactRule
from nqi_limits.rules.form.facts import APPLYING
from nqi_limits.rules.form.outcomes import Says
from nqi_limits.rules.form.periods import PERIOD_FIELDS
from nqi_limits.rules.form.rows import said_together
from nqi_limits.values.dates import read_date, read_duration, read_period
from nqi_limits.values.periods import contract_years, years_between
from nqi_limits.values.text import clean, is_placeholder, text_key

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from nqi_limits.rulebooks.model import Years
    from nqi_limits.rules.form.facts import FormFacts
    from nqi_limits.rules.form.outcomes import Bits
    from nqi_limits.sources.grid import Cell
    from nqi_limits.tables.table import Place
    from nqi_limits.values.dates import Dates

_SLACK = 1e-9


class ProjectPeriod(ApplicationFactRule):
    """From start to end, else the stated length. What only some days of the months given would satisfy is left open."""

    id = "project-period"
    fields = ("start_date", "end_date")

    def told(self, facts: FormFacts) -> bool:
        """Whether any column tells when the project runs, or how long."""
        return facts.has(*PERIOD_FIELDS, kinds=APPLYING)

    def said(self, facts: FormFacts, entry: Years) -> Bits:
        """Whether the length that a row gives lies within the range."""
        least, most = _range(entry)
        return said_together(facts, PERIOD_FIELDS, lambda cells: _says(cells, least, most))

    def places(self, facts: FormFacts, unit: int) -> list[Place]:
        """The cells of start and end, or those that give the length otherwise."""
        filled = [place for place in facts.unit_cells(unit, PERIOD_FIELDS) if text_key(place.value)]
        return filled or facts.unit_cells(unit, self.fields)

    def words(self, facts: FormFacts, entry: Years, unit: int) -> tuple[str, Mapping[str, object]]:
        """With the cells as written."""
        least, most = _range(entry)
        written = tuple(clean(place.value) for place in self.places(facts, unit))
        return "message", {"written": written, "least": f"{least:g}", "most": f"{most:g}"}

    def arithmetic(self, facts: FormFacts, entry: Years, unit: int) -> Wording:
        """The years, rounded away from the limit that they miss."""
        least, most = _range(entry)
        lengths = [length for cells in _cells(facts, unit) if (length := _length(cells))]
        longest = max(high for _, high in lengths)
        if longest < least:
            return Wording(f"rule.{self.id}.too-short", {"years": _years(longest, math.floor), "limit": f"{least:g}"})
        shortest = min(low for low, _ in lengths)
        return Wording(f"rule.{self.id}.too-long", {"years": _years(shortest, math.ceil), "limit": f"{most:g}"})


def _range(entry: Years) -> tuple[float, float]:
    assert not isinstance(entry.from_years, str)
    assert not isinstance(entry.to_years, str)
    return entry.from_years, entry.to_years


def _years(years: float, towards: Callable[[float], int]) -> str:
    return f"{towards(years * 100 + (_SLACK if towards is math.floor else -_SLACK)) / 100:g}"


def _cells(facts: FormFacts, unit: int) -> list[list[Cell]]:
    """The cells of an application's rows that tell its length."""
    found = []
    for rows, positions in facts.records.units.rows_of(unit):
        columns = [rows.table.columns.get(field) for field in PERIOD_FIELDS]
        if rows.table.kind in APPLYING and any(columns):
            found += [[column.raw(at) if column else "" for column in columns] for at in positions.tolist()]
    return found


def _ends(cells: Sequence[Cell]) -> tuple[Dates, Dates]:
    start, end = read_date(cells[0]), read_date(cells[1])
    return (start, end) if years_between(start, end) else read_period(cells[2])


def _length(cells: Sequence[Cell]) -> tuple[float, float] | None:
    """The shortest and the longest that a row may mean."""
    years = read_duration(cells[3])
    return years_between(*_ends(cells)) or (None if years is None else (years, years))


def _says(cells: Sequence[Cell], least: float, most: float) -> Says:
    def fits(years: float) -> bool:
        return least - _SLACK <= years <= most + _SLACK

    span = _length(cells)
    if span is None:
        blank = all(is_placeholder(text_key(cell)) for cell in cells)
        return Says.NOTHING if blank else Says.UNCLEAR
    if span[1] < least - _SLACK or span[0] > most + _SLACK:
        return Says.BREAKS
    if all(map(fits, span)) or any(map(fits, contract_years(*_ends(cells)))):
        return Says.HOLDS
    stated = read_duration(cells[3])
    return Says.UNCLEAR if stated is None else Says.HOLDS if fits(stated) else Says.BREAKS

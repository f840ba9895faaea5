"""Rules that allow so many of something: the number that a cell states, and the number that the rows show."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.findings.model import Wording
from nqi_limits.records.interning import read_column
from nqi_limits.rules.form.application_rule import CATEGORY, ApplicationFormRule
from nqi_limits.rules.form.facts import APPLYING
from nqi_limits.rules.form.outcomes import KNOWN, Says
from nqi_limits.rules.grading import NOTED, certain
from nqi_limits.values.amounts import read_count
from nqi_limits.values.text import is_placeholder, text_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from nqi_limits.findings.model import Finding, Unchecked
    from nqi_limits.rulebooks.model import AtMost
    from nqi_limits.rules.form.facts import FormFacts
    from nqi_limits.rules.form.outcomes import Bits
    from nqi_limits.sources.grid import Cell
    from nqi_limits.tables.table import Place


class CountRule(ApplicationFormRule):
    """Too many are stated, or the rows show too many. Rows are seldom complete: that they show few says nothing."""

    @abstractmethod
    def counted(self, facts: FormFacts) -> NDArray[np.int64]:
        """For each unit how many different ones its rows show."""

    @abstractmethod
    def shown(self, facts: FormFacts, unit: int) -> list[Place]:
        """The cells of a unit that show them, one for each."""

    def check(self, facts: FormFacts, entry: AtMost, concerned: NDArray[np.bool_]) -> Iterable[Finding | Unchecked]:
        """The findings; what hangs on the category; cells that state less than the rows show."""
        asked = concerned & ~facts.records.units.is_project
        counted = self.counted(facts)
        general, young = (
            self._against(facts, counted, entry.at_most),
            self._against(facts, counted, entry.young_at_most),
        )
        category = facts.young & KNOWN
        settled = (category == Says.HOLDS) | (category == Says.BREAKS)
        # of an application that may be either, what is so under both limits
        either = np.where((general & KNOWN) == (young & KNOWN), general, int(Says.UNCLEAR))
        bits = np.where(settled, np.where(category == Says.HOLDS, young, general), either).astype(np.int8)
        known = bits & KNOWN
        for unit in np.flatnonzero(asked & (known == Says.BREAKS)).tolist():
            yield self._too_many(facts, entry, unit, int(counted[unit]))
        stated = _most_stated(facts, self.fields[0])
        for unit in np.flatnonzero(asked & (known != Says.BREAKS) & (stated >= 0) & (stated < counted)).tolist():
            yield self._disagreeing(facts, unit, int(stated[unit]), int(counted[unit]))
        unknown = asked & (known != Says.HOLDS) & (known != Says.BREAKS)
        hangs = unknown & ~settled & ((general & KNOWN) == Says.HOLDS)
        yield from self.unknown(facts, unknown & ~hangs, np.where(settled, bits, general).astype(np.int8))
        yield from self.category_unknown(facts, hangs)

    def _against(self, facts: FormFacts, counted: NDArray[np.int64], limit: int | str) -> Bits:
        assert not isinstance(limit, str)
        stated = facts.said_of_units(self.fields[0], lambda raw, _: _says(raw, limit))
        return np.where(counted > limit, int(Says.BREAKS), stated).astype(np.int8)

    def _too_many(self, facts: FormFacts, entry: AtMost, unit: int, counted: int) -> Finding:
        young = bool(facts.young[unit] & KNOWN == Says.HOLDS)
        limit = int(entry.young_at_most if young else entry.at_most)
        cells = facts.unit_cells(unit, self.fields)
        stated = sorted(number for place in cells if (number := read_count(place.value)) is not None)
        told = {
            "stated": tuple(map(str, stated)),
            "counted": counted,
            "limit": limit,
            "kind": Wording(f"findings.form.category.{'young' if young else 'general'}"),
        }
        places = [
            *(cells if stated else ()),
            *(facts.unit_cells(unit, CATEGORY) if young else ()),
            *(self.shown(facts, unit) if counted > limit else ()),
        ]
        return self.made(
            facts,
            certain(entry.grade, facts.settings.readings),
            (unit,),
            "message.both" if stated and counted else "message.stated" if stated else "message.counted",
            told,
            places,
            Wording(f"rule.{self.id}.sum", {"number": max([*stated, counted]), "limit": limit}),
        )

    def _disagreeing(self, facts: FormFacts, unit: int, stated: int, counted: int) -> Finding:
        told = {"stated": stated, "counted": counted}
        places = [*facts.unit_cells(unit, self.fields), *self.shown(facts, unit)]
        return self.made(facts, NOTED, (unit,), "message.disagree", told, places, about=("disagree",))


def _says(raw: Cell, limit: int) -> Says:
    number = read_count(raw)
    if number is None:
        return Says.NOTHING if is_placeholder(text_key(raw)) else Says.UNCLEAR
    return Says.HOLDS if number <= limit else Says.BREAKS


def _most_stated(facts: FormFacts, field: str) -> NDArray[np.int64]:
    """For each unit the largest number that a cell states, -1 where none can be read."""
    found = np.full(len(facts.records.units), -1, dtype=np.int64)
    for rows in facts.records.units.tables:
        if rows.table.kind in APPLYING and field in rows.table.columns:
            numbers = read_column(rows.table.columns[field], len(rows.unit), _number)
            given = (rows.unit >= 0) & (numbers >= 0)
            np.maximum.at(found, rows.unit[given], numbers[given])
    return found


def _number(raw: Cell) -> int:
    number = read_count(raw)
    return -1 if number is None else number

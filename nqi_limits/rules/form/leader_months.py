"""资格 2: project and topic leaders give the project so many months a year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.findings.model import Severity
from nqi_limits.rules.form.facts import APPLYING
from nqi_limits.rules.form.outcomes import KNOWN, Says, gathered
from nqi_limits.rules.form.periods import spans
from nqi_limits.rules.form.rule import PersonFormRule
from nqi_limits.values.work_time import MONTHS_A_YEAR, Per, read_work_time

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from nqi_limits.rulebooks.model import Months
    from nqi_limits.rules.form.facts import FormFacts, Scope
    from nqi_limits.rules.form.outcomes import Bits
    from nqi_limits.tables.table import Place

_SLACK = 1e-9


class LeaderMonths(PersonFormRule):
    """The most that any row of a person in an application says counts; totals are spread over the project's years."""

    id = "leader-months"
    severities = (Severity.REVIEW, Severity.NOTE)
    readings = ("task-leader",)
    fields = ("months",)

    def scope(self, facts: FormFacts) -> Scope:
        """Leaders."""
        return facts.leaders()

    def told(self, facts: FormFacts) -> bool:
        """Whether any list of applications or of their members has the column."""
        return facts.has("months", kinds=APPLYING)

    def said(self, facts: FormFacts, entry: Months) -> Bits:
        """What all rows of the same person in the same application say together."""
        mentions = facts.records.mentions
        limit = float(entry.months_a_year)
        least, said, blank = _months(facts, limit)
        rows = np.flatnonzero(facts.applying)
        people = facts.records.people
        pair = mentions.unit[rows].astype(np.int64) * people + mentions.person[rows]
        keys, inverse = np.unique(pair, return_inverse=True)
        bits = gathered(said[rows], inverse, len(keys))
        both = np.bincount(inverse, weights=np.nan_to_num(least[rows]), minlength=len(keys))
        enough = (bits & int(Says.HOLDS)) > 0
        # several parts in one application, none enough alone: whether they add up is not told, nor what an unread one holds
        unread = np.bincount(inverse, weights=blank[rows], minlength=len(keys)) > 0
        unread |= (bits & int(Says.UNCLEAR)) > 0
        unsure = ((bits & KNOWN) == Says.BREAKS) & (unread | (both >= limit - _SLACK))
        bits = np.where(enough, int(Says.HOLDS), np.where(unsure, int(Says.UNCLEAR), bits)).astype(np.int8)
        result = np.zeros(len(mentions), dtype=np.int8)
        result[rows] = bits[inverse]
        return result

    def words(
        self, facts: FormFacts, entry: Months, person: int, rows: Sequence[int]
    ) -> tuple[str, Mapping[str, object]]:
        """With the cells as written."""
        written = [
            text for unit in _units(facts, rows) for text in facts.texts(person, "months", _rows(facts, person, unit))
        ]
        return "message", {"months": tuple(dict.fromkeys(written)), "limit": f"{entry.months_a_year:g}"}

    def places(self, facts: FormFacts, person: int, rows: Sequence[int]) -> list[Place]:
        """The cells of the person's rows in these applications."""
        return [
            place
            for unit in _units(facts, rows)
            for place in facts.cells(person, ("months",), _rows(facts, person, unit))
        ]


def _units(facts: FormFacts, rows: Sequence[int]) -> list[int]:
    return sorted({int(facts.records.mentions.unit[row]) for row in rows})


def _rows(facts: FormFacts, person: int, unit: int) -> list[int]:
    mine = facts.records.by_person[person]
    return [int(row) for row in mine if facts.records.mentions.unit[row] == unit]


def _months(facts: FormFacts, limit: float) -> tuple[NDArray[np.float64], Bits, NDArray[np.bool_]]:
    """For each mention the least months a year that its cell may mean, what the cell says of the limit, whether it is blank."""
    mentions = facts.records.mentions
    least, most = np.full(len(mentions), np.nan), np.full(len(mentions), np.nan)
    unclear, blank = np.zeros((2, len(mentions)), dtype=np.bool_)
    years: tuple[NDArray[np.float64], NDArray[np.float64]] | None = None
    for positions, column in facts.columns_of("months", APPLYING):
        read = [read_work_time(raw, column.header) for raw in column.values]
        codes = column.codes[mentions.row[positions]]
        if not read:
            continue
        amount = np.array([np.nan if one.months is None else one.months for one in read])[codes]
        per = np.array([list(Per).index(one.per) for one in read])[codes]
        blank[positions] = np.array([one.blank for one in read])[codes]
        unclear[positions] = np.array([one.months is None and not one.blank for one in read])[codes]
        low, high = amount.copy(), amount.copy()
        spread = (per != 0) & ~np.isnan(amount)
        if spread.any():
            years = years or spans(facts)[:2]
            unit = mentions.unit[positions]
            low = np.where(spread, amount / np.maximum(years[1][unit], 1 / MONTHS_A_YEAR), low)
            total = np.where(spread, amount / np.maximum(years[0][unit], 1 / MONTHS_A_YEAR), high)
            high = np.where(per == list(Per).index(Per.UNSURE), np.maximum(total, np.minimum(amount, 12)), total)
            unclear[positions] |= np.isnan(low) & ~np.isnan(amount)
        least[positions], most[positions] = low, high
    said = np.zeros(len(mentions), dtype=np.int8)
    said[unclear] = int(Says.UNCLEAR)
    said[~np.isnan(least)] = int(Says.UNCLEAR)
    said[least >= limit - _SLACK] = int(Says.HOLDS)
    said[most < limit - _SLACK] = int(Says.BREAKS)
    return least, said, blank

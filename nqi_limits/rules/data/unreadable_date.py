"""A date cell that is filled and cannot be read. An end date that cannot be read leaves open whether the project counts."""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.findings.making import make_finding
from nqi_limits.findings.model import Severity, Wording
from nqi_limits.rules.rule import DataRule
from nqi_limits.values.dates import read_date, read_period
from nqi_limits.values.extensions import read_extension
from nqi_limits.values.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from nqi_limits.findings.model import Finding
    from nqi_limits.rules.data.facts import DataFacts
    from nqi_limits.sources.grid import Cell

DECIDING = ("end_date", "extended_end_date", "period")
OTHERS = ("start_date", "birth_date", "registered_on")
WRONG = ("unreadable", "impossible", "ambiguous")


class UnreadableDate(DataRule):
    """One finding for each column and content; a review where the end of an ongoing project hangs on it, else a note."""

    id = "unreadable-date"
    severities = (Severity.REVIEW, Severity.NOTE)

    def concerns(self, facts: DataFacts) -> NDArray[np.bool_]:
        """The tables with dates."""
        dates = {*DECIDING, *OTHERS}
        return np.array([bool(dates & table.columns.keys()) for table in facts.records.tables], dtype=np.bool_)

    def check(self, facts: DataFacts, concerned: NDArray[np.bool_]) -> Iterable[Finding]:
        """Filled date cells that hold no date, one that does not exist, or one of several."""
        units = {id(rows.table): rows.unit for rows in facts.records.units.tables}
        for table in compress(facts.records.tables, concerned):
            if table.kind == "ignored":
                continue
            ongoing = table.kind in ("ongoing-projects", "ongoing-members")
            for name in (*DECIDING, *OTHERS):
                column = table.columns.get(name)
                if column is None:
                    continue
                for code, raw in enumerate(column.values):
                    problem = _problem(name, raw)
                    if problem not in WRONG:
                        continue
                    rows = np.flatnonzero(column.codes == code).tolist()
                    severity = Severity.REVIEW if ongoing and name in DECIDING else Severity.NOTE
                    why = Wording(f"rule.{self.id}.why.{problem}")
                    touched = sorted({int(units[id(table)][row]) for row in rows}) if id(table) in units else []
                    numbers = [facts.records.units.shown[unit] for unit in touched if unit >= 0]
                    yield make_finding(
                        self,
                        severity,
                        applications=() if ongoing else numbers,
                        ongoing=numbers if ongoing else (),
                        message=Wording(
                            f"rule.{self.id}.message", {"value": clean(raw), "header": column.header, "why": why}
                        ),
                        advice=Wording(f"rule.{self.id}.advice.{severity}"),
                        places=(place for row in rows for place in table.places(row, (name,))),
                        about=(table.file, table.sheet, name, clean(raw)),
                    )


def _problem(name: str, raw: Cell) -> str:
    if name == "period":
        start, end = read_period(raw)
        return end.problem if end.problem in WRONG else start.problem
    if name == "extended_end_date":
        return read_extension(raw).problem
    return read_date(raw).problem

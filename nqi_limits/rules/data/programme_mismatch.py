"""The number of an ongoing project, or a cell on it, says one programme, and another cell says one that is none of these."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.findings.making import make_finding
from nqi_limits.findings.model import Severity, Wording
from nqi_limits.records.interning import read_column
from nqi_limits.rules.rule import DataRule
from nqi_limits.values.programmes import OTHER, UNKNOWN
from nqi_limits.values.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from nqi_limits.findings.model import Finding
    from nqi_limits.records.model import Records
    from nqi_limits.rules.data.facts import DataFacts


class ProgrammeMismatch(DataRule):
    """One finding for each project; which of the two is right decides whether it counts."""

    id = "programme-mismatch"
    severities = (Severity.REVIEW,)

    def concerns(self, facts: DataFacts) -> NDArray[np.bool_]:
        """The ongoing projects of which a cell names a programme that is not told apart."""
        return _said_to_be_another(facts.records) & facts.records.units.is_project

    def check(self, facts: DataFacts, concerned: NDArray[np.bool_]) -> Iterable[Finding]:
        """Projects whose number or cells contradict each other."""
        units = facts.records.units
        for unit in np.flatnonzero(concerned & units.is_project).tolist():
            written = units.texts(unit, ("programme",))
            by_name = {units.programmes.by_name(text) for text, _ in written}
            told = units.told_by_number[unit]
            if OTHER not in by_name or not (told or by_name - {OTHER, UNKNOWN, ""}):
                continue
            said = {"number": units.shown[unit], "written": tuple(text for text, _ in written)}
            message = f"rule.{self.id}.message.{'number' if told else 'cells'}"
            yield make_finding(
                self,
                Severity.REVIEW,
                ongoing=(units.shown[unit],),
                message=Wording(message, said),
                advice=Wording(f"rule.{self.id}.advice.review", {"projects": units.shown[unit]}),
                places=[place for _, place in written],
                about=units.keys[unit],
            )


def _said_to_be_another(records: Records) -> NDArray[np.bool_]:
    """For each project and application whether a cell names a programme that is not told apart."""
    found = np.zeros(len(records.units) + 1, dtype=np.bool_)
    by_name = records.units.programmes.by_name
    for rows in records.units.tables:
        column = rows.table.columns.get("programme")
        if column is not None:
            said = read_column(column, len(rows.unit), lambda raw: by_name(clean(raw)) == OTHER, 0)
            found[rows.unit[said > 0]] = True
    return found[:-1]

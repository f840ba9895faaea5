"""A 退出日期 that is still to come: until then the project counts like any other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.findings.making import make_finding
from nqi_limits.findings.model import Severity, Wording
from nqi_limits.rules.rule import DataRule
from nqi_limits.values.flags import leaves_after, read_left
from nqi_limits.values.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from nqi_limits.findings.model import Finding
    from nqi_limits.rules.data.facts import DataFacts
    from nqi_limits.tables.table import Table


class LeftLater(DataRule):
    """One note for each person and project that the person is to leave."""

    id = "left-later"
    severities = (Severity.NOTE,)

    def concerns(self, facts: DataFacts) -> NDArray[np.bool_]:
        """The mentions in tables of members of ongoing projects that say when somebody leaves."""
        tables = [_says(table) for table in facts.records.tables]
        return np.array([*tables, False])[facts.records.mentions.table]

    def check(self, facts: DataFacts, concerned: NDArray[np.bool_]) -> Iterable[Finding]:
        """The rows of members whose date of leaving is after the day that counts."""
        records = facts.records
        for number, table in enumerate(records.tables):
            column = table.columns.get("left_date")
            if column is None or not _says(table):
                continue
            day = records.left_by
            later = np.array([read_left(raw) and leaves_after(raw, day) for raw in column.values], dtype=np.bool_)
            mentions = facts.mentions_in(number)
            mentions = mentions[concerned[mentions]]
            for mention in mentions[later[column.codes[records.mentions.row[mentions]]]].tolist():
                who = facts.who(int(records.mentions.person[mention]))
                project = records.units.shown[int(records.mentions.unit[mention])]
                value = clean(column.raw(int(records.mentions.row[mention])))
                yield make_finding(
                    self,
                    Severity.NOTE,
                    person=who,
                    ongoing=[project],
                    message=Wording(
                        f"rule.{self.id}.message", {"name": who["name"], "project": project, "date": value, "day": day}
                    ),
                    advice=Wording(f"rule.{self.id}.advice.note", {"name": who["name"]}),
                    places=records.cells(mention, "left_date"),
                    about=(project, value),
                )


def _says(table: Table) -> bool:
    return table.kind == "ongoing-members" and "left_date" in table.columns

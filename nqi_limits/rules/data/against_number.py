"""What a column says of a person, held against the ID number in the same row."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from nqi_limits.findings.making import make_finding
from nqi_limits.findings.model import Severity, Wording
from nqi_limits.rules.rule import DataRule

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from nqi_limits.findings.model import Finding
    from nqi_limits.rules.data.facts import DataFacts
    from nqi_limits.sources.grid import Cell


class AgainstNumberRule(DataRule):
    """One finding for each person, on the rows that give both and differ."""

    severities = (Severity.REVIEW,)
    field: ClassVar[str]

    @abstractmethod
    def by_number(self, facts: DataFacts) -> NDArray[np.integer[Any]]:
        """For each ID number what it says, 0 for nothing."""

    @abstractmethod
    def bounds(self, values: Sequence[Cell]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The least and the most that each of these cells lets the number say, 0 for cells that say nothing."""

    def concerns(self, facts: DataFacts) -> NDArray[np.bool_]:
        """The mentions whose number says it."""
        told: NDArray[np.bool_] = np.append(self.by_number(facts), 0)[facts.records.mentions.id_number] > 0
        return told

    def check(self, facts: DataFacts, concerned: NDArray[np.bool_]) -> Iterable[Finding]:
        """Rows that give both, where they differ."""
        mentions = facts.records.mentions
        told = np.append(self.by_number(facts), 0)
        for at, table in enumerate(facts.records.tables):
            column = table.columns.get(self.field)
            if column is None or "id_number" not in table.columns:
                continue
            least, most = self.bounds(column.values)
            rows = facts.mentions_in(at)
            rows = rows[concerned[rows]]
            number, written = told[mentions.id_number[rows]], column.codes[mentions.row[rows]]
            differ = (number > 0) & (least[written] > 0) & ((number < least[written]) | (number > most[written]))
            for person, found in facts.by_person(rows[differ]).items():
                who = facts.who(person)
                yield make_finding(
                    self,
                    Severity.REVIEW,
                    person=who,
                    message=Wording(f"rule.{self.id}.message", {"name": who["name"]}),
                    advice=Wording(f"rule.{self.id}.advice.review", {"name": who["name"]}),
                    places=facts.places(found, self.field, "id_number"),
                )

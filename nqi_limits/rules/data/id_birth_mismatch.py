"""The birth date given beside an ID number is not the one in the number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.findings.making import make_finding
from nqi_limits.findings.model import Severity, Wording
from nqi_limits.rules.rule import DataRule
from nqi_limits.values.dates import read_date

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nqi_limits.findings.model import Finding
    from nqi_limits.rules.data.facts import DataFacts


class IdBirthMismatch(DataRule):
    """One finding for each person."""

    id = "id-birth-mismatch"
    severities = (Severity.REVIEW,)

    def check(self, facts: DataFacts) -> Iterable[Finding]:
        """Rows that give both, where they differ; a month or a year only has to agree as far as it goes."""
        mentions = facts.records.mentions
        told = np.append(facts.records.id_numbers.birth, 0)
        for at, table in enumerate(facts.records.tables):
            column = table.columns.get("birth_date")
            if column is None or "id_number" not in table.columns:
                continue
            dates = [read_date(raw) for raw in column.values]
            first, last = (
                np.array([day.toordinal() if day else 0 for day in days])
                for days in ([one.first for one in dates], [one.last for one in dates])
            )
            rows = facts.mentions_in(at)
            number, written = told[mentions.id_number[rows]], column.codes[mentions.row[rows]]
            differ = (number > 0) & (first[written] > 0) & ((number < first[written]) | (number > last[written]))
            for person, found in facts.by_person(rows[differ]).items():
                who = facts.who(person)
                yield make_finding(
                    self,
                    Severity.REVIEW,
                    person=who,
                    message=Wording(f"rule.{self.id}.message", {"name": who["name"]}),
                    advice=Wording(f"rule.{self.id}.advice.review", {"name": who["name"]}),
                    places=facts.places(found, "birth_date", "id_number"),
                )

"""The sex given beside an ID number is not the one in the number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.findings.making import make_finding
from nqi_limits.findings.model import Severity, Wording
from nqi_limits.records.id_numbers import SEXES
from nqi_limits.rules.rule import DataRule
from nqi_limits.values.flags import read_sex

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nqi_limits.findings.model import Finding
    from nqi_limits.rules.data.facts import DataFacts


class IdSexMismatch(DataRule):
    """One finding for each person."""

    id = "id-sex-mismatch"
    severities = (Severity.REVIEW,)

    def check(self, facts: DataFacts) -> Iterable[Finding]:
        """Rows that give both, where they differ."""
        mentions = facts.records.mentions
        told = np.append(facts.records.id_numbers.sex, 0)
        for at, table in enumerate(facts.records.tables):
            column = table.columns.get("sex")
            if column is None or "id_number" not in table.columns:
                continue
            sexes = np.array([SEXES.get(read_sex(raw), 0) for raw in column.values])
            rows = facts.mentions_in(at)
            number, written = told[mentions.id_number[rows]], sexes[column.codes[mentions.row[rows]]]
            differ = (number > 0) & (written > 0) & (number != written)
            for person, found in facts.by_person(rows[differ]).items():
                who = facts.who(person)
                yield make_finding(
                    self,
                    Severity.REVIEW,
                    person=who,
                    message=Wording(f"rule.{self.id}.message", {"name": who["name"]}),
                    advice=Wording(f"rule.{self.id}.advice.review", {"name": who["name"]}),
                    places=facts.places(found, "sex", "id_number"),
                )

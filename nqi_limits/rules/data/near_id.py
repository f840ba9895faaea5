"""One name, two numbers that differ in one place: a typing slip would hide a conflict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nqi_limits.findings.making import make_finding
from nqi_limits.findings.model import Severity, Wording
from nqi_limits.rules.rule import DataRule
from nqi_limits.values.id_numbers import mask_id
from nqi_limits.values.organisations import organisation_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import NDArray

    from nqi_limits.findings.model import Finding
    from nqi_limits.rules.data.facts import DataFacts


class NearId(DataRule):
    """One finding for each pair whose being one person would change a finding."""

    id = "near-id"
    severities = (Severity.REVIEW,)

    def concerns(self, facts: DataFacts) -> NDArray[np.bool_]:
        """The people who may be somebody else of their name."""
        return facts.alike.comparable

    def check(self, facts: DataFacts, concerned: NDArray[np.bool_]) -> Iterable[Finding]:
        """Pairs of people whose numbers differ by one character, one left out, or two swapped."""
        from nqi_limits.rules.alike import NEAR_ID, applications, ongoing, titles

        for pair in facts.alike.pairs:
            if pair.kind != NEAR_ID or not concerned[pair.one]:
                continue
            who, other = facts.who(pair.one), facts.who(pair.other)
            yield make_finding(
                self,
                Severity.REVIEW,
                person=who,
                applications=applications(pair.outcomes),
                ongoing=ongoing(pair.outcomes),
                falls=(number for outcome in pair.outcomes for number in outcome.falls),
                message=Wording(f"rule.{self.id}.message", {"name": who["name"], "rules": titles(pair.outcomes)}),
                advice=Wording(f"rule.{self.id}.advice.review", {"name": who["name"]}),
                places=facts.cells_of((pair.one, pair.other), "id_number"),
                about=(mask_id(other["id_number"]), organisation_key(other["organisation"])),
            )

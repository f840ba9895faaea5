"""One ID number under two names: one person by the number, but a row may have got somebody else's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nqi_limits.findings.making import make_finding
from nqi_limits.findings.model import Severity, Wording
from nqi_limits.rules.rule import DataRule
from nqi_limits.values.person_names import name_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import NDArray

    from nqi_limits.findings.model import Finding
    from nqi_limits.rules.data.facts import DataFacts


class IdNameMismatch(DataRule):
    """One finding for each number and two names: a review where being two people would change a finding, else a note."""

    id = "id-name-mismatch"
    severities = (Severity.REVIEW, Severity.NOTE)

    def concerns(self, facts: DataFacts) -> NDArray[np.bool_]:
        """The people whose number stands beside several names."""
        return facts.alike.of_two_names

    def check(self, facts: DataFacts, concerned: NDArray[np.bool_]) -> Iterable[Finding]:
        """Numbers under names that are no mere spellings of each other."""
        from nqi_limits.rules.alike import applications, ongoing, titles

        spellings = facts.records.names
        for pair in facts.alike.two_names:
            if not concerned[pair.one]:
                continue
            severity = Severity.REVIEW if pair.outcomes else Severity.NOTE
            who = facts.who(pair.one)
            names = tuple(spellings[name] for name in pair.names)
            yield make_finding(
                self,
                severity,
                person=who,
                applications=applications(pair.outcomes),
                ongoing=ongoing(pair.outcomes),
                message=Wording(
                    f"rule.{self.id}.message{'.changes' if pair.outcomes else '.same'}",
                    {"names": names, "rules": titles(pair.outcomes)},
                ),
                advice=Wording(f"rule.{self.id}.advice.{severity}", {"name": who["name"]}),
                places=facts.cells_of([pair.one]),
                about=tuple(sorted(map(name_key, names))),
            )

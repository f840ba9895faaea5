"""One name and nothing else to tell: two people, unless somebody who knows them says otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nqi_limits.findings.making import make_finding
from nqi_limits.findings.model import Severity, Wording
from nqi_limits.rules.rule import DataRule

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import NDArray

    from nqi_limits.findings.model import Finding
    from nqi_limits.rules.data.facts import DataFacts


class PossibleSamePerson(DataRule):
    """One note for each name, where being one person would change a finding; another where only documents differ."""

    id = "possible-same-person"
    severities = (Severity.NOTE,)

    def concerns(self, facts: DataFacts) -> NDArray[np.bool_]:
        """The people who may be somebody else of their name."""
        return facts.alike.comparable

    def check(self, facts: DataFacts, concerned: NDArray[np.bool_]) -> Iterable[Finding]:
        """People of one name whom neither birth dates nor numbers tell apart, or only numbers that one person may both have."""
        from nqi_limits.rules.alike import OTHER_PAPER, applications, by_name, ongoing, titles

        asked = [pair for pair in facts.alike.pairs if concerned[pair.one]]
        for (kind, name), pairs in by_name(asked, facts.records).items():
            people = list(dict.fromkeys(person for pair in pairs for person in (pair.one, pair.other)))
            outcomes = [outcome for pair in pairs for outcome in pair.outcomes]
            who = facts.who(people[0])
            yield make_finding(
                self,
                Severity.NOTE,
                person=who,
                applications=applications(outcomes),
                ongoing=ongoing(outcomes),
                message=Wording(
                    f"rule.{self.id}.message.{kind}", {"name": name, "count": len(people), "rules": titles(outcomes)}
                ),
                advice=Wording(f"rule.{self.id}.advice.note", {"name": name}),
                places=facts.cells_of(people),
                about=(kind,) if kind == OTHER_PAPER else (),
            )

"""A decision of the office on who is who that does not fit the data: its records are gone, or the data have changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.findings.making import make_finding
from nqi_limits.findings.model import Severity, Wording
from nqi_limits.records.judged import CARRIED_OUT, Status
from nqi_limits.rules.rule import DataRule
from nqi_limits.values.id_numbers import mask_ids_in
from nqi_limits.values.text import clean, text_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from nqi_limits.findings.model import Finding
    from nqi_limits.records.judged import Judged
    from nqi_limits.rules.data.facts import DataFacts

_WHICH = ("one", "other")


class StaleDecision(DataRule):
    """One finding for each decision: a note where the records are gone, a review where they are there and say otherwise.

    A decision that was not used leaves it open whether two people are one: the finding rests on what would follow if they were.
    """

    id = "stale-decision"
    severities = (Severity.REVIEW, Severity.NOTE)

    def concerns(self, facts: DataFacts) -> NDArray[np.bool_]:
        """The decisions, of all in `Records.judged`, that were neither used nor needless."""
        return np.array(
            [one.status not in (Status.USED, Status.SETTLED) for one in facts.records.judged], dtype=np.bool_
        )

    def check(self, facts: DataFacts, concerned: NDArray[np.bool_]) -> Iterable[Finding]:
        """The decisions that were neither used nor needless."""
        from nqi_limits.rules.alike import applications, ongoing, titles

        for judged, asked in zip(facts.records.judged, concerned.tolist(), strict=True):
            if not asked or judged.status in (Status.USED, Status.SETTLED):
                continue
            severity = Severity.NOTE if judged.status is Status.GONE else Severity.REVIEW
            decision = judged.decision
            used = judged.status in CARRIED_OUT
            names = tuple(mask_ids_in(clean(name)) for name in decision.names or decision.records)
            said = Wording(f"pairs.conclusion.{'same' if decision.same else 'different'}")
            message = Wording(
                f"rule.{self.id}.message.{'used' if used else 'not-used'}",
                {"names": names, "decision": said, "why": _why(judged)},
            )
            one, other = judged.one, judged.other
            outcomes = facts.alike.if_one(one.person, other.person) if one and other and not used else ()
            if outcomes:
                message = Wording(f"rule.{self.id}.message.at-stake", {"text": message, "rules": titles(outcomes)})
            yield make_finding(
                self,
                severity,
                person=facts.who(one.person) if one else None,
                applications=applications(outcomes),
                ongoing=ongoing(outcomes),
                falls=(number for outcome in outcomes for number in outcome.falls),
                message=message,
                advice=Wording(f"rule.{self.id}.advice.{severity}"),
                places=[decision.place],
                about=tuple(text_key(mask_ids_in(text)) for text in (*decision.names, *decision.records)),
            )


def _why(judged: Judged) -> Wording:
    which = [Wording(f"pairs.column.{_WHICH[at]}") for at in judged.missing]
    return Wording(
        f"pairs.status.{judged.status}", {"which": which[0] if len(which) == 1 else Wording("pairs.status.both")}
    )

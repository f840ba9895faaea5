"""How grave a finding is. What breaks a clause for certain has the grade that the clause's entry in the rulebook gives it:
原则上 (in principle) is for review, and where the sources do not tell, the reading `open-grade` decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nqi_limits.findings.model import SEVERITIES, Severity, Wording
from nqi_limits.rulebooks.model import OPEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from nqi_limits.rulebooks.model import Grade

OPEN_GRADE = "open-grade"


@dataclass(frozen=True, slots=True)
class Graded:
    """A severity and the open readings it hangs on; `certain`: the clause is broken, and only its grade makes it no violation."""

    severity: Severity
    readings: tuple[str, ...] = ()
    certain: bool = False

    def advice(self, rule_id: str, facts: Mapping[str, object], way: str = "") -> Wording:
        """What to do about a finding of this rule; `way` is the rest of the key where a rule can be broken in several ways."""
        if not self.certain:
            return Wording(f"rule.{rule_id}.advice.{self.severity}{way}", facts)
        advice = Wording(f"rule.{rule_id}.advice.{Severity.VIOLATION}{way}", facts)
        if self.severity is Severity.VIOLATION:
            return advice
        why = "open" if OPEN_GRADE in self.readings else "in-principle"
        return Wording(f"findings.graded.{why}", {"advice": advice})


NOTED = Graded(Severity.NOTE)


def doubtful(readings: Iterable[str] = ()) -> Graded:
    """A point for review, whatever the grade of the clause."""
    return Graded(Severity.REVIEW, tuple(sorted(readings)))


def certain(grade: Grade, readings: Mapping[str, str]) -> Graded:
    """What breaks a clause of this grade for certain; `readings` are the settings in force."""
    if grade != OPEN:
        return Graded(Severity(grade), certain=True)
    setting = readings[OPEN_GRADE]
    if setting == "strict":
        return Graded(Severity.VIOLATION, certain=True)
    return Graded(Severity.REVIEW, (OPEN_GRADE,) if setting == "open" else (), certain=True)


def asked(grade: Grade) -> Wording:
    """How a message says that something is asked: flatly, or in principle."""
    return Wording(f"findings.asked.{grade}")


def possible(grades: Iterable[Grade], besides: Iterable[Severity]) -> tuple[Severity, ...]:
    """The severities that a rule can give: those of its grades and those it gives besides, the gravest first."""
    found = set(besides)
    for grade in grades:
        found |= {Severity.VIOLATION, Severity.REVIEW} if grade == OPEN else {Severity(grade)}
    return tuple(sorted(found, key=SEVERITIES.index))

"""What the limit rules would say of people taken for one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nqi_limits.findings.model import Severity
from nqi_limits.graph.build import person_node
from nqi_limits.rules.grading import certain
from nqi_limits.rules.standing import standing_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import networkx as nx

    from nqi_limits.rulebooks.model import LimitSet
    from nqi_limits.rules.people import Settings
    from nqi_limits.rules.rule import Breach, LimitRule
    from nqi_limits.rules.standing import Standing


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one limit rule says of one person: how gravely, resting on what, and what falls with it."""

    rule: str
    severity: Severity
    applications: tuple[str, ...]
    ongoing: tuple[str, ...]
    falls: tuple[str, ...]


@dataclass
class Judge:
    """Asks the limit rules of people taken for one."""

    graph: nx.MultiDiGraph[str]
    limits: LimitSet
    rules: Sequence[LimitRule]
    settings: Settings

    def __post_init__(self) -> None:
        self._alone: dict[int, frozenset[Outcome]] = {}

    def changed(self, *people: int) -> tuple[Outcome, ...]:
        """What is said of these as one person that is said of none of them alone."""
        apart = frozenset().union(*map(self._of, people))
        together = self._outcomes(standing_of(self.graph, map(person_node, people), self.limits))
        return tuple(outcome for outcome in together if outcome not in apart)

    def _of(self, person: int) -> frozenset[Outcome]:
        if person not in self._alone:
            self._alone[person] = frozenset(
                self._outcomes(standing_of(self.graph, (person_node(person),), self.limits))
            )
        return self._alone[person]

    def _outcomes(self, standing: Standing) -> Iterator[Outcome]:
        lenient = self.settings.strict
        strict = lenient | self.settings.open
        for rule in self.rules:
            known = rule.breach(standing.under(lenient), self.limits)
            breach = known or rule.breach(standing.under(strict), self.limits)
            if breach is None:
                continue
            view = standing.under(lenient if known else strict)
            yield Outcome(
                rule.id,
                self._severity(rule, known),
                tuple(sorted({stake.number for stake in breach.applications})),
                tuple(sorted({stake.number for stake in breach.ongoing})),
                tuple(sorted({stake.number for stake in view.applied})),
            )

    def _severity(self, rule: LimitRule, breach: Breach | None) -> Severity:
        """`breach` is what breaks it with every open reading lenient."""
        if breach is None or not breach.certain:
            return Severity.REVIEW
        return certain(rule.grade(self.limits), self.settings.readings).severity

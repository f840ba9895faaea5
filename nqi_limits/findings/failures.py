"""A rule that fails becomes one finding about itself, and the run goes on; what it should have told is not taken for passed."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.findings.making import DATA, make_finding
from nqi_limits.findings.model import Severity, Unchecked, Wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nqi_limits.findings.model import Finding
    from nqi_limits.records.model import Records
    from nqi_limits.rulebooks.model import Rulebook
    from nqi_limits.rules.rule import Rule


class Failures:
    """The rules that have failed. Of an exception only its kind is told: its text may hold what somebody's cells hold."""

    def __init__(self, records: Records, rulebook: Rulebook) -> None:
        self.records, self.rulebook = records, rulebook
        self._failed: dict[str, tuple[Rule, str]] = {}

    @contextmanager
    def caught(self, rule: Rule) -> Iterator[None]:
        """Note an exception of the rule instead of letting it end the run."""
        try:
            yield
        except Exception as error:
            self._failed.setdefault(rule.id, (rule, type(error).__name__))

    @property
    def findings(self) -> list[Finding]:
        """One for each rule that failed."""
        return [
            make_finding(
                rule,
                Severity.REVIEW,
                message=Wording("findings.failure.message", {"rule": Wording(f"rule.{rule.id}.title"), "kind": kind}),
                advice=Wording("findings.failure.advice"),
                clauses=rule.clauses_under(self.rulebook) or DATA,
                about=("failed",),
            )
            for rule, kind in self._failed.values()
        ]

    @property
    def undecided(self) -> list[Unchecked]:
        """All applications, for each rule that failed."""
        units = frozenset(np.flatnonzero(~self.records.units.is_project).tolist())
        return [
            Unchecked(rule.id, Wording("gaps.failed", {"rule": Wording(f"rule.{rule.id}.title")}), len(units), units)
            for rule, _ in self._failed.values()
        ]

"""Two reports beside each other: what is new, gone, changed and the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nqi_limits.earlier.matching import match
from nqi_limits.earlier.model import differing
from nqi_limits.findings.model import SEVERITIES, Severity

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from nqi_limits.earlier.model import Told
    from nqi_limits.earlier.reports import ToldReport

STATES = ("new", "changed", "gone", "same")


@dataclass(frozen=True)
class Change:
    """A finding that is in both reports with other facts: which differ, and whether it has become worse."""

    old: Told
    new: Told
    facts: tuple[str, ...]

    @property
    def worse(self) -> bool:
        """Whether its severity is graver, or an application falls with it that did not; where that is not told, it may be."""
        if not {"severity", "falls"} <= self.old.facts.keys() & self.new.facts.keys():
            return True
        return self.new.grade < self.old.grade or (
            self.new.severity != Severity.NOTE and bool(self.new.facts["falls"] - self.old.facts["falls"])
        )


@dataclass(frozen=True)
class Comparison:
    """What became of the findings of `old` in `new`, each in the order of its report."""

    old: ToldReport
    new: ToldReport
    appeared: Sequence[Told]
    gone: Sequence[Told]
    changed: Sequence[Change]
    same: Sequence[Told]

    @property
    def worse(self) -> Sequence[Change]:
        """The changed findings that have become worse."""
        return [one for one in self.changed if one.worse]

    def by_state(self) -> dict[str, Sequence[Told]]:
        """The findings by the STATES; of a changed one as it is now."""
        return {
            "new": self.appeared,
            "changed": [one.new for one in self.changed],
            "gone": self.gone,
            "same": self.same,
        }

    def adds(self, severities: Collection[str]) -> bool:
        """Whether a finding of these severities is new or has become worse."""
        return any(SEVERITIES[one.grade] in severities for one in (*self.appeared, *(one.new for one in self.worse)))


def compare(old: ToldReport, new: ToldReport) -> Comparison:
    """Compare two reports."""
    matched = match(old.findings, new.findings)
    changed = []
    same = []
    for before, after in matched.pairs:
        if facts := differing(before, after):
            changed.append(Change(before, after, facts))
        else:
            same.append(after)
    return Comparison(old, new, matched.new, matched.gone, changed, same)

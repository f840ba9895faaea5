"""A finding: what a rule has to say, of whom, resting on what, and where all of that stands in the files."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nqi_limits.findings.decisions import Decision
    from nqi_limits.tables.table import Place


class Severity(StrEnum):
    """The three grades; see `SEVERITIES` for their order, gravest first."""

    VIOLATION = "violation"
    REVIEW = "review"
    NOTE = "note"


SEVERITIES = (Severity.VIOLATION, Severity.REVIEW, Severity.NOTE)


class Verdict(StrEnum):
    """What the findings mean for one application."""

    VIOLATION = "violation"
    REVIEW = "review"
    UNCHECKED = "unchecked"
    CLEAR = "clear"


@dataclass(frozen=True, slots=True)
class Wording:
    """A sentence still to be said: the key of a catalogue entry and what fills its blanks.

    A blank may hold a string, a number, a date, another Wording, or a tuple of any of these (joined by the language's list mark).
    """

    key: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PersonRef:
    """Who a finding speaks of. `id_number` is whole: every output masks it unless told otherwise."""

    name: str
    id_number: str
    organisation: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. Tuples are sorted; `places` come in the order of files, sheets, rows and columns.

    `falls` are the applications that fail with it for certain, or as far as its `readings` go; `may_fall` those that an open
    reading adds to a violation: their verdict is that they could not be decided.
    `decision` is what the office brought back on it, or None.
    """

    id: str
    rule: str
    clause: str
    severity: Severity
    message: Wording
    advice: Wording
    person: PersonRef | None = None
    applications: tuple[str, ...] = ()
    ongoing: tuple[str, ...] = ()
    falls: tuple[str, ...] = ()
    may_fall: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    arithmetic: Wording | None = None
    places: tuple[Place, ...] = ()
    decision: Decision | None = None

    @property
    def decided(self) -> bool:
        """Whether the office has decided on it as it is now."""
        return self.decision is not None and self.decision.holds


@dataclass(frozen=True, slots=True)
class ApplicationVerdict:
    """The verdict on one application and the ids of the findings that fall on it.

    `others` is filled only in a report that was cut to one group: the rules and clauses of findings that the verdict rests on
    and that are on people of other groups.
    """

    id: str
    title: str
    verdict: Verdict
    findings: tuple[str, ...]
    others: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Unchecked:
    """What could not be decided: which rule, why, how many cases; `units` are the applications (by index) it leaves open."""

    rule: str
    why: Wording
    count: int
    units: frozenset[int] = frozenset()

"""What the office has decided on findings: each decision by itself, and what became of all that were brought back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nqi_limits.sources.grid import SourceFile


class Conclusion(StrEnum):
    """核实结论: a violation indeed, none after all, put right, put off."""

    CONFIRMED = "confirmed"
    CLEARED = "cleared"
    ADJUSTED = "adjusted"
    POSTPONED = "postponed"


@dataclass(frozen=True, slots=True)
class Written:
    """Where a decision was written: the cell of its conclusion, or of its remark where there is no conclusion."""

    file: str
    sheet: str
    cell: str


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision, in the office's words. `conclusion` is None where there is only a remark.

    `changed` names the facts of the finding that are no longer those decided on: see `nqi_limits.earlier.model.FACTS`.
    """

    conclusion: Conclusion | None
    remark: str
    by: str
    on: str
    written: Written
    changed: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether the finding is decided: there is a conclusion, and it was drawn from the facts as they are now."""
        return self.conclusion is not None and not self.changed


@dataclass(frozen=True, slots=True)
class Stray:
    """A decision whose finding is gone (`now` is "") or has changed (`now` is the id of what it has become).

    `person` is the person's name, "" where the finding spoke of nobody.
    """

    id: str
    now: str
    rule: str
    person: str
    applications: tuple[str, ...]
    decision: Decision


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Rows of one finding that conclude differently: what, and where. Nothing is decided by them."""

    id: str
    rule: str
    person: str
    conclusions: tuple[tuple[Conclusion, Written], ...]


@dataclass(frozen=True)
class Decisions:
    """What became of the decisions that were brought back with these files.

    Those whose rule did not run this time are `unasked`: nobody knows whether their findings are gone.
    """

    files: tuple[SourceFile, ...]
    changed: tuple[Stray, ...] = ()
    gone: tuple[Stray, ...] = ()
    unasked: tuple[Stray, ...] = ()
    contradictory: tuple[Contradiction, ...] = ()

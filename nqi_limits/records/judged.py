"""A decision of the office on two records, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nqi_limits.records.entries import Entry
    from nqi_limits.tables.table import Place


class Status(StrEnum):
    """What became of a decision. All but USED and SETTLED (it is what the data say anyway) are told to the office.

    ONE_NUMBER: used, but the two have the same number. RENUMBERED: not used, since numbers that say otherwise were filled in
    or corrected after the decision.
    """

    USED = "used"
    SETTLED = "settled"
    GONE = "gone"
    UNCLEAR = "unclear"
    ONE_NOW = "one-now"
    CONTRADICTED = "contradicted"
    ONE_NUMBER = "one-number"
    RENUMBERED = "renumbered"


CARRIED_OUT = (Status.USED, Status.ONE_NUMBER)


@dataclass(frozen=True, slots=True)
class PairDecision:
    """A row of 身份核实 with a conclusion: `same` person or two; `names` and `records` as written.

    `place` is the cell of the conclusion.
    """

    names: tuple[str, ...]
    records: tuple[str, str]
    same: bool
    remark: str
    place: Place


@dataclass(frozen=True, slots=True)
class Judged:
    """A decision and what became of it; `missing` says which of the two records (0, 1) it could not be carried out for.

    `one` and `other` are the entries it speaks of, None where they are not known.
    """

    decision: PairDecision
    status: Status
    one: Entry | None = None
    other: Entry | None = None
    missing: tuple[int, ...] = ()

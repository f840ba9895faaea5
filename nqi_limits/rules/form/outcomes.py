"""What cells say against a requirement, as bits that can be gathered over many cells, and dates held against a limit."""

from __future__ import annotations

from enum import IntFlag
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from nqi_limits.values.dates import Dates

    Bits = NDArray[np.int8]


class Says(IntFlag):
    """What the filled cells say; nothing (0) where all are blank.

    BOUNDARY: a date exactly on the limit, reading `boundary-day`. UNCLEAR: filled, and not enough to decide.
    DOUBTFUL: asks for a review, whoever is right.
    """

    NOTHING = 0
    HOLDS = 1
    BOUNDARY = 2
    BREAKS = 4
    UNCLEAR = 8
    DOUBTFUL = 16


KNOWN = int(Says.HOLDS | Says.BOUNDARY | Says.BREAKS)
BOUNDARY_DAY = "boundary-day"


def born_from(dates: Dates, limit: dt.date, boundary: str) -> Says:
    """What a birth date says of "born on this day or later"; `boundary` is the setting of the reading `boundary-day`.

    A month or a year stands for all its days: what some of them break and others do not stays unclear.
    """
    first, last = dates.first, dates.last
    if first is None or last is None:
        return Says.NOTHING if dates.problem == "blank" else Says.UNCLEAR
    if last < limit:
        return Says.BREAKS
    if first > limit or (first == limit and last > limit and boundary == "lenient"):
        return Says.HOLDS
    return Says.BOUNDARY if first == last else Says.UNCLEAR


def registered_before(dates: Dates, limit: dt.date, boundary: str) -> Says:
    """What a date of registration says of "registered before this day"; see `born_from`."""
    first, last = dates.first, dates.last
    if first is None or last is None:
        return Says.NOTHING if dates.problem == "blank" else Says.UNCLEAR
    if first > limit:
        return Says.BREAKS
    if last < limit or (last == limit and first < limit and boundary == "lenient"):
        return Says.HOLDS
    return Says.BOUNDARY if first == last else Says.UNCLEAR


def settled(bits: Bits, readings: Mapping[str, str]) -> Bits:
    """The bits with a date on the limit taken as the reading `boundary-day` is settled; open, it stays."""
    setting = readings[BOUNDARY_DAY]
    if setting == "open":
        return bits
    meant = Says.HOLDS if setting == "lenient" else Says.BREAKS
    on_limit = (bits & int(Says.BOUNDARY)) > 0
    return np.where(on_limit, (bits & ~int(Says.BOUNDARY)) | int(meant), bits).astype(np.int8)


def gathered(bits: Bits, subject: NDArray[np.integer], size: int) -> Bits:
    """The bits of each of `size` subjects, from cells of which `subject` tells whom they speak of (-1: nobody)."""
    result = np.zeros(size + 1, dtype=np.int8)
    for bit in Says:
        if not bit:
            continue
        found = np.zeros(size + 1, dtype=np.bool_)
        found[subject[(bits & int(bit)) > 0]] = True
        result[found] |= int(bit)
    return result[:-1]


def preferring_doubt(bits: Bits) -> Bits:
    """The bits without what breaks, where some cell puts it in doubt."""
    in_doubt = (bits & int(Says.DOUBTFUL)) > 0
    return np.where(in_doubt, bits & ~int(Says.BREAKS), bits).astype(np.int8)


def preferred(first: Bits, second: Bits) -> Bits:
    """The first where it says anything that decides, else both together."""
    return np.where((first & KNOWN) > 0, first, first | second).astype(np.int8)

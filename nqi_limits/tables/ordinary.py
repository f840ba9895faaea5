"""Cells that need no second look: most cells of a roster plainly say something, and one pattern tells so of them.

An ordinary cell is filled and names something; it is no error value, no word for nothing, no label of a footer, no example.
Whoever asks one of these things of a column asks only about its other cells.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.values.text import PLACEHOLDERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from nqi_limits.sources.grid import Cell

_FIRST, _LAST = "\u4e00", "\u9fff"
# At least one of these is in every label of a footer without punctuation, and in every mark of an example (see rows.py).
_OF_LABELS = "计汇表报核批办责系对送填签章空以共例"
_OF_NOTHING = "".join(word for word in PLACEHOLDERS if not word.isascii())
_LONGER = max(len(word) for word in PLACEHOLDERS if word.isascii()) + 1


def _all_but(left_out: str) -> str:
    """The inside of a class of all Chinese characters but some."""
    codes = [ord(_FIRST) - 1, *sorted(set(map(ord, left_out))), ord(_LAST) + 1]
    gaps = itertools.pairwise(codes)
    return "".join(f"{chr(before + 1)}-{chr(after - 1)}" for before, after in gaps if after - before > 1)


_ORDINARY = re.compile(f"[0-9A-Za-z]{{{_LONGER},}}|[{_all_but(_OF_LABELS + _OF_NOTHING)}]+")


def are_ordinary(values: Sequence[Cell]) -> NDArray[np.bool_]:
    """For each cell whether it is ordinary."""
    try:
        return np.fromiter(map(bool, map(_ORDINARY.fullmatch, values)), np.bool_, len(values))  # type: ignore[arg-type]
    except TypeError:  # not only texts
        return np.fromiter(map(is_ordinary, values), np.bool_, len(values))


def is_ordinary(raw: Cell) -> bool:
    """Whether a cell is ordinary."""
    return isinstance(raw, str) and bool(_ORDINARY.fullmatch(raw))

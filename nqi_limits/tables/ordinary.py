"""Cells that need no second look: most cells of a roster plainly say something, and one pattern tells so of them.

An ordinary cell is filled and names something; it is no error value, no word for nothing, no label of a footer, no example.
Whoever asks one of these things of a column asks only about its other cells.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.values.text import PLACEHOLDERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from nqi_limits.sources.grid import Cell

_FIRST, _LAST = "\u4e00", "\u9fff"
# With one of these begins every label of a footer without punctuation, and every mark of an example (see rows.py);
_BEGINNINGS = "合总小共汇制填审复经负联校报以示样范举例"
# or it holds one of these.
_SIGNING = "签章"
_LONGER = max(len(word) for word in PLACEHOLDERS if word.isascii()) + 1


def _all_but(left_out: str) -> str:
    """The inside of a class of all Chinese characters but some."""
    codes = [ord(_FIRST) - 1, *sorted(set(map(ord, left_out))), ord(_LAST) + 1]
    return "".join(f"{chr(before + 1)}-{chr(after - 1)}" for before, after in pairwise(codes) if after - before > 1)


_BEGINS = _all_but(_SIGNING + _BEGINNINGS + "".join(word[0] for word in PLACEHOLDERS if not word.isascii()))
_ORDINARY = re.compile(f"[0-9A-Za-z]{{{_LONGER},}}|[{_BEGINS}][0-9A-Za-z{_all_but(_SIGNING)}]*")


def are_ordinary(values: Sequence[Cell]) -> NDArray[np.bool_]:
    """For each cell whether it is ordinary."""
    try:
        return np.fromiter(map(bool, map(_ORDINARY.fullmatch, values)), np.bool_, len(values))  # type: ignore[arg-type]
    except TypeError:  # not only texts
        return np.fromiter(map(is_ordinary, values), np.bool_, len(values))


def is_ordinary(raw: Cell) -> bool:
    """Whether a cell is ordinary."""
    return isinstance(raw, str) and bool(_ORDINARY.fullmatch(raw))

"""Many names of people at once. What is said of them is what `person_names.read_names` says of each alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.values.person_names import no_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from nqi_limits.sources.grid import Cell

_LONGEST = 3
_SOMEBODY = ord("某")


def plain_names(cells: Sequence[Cell]) -> NDArray[np.bool_]:
    """For each cell whether it is two or three Chinese characters that are one name and its key: all but a few are.

    None of them hides the name (see `person_names.hidden_names`).
    """
    texts: Sequence[str] = cells  # type: ignore[assignment]
    if set(map(type, cells)) - {str}:
        texts = [cell if isinstance(cell, str) else "" for cell in cells]
    length = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    letters = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    odd = np.flatnonzero((letters < 0x4E00) | (letters > 0x9FFF) | (letters == _SOMEBODY))
    plain: NDArray[np.bool_] = (length > 1) & (length <= _LONGEST)
    plain[np.searchsorted(np.cumsum(length), odd, side="right")] = False
    words = no_names()
    if not words.isdisjoint(texts):
        plain[[at for at, text in enumerate(texts) if text in words]] = False
    return plain

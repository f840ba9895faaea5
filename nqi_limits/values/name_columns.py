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


def plain_names(cells: Sequence[Cell]) -> NDArray[np.bool_]:
    """For each cell whether it is two or three Chinese characters that are one name and its key: all but a few are."""
    if set(map(type, cells)) - {str}:
        cells = [cell if isinstance(cell, str) else "" for cell in cells]
    letters = np.array(cells, dtype=f"U{_LONGEST}").view(np.uint32).reshape(-1, _LONGEST)
    chinese = (letters >= 0x4E00) & (letters <= 0x9FFF)
    length = np.fromiter(map(len, cells), dtype=np.int64, count=len(cells))  # type: ignore[arg-type]
    plain: NDArray[np.bool_] = (chinese.sum(axis=1) == length) & (length > 1)
    words = no_names()
    plain[[at for at, cell in enumerate(cells) if cell in words]] = False
    return plain

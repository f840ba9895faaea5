"""年龄: whole years, as written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nqi_limits.values.text import text_key

if TYPE_CHECKING:
    from nqi_limits.sources.grid import Cell

_AGE = re.compile(r"(\d{2,3})(?:\.0)?(?:周?岁)?")
_AGES = range(16, 111)


def read_age(raw: Cell | None) -> int | None:
    """An age in years: 45, "45岁", "45周岁"; None for a blank cell and what nobody's age can be."""
    if isinstance(raw, bool):
        return None
    match = _AGE.fullmatch(text_key(raw))
    return int(match[1]) if match and int(match[1]) in _AGES else None

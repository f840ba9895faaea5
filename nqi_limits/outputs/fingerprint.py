"""The contents of the cells that a finding rests on, in a few letters: equal while nothing changed but spelling or order.

Every row of 冲突明细 carries it, so that what an office takes out of the sheet does not look like a change of facts.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from nqi_limits.outputs.harmless import harmless
from nqi_limits.values.id_numbers import mask_ids_in
from nqi_limits.values.text import text_key

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_VALUE = 200
_LENGTH = 8


def text_keys(texts: Iterable[str]) -> frozenset[str]:
    """Texts as they are compared: ID numbers masked, width and case alike, each once, empty ones left out."""
    return frozenset(key for text in texts if (key := text_key(mask_ids_in(harmless(text)))))


def fingerprint(values: Iterable[str]) -> str:
    """The fingerprint of cells' contents, ID numbers masked, in 8 hexadecimal digits."""
    keys = sorted(text_keys(value[:LONGEST_VALUE] for value in values))
    return hashlib.sha256("\n".join(keys).encode("utf-8", "replace")).hexdigest()[:_LENGTH]

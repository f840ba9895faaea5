"""Programmes: which of the counted ones a name or a project number means.

What is counted and how it is spelled are the rulebook's.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from nqi_limits.values.text import DASHES, is_placeholder, text_key
from nqi_limits.values.word_lists import word_lists

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nqi_limits.sources.grid import Cell

OTHER = "other"
UNKNOWN = "unknown"

_QUOTED = re.compile("[“\"「『《〈‘'＂＇]([^”\"」』》〉’'＂＇]*)[”\"」』》〉’'＂＇]")
_NOISE = re.compile(rf"[{re.escape(DASHES)}\-_~:;,.、。·•/\\()\[\]【】〔〕“”\"「」『』《》〈〉‘’'`]+")
# So short a spelling (863, 973, NQI) is too easily part of something else: it counts only as the whole text.
_WHOLE_TEXT_ONLY = re.compile(r"[0-9a-z]{1,3}")


def _key(text: str) -> str:
    return _NOISE.sub("", text)


class Programmes:
    """The programmes that are told apart.

    `spellings` and `number_patterns` map a programme's id to its spellings, and to regular expressions searched in a
    normalised project number. `others` are spellings of programmes that are known and not counted.
    """

    def __init__(
        self,
        spellings: Mapping[str, Sequence[str]],
        number_patterns: Mapping[str, Sequence[str]],
        others: Sequence[str] = (),
    ) -> None:
        words = {_key(text_key(word)): OTHER for word in others}
        words |= {_key(text_key(word)): name for name, listed in spellings.items() for word in listed}
        # Longest first; of two equally long the counted one, so that a doubt is not settled by leaving a project out.
        self._words = sorted(words.items(), key=lambda item: (-len(item[0]), item[1] == OTHER))
        self._patterns = [(name, re.compile(pattern)) for name, listed in number_patterns.items() for pattern in listed]
        self._local = re.compile(_data()["local_before"])
        self._national = tuple(_data()["national"])
        self._by_name = cache(self._find)

    def by_name(self, raw: Cell | None) -> str:
        """The programme a name means: an id, "other", "unknown" (it says nothing known) or "" (blank).

        The longest spelling contained decides; one that does not itself say 国家 and that follows the name of a
        province, city, bureau, university … means a plan of theirs, hence "other".
        """
        return self._by_name(text_key(raw))

    def by_number(self, project: str) -> str:
        """The programme that a normalised project number tells, or ""."""
        return next((name for name, pattern in self._patterns if pattern.search(project)), "")

    def _find(self, text: str) -> str:
        if is_placeholder(text):
            return ""
        key = _key(text)
        # A special programme's name may hold words such as 城市: what stands in quotes says nothing of the level.
        unquoted = _key(_QUOTED.sub("", text))
        for word, name in self._words:
            if word != key and (_WHOLE_TEXT_ONLY.fullmatch(word) or word not in key):
                continue
            if name == OTHER or word.startswith(self._national):
                return name
            before = (unquoted if word in unquoted else key).partition(word)[0]
            return OTHER if self._local.search(before) else name
        return UNKNOWN


def _data() -> dict[str, Any]:
    return word_lists("programmes")

"""Titles and degrees: whether a cell names a senior title (正高级 or 副高级), or a doctorate.

Only known words decide: what is not known is neither senior nor not. Of several in one cell the highest counts.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from nqi_limits.values.text import text_key
from nqi_limits.values.word_lists import word_lists

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nqi_limits.sources.grid import Cell

_APART = re.compile(r"[、,;/|+&()\[\]【】〔〕]|兼")
_CODED = re.compile(r"([a-e])[.\-_:]?(?=[^\x00-\x7f])")
_NUMBERED = re.compile(r"0[1-4][.\-_:]?(?=[^\x00-\x7f])")
_OF_FULL_RANK = ("正高级", "副高级", "教授级", "研究员级")


@cache
def _words() -> dict[str, dict[str, Any]]:
    data = word_lists("qualifications")
    return {
        kind: {name: frozenset(words) if name != "before" else tuple(words) for name, words in lists.items()}
        for kind, lists in data.items()
    }


def is_senior(raw: Cell | None) -> bool | None:
    """Whether a 职称 cell names a senior title; None for a blank cell or words that are not known."""
    return _highest(_CODED.sub("", text_key(raw)), _title)


def is_doctor(raw: Cell | None, header: str = "") -> bool | None:
    """Whether a 学位 cell names a doctorate; None for a blank cell, words that are not known, or 研究生 alone.

    The codes 01–04 are those of degrees; below a header that speaks of 学历 only they mean something else.
    """
    key = _NUMBERED.sub("", text_key(raw))
    if key.isdecimal() and "学历" in header and "学位" not in header:
        return None if key.lstrip("0") == "1" else False
    return _highest(key, _degree)


def _highest(key: str, read: Callable[[str], bool | None]) -> bool | None:
    whole = read(key)
    if whole is not None or not key:
        return whole
    found = [read(part) for part in _parts(key)]
    if True in found:
        return True
    return None if None in found or not found else False


def _parts(key: str) -> Iterator[str]:
    yield from (part for part in _APART.split(key) if part)


def _title(key: str) -> bool | None:
    words = _words()["title"]
    for start in ("", *words["before"]):
        bare = key.removeprefix(start)
        if bare in words["senior"]:
            return True
        if bare in words["lower"]:
            return False
        for rank in (*_OF_FULL_RANK, "高级"):
            rest = bare.removeprefix(rank)
            if rest != bare and (rest in words["senior_of"] or rest.removeprefix("高级") in words["senior_of"]):
                return True
        if bare.startswith(_OF_FULL_RANK[:2]) and any(bare.endswith(word) for word in words["senior_of"]):
            return True
    return None


def _degree(key: str) -> bool | None:
    words = _words()["degree"]
    if any(mark in key for mark in words["not_yet"]):
        return None if "研究生" in key and "博士" not in key else False
    for bare in (key, key.removesuffix("学位")):
        if bare in words["doctor"]:
            return True
        if bare in words["lower"]:
            return False
        for degree, answer in (("博士", True), ("硕士", False), ("学士", False)):
            if bare.endswith(degree) and bare.removesuffix(degree) in words["fields"]:
                return answer
    return None

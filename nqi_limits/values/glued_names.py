"""Names that may be several names, or a name and something else, written without a mark between them: 孙大海李小河."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from nqi_limits.values.name_words import HAN_NAME, looks_like_a_name, name_words, starts_like_a_name
from nqi_limits.values.person_names import read_names
from nqi_limits.values.text import clean
from nqi_limits.values.word_lists import word_lists

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nqi_limits.sources.grid import Cell

_LONG = 5  # characters: more than a name without a dot has, but for those of some peoples
_PAIR = 4
_LONGEST = 16
_BLANKS = re.compile(r"\s+")
_DOT = "·"


def glued_names(raw: Cell | None) -> tuple[str, ...]:
    """The names in a cell that may be more than one name, or more than a name; () for most cells.

    They are parted nowhere: 巴哈尔古丽 is one person, 孙大海李小河 are two, and no rule tells for certain which is which.
    """
    if not isinstance(raw, str) or len(raw) < _PAIR or raw.isascii():
        return ()
    return tuple(one.shown for one in read_names(raw) if _may_be_several(one.shown) or _has_more(one.shown, raw))


def parts_of(name: str) -> tuple[str, ...]:
    """The names that a glued one may be made of, those of the first way to part it; () where there is none."""
    return next(_partings(name.replace(_DOT, "")), ())


def _may_be_several(name: str) -> bool:
    if not HAN_NAME.fullmatch(name):
        return False
    if _DOT in name:  # 张三.李四: the dots of foreign names part no two common Chinese names
        return all(looks_like_a_name(part) and part[0] in _common() for part in name.split(_DOT))
    if len(name) == _PAIR:
        return name[2] in _common() and starts_like_a_name(name) and name[:2] not in name_words()[2]
    return _LONG <= len(name) <= _LONGEST and bool(parts_of(name))


def _has_more(name: str, raw: str) -> bool:
    """Whether a blank parts a whole common name from something longer that is none: 张三 计量系, not 买买提 艾力."""
    first, *rest = _BLANKS.split(clean(raw))
    return (
        len(rest) > 0
        and name == "".join((first, *rest))
        and first[0] in _common()
        and looks_like_a_name(first)
        and min(map(len, rest)) > 1
    )


def _partings(name: str) -> Iterator[tuple[str, ...]]:
    """All ways to part a text into names of two to four characters that begin with surnames."""
    if looks_like_a_name(name):
        yield (name,)
    for length in (3, 2, 4):
        head, tail = name[:length], name[length:]
        if len(tail) > 1 and looks_like_a_name(head):
            for rest in _partings(tail):
                yield (head, *rest)


@cache
def _common() -> frozenset[str]:
    return frozenset(word_lists("person_names")["common_surnames"])

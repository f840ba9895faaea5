"""What the pieces of a cell of names say: names and organisations, and which belong together."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from nqi_limits.values.name_words import HAN, looks_like_a_name, names_organisation, without_title
from nqi_limits.values.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

# 张三和李四; a name such as 李和平 has nothing that could be a name on both sides.
_AND = pattern(f"([{HAN}]{{2,3}})(?:以及|[和与及])([{HAN}]{{2,3}})")
AND_WORDS = frozenset(["和", "与", "及", "以及"])


class Said(NamedTuple):
    """What one piece of a cell says: names, an organisation, and whether a colon puts that before all that follow."""

    names: list[str]
    organisation: str = ""
    heads: bool = False


def with_organisations(said: Sequence[Said]) -> list[tuple[str, str]]:
    """Each name with its organisation: in its own piece, before a colon, or in the next piece where all names have one there."""
    named = [one for one in said if one.names]
    beside = [one for one in said if not one.names and one.organisation]
    by_turns = [bool(one.names) for one in said if one.names or one.organisation]
    follows = (
        len(named) == len(beside)
        and not any(one.organisation or len(one.names) > 1 for one in named)
        and all(now != then for now, then in pairwise(by_turns))
    )
    if follows:
        return [(one.names[0], of.organisation) for one, of in zip(named, beside, strict=True)]
    found: list[tuple[str, str]] = []
    head = ""
    for one in said:
        if one.heads:
            head = one.organisation
        found += [(name, one.organisation or head) for name in one.names]
    return found


def apart(word: str) -> tuple[list[str], str]:
    """The names that a word without blanks joins with 和, or the one behind an organisation, and that organisation."""
    if len(word) > 4:
        both = _AND.fullmatch(word)
        if both and looks_like_a_name(both[1]) and looks_like_a_name(both[2]):
            return [both[1], both[2]], ""
        for length in (2, 3):
            if names_organisation(word[:-length]) and looks_like_a_name(without_title(word[-length:])):
                return [word[-length:]], word[:-length]
    return [word], ""


def without_and(words: list[str]) -> list[str]:
    """Words without the 和 that stands between two whole names: 张三 和 李四."""
    return [
        word
        for at, word in enumerate(words)
        if not (word in AND_WORDS and 0 < at < len(words) - 1 and min(len(words[at - 1]), len(words[at + 1])) > 1)
    ]

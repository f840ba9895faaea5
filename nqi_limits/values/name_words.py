"""Words of people's names: surnames, titles, and what a Chinese name looks like."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from nqi_limits.values.organisations import is_organisation
from nqi_limits.values.patterns import pattern
from nqi_limits.values.text import text_key
from nqi_limits.values.word_lists import word_lists

if TYPE_CHECKING:
    from nqi_limits.sources.grid import Cell

KNOWN_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f〇々"
# Rare characters of names stand in private-use areas where a font of the sender's had them; nobody else can tell which they are.
PRIVATE = "\ue000-\uf8ff\U000f0000-\U0010ffff"
HAN = KNOWN_HAN + PRIVATE
PLAIN = pattern(f"[{KNOWN_HAN}]{{2,4}}")
HAN_NAME = pattern(f"[{HAN}][{HAN}·]*")


@cache
def name_words() -> tuple[frozenset[str], frozenset[str], frozenset[str], dict[str, tuple[str, ...]]]:
    """Placeholders, titles, compound surnames, and the pinyin of each surname."""
    data = word_lists("person_names")
    pinyin: dict[str, tuple[str, ...]] = {}
    for spelling, surnames in data["surnames"].items():
        for surname in surnames:
            pinyin[surname] = (*pinyin.get(surname, ()), spelling)
    return frozenset(data["placeholders"]), frozenset(data["titles"]), frozenset(data["compound_surnames"]), pinyin


def starts_like_a_name(word: str) -> bool:
    """Whether a Chinese word begins with a surname."""
    return word[0] in name_words()[3] or word[:2] in name_words()[2]


def looks_like_a_name(raw: Cell | None) -> bool:
    """Whether a cell could be one Chinese name by its length and its surname: 周期 could, 证件号码 could not."""
    text = text_key(raw)
    compound = text[:2] in name_words()[2]
    return bool(PLAIN.fullmatch(text)) and len(text) <= 3 + compound and starts_like_a_name(text)


def names_organisation(word: str) -> bool:
    """Whether a word in a cell of names is an organisation's name: 东海大学; 司马公社 may be anybody."""
    return is_organisation(word) and word[:2] not in name_words()[2]


def without_title(name: str) -> str:
    """A Chinese name without a title glued to its end: 张三教授."""
    if not HAN_NAME.fullmatch(name):
        return name
    for end in range(2, len(name) - 1):
        if name[end:] in name_words()[1]:
            return name[:end]
    return name

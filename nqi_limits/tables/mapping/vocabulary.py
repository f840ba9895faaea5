"""The words that a column mapping is written in: meanings of columns and kinds of sheets, in Chinese, English or as in JSON."""

from __future__ import annotations

from functools import cache

from nqi_limits.tables.headers import aliases, header_key
from nqi_limits.tables.mapping.model import IGNORED
from nqi_limits.tables.table import KINDS
from nqi_limits.words.catalogue import LANGUAGES, entry, say

AUTOMATIC = ""


@cache
def fields() -> tuple[str, ...]:
    """Every field that a column can have."""
    return tuple(entry("fields"))


@cache
def meaning_words() -> dict[str, str]:
    """The field of every word for it, by the word's key; "" for a column to be left out. A header's spelling is a word too."""
    found = {"": ""}
    for field in fields():
        for word in (field, *(say(f"fields.{field}", lang) for lang in LANGUAGES)):
            found.setdefault(header_key(word), field)
    for word in _words("mapping.unused"):
        found[header_key(word)] = ""
    for key, meaning in aliases().items():
        if meaning.field:
            found.setdefault(key, meaning.field)
    return found


@cache
def kind_words() -> dict[str, str]:
    """The kind of every word for it, by the word's key; AUTOMATIC where the program is to tell."""
    found: dict[str, str] = {}
    for kind in KINDS:
        for word in (kind, *(say(f"tables.kind.{kind}", lang) for lang in LANGUAGES)):
            found[header_key(word)] = kind
    found.update((header_key(word), AUTOMATIC) for word in _words("mapping.automatic"))
    found.update((header_key(word), IGNORED) for word in _words("mapping.unused"))
    return found


def meaning_word(field: str, lang: str) -> str:
    """The word for a field, "" being a column that is left out."""
    return say(f"fields.{field}", lang) if field else say("mapping.unused", lang)


def kind_word(kind: str, lang: str) -> str:
    """The word for a kind of sheet."""
    if kind == AUTOMATIC:
        return say("mapping.automatic", lang)
    return say("mapping.unused", lang) if kind == IGNORED else say(f"tables.kind.{kind}", lang)


def all_meanings() -> tuple[str, ...]:
    """Every word for a meaning."""
    return tuple(meaning_word(field, lang) for lang in LANGUAGES for field in (*fields(), ""))


def all_kinds() -> tuple[str, ...]:
    """Every word for a kind, the automatic ones first."""
    return tuple(kind_word(kind, lang) for lang in LANGUAGES for kind in (AUTOMATIC, *KINDS))


def _words(key: str) -> list[str]:
    return [say(key, lang) for lang in LANGUAGES]

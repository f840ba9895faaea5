"""Every sentence the program says, in Chinese and English, from the TOML files beside this module.

An entry is a table with the keys `zh` and `en`; blanks are written `{name}`. The first part of a key names the file:
`say("table.summary.none")` reads `table.toml`. Files are read when first needed: no command pays for the words of another.
"""

from __future__ import annotations

import datetime as dt
import pkgutil
import tomllib
from functools import cache
from typing import TYPE_CHECKING, Any

from nqi_limits.findings.model import Wording

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES = ("zh", "en")
LIST_MARK = {"zh": "、", "en": ", "}


@cache
def _file(path: str) -> dict[str, Any]:
    # importlib.resources would load a dozen modules first, a third of the time that --help takes
    data = pkgutil.get_data("nqi_limits.words", path)
    assert data is not None
    return tomllib.loads(data.decode("utf-8"))


def entry(key: str) -> Mapping[str, Any]:
    """The catalogue's table under a dotted key.

    Keys that start with `rule.` are found in `rules/<rule>.toml`, every other in the file named by its first part.
    Raises KeyError where there is no such entry.
    """
    first, *rest = key.split(".")
    if first == "rule":
        node: Any = _file(f"rules/{rest[0]}.toml")
        rest = rest[1:]
    else:
        node = _file(f"{first}.toml")
    for part in rest:
        node = node[part]
    return node  # type: ignore[no-any-return]


def say(key: str, lang: str, /, **facts: object) -> str:
    """The sentence under `key` in `lang`, its blanks filled with `facts`."""
    text: str = entry(key)[lang]
    return text.format(**{name: shown(fact, lang) for name, fact in facts.items()}) if facts else text


def shown(fact: object, lang: str) -> str:
    """One fact as text in `lang`: a Wording is said, a date is written in ISO form, a tuple is joined by the list mark."""
    if isinstance(fact, Wording):
        return say(fact.key, lang, **fact.facts)
    if isinstance(fact, dt.date):
        return fact.strftime("%Y-%m-%d")
    if isinstance(fact, tuple | list):
        return LIST_MARK[lang].join(shown(one, lang) for one in fact)
    return str(fact)


def said(wording: Wording, lang: str) -> str:
    """A Wording in `lang`."""
    return say(wording.key, lang, **wording.facts)

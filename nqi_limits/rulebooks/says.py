"""The words of an entry, with its own figures in their blanks."""

from __future__ import annotations

import re
import string
from typing import TYPE_CHECKING

from nqi_limits.findings.model import Wording
from nqi_limits.rulebooks.model import OPEN
from nqi_limits.words.catalogue import shown

if TYPE_CHECKING:
    from nqi_limits.rulebooks.model import Entry

# A figure stands between blanks in Chinese; a remark in brackets that stands for one does not.
_NO_BLANK = re.compile(r" ?(（[^（）]*）) ?")


def says(entry: Entry, lang: str) -> str:
    """What the entry sets, in our words."""
    text: str = getattr(entry.says, lang)
    filled = text.format(**{name: figure(getattr(entry, name), lang) for name in blanks(text)})
    return _NO_BLANK.sub(r"\1", filled)


def figure(value: object, lang: str) -> str:
    """A figure as text: a day in ISO form, a list joined, yes or no, or that the sources leave it open."""
    if value == OPEN or value is None:
        value = Wording("rulebook.figure.open" if value == OPEN else "rulebook.figure.none")
    elif isinstance(value, bool):
        value = Wording("rulebook.figure.yes" if value else "rulebook.figure.no")
    elif isinstance(value, float):
        value = f"{value:g}"
    return shown(value, lang)


def blanks(text: str) -> set[str]:
    """The names of the blanks in a text. Raises ValueError where a brace is not closed."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}

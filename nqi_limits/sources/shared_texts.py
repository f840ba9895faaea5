"""The texts that the cells of a workbook share: those written in the usual way are taken as they stand.

A reader makes an object of every text and then once more of every cell that points to it; where a text stands plainly in the
package there is nothing to understand about it. Any that is not plain (runs, phonetic guides, escapes, blanks at its ends) is
left to the reader, which gets these only; where the part as a whole is unusual, it gets all of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.sources.damage import is_well_formed

if TYPE_CHECKING:
    from numpy.typing import NDArray

_HEAD = re.compile(
    r"""(?:<\?xml version="1\.0"(?: encoding="(?:UTF|utf)-8")?(?: standalone="\w+")?\?>\s*)?<sst\b[^>]*>"""
)
_TAIL = re.compile(r"</sst>\s*")
_FIRST, _BETWEEN, _LAST = "<si>", "</si><si>", "</si>"
_FIRST_TEXT, _BETWEEN_TEXTS, _LAST_TEXT = "<si><t>", "</t></si><si><t>", "</t></si>"
_TAGS = 4  # of a plain item
# what a reader turns into something else: entities, escaped letters, line ends; and blanks at the ends, which it drops
_MEANINGFUL = ("&", "\r", "\n", "\t", "_x", "> ", " <")
_TEXT = r"([^<&_\r]*(?:_(?!x)[^<&_\r]*)*)"
_PLAIN = re.compile(
    rf'<t(?: xml:space="preserve">{_TEXT}|>(?![ \t\n]){_TEXT}(?<![ \t\n]))</t>(?:<phoneticPr [^<>]*/>)?'
)


@dataclass(frozen=True, slots=True)
class SharedTexts:
    """The shared texts by their index: `texts`, `plain` which of them are known, and the `items` of the others, in order."""

    texts: NDArray[np.object_]
    plain: NDArray[np.bool_]
    items: list[str]

    def part(self) -> bytes:
        """A part with the texts that are not plain, for a reader."""
        items = "".join(f"<si>{item}</si>" for item in self.items)
        return f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{items}</sst>'.encode()

    def index_in_part(self) -> NDArray[np.intp]:
        """Where in that part each text stands that is not plain."""
        return np.cumsum(~self.plain) - 1


def shared_texts(data: bytes) -> SharedTexts | None:
    """The texts of a part with shared texts; None where it is not written in the usual way."""
    try:
        part = data.decode()
    except UnicodeDecodeError:
        return None
    head = _HEAD.match(part)
    last = part.rfind(_LAST)
    if not head or not part.startswith(_FIRST, head.end()) or not _TAIL.fullmatch(part, last + len(_LAST)):
        return None
    body = part[head.end() : last + len(_LAST)]
    if "<!" in body:  # a comment may hold what looks like an item
        return None
    texts: list[str | None] = [*_all_plain(body)]
    items: list[str] = []
    if not texts:
        pieces = body[len(_FIRST) : -len(_LAST)].split(_BETWEEN)
        matches = map(_PLAIN.fullmatch, pieces)
        texts = [match[match.lastindex or 1] if match else None for match in matches]
        items = [piece for piece, text in zip(pieces, texts, strict=True) if text is None]
        if any("<si" in item for item in items) or not all(
            is_well_formed(f"<si>{item}</si>".encode()) for item in items
        ):
            return None  # a reader would take the next text for a part of this one
    found = np.empty(len(texts), dtype=object)
    found[:] = texts
    plain = np.ones(len(texts), dtype=np.bool_)
    if items:
        plain[:] = [text is not None for text in texts]
    return SharedTexts(found, plain, items)


def _all_plain(body: str) -> list[str]:
    """The texts of items that hold a plain text each; [] where any holds more."""
    if not body.startswith(_FIRST_TEXT) or not body.endswith(_LAST_TEXT) or any(one in body for one in _MEANINGFUL):
        return []
    texts = body[len(_FIRST_TEXT) : -len(_LAST_TEXT)].split(_BETWEEN_TEXTS)
    return texts if body.count("<") == _TAGS * len(texts) else []

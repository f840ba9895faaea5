"""Break lines at a width in terminal cells, Chinese as Chinese is broken: anywhere but before a closing mark."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.cells import cell_len, chop_cells

if TYPE_CHECKING:
    from collections.abc import Iterator

_WIDE = "\u2e80-\u2fff\u3041-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff"
_OPEN = "（《【〔“‘「『\\[(<"
_CLOSE = "），。、；：？！》】〕”’」』…\\])>,.;:?!%"
_NARROW = f"[^\\s{_WIDE}{_OPEN}{_CLOSE}]+"
# What stays together: one wide character, or a run of letters and digits, with the marks that cling to it. A mark right
# before a letter or digit parts nothing: 3.5, D17:D20, 名册.csv.
_PIECE = re.compile(f"[{_OPEN}]*(?:(?:{_NARROW}|[{_WIDE}](?<![{_OPEN}{_CLOSE}]))(?:[.:,]{_NARROW})*)?[{_CLOSE}]*|\\S")


def wrap(text: str, width: int) -> list[str]:
    """The lines of a text, each at most `width` cells; a word longer than that is cut, nothing is left out."""
    lines: list[str] = []
    line, used = "", 0
    for blank, piece in _pieces(text, width):
        size = cell_len(piece)
        if line and used + len(blank) + size > width:
            lines.append(line)
            line, used = piece, size
        else:
            space = blank if line else ""
            line, used = line + space + piece, used + len(space) + size
    return [*lines, line] if line or not lines else lines


def _pieces(text: str, width: int) -> Iterator[tuple[str, str]]:
    """The pieces of a text, each with the blank before it ("" or " ")."""
    blank = ""
    for word in re.split(r"(\s+)", text):
        if not word or word.isspace():
            blank = " " if word else blank
            continue
        for match in _PIECE.finditer(word):
            for part in chop_cells(match[0], width) if cell_len(match[0]) > width else [match[0]]:
                if part:
                    yield blank, part
                    blank = ""


def pad(text: str, width: int) -> str:
    """The text with blanks behind it up to `width` cells."""
    return text + " " * max(0, width - cell_len(text))

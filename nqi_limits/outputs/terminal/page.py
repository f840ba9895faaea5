"""A page of lines for a console: headings, paragraphs, labelled lines and tables, wrapped and never cut off.

No box characters: they are two cells wide on some Chinese consoles and missing on others.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text

from nqi_limits.outputs.harmless import harmless
from nqi_limits.outputs.terminal.wrapping import pad, wrap
from nqi_limits.words.catalogue import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import Console

STYLES: Mapping[str, str] = {
    "violation": "bold red",
    "review": "bold yellow",
    "note": "cyan",
    "unchecked": "magenta",
    "clear": "green",
    "heading": "bold",
    "label": "dim",
}
_GAP = 2
_NARROWEST_COLUMN = 6
_NARROWEST_TEXT = 20


def page_for(console: Console, lang: str) -> Page:
    """A page as wide as the console less one cell: some consoles break the line when the last one is filled."""
    return Page(console.width - 1, lang)


@dataclass
class Page:
    """Collects lines that fit `width` cells."""

    width: int
    lang: str
    lines: list[Text] = field(default_factory=list)

    def show(self, console: Console) -> None:
        """Print the lines collected so far, and forget them."""
        console.print(Text("\n").join(self.lines), soft_wrap=True)
        self.lines.clear()

    def blank(self) -> None:
        """An empty line, unless there is one."""
        if self.lines and self.lines[-1].plain:
            self.lines.append(Text())

    def heading(self, text: str) -> None:
        """A section's heading, with an empty line above."""
        self.blank()
        self.paragraph(say("table.heading", self.lang, title=text), style="heading")

    def paragraph(self, text: str, indent: int = 0, hang: int = 0, style: str = "", first: str = "") -> None:
        """A wrapped paragraph; `hang` more blanks before its further lines. `first` are its first words, in `style`.

        Without `first`, all of it is in `style`.
        """
        width = max(_NARROWEST_TEXT, self.width - indent - hang)
        whole = f"{first}{harmless(text)}"
        for at, line in enumerate(wrap(whole, width)):
            shown = Text(" " * (indent + (hang if at else 0)))
            styled = len(first.rstrip()) if first else len(line)
            if at and first:
                styled = 0
            shown.append(line[:styled], STYLES.get(style, "")).append(line[styled:])
            self.lines.append(shown)

    def labelled(self, label: str, texts: Sequence[str], indent: int, label_width: int) -> None:
        """A label with one text or several below each other beside it."""
        inner = max(_NARROWEST_TEXT, self.width - indent - label_width)
        lines = [line for text in texts for line in wrap(harmless(text), inner)]
        for at, line in enumerate(lines):
            shown = Text(" " * indent)
            shown.append(pad("" if at else label, label_width), STYLES["label"]).append(line)
            self.lines.append(shown)

    def table(
        self,
        header: Sequence[str],
        rows: Sequence[Sequence[str]],
        indent: int = 0,
        styles: Mapping[str, str] | None = None,
    ) -> None:
        """A table whose widest columns give way until it fits, the first last; cells wrap.

        `styles` maps a cell's text to its style.
        """
        cells = [[harmless(cell) for cell in row] for row in (header, *rows)]
        widths = _column_widths(cells, self.width - indent)
        rule = ["-" * width for width in widths]
        for number, row in enumerate([cells[0], rule, *cells[1:]]):
            wrapped = [wrap(cell, width) for cell, width in zip(row, widths, strict=True)]
            for at in range(max(len(lines) for lines in wrapped)):
                shown = Text(" " * indent)
                for column, (lines, width) in enumerate(zip(wrapped, widths, strict=True)):
                    style = STYLES["heading"] if number == 0 else (styles or {}).get(row[column], "")
                    last = column == len(widths) - 1
                    line = lines[at] if at < len(lines) else ""
                    shown.append(line, style).append("" if last else " " * (width + _GAP - cell_len(line)))
                shown.rstrip()
                self.lines.append(shown)


def _column_widths(cells: Sequence[Sequence[str]], room: int) -> list[int]:
    """The width of each column: as wide as its widest cell, the widest narrowed cell by cell until all fit.

    The first column names the row: it stays whole unless it takes more than half of the room.
    """
    widths = [max(_NARROWEST_COLUMN, *(cell_len(cell) for cell in column)) for column in zip(*cells, strict=True)]
    over = sum(widths) + _GAP * (len(widths) - 1) - room
    first = 1 if len(widths) > 1 and widths[0] * 2 <= room else 0
    while over > 0 and max(widths[first:]) > _NARROWEST_COLUMN:
        widest = widths.index(max(widths[first:]), first)
        widths[widest] -= 1
        over -= 1
    return widths

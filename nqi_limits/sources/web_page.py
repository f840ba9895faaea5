"""Tables in web pages that systems export under the name .xls. Every cell is a string."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nqi_limits.sources.grid import Cell

Merged = list[tuple[int, int, int, int]]
# What browsers take.
_LARGEST_SPAN = 1000
# A page of 50,000 rows of ten cells has a million tags; the parser is slow where marks are not closed.
_LARGEST_PAGE, _MOST_MARKS, _LONGEST_PIECE = 64 << 20, 2_000_000, 1 << 20
_AREA_LIMIT = 5_000_000


class _Tables(HTMLParser):
    """Collects the tables that hold no other table, as cells with how far each reaches."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[tuple[str, int, int]]]] = []
        self._open: list[list[list[tuple[str, int, int]]]] = []
        self._cell: list[str] | None = None
        self._span = (1, 1)
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            # a table around this one only lays out the page
            self._open = [*self._open[:-1], []] if self._open else []
            self._open.append([])
            self._cell = None
        elif tag == "tr" and self._open:
            self._end_cell()
            self._open[-1].append([])
        elif tag in ("td", "th") and self._open:
            self._end_cell()
            said = dict(attrs)
            self._cell, self._span = [], (_span(said.get("rowspan")), _span(said.get("colspan")))
        elif tag in ("br", "p", "div") and self._cell:
            self._cell.append("\n")
        elif tag in ("script", "style"):
            self._silent += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._end_cell()
        if tag == "table" and self._open:
            self.tables.append(self._open.pop())
        elif tag in ("script", "style"):
            self._silent = max(0, self._silent - 1)

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._silent:
            self._cell.append(data)

    def close(self) -> None:
        super().close()
        self._end_cell()
        self.tables.extend(self._open)

    def _end_cell(self) -> None:
        if self._cell is not None and self._open:
            rows = self._open[-1]
            if not rows:
                rows.append([])
            lines = ("".join(self._cell)).replace("\xa0", " ").split("\n")
            text = "\n".join(line for line in (" ".join(one.split()) for one in lines) if line)
            rows[-1].append((text, *self._span))
        self._cell = None


def read_web_page(text: str) -> list[tuple[list[list[Cell]], Merged]]:
    """The tables of a page from top to bottom: rows of one length, and which cells reach over others (from 1).

    Raises OverflowError for a page that is too long, or whose cells reach over more than can be read.
    """
    if len(text) > _LARGEST_PAGE or text.count("<") + text.count("&") > _MOST_MARKS:
        raise OverflowError
    if max(map(len, text.split(">"))) > _LONGEST_PIECE:
        raise OverflowError
    parser = _Tables()
    parser.feed(text)
    parser.close()
    return [_laid_out(table) for table in parser.tables if any(cell[0] for row in table for cell in row)]


def _laid_out(table: list[list[tuple[str, int, int]]]) -> tuple[list[list[Cell]], Merged]:
    rows: list[list[Cell]] = []
    merged: Merged = []
    taken: dict[int, int] = {}
    area = 0
    for number, cells in enumerate(table, 1):
        line: list[Cell] = []
        for text, down, across in cells:
            while taken.get(len(line), 0) >= number:
                line.append("")
            first, last = len(line), len(line) + across
            area += across
            if area > _AREA_LIMIT:
                raise OverflowError
            bottom = min(number + down - 1, len(table))
            line.extend([text, *[""] * (last - first - 1)])
            if bottom > number:
                taken.update(dict.fromkeys(range(first, last), bottom))
            if bottom > number or last - first > 1:
                merged.append((number, first + 1, bottom, last))
        rows.append(line)
    width = max(map(len, rows), default=0)
    if width * len(rows) > _AREA_LIMIT:
        raise OverflowError
    for row in rows:
        row.extend([""] * (width - len(row)))
    return rows, merged


def _span(said: str | None) -> int:
    number = (said or "").strip()
    return max(1, min(int(number), _LARGEST_SPAN)) if number.isdecimal() and len(number) < 9 else 1

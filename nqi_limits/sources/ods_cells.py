"""The cells of an .ods that its reader tells wrongly or not at all: errors, formulas without results, truth values, merged cells.

Layout: OpenDocument 1.3, part 3, 9.1 (table-row, table-cell) and 19 (attributes). Errors are LibreOffice's
`calcext:value-type="error"`, or a formula that shows the text of one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.parsers import expat

from nqi_limits.sources.damage import DAMAGE
from nqi_limits.sources.extras import Extras

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator, Mapping

CONTENT = "content.xml"
_META = "meta.xml"
# These calculate before they save, and write a formula whose result is blank as one without a result.
_CALCULATES = re.compile(rb"generator>\s*(?:LibreOffice|OpenOffice|MicrosoftOffice|Collabora|WPS)")
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_EXTENDED_TYPE = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 value-type"
_CELLS = (_TABLE + "table-cell", _TABLE + "covered-table-cell")
_VALUES = tuple(_OFFICE + name for name in ("value", "date-value", "time-value", "boolean-value", "string-value"))
_WORTH_A_LOOK = re.compile(
    rb'formula=|visibility=|-spanned="[0-9]*[2-9]|-spanned="1[0-9]|value-type="(?:error|boolean)"'
)
_ERROR_TEXT = re.compile(r"#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NULL!|NUM!)|Err:\d{3}")
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
# Cells may be repeated; more that need a word of their own than this are no table.
_MOST = 1_000_000
_DEEPEST = 1000  # no cell holds that many tags within tags
_BLOCK = 1 << 20


class TooManyError(Exception):
    """More cells are repeated than can be told of."""


def scan_ods(package: zipfile.ZipFile) -> dict[str, Extras]:
    """What the sheets hold beside their values, by name; what was found up to a fault where the part is damaged.

    Raises TooManyError.
    """
    reader = _Reader(_calculates(package))
    try:
        if any(_WORTH_A_LOOK.search(block) for block in _blocks(package)):
            for block in _blocks(package):
                reader.parser.Parse(block, False)
    except (expat.ExpatError, *DAMAGE):
        pass
    return reader.found


def _calculates(package: zipfile.ZipFile) -> bool:
    """Whether the program that wrote the file keeps the results of formulas, by its name."""
    try:
        with package.open(_META) as stream:
            return bool(_CALCULATES.search(stream.read(_BLOCK)))
    except (KeyError, *DAMAGE):
        return False


def _blocks(package: zipfile.ZipFile) -> Iterator[bytes]:
    with package.open(CONTENT) as stream:
        while block := stream.read(_BLOCK):
            yield block


class _Reader:
    """Follows the part from tag to tag. Only tables that stand in no other are sheets."""

    def __init__(self, calculates: bool) -> None:
        self.found: dict[str, Extras] = {}
        self._sheet = Extras()
        self._depth = self._row = self._column = self._told = 0
        self._columns_seen = 0
        self._row_times = 1
        self._cell: Mapping[str, str] | None = None
        self._inside = 0
        self._text: list[str] = []
        self._calculates = calculates
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._data
        self.parser.StartDoctypeDeclHandler = _refuse

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if self._cell is not None:
            self._inside += 1
            if self._inside > _DEEPEST:
                raise ValueError
        elif tag == _TABLE + "table":
            self._depth += 1
            if self._depth == 1:
                self._sheet = self.found[attributes.get(_TABLE + "name", "")] = Extras()
                self._row = self._columns_seen = 0
        elif self._depth != 1:
            return
        elif tag == _TABLE + "table-column":
            times = _count(attributes, "number-columns-repeated")
            if _hidden(attributes) and self._columns_seen + times < _LAST_COLUMN:
                first = self._columns_seen + 1
                self._sheet.hidden_columns.extend(range(first, first + times))
            self._columns_seen += times
        elif tag == _TABLE + "table-row":
            self._row_times = _count(attributes, "number-rows-repeated")
            self._column = 0
            if _hidden(attributes) and self._row + self._row_times < _LAST_ROW:
                self._sheet.hidden_rows.extend(range(self._row + 1, self._row + 1 + self._row_times))
        elif tag in _CELLS:
            self._cell, self._inside, self._text = attributes, 0, []

    def _end(self, tag: str) -> None:
        if self._cell is not None:
            if self._inside:
                self._inside -= 1
            else:
                self._take(self._cell)
                self._cell = None
        elif tag == _TABLE + "table":
            self._depth -= 1
        elif tag == _TABLE + "table-row" and self._depth == 1:
            self._row += self._row_times

    def _data(self, text: str) -> None:
        # one level down is the cell's own paragraph; notes lie deeper
        if self._cell is not None and self._inside == 1:
            self._text.append(text)

    def _take(self, cell: Mapping[str, str]) -> None:
        times = _count(cell, "number-columns-repeated")
        formula = cell.get(_TABLE + "formula")
        shown = "".join(self._text).strip()
        across, down = _count(cell, "number-columns-spanned"), _count(cell, "number-rows-spanned")
        if across > 1 or down > 1:
            row, column = self._row + 1, self._column + 1
            self._sheet.merged.append((row, column, row + down - 1, column + across - 1))
        if cell.get(_EXTENDED_TYPE) == "error" or (formula and _ERROR_TEXT.fullmatch(shown)):
            self._put(self._sheet.errors, shown, times)
        elif formula and not shown and not self._calculates and not any(name in cell for name in _VALUES):
            self._put(self._sheet.uncalculated, "=" + formula.partition("=")[2], times)
        elif cell.get(_OFFICE + "value-type") == "boolean":
            self._put(self._sheet.flags, cell.get(_OFFICE + "boolean-value") == "true", times)
        self._column += times

    def _put(self, where: dict[tuple[int, int], str] | dict[tuple[int, int], bool], what: object, times: int) -> None:
        self._told += times * self._row_times
        if self._told > _MOST:
            raise TooManyError
        for row in range(self._row + 1, self._row + 1 + self._row_times):
            for column in range(self._column + 1, self._column + 1 + times):
                where[row, column] = what  # type: ignore[assignment]


def _refuse(*_: object) -> None:
    raise ValueError


def _count(attributes: Mapping[str, str], name: str) -> int:
    said = attributes.get(_TABLE + name, "1")
    return int(said) if said.isdecimal() and len(said) < 9 else 1


def _hidden(attributes: Mapping[str, str]) -> bool:
    return attributes.get(_TABLE + "visibility") in ("collapse", "filter")

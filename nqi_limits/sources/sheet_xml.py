"""What a sheet's XML says that the reader does not hand on: errors, formulas that have no result, what is hidden.

The text goes by once, in blocks, and is only searched for words that most sheets do not hold; cells are looked at where
one is found. The same pass bounds the area that the sheet spans, because a reader takes memory for all of it. Searching
compares whole blocks as arrays: that is quick, and another file can be read meanwhile.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.errors import InputProblem
from nqi_limits.findings.model import Wording
from nqi_limits.sources.damage import well_formed
from nqi_limits.sources.extras import Extras
from nqi_limits.sources.parts import blocks

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    Text = NDArray[np.uint8]

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
# Readers take some 40 bytes for each cell of the rectangle around all cells.
AREA_LIMIT = 30_000_000
# A sheet that fills a quarter of its rectangle is as large as it looks.
_FILLED = 4
_NARROW = 26
_LONGEST_NAME = 8  # letters: what is longer names no column

_PREFIX = rb"(?:\w+:)?"
_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\sr="(\d+)"')
_CELL_NAME = re.compile(rb' r="([A-Za-z]+)(\d+)"')
_CELL_TAG = re.compile(rb"<" + _PREFIX + rb"c\s[^>]*>")
_TYPE = re.compile(rb'\st="(\w+)"')
_VALUE = re.compile(rb"<" + _PREFIX + rb"v[^>]*>([^<]*)<")
_FORMULA = re.compile(rb"<" + _PREFIX + rb"f\b[^>]*>([^<]*)<")
_EMPTY_VALUE = (
    rb"\s*(?:<" + _PREFIX + rb"v\s*/>|<" + _PREFIX + rb"v\s*>\s*</" + _PREFIX + rb"v>)?\s*</" + _PREFIX + rb"c>"
)
# A formula's closing tag (or one that closes itself), then the end of the cell with nothing between.
_NO_RESULT = (re.compile(rb"f>" + _EMPTY_VALUE), re.compile(rb"/>" + _EMPTY_VALUE))
_HIDDEN = re.compile(rb"<" + _PREFIX + rb'(row|col)\b[^>]*?\shidden="(?:1|true)"[^>]*>')
_MIN, _MAX = re.compile(rb'\smin="(\d+)"'), re.compile(rb'\smax="(\d+)"')


def scan_sheet(package: zipfile.ZipFile, part: str, file: str, sheet: str) -> Extras:
    """Look through the XML of a sheet.

    Raises InputProblem where it declares entities, holds a text no cell can hold, or spans more than can be read, and
    IllFormedError where it is no XML.
    """
    found = Extras()
    formulas = False
    for block in well_formed(blocks(package, part, file, b"row>")):
        block = _plain(block)
        text = np.frombuffer(block, dtype=np.uint8)
        _bound(found, block, text)
        if _holds(text, b't="e"', b"e"):
            _errors(found, block)
        # a formula that shares another's text closes itself; the one that it shares comes before it
        formulas = formulas or _holds(text, b"f>", b"f")
        if formulas:
            _formulas(found, block)
        if _holds(text, b'hidden="', b"h"):
            _hidden(found, block)
    if too_far(found.rows, found.columns, found.cells):
        last = _last_cell(package, part, file) or f"{letters(found.columns)}{found.rows}"
        raise InputProblem(Wording("sources.far-cells", {"file": file, "sheet": sheet, "cell": last}))
    return found


def too_far(rows: int, columns: int, cells: int) -> bool:
    """Whether so many cells span more rows and columns than can be read."""
    return columns > LAST_COLUMN or rows > LAST_ROW or too_sparse(rows * columns, cells)


def too_sparse(area: int, cells: int, sheets: int = 1) -> bool:
    """Whether so many cells are spread over more places than there is memory for, on one or on several sheets."""
    return area > max(min(sheets, _FILLED) * AREA_LIMIT, _FILLED * cells)


def hidden_in(blocks: Iterable[bytes], found: Extras) -> Iterator[bytes]:
    """The blocks of a sheet as they are; which of its rows and columns are hidden is put into `found` on the way."""
    for block in blocks:
        if b"hidden=" in block:
            _hidden(found, _plain(block))
        yield block


def _last_cell(package: zipfile.ZipFile, part: str, file: str) -> str:
    """The name of the cell where the last row and the last column meet, "" where no cell says where it stands."""
    last_row, last_column = 0, 0
    for block in blocks(package, part, file, b"row>"):
        for name, number in set(_CELL_NAME.findall(_plain(block))):
            last_row = max(last_row, int(number[:12]))
            last_column = max(last_column, _number(name) if len(name) < _LONGEST_NAME else LAST_COLUMN + 1)
    return f"{letters(last_column)}{last_row}" if last_row else ""


def letters(number: int) -> str:
    """The letters of a column, counted from 1."""
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


def _plain(block: bytes) -> bytes:
    """The block with the one kind of quotes and blanks that the patterns look for."""
    if b"'" in block and b"='" in block:
        block = block.replace(b"'", b'"')
    for blank in (b"\n", b"\r", b"\t"):
        block = block.replace(blank, b" ")
    return block


def _where(text: Text, word: bytes, rare: bytes) -> NDArray[np.intp]:
    """Where a word begins in a text. `rare` is the letter of the word that is looked for first."""
    first = word.index(rare)
    at: NDArray[np.intp] = np.flatnonzero(text == rare[0]) - first
    for offset, letter in enumerate(word):
        if offset != first and len(at):
            at = at[_letters(text, at + offset) == letter]
    return at


def _holds(text: Text, word: bytes, rare: bytes) -> bool:
    return len(_where(text, word, rare)) > 0


def _letters(text: Text, at: NDArray[np.intp]) -> Text:
    """The letters of a text in these places; its first or its last for places outside."""
    return text.take(at, mode="clip")


def _bound(found: Extras, block: bytes, text: Text) -> None:
    """Keep the last row and column that cells can stand in: exactly where they may be far out, else from above."""
    names = _where(text, b' r="', b"r") + 4
    names = names[_letters(text, names) >= ord("A")]
    found.cells += len(names)
    at = max(block.rfind(b"<row "), block.rfind(b":row "))
    row = _ROW.match(block, block.rfind(b"<", 0, at + 1)) if at >= 0 else None
    digits = min(len(row[1]), 10) if row else 1
    if digits < len(str(LAST_ROW)) and not _far(text, names, digits):
        found.rows = max(found.rows, int(row[1]) if row else 0, min(10**digits - 1, LAST_ROW))
        found.columns = max(found.columns, _NARROW)
        return
    exact = set(_CELL_NAME.findall(block))
    for column in {name for name, _ in exact}:
        found.columns = max(found.columns, _number(column) if len(column) < _LONGEST_NAME else LAST_COLUMN + 1)
    found.rows = max(found.rows, *(int(number[:12]) for _, number in exact), 0)


def _far(text: Text, names: NDArray[np.intp], digits: int) -> bool:
    """Whether any of the cells whose names begin in these places has two letters, or more than so many digits."""
    if (_letters(text, names + 1) >= ord("A")).any():
        return True
    for offset in range(digits + 1, 0, -1):
        letters = _letters(text, names + offset)
        names = names[(letters >= ord("0")) & (letters <= ord("9"))]
        if not len(names):
            return False
    return True


def _number(column: bytes) -> int:
    number = 0
    for letter in column.upper():
        number = number * 26 + letter - 64
    return number


def _errors(found: Extras, block: bytes) -> None:
    at = block.find(b't="e"')
    while at >= 0:
        start = block.rfind(b"<", 0, at)
        place = _place(block, start)
        value = _VALUE.search(block, at, block.find(b"c>", at) + 2)
        if place and value:
            found.errors[place] = _text(value[1])
        at = block.find(b't="e"', at + 5)


def _formulas(found: Extras, block: bytes) -> None:
    for pattern in _NO_RESULT:
        for match in pattern.finditer(block):
            start = max(block.rfind(b"<c ", 0, match.start()), block.rfind(b":c ", 0, match.start()))
            start = block.rfind(b"<", 0, start + 1)
            formula = _FORMULA.search(block, start, match.end()) if start >= 0 else None
            shared = b"f " in block[start : match.end()]
            tag = _CELL_TAG.match(block, start) if start >= 0 and (formula or shared) else None
            kind = _TYPE.search(tag[0]) if tag else None
            place = _place(block, start) if tag else None
            # a formula whose result is an empty text has one
            if place and not (kind and kind[1] == b"str"):
                found.uncalculated[place] = "=" + _text(formula[1] if formula else b"")


def _place(block: bytes, start: int) -> tuple[int, int] | None:
    tag = _CELL_TAG.match(block, start)
    name = _CELL_NAME.search(tag[0]) if tag else None
    return (int(name[2]), _number(name[1])) if name else None


def _hidden(found: Extras, block: bytes) -> None:
    for match in _HIDDEN.finditer(block):
        if match[1] == b"row":
            row = _ROW.match(match[0])
            found.hidden_rows.extend([int(row[1])] if row else [])
        else:
            found.hidden_columns.extend(_span(match[0]))


def _span(tag: bytes) -> Iterator[int]:
    """The columns of a `col`; beyond what sheets use, hidden columns only mark the unused rest."""
    first, last = _MIN.search(tag), _MAX.search(tag)
    if first and last and int(last[1]) < LAST_COLUMN:
        yield from range(int(first[1]), int(last[1]) + 1)


def _text(raw: bytes) -> str:
    return html.unescape(raw.decode("utf-8", errors="replace"))

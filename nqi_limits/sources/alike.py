"""Which cells of a sheet are alike, told from its XML: most sheets say few things, again and again.

Nothing is understood here. A cell is its text without its place; cells of the same text are alike, and a reader needs to
read one of them only (see reduced.py). Blocks are searched as arrays, so that no Python code runs for a cell that only
points to a shared text, and another file can be read meanwhile. A sheet that is written in any way but the usual one is
given up: it is read whole.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from nqi_limits.sources.damage import is_well_formed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    Text = NDArray[np.uint8]
    Places = NDArray[np.intp]

_Whole = TypeVar("_Whole", np.int16, np.int32)

EMPTY = -1
_OPEN, _CLOSE = b"<sheetData>", b"</sheetData>"
_LETTERS, _DIGITS = 3, 7
_NAME_AT = len('<c r="')
_SHARED = b' t="s">'
# Tags of rows, cells, formulas, values and inline texts begin with these letters; where any other is, the sheet is given up.
_USUAL = b"/rcfvit"
# Words of eight letters: what turns digits into 0 to 9, what lifts more than 9 to the high bit, and the high bits.
_ZEROS, _ABOVE_NINE, _HIGH_BITS = np.frombuffer(b"0" * 8 + b"\x76" * 8 + b"\x80" * 8, dtype="<u8")
_NONE, _ONE, _SEVEN, _WORD = np.uint64(0), np.uint64(1), np.uint64(7), 64
_EXPONENT, _HIGH_BIT_EXPONENT = 52, 1023 + 7  # of a number with a fraction of 64 bits
# Digits become pairs, pairs fours, fours the whole: the higher half of each is worth what the factor says.
_PAIRS = [
    (np.uint64(half), np.uint64(1 + (worth << shift)), np.uint64(shift))
    for half, worth, shift in (
        (0x00FF00FF00FF00FF, 10, 8),
        (0x0000FFFF0000FFFF, 100, 16),
        (0x00000000FFFFFFFF, 10000, 32),
    )
]
_POINTS = re.compile(rb"""\st\s*=\s*["']s["']""")
_POINTER = re.compile(rb"""(?: \w+="[^"]*")* t="s"(?: \w+="[^"]*")*><v>([0-9]{1,9})</v>""")
_FORMULA = re.compile(rb"<f(?:\s[^>]*)?(?:/>|>[^<]*</f>)(?=<v>[^<])")


# What cells of most sheets are after their place: a number, a text, or nothing in them.
_LETTERS_OF_TEXT = rb"[^<&]*(?:&(?:amp|lt|gt|quot|apos|#\d+|#x[\da-fA-F]+);[^<&]*)*"
_WELL_FORMED = re.compile(
    rb'(?: [\w:]+="[^"<&]*")*\s*>(?:<v>[^<&]*</v>|<is><t(?: xml:space="preserve")?>%b</t></is>)?' % _LETTERS_OF_TEXT
)


class UnusualError(Exception):
    """The XML of a sheet is not written in the usual way."""


@dataclass(slots=True)
class AlikeCells:
    """The cells of a sheet, each with a number that cells of the same text share.

    `rows` and `columns` (from 1) say where each stands. `numbers` are the index of a shared text, or below `EMPTY` stand for
    one of `texts`, what a cell is after its place; a formula that has a result is left out of these.
    `count`, `last_row` and `last_column` take in the blank cells, which are not in the arrays.
    `head` and `tail` are what stands before and after the cells.
    """

    rows: NDArray[np.int32]
    columns: NDArray[np.int16]
    numbers: NDArray[np.int32]
    texts: list[bytes]
    head: bytes
    tail: bytes
    count: int
    last_row: int
    last_column: int

    def xml_of(self, number: int) -> bytes:
        """A cell of this number, without a place."""
        return b"<c%b</c>" % self.texts[EMPTY - 1 - number] if number < EMPTY else b'<c t="s"><v>%d</v></c>' % number


@dataclass(slots=True)
class _Found:
    """What was found in the blocks so far."""

    rows: list[NDArray[np.int32]] = field(default_factory=list)
    columns: list[NDArray[np.int16]] = field(default_factory=list)
    numbers: list[NDArray[np.int32]] = field(default_factory=list)
    texts: defaultdict[bytes, int] = field(default_factory=lambda: defaultdict(count().__next__))
    count: int = 0
    last_row: int = 0
    last_column: int = 0


def alike_cells(blocks: Iterable[bytes]) -> AlikeCells:
    """The cells of a sheet whose XML comes in blocks, no cell in two of them. Raises UnusualError."""
    found = _Found()
    head, tail = bytearray(), bytearray()
    began = ended = False
    for block in blocks:
        start, end = 0, len(block)
        if not began:
            at = block.find(_OPEN)
            began = at >= 0
            start = at + len(_OPEN) if began else end
            head += block[:start]
        if began and not ended:
            at = block.find(_CLOSE, start)
            ended = at >= 0
            end = at if ended else end
            _add(found, block, start, end)
        if ended:
            tail += block[end:]
    if not ended or _OPEN in tail:
        raise UnusualError
    rows = _joined(found.rows, np.int32)
    if (np.diff(rows) < 0).any():
        raise UnusualError
    texts = [_FORMULA.sub(b"", text) if b"<f" in text else text for text in found.texts]
    if any(b"<f" in text for text in texts):  # without a result, which is more than the reader tells
        raise UnusualError
    if not all(_WELL_FORMED.fullmatch(text) or is_well_formed(b"<c%b</c>" % text) for text in texts):
        raise UnusualError  # a reader would take the next cell for a part of this one
    if not is_well_formed(bytes(head + tail)):
        raise UnusualError
    return AlikeCells(
        rows,
        _joined(found.columns, np.int16),
        _pointed(_joined(found.numbers, np.int32), texts),
        texts,
        bytes(head),
        bytes(tail),
        found.count,
        found.last_row,
        found.last_column,
    )


def _pointed(numbers: NDArray[np.int32], texts: list[bytes]) -> NDArray[np.int32]:
    """The numbers with the index of the shared text also where a cell points to it in other words than most do."""
    pointing = [at for at, text in enumerate(texts) if _POINTS.search(text, 0, text.find(b">"))]
    if not pointing:
        return numbers
    pointers = [_POINTER.fullmatch(texts[at]) for at in pointing]
    instead = EMPTY - 1 - np.arange(len(texts), dtype=np.int32)
    for at, pointer in zip(pointing, pointers, strict=True):
        if not pointer:
            raise UnusualError
        instead[at] = int(pointer[1])
    others = np.flatnonzero(numbers < EMPTY)
    numbers[others] = instead[EMPTY - 1 - numbers[others]]
    return numbers


def _joined(parts: list[NDArray[_Whole]], kind: type[_Whole]) -> NDArray[_Whole]:
    """One array of many, which are let go of."""
    joined = np.concatenate(parts) if parts else np.zeros(0, dtype=kind)
    parts.clear()
    return joined


def _add(found: _Found, block: bytes, start: int, end: int) -> None:
    """Take in the cells between two places of a block."""
    text: Text = np.frombuffer(block, dtype=np.uint8)
    tags = np.flatnonzero(text[start:end] == ord("<")) + start
    kinds = _at(text, tags + 1)
    _expect(_one_of(kinds, _USUAL))
    closing = tags[kinds == ord("/")]
    _expect(_one_of(_at(text, closing + 1), _USUAL))
    cells = np.flatnonzero(kinds == ord("c"))
    if not len(cells):
        return
    _expect([cells[-1] + 1 < len(tags)])
    begins = tags[cells]
    for offset, letter in enumerate(b' r="', start=2):
        _expect(_at(text, begins + offset) == letter)
    rows, columns, names_end = _places(text, begins + _NAME_AT)
    found.count += len(rows)
    found.last_row = max(found.last_row, int(rows.max()))
    found.last_column = max(found.last_column, int(columns.max()))
    following = tags[cells + 1]
    full = ~((_at(text, following - 2) == ord("/")) & (_at(text, following - 1) == ord(">")))
    begins, names_end, cells = begins[full], names_end[full], cells[full]
    ends = closing[_at(text, closing + 2) == ord("c")]
    _expect([len(ends) == len(begins)])
    _expect(_at(text, ends + 3) == ord(">"))
    _expect(ends > names_end)
    _expect(ends[:-1] < begins[1:])
    found.rows.append(rows[full])
    found.columns.append(columns[full].astype(np.int16))  # sorts in a third of the time
    found.numbers.append(_numbers(found, block, text, tags, cells, names_end, ends))


def _expect(true: NDArray[np.bool_] | list[bool]) -> None:
    if not np.all(true):
        raise UnusualError


def _one_of(text: Text, letters: bytes) -> NDArray[np.bool_]:
    """Which letters of a text are among some few."""
    found = np.zeros(len(text), dtype=np.bool_)
    for letter in letters:
        found |= text == letter
    return found


def _at(text: Text, places: Places) -> Text:
    """The letters of a text in these places; its first or its last for places outside."""
    return text.take(places, mode="clip")


def _places(text: Text, at: Places) -> tuple[NDArray[np.int32], NDArray[np.int32], Places]:
    """The rows and columns that the names beginning in these places tell, and where the names end."""
    columns, at = _column_numbers(text, at)
    rows, ends = _whole_numbers(text, at)
    _expect(columns > 0)
    _expect(rows > 0)
    _expect(_at(text, ends) == ord('"'))
    return rows, columns, ends


def _numbers(
    found: _Found, block: bytes, text: Text, tags: Places, cells: Places, names_end: Places, ends: Places
) -> NDArray[np.int32]:
    """The number of each cell: the index of its shared text, else one that cells of the same text have got."""
    values, values_end = tags[cells + 1], tags.take(cells + 2, mode="clip")
    shared = tags.take(cells + 3, mode="clip") == ends
    for offset, letter in enumerate(_SHARED, start=-len(_SHARED)):
        shared &= _at(text, values + offset) == letter
    shared &= (_at(text, values + 1) == ord("v")) & (_at(text, values + 2) == ord(">"))
    numbers, numbers_end = _whole_numbers(text, values + len("<v>"))
    shared &= (numbers_end == values_end) & (numbers_end > values + len("<v>"))
    others = np.flatnonzero(~shared)
    if len(others):
        texts = found.texts
        spans = zip((names_end[others] + 1).tolist(), ends[others].tolist(), strict=True)
        numbers[others] = [EMPTY - 1 - texts[block[start:end]] for start, end in spans]
    return numbers


def _whole_numbers(text: Text, at: Places) -> tuple[NDArray[np.int32], Places]:
    """The whole numbers of at most `_DIGITS` digits that begin in these places, and where they end; longer ones end at once.

    Eight letters are taken as one word, the first in its lowest byte: digits are counted, then added up, all at once.
    """
    words = np.ndarray((len(text) - 7,), dtype="<u8", buffer=text, strides=(1,))[np.minimum(at, len(text) - 8)] ^ _ZEROS
    no_digits = ((words + _ABOVE_NINE) | words) & _HIGH_BITS
    first = no_digits & (~no_digits + _ONE)
    bits = (first.astype(np.float64).view(np.int64) >> _EXPONENT) - _HIGH_BIT_EXPONENT  # eight for each digit
    bits = np.where(first > 0, bits, 0)
    words &= (first >> _SEVEN) - _ONE
    words = np.where(bits > 0, words << (_WORD - np.maximum(bits, 8)).astype(np.uint64), _NONE)
    for half, factor, shift in _PAIRS:
        words = ((words * factor) >> shift) & half
    return words.astype(np.int32), at + (bits >> 3)


def _column_numbers(text: Text, at: Places) -> tuple[NDArray[np.int32], Places]:
    """The numbers of the columns whose letters, at most `_LETTERS`, begin in these places, and where the letters end."""
    counted = np.zeros(len(at), dtype=np.int32)
    reading = np.ones(len(at), dtype=np.bool_)
    for _ in range(_LETTERS):
        signs = _at(text, at) - ord("A")
        reading &= signs < 26
        if not reading.any():
            break
        counted = np.where(reading, counted * 26 + signs + 1, counted)
        at = at + reading
    return counted, at

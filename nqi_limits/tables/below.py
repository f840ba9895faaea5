"""Which rows below a header may be headers themselves, and which only hold words that are spelled like headers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.tables.headers import aliases, meaning_of, meaning_of_one
from nqi_limits.tables.kinds import BY_ROLE, UNITS
from nqi_limits.tables.mapping.model import is_mapped, mapped_keys
from nqi_limits.values.id_numbers import is_id_type
from nqi_limits.values.name_words import looks_like_a_name
from nqi_limits.values.roles import names_a_role

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nqi_limits.sources.grid import Cell
    from nqi_limits.tables.layout import Header
    from nqi_limits.tables.sheet import Sheet

# Of a column with more distinct cells than this only the first rows are looked at closely; further down, a header
# is known by its exact spelling.
_FEW = 2000
_TOP = 100
_NAMES = frozenset(["name", *BY_ROLE])
_CODE = re.compile(r"^\s*(?=.*\d{3})[A-Za-z0-9./\\-]+\s*$|\d{4}\s*[年./-]\s*\d")


class Words:
    """Which cells of a sheet are spelled like headers: for each column a flag for each of its distinct cells."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        known = {cell for cell in sheet.texts(0, _TOP) if meaning_of(cell) is not None}
        known.update(aliases())
        mapped = mapped_keys(sheet.mapped)
        self.spelled: list[NDArray[np.bool_]] = []
        self.hits = np.zeros(len(sheet), dtype=np.int32)
        self.filled = sheet.filled
        self._below: dict[tuple[object, ...], NDArray[np.intp]] = {}
        self._known_values: dict[tuple[int, str], NDArray[np.bool_]] = {}
        for column in sheet.columns:
            few = len(column.values) <= _FEW
            flags = list(map(known.__contains__, column.values))
            if few:
                flags = [
                    flag or (isinstance(cell, str) and (meaning_of(cell) is not None or is_mapped(cell, mapped)))
                    for flag, cell in zip(flags, column.values, strict=True)
                ]
            self.spelled.append(np.array(flags, dtype=np.bool_))
            self.hits += self.spelled[-1][column.codes]

    def first(self, least: int) -> NDArray[np.intp]:
        """The rows that may hold the first header: at least `least` of their cells are spelled like headers."""
        enough = self.hits >= least
        for row in np.flatnonzero((self.hits == 1) & (self.filled > 1))[:_TOP].tolist() if least > 1 else ():
            cells = (column.raw(row) for column in self.sheet.columns)
            enough[row] = any(isinstance(cell, str) and meaning_of_one(cell) is not None for cell in cells)
        at = int(enough.argmax()) if len(enough) else 0
        enough[at + 2 :] &= (self.hits * 3 >= self.filled)[at + 2 :]
        return np.flatnonzero(enough)

    def below(self, header: Header) -> NDArray[np.intp]:
        """The rows below a header that may hold another one, or the same again."""
        key = (*sorted(header.fields.items()), self.key(header.last))
        rows = self._below.get(key)
        if rows is None:
            rows = self._below[key] = self._candidates(header)
        return rows[np.searchsorted(rows, header.last + 1) :]

    def _candidates(self, header: Header) -> NDArray[np.intp]:
        """The rows of the whole sheet that may hold a header below one like this."""
        hits, data = self._judged(header)
        again = self._repeats(header)
        rows = np.flatnonzero(again | ((hits >= 2) & (hits * 3 >= self.filled) & ~data)).tolist()
        return np.array([row for row in rows if again[row] or self._heads(row, int(hits[row]))], dtype=np.intp)

    def is_data(self, header: Header, row: int) -> bool:
        """Whether the row right below a header is data of it rather than a second row of headers."""
        hits, data = self._judged(header, slice(row, row + 1))
        return bool(data[0] or not hits[0] or self.holds_numbers(row))

    def key(self, row: int) -> tuple[int, ...]:
        """The cells of a row as numbers: equal for rows that hold the same."""
        return tuple(int(column.codes[row]) for column in self.sheet.columns)

    def _repeats(self, header: Header) -> NDArray[np.bool_]:
        """For each row whether it repeats the last row of a header cell by cell."""
        same = np.ones(len(self.sheet), dtype=np.bool_)
        for column in self.sheet.columns:
            same &= column.codes == column.codes[header.last]
        return same

    def _judged(self, header: Header, rows: slice = slice(None)) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
        """For each row how many cells are spelled like headers without being values of their column, and whether it is data.

        身份证 as a type and 项目负责人 as a role are values. A row is data that names something in the columns that name
        something, and in none of them by a header's word.
        """
        hits = self.hits[rows].copy()
        data = np.ones(len(hits), dtype=np.bool_)
        filled: dict[str, NDArray[np.bool_]] = {}
        for at, field in header.fields.items():
            if not field:
                continue
            codes = self.sheet.columns[at].codes[rows]
            values = self._values(at, field)
            hits -= values[codes]
            if field in _NAMES or field in UNITS or field == "organisation_name":
                data &= ~(self.spelled[at] & ~values)[codes]
                filled[field] = self.sheet.columns[at].filled()[rows]
        for group in (_NAMES, UNITS, frozenset(["organisation_name"])):
            columns = [mask for field, mask in filled.items() if field in group]
            if columns:
                data &= np.logical_or.reduce(columns)
        return hits, data if filled else np.zeros(len(hits), dtype=np.bool_)

    def _values(self, at: int, field: str) -> NDArray[np.bool_]:
        """For each distinct cell of a column whether it is spelled like a header and is yet a value of the field."""
        found = self._known_values.get((at, field))
        if found is None:
            found = np.zeros(len(self.spelled[at]), dtype=np.bool_)
            if field in _NAMES or field in ("role", "id_type"):
                for spelled in np.flatnonzero(self.spelled[at]).tolist():
                    found[spelled] = _is_value(field, self.sheet.columns[at].values[spelled])
            self._known_values[at, field] = found
        return found

    def _heads(self, row: int, hits: int) -> bool:
        """Whether a row is a new header: right below other rows it must be all but made of headers' words."""
        if self.holds_numbers(row):
            return False
        filled = int(self.filled[row])
        return (hits > 2 and hits * 2 >= filled) or bool(self.filled[row - 1] < 2)

    def holds_numbers(self, row: int) -> bool:
        """Whether a row has a number, a date or a code, which no header has."""
        for column, flags in zip(self.sheet.columns, self.spelled, strict=True):
            code = column.codes[row]
            if not flags[code] and is_code(column.values[code]):
                return True
        return False


def is_code(raw: Cell) -> bool:
    """Whether a cell is a number, a date or a code such as NQI-001 rather than words."""
    return bool(_CODE.search(raw)) if isinstance(raw, str) else not isinstance(raw, bool)


def _is_value(field: str, word: Cell) -> bool:
    """Whether a word that is spelled like a header is a value of the field's column."""
    if field == "role":
        return names_a_role(word)
    if field == "id_type":
        return is_id_type(word)
    if field in _NAMES:
        meaning = meaning_of(word)
        return looks_like_a_name(word) and not (meaning and meaning.field in _NAMES)
    return False

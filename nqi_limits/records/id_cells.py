"""The ID numbers in the cells of all tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.records.id_numbers import IdNumbers
from nqi_limits.records.interning import distinct
from nqi_limits.records.model import SOURCES
from nqi_limits.values.id_numbers import fifteen_digits, is_other_paper
from nqi_limits.values.text import clean, is_placeholder, text_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from nqi_limits.tables.table import Table


@dataclass(frozen=True, slots=True)
class IdCells:
    """All ID numbers; `of_column` has, by the index of a table and its field, the number of each distinct cell (-1: none)."""

    numbers: IdNumbers
    of_column: Mapping[tuple[int, str], NDArray[np.int32]]

    def in_rows(self, index: int, table: Table, field: str) -> NDArray[np.int32]:
        """The number in each row of a table, -1 where the field gives none."""
        numbers = self.of_column.get((index, field))
        return np.full(len(table), -1, dtype=np.int32) if numbers is None else numbers[table.columns[field].codes]


def read_id_cells(tables: Sequence[Table]) -> IdCells:
    """The ID numbers in all columns that name people."""
    fields = dict.fromkeys(source.id_number for source in SOURCES)
    columns = {
        (index, field): table.columns[field].values
        for index, table in enumerate(tables)
        if len(table) and table.kind not in ("ignored", "organisations")
        for field in fields
        if field in table.columns
    }
    numbers = IdNumbers(list(columns.values()), _types_of_fifteen_digits(tables))
    return IdCells(numbers, dict(zip(columns, numbers.in_columns, strict=True)))


def _types_of_fifteen_digits(tables: Sequence[Table]) -> dict[str, str]:
    """The 证件类型 of 15 digits that some row says are no resident number, and no row says are one."""
    types: dict[str, str] = {}
    for table in tables:
        for digits, text in _typed(table, is_other_paper):
            types[digits] = min(text, types.get(digits, text))
    resident = {digits for table in tables for digits, _ in _typed(table, _is_resident)} if types else ()
    return {digits: text for digits, text in types.items() if digits not in resident}


def _is_resident(id_type: str) -> bool:
    return not is_other_paper(id_type) and not is_placeholder(text_key(id_type))


def _typed(table: Table, wanted: Callable[[str], bool]) -> Iterator[tuple[str, str]]:
    """Each number of 15 digits beside a 证件类型 that is wanted, and that type."""
    numbers, types = table.columns.get("id_number"), table.columns.get("id_type")
    if numbers is None or types is None:
        return
    fits = np.array([wanted(clean(raw)) for raw in types.values], dtype=np.bool_)
    if fits.any():
        rows = np.flatnonzero(fits[types.codes])
        pairs = distinct(numbers.codes[rows].astype(np.int64) * len(types.values) + types.codes[rows])
        for number, said in zip(*(one.tolist() for one in np.divmod(pairs, len(types.values))), strict=True):
            if digits := fifteen_digits(numbers.values[number]):
                yield digits, clean(types.values[said])

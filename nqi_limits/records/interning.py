"""Numbers for values: each distinct value gets a small integer once, and columns become arrays of them."""

from __future__ import annotations

from collections import defaultdict
from itertools import count, islice
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence

    from numpy.typing import NDArray

    from nqi_limits.sources.grid import Cell
    from nqi_limits.tables.table import Column

T = TypeVar("T")


class Interner(Generic[T]):
    """Distinct keys, numbered from 0 in order of first appearance, each with the first value that had it."""

    def __init__(self) -> None:
        self.numbers: defaultdict[Hashable, int] = defaultdict()
        self.values: list[T] = []
        self._respelled: set[int] = set()

    def __len__(self) -> int:
        return len(self.values)

    def number(self, key: Hashable, value: T) -> int:
        """The number of `key`; `value` is kept if the key is new."""
        found = self.numbers.get(key)
        if found is None:
            found = self.numbers[key] = len(self.values)
            self.values.append(value)
        return found

    def spelled(self: Interner[str], key: Hashable, text: str) -> int:
        """As `number`, keeping the smallest spelling, so that the order of rows does not show."""
        found = self.number(key, text)
        if text < self.values[found]:
            self.values[found] = text
        if text != key:
            self._respelled.add(found)
        return found

    def many(self, keys: Sequence[Hashable], value_of: Callable[[Any], T]) -> list[int]:
        """The numbers of some keys; those that are new get their values from `value_of`."""
        known = len(self.values)
        self.numbers.default_factory = count(known).__next__  # so that one pass over the keys looks up and numbers them
        found = list(map(self.numbers.__getitem__, keys))
        self.numbers.default_factory = None
        new = list(islice(reversed(self.numbers), len(self.numbers) - known))
        self.values += map(value_of, reversed(new))
        return found

    def all(self: Interner[str], keys: Sequence[str]) -> list[int]:
        """The numbers of some keys that are spelled as they are: as `spelled` for each, at once."""
        found = self.many(keys, str)
        if self._respelled:
            for key, number in zip(keys, found, strict=True):
                if number in self._respelled:
                    self.spelled(key, key)
        return found


class Once(dict[str, T]):
    """A reader of cells that is asked once for each distinct text. Other cells are read each time: 1 and True are one key.

    `read_texts` does the same as `read` for many texts at once, where that is quicker.
    """

    def __init__(
        self, read: Callable[[Cell], T], read_texts: Callable[[Sequence[str]], Sequence[T]] | None = None
    ) -> None:
        super().__init__()
        self.read, self.read_texts = read, read_texts

    def __missing__(self, text: str) -> T:
        found = self[text] = self.read(text)
        return found

    def __call__(self, raw: Cell) -> T:
        """What one cell says."""
        return self[raw] if isinstance(raw, str) else self.read(raw)

    def all(self, cells: Sequence[Cell]) -> Iterator[T]:
        """What each of some cells says. Looking up texts that are known takes no Python call."""
        if self.read_texts:
            new = [cell for cell in cells if isinstance(cell, str) and cell not in self]
            self.update(zip(new, self.read_texts(new), strict=True))
        return map(self.__getitem__ if set(map(type, cells)) == {str} else self, cells)  # type: ignore[arg-type]


def read_column(column: Column | None, rows: int, read: Callable[[Cell], int], missing: int = -1) -> NDArray[np.int32]:
    """One integer for each row: `read` is called once for each distinct cell; a column that is not there is all `missing`."""
    if column is None:
        return np.full(rows, missing, dtype=np.int32)
    numbers = read.all(column.values) if isinstance(read, Once) else map(read, column.values)
    table = np.fromiter(numbers, dtype=np.int32, count=len(column.values))
    return table[column.codes] if len(table) else np.full(rows, missing, dtype=np.int32)


def read_where_unknown(found: NDArray[np.int32], column: Column | None, read: Callable[[Cell], int]) -> None:
    """Put into `found`, where it is -1, what the cells of a column say; cells in other rows are not read."""
    unknown = np.flatnonzero(found < 0)
    if column is None or not len(unknown):
        return
    codes = column.codes[unknown]
    used = np.flatnonzero(np.bincount(codes, minlength=len(column.values)))
    cells = [column.values[at] for at in used.tolist()]
    table = np.full(len(column.values), -1, dtype=np.int32)
    table[used] = list(read.all(cells) if isinstance(read, Once) else map(read, cells))
    found[unknown] = table[codes]


def first_known(*columns: NDArray[np.int32]) -> NDArray[np.int32]:
    """Row by row the first value that is not -1."""
    result = columns[0].copy()
    for column in columns[1:]:
        np.copyto(result, column, where=result < 0)
    return result


def distinct(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """The distinct numbers, sorted: quicker than numpy's own way, which hashes."""
    ordered = np.sort(numbers)
    return ordered[np.append(True, ordered[1:] != ordered[:-1])] if len(ordered) else ordered


def renumbered(numbers: NDArray[np.int32]) -> tuple[NDArray[np.intp], NDArray[np.int32]]:
    """The distinct small numbers from 0, sorted, and for each position which of them stands there; -1 stays -1."""
    used = among(np.arange(numbers.max(initial=-1) + 1, dtype=np.int32), numbers)
    places = np.append(np.cumsum(used, dtype=np.int32) - 1, np.int32(-1))
    return np.flatnonzero(used), places[numbers]


def among(numbers: NDArray[np.int32], known: NDArray[np.int32]) -> NDArray[np.bool_]:
    """For each small number whether it is one of the known; none that is negative is."""
    size = int(max(numbers.max(initial=-1), known.max(initial=-1))) + 1
    there = np.zeros(size + 1, dtype=np.bool_)  # the last place is that of -1
    there[known] = True
    there[size] = False
    return there[numbers]


def pairs(units: NDArray[np.int32], codes: NDArray[np.int32]) -> list[tuple[int, int]]:
    """The distinct pairs of a unit that is known and a code."""
    known = units >= 0
    if not known.any():
        return []
    size = int(codes.max()) + 1
    unit, code = np.divmod(distinct(units[known].astype(np.int64) * size + codes[known]), size)
    return list(zip(unit.tolist(), code.tolist(), strict=True))


class Grouping:
    """The positions that share a number, found without a Python loop: `grouping[7]` is the array of positions holding 7."""

    def __init__(self, numbers: NDArray[np.int32], size: int) -> None:
        self.order = np.argsort(numbers, kind="stable")
        self.starts = np.searchsorted(numbers[self.order], np.arange(size + 1))

    def __getitem__(self, number: int) -> NDArray[np.intp]:
        return self.order[self.starts[number] : self.starts[number + 1]]

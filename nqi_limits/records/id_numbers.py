"""All ID numbers of a run: numbered, with what is asked of all of them in arrays; one is described when asked for."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, chain
from typing import TYPE_CHECKING, overload

import numpy as np

from nqi_limits.values.id_columns import FEMALE, KINDS, MALE, NOT_PLAIN, plain_key, plain_keys, read_plain_numbers
from nqi_limits.values.id_numbers import IdKind, IdNumber, fifteen_digits, is_plain, read_id_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from nqi_limits.sources.grid import Cell

SEXES = {"male": MALE, "female": FEMALE}


class IdNumbers(Sequence[IdNumber]):
    """The distinct numbers that can identify, each as the first cell that gives it has it.

    `valid`, `birth` (an ordinal of datetime.date) and `sex` (of `SEXES`), both 0 where a valid number does not tell them,
    `kind` (an index into `KINDS`) and `region` (whether that is the problem) run in parallel. `in_columns` has, for each of
    the columns of cells that were given, the number of each cell, -1 for one that cannot identify. `types` has the 证件类型
    of 15 digits that are no resident number (see `id_numbers.fifteen_digits`).
    """

    def __init__(self, columns: Sequence[Sequence[Cell]] = (), types: Mapping[str, str] | None = None) -> None:
        self._types = types or {}
        self._odd: dict[str, int] = {}
        cells = list(chain.from_iterable(columns))
        keys = plain_keys(cells)
        odd = {at: self.read(cells[at]) for at in np.flatnonzero(keys == NOT_PLAIN).tolist()}
        for at, one in odd.items():
            keys[at] = self._key(one.key, new=True)
        given = np.flatnonzero(keys != NOT_PLAIN)
        self._keys, first, which = np.unique(keys[given], return_index=True, return_inverse=True)
        order = np.argsort(first)
        self._numbers: NDArray[np.int32] = np.empty(len(order), dtype=np.int32)
        self._numbers[order] = np.arange(len(order), dtype=np.int32)
        numbers = np.full(len(keys), -1, dtype=np.int32)
        numbers[given] = self._numbers[which]
        ends = accumulate(map(len, columns))
        self.in_columns = [numbers[end - len(column) : end] for column, end in zip(columns, ends, strict=True)]
        at_first = given[first[order]].tolist()
        self._cells = [cells[at] for at in at_first]
        self._described = {number: odd[at] for number, at in enumerate(at_first) if at in odd} if odd else {}
        self._prefer_whole(cells, keys, odd)
        self._fill(self._keys[order])

    def _fill(self, keys: NDArray[np.int64]) -> None:
        many = read_plain_numbers(np.maximum(keys, 0))
        self.valid, self.birth, self.sex = many.valid, many.birth, many.sex
        self.kind, self.region = many.kind, many.region
        for number, one in self._described.items():
            self.valid[number] = one.valid
            self.birth[number] = one.birth.toordinal() if one.valid and one.birth else 0
            self.sex[number] = SEXES.get(one.sex, 0) if one.valid else 0
            self.kind[number] = KINDS.index(one.kind)
            self.region[number] = one.problem == "region"

    def _prefer_whole(self, cells: Sequence[Cell], keys: NDArray[np.int64], odd: Mapping[int, IdNumber]) -> None:
        """A number that is written with 18 digits anywhere is such a one, in whatever order it is met."""
        old = {
            plain_key(one.key): number
            for number, one in self._described.items()
            if is_plain(one.key) and one.kind is IdKind.RESIDENT_15
        }
        if not old:
            return
        whole = np.isin(keys, list(old))
        whole[list(odd)] = False
        for at in np.flatnonzero(whole).tolist():
            if (number := old.pop(int(keys[at]), None)) is not None:
                self._cells[number] = cells[at]
                del self._described[number]

    def _key(self, key: str, new: bool = False) -> int:
        """A number's key as one integer: that of `plain_keys`, below it for other numbers, `NOT_PLAIN` for what is none."""
        if is_plain(key):
            return plain_key(key)
        if key and new:
            return self._odd.setdefault(key, NOT_PLAIN - 1 - len(self._odd))
        return self._odd.get(key, NOT_PLAIN)

    def read(self, cell: Cell, id_type: str = "") -> IdNumber:
        """The ID number in a cell, as all numbers of the run are read; `id_type` is the 证件类型 beside it."""
        said = self._types.get(fifteen_digits(cell)) if self._types else None
        return read_id_number(cell, said or id_type)

    def all(self, cells: Sequence[Cell]) -> NDArray[np.int32]:
        """The number of the ID number in each cell, -1 for a blank or spoilt one and for one that the columns do not have."""
        keys = plain_keys(cells)
        for at in np.flatnonzero(keys == NOT_PLAIN).tolist():
            keys[at] = self._key(self.read(cells[at]).key)
        places = np.searchsorted(self._keys, keys)
        known = np.append(self._keys, NOT_PLAIN)[places] == keys
        return np.where(known & (keys != NOT_PLAIN), np.append(self._numbers, np.int32(-1))[places], np.int32(-1))

    def key(self, index: int) -> str:
        """The key of one number. Those that were not described when they were numbered are plain: their own key."""
        one = self._described.get(index)
        return self._cells[index].upper() if one is None else one.key

    def kinds(self) -> set[IdKind]:
        """The kinds of number that there are."""
        return {KINDS[kind] for kind in np.unique(self.kind).tolist()}

    @property
    def checked(self) -> NDArray[np.bool_]:
        """For each number whether a check digit vouches for it."""
        checked: NDArray[np.bool_] = self.valid & (self.birth > 0) & (self.kind != KINDS.index(IdKind.RESIDENT_15))
        return checked

    def __len__(self) -> int:
        return len(self._cells)

    @overload
    def __getitem__(self, index: int) -> IdNumber: ...
    @overload
    def __getitem__(self, index: slice) -> list[IdNumber]: ...
    def __getitem__(self, index: int | slice) -> IdNumber | list[IdNumber]:
        if isinstance(index, slice):
            return [self[at] for at in range(*index.indices(len(self)))]
        one = self._described.get(index)
        if one is None:
            if not 0 <= index < len(self):
                raise IndexError(index)
            one = self._described[index] = self.read(self._cells[index])
        return one

"""All ID numbers of a run: numbered, with what is asked of all of them in arrays; one is described when asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, overload

import numpy as np

from nqi_limits.values.id_columns import FEMALE, KINDS, MALE, read_plain_numbers
from nqi_limits.values.id_numbers import IdNumber, fifteen_digits, is_plain, read_id_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from nqi_limits.sources.grid import Cell
    from nqi_limits.values.id_numbers import IdKind

SEXES = {"male": MALE, "female": FEMALE}


class IdNumbers(Sequence[IdNumber]):
    """The distinct numbers that can identify, each as the first cell that gives it has it.

    `valid`, `birth` (an ordinal of datetime.date) and `sex` (of `SEXES`), both 0 where a valid number does not tell them,
    `kind` (an index into `KINDS`) and `region` (whether that is the problem) run in parallel.
    `of_text` gives the number of each text that was given, -1 for one that cannot identify. `types` has the 证件类型 of 15
    digits that are no resident number (see `id_numbers.fifteen_digits`).
    """

    def __init__(
        self, texts: Iterable[str] = (), others: Iterable[Cell] = (), types: Mapping[str, str] | None = None
    ) -> None:
        self._types = types or {}
        self._known: dict[str, int] = {}
        self._cells: list[Cell] = []
        self._described: dict[int, IdNumber] = {}
        self.of_text: dict[str, int] = {}
        plain: list[int] = []
        for text in texts:
            if is_plain(text):
                number = self._known.setdefault(text.upper(), len(self._cells))
                if number == len(self._cells):
                    self._cells.append(text)
                    plain.append(number)
                self.of_text[text] = number
            else:
                self.of_text[text] = self._enter(text)
        for cell in others:
            self._enter(cell)
        size = len(self._cells)
        self.valid: NDArray[np.bool_] = np.zeros(size, dtype=np.bool_)
        self.birth: NDArray[np.int32] = np.zeros(size, dtype=np.int32)
        self.sex: NDArray[np.int8] = np.zeros(size, dtype=np.int8)
        self.kind: NDArray[np.int8] = np.zeros(size, dtype=np.int8)
        self.region: NDArray[np.bool_] = np.zeros(size, dtype=np.bool_)
        self._fill(plain)

    def _fill(self, plain: list[int]) -> None:
        keys = list(self._known)
        many = read_plain_numbers([keys[number] for number in plain])
        self.valid[plain], self.birth[plain], self.sex[plain] = many.valid, many.birth, many.sex
        self.kind[plain], self.region[plain] = many.kind, many.region
        for number, one in self._described.items():
            self.valid[number] = one.valid
            self.birth[number] = one.birth.toordinal() if one.valid and one.birth else 0
            self.sex[number] = SEXES.get(one.sex, 0) if one.valid else 0
            self.kind[number] = KINDS.index(one.kind)
            self.region[number] = one.problem == "region"

    def _enter(self, cell: Cell) -> int:
        one = self.read(cell)
        if not one.key:
            return -1
        number = self._known.setdefault(one.key, len(self._cells))
        if number == len(self._cells):
            self._cells.append(cell)
            self._described[number] = one
        return number

    def read(self, cell: Cell, id_type: str = "") -> IdNumber:
        """The ID number in a cell, as all numbers of the run are read; `id_type` is the 证件类型 beside it."""
        said = self._types.get(fifteen_digits(cell)) if self._types else None
        return read_id_number(cell, said or id_type)

    def number(self, cell: Cell) -> int:
        """The number of the ID number in one of the cells that were given, -1 for a blank or spoilt one."""
        return self.of_text[cell] if isinstance(cell, str) else self._known.get(self.read(cell).key, -1)

    def kinds(self) -> set[IdKind]:
        """The kinds of number that there are."""
        return {KINDS[kind] for kind in np.unique(self.kind).tolist()}

    @property
    def checked(self) -> NDArray[np.bool_]:
        """For each number whether a check digit vouches for it."""
        return self.valid & (self.birth > 0)

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

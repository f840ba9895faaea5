"""Many resident ID numbers at once, as arrays. What they say is what `id_numbers.read_id_number` says of each alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.values.id_numbers import BIRTH_YEARS, CHECK_DIGITS, HMT_REGIONS, WEIGHTS, IdKind, is_province

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from nqi_limits.sources.grid import Cell

_LENGTH = 18
NOT_PLAIN = -1
_LAST = "0123456789X"
_BASE = len(CHECK_DIGITS)
_NO_NUMBER = " " * _LENGTH
_ONES = int("1" * (_LENGTH - 1))  # the numbers of one digit over and over are its multiples
_FILLERS = (1234567890123456, 12345678901234567)  # the digits in their order, see id_spelling.is_filler
_POWERS = 10 ** np.arange(_LENGTH - 2, -1, -1, dtype=np.int64)
# datetime.date counts days from the year 1, numpy from 1970.
_DAYS_BEFORE_1970 = 719_163
_CHUNK = 1 << 14
MALE, FEMALE = 1, 2
KINDS = tuple(IdKind)
_RESIDENT, _PERMIT, _FOREIGN = map(KINDS.index, (IdKind.RESIDENT, IdKind.PERMIT_HMT, IdKind.FOREIGN_PERMANENT))
_EXPECTED = np.array([_LAST.index(digit) for digit in CHECK_DIGITS])
_PROVINCES = np.array([is_province(f"{code:02}") for code in range(100)])


@dataclass(frozen=True, slots=True)
class ManyNumbers:
    """For each number what `IdNumber` has of it: `birth` as an ordinal of datetime.date (0: not told), `sex` as `MALE`,
    `FEMALE` or 0, `kind` as an index into `KINDS`, `region` whether that is its problem."""

    valid: NDArray[np.bool_]
    birth: NDArray[np.int32]
    sex: NDArray[np.int8]
    kind: NDArray[np.int8]
    region: NDArray[np.bool_]


def plain_keys(cells: Sequence[Cell]) -> NDArray[np.int64]:
    """For each cell the number in it as one integer, equal where the keys of the numbers are; `NOT_PLAIN` where it is not plain
    (`id_numbers.is_plain`)."""
    parts = [_plain_keys(cells[start : start + _CHUNK]) for start in range(0, len(cells), _CHUNK)]
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)


def _plain_keys(cells: Sequence[Cell]) -> NDArray[np.int64]:
    texts: Sequence[str] = cells  # type: ignore[assignment]
    if set(map(type, cells)) != {str} or set(map(len, texts)) != {_LENGTH}:
        texts = [cell if isinstance(cell, str) and len(cell) == _LENGTH else _NO_NUMBER for cell in cells]
    letters = np.frombuffer("".join(texts).encode("latin-1", "replace"), dtype=np.uint8).reshape(-1, _LENGTH)
    digits = np.ascontiguousarray(letters.T) - np.uint8(ord("0"))  # whatever comes before 0 is far above 9 now
    last, is_x = digits[-1], (letters[:, -1] | 0x20) == ord("x")
    plain = (digits[:-1].max(axis=0) < 10) & (is_x | (last < 10))
    first17 = np.zeros(len(letters), dtype=np.int64)
    for digit in digits[:-1]:
        first17 *= 10
        first17 += digit
    plain &= (last != 0) | (first17 % 100 != 0)
    plain &= first17 % _ONES != 0
    for filler in _FILLERS:
        plain &= first17 != filler
    return np.where(plain, first17 * _BASE + np.where(is_x, _BASE - 1, last), NOT_PLAIN)


def plain_key(number: str) -> int:
    """The same for one number that is plain."""
    return int(number[:-1]) * _BASE + _LAST.index(number[-1].upper())


def read_plain_numbers(keys: NDArray[np.int64]) -> ManyNumbers:
    """What numbers say whose `plain_keys` these are."""
    first17, last = np.divmod(keys, _BASE)
    checked = np.zeros(len(keys), dtype=np.int64)
    for weight, power in zip(WEIGHTS, _POWERS.tolist(), strict=True):
        checked += first17 // power % 10 * weight

    def digits(first: int, end: int) -> NDArray[np.int64]:
        return first17 // 10 ** (_LENGTH - 1 - end) % 10 ** (end - first)  # type: ignore[no-any-return]

    year, month, day = digits(6, 10), digits(10, 12), digits(12, 14)
    possible = (year >= BIRTH_YEARS.start) & (year < BIRTH_YEARS.stop) & (month >= 1) & (month <= 12) & (day >= 1)
    months = ((year - 1970) * 12 + month - 1).astype("datetime64[M]")
    first_day = months.astype("datetime64[D]")
    possible &= day <= ((months + 1).astype("datetime64[D]") - first_day).astype(np.int64)
    birth = first_day.astype(np.int64) + day - 1 + _DAYS_BEFORE_1970
    valid = possible & (last == _EXPECTED[checked % _BASE])
    sex = np.where(valid, np.where(digits(16, 17) % 2, MALE, FEMALE), 0)
    foreign = (digits(0, 1) == 9) & _PROVINCES[digits(1, 3)]
    permit = np.isin(digits(0, 6), [int(region) for region in HMT_REGIONS])
    kind = np.where(permit, _PERMIT, np.where(foreign, _FOREIGN, _RESIDENT)).astype(np.int8)
    region = valid & (kind == _RESIDENT) & ~_PROVINCES[digits(0, 2)]
    return ManyNumbers(valid, np.where(valid, birth, 0).astype(np.int32), sex.astype(np.int8), kind, region)

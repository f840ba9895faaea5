"""Many resident ID numbers at once, as arrays. What they say is what `id_numbers.read_id_number` says of each alone."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.values.id_numbers import BIRTH_YEARS, CHECK_DIGITS, HMT_REGIONS, WEIGHTS, IdKind, is_province

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_LENGTH = 18
# datetime.date counts days from the year 1, numpy from 1970.
_DAYS_BEFORE_1970 = 719_163
_CHUNK = 1 << 16
MALE, FEMALE = 1, 2
KINDS = tuple(IdKind)
_RESIDENT, _PERMIT, _FOREIGN = map(KINDS.index, (IdKind.RESIDENT, IdKind.PERMIT_HMT, IdKind.FOREIGN_PERMANENT))
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


def read_plain_numbers(numbers: Sequence[str]) -> ManyNumbers:
    """Read texts that `id_numbers.is_plain` says are plain, in capitals."""
    parts = [_read(numbers[start : start + _CHUNK]) for start in range(0, len(numbers), _CHUNK)] or [_read([])]
    return ManyNumbers(
        **{one.name: np.concatenate([getattr(part, one.name) for part in parts]) for one in fields(ManyNumbers)}
    )


def _read(numbers: Sequence[str]) -> ManyNumbers:
    letters = np.array(numbers, dtype=f"S{_LENGTH}").view(np.uint8).reshape(-1, _LENGTH)
    digits = letters.T[:-1].astype(np.int32) - ord("0")
    expected = np.frombuffer(CHECK_DIGITS.encode(), dtype=np.uint8)[np.array(WEIGHTS) @ digits % len(CHECK_DIGITS)]
    year, month, day = (_number(digits[first:end]) for first, end in ((6, 10), (10, 12), (12, 14)))
    possible = (year >= BIRTH_YEARS.start) & (year < BIRTH_YEARS.stop) & (month >= 1) & (month <= 12) & (day >= 1)
    months = ((year - 1970) * 12 + month - 1).astype("datetime64[M]")
    first = months.astype("datetime64[D]")
    possible &= day <= ((months + 1).astype("datetime64[D]") - first).astype(np.int64)
    birth = first.astype(np.int64) + day - 1 + _DAYS_BEFORE_1970
    valid = possible & (letters[:, -1] == expected)
    sex = np.where(valid, np.where(digits[16] % 2, MALE, FEMALE), 0)
    foreign = (digits[0] == 9) & _PROVINCES[_number(digits[1:3])]
    permit = np.isin(_number(digits[:6]), [int(region) for region in HMT_REGIONS])
    kind = np.where(permit, _PERMIT, np.where(foreign, _FOREIGN, _RESIDENT)).astype(np.int8)
    region = valid & (kind == _RESIDENT) & ~_PROVINCES[_number(digits[:2])]
    return ManyNumbers(valid, np.where(valid, birth, 0).astype(np.int32), sex.astype(np.int8), kind, region)


def _number(digits: NDArray[np.int32]) -> NDArray[np.int32]:
    value = np.zeros(digits.shape[1], dtype=np.int32)
    for row in digits:
        value = value * 10 + row
    return value

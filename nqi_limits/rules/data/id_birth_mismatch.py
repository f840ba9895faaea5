"""The birth date given beside an ID number is not the one in the number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from nqi_limits.rules.data.against_number import AgainstNumberRule
from nqi_limits.values.dates import read_date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from nqi_limits.rules.data.facts import DataFacts
    from nqi_limits.sources.grid import Cell


class IdBirthMismatch(AgainstNumberRule):
    """A month or a year only has to agree as far as it goes."""

    id = "id-birth-mismatch"
    field = "birth_date"

    def by_number(self, facts: DataFacts) -> NDArray[np.integer[Any]]:
        """The birth date, as the ordinal of its day."""
        return facts.records.id_numbers.birth

    def bounds(self, values: Sequence[Cell]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The first and the last day that each cell may mean."""
        dates = [read_date(raw) for raw in values]
        first, last = (
            np.array([day.toordinal() if day else 0 for day in days])
            for days in ([one.first for one in dates], [one.last for one in dates])
        )
        return first, last

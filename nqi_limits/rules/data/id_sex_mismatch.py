"""The sex given beside an ID number is not the one in the number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from nqi_limits.records.id_numbers import SEXES
from nqi_limits.rules.data.against_number import AgainstNumberRule
from nqi_limits.values.flags import read_sex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from nqi_limits.rules.data.facts import DataFacts
    from nqi_limits.sources.grid import Cell


class IdSexMismatch(AgainstNumberRule):
    """Both must say the same."""

    id = "id-sex-mismatch"
    field = "sex"

    def by_number(self, facts: DataFacts) -> NDArray[np.integer[Any]]:
        """The sex, by its number in SEXES."""
        return facts.records.id_numbers.sex

    def bounds(self, values: Sequence[Cell]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The one sex that each cell means."""
        sexes = np.array([SEXES.get(read_sex(raw), 0) for raw in values])
        return sexes, sexes

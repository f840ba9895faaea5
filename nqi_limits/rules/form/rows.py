"""Several columns of a row read together: each distinct combination of cells once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.rules.form.facts import APPLYING
from nqi_limits.rules.form.outcomes import gathered, preferred

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from nqi_limits.records.units import UnitRows
    from nqi_limits.rules.form.facts import FormFacts
    from nqi_limits.rules.form.outcomes import Bits
    from nqi_limits.sources.grid import Cell


def combinations(rows: UnitRows, fields: Sequence[str]) -> tuple[list[list[Cell]], NDArray[np.intp]]:
    """The distinct combinations of cells in these columns ("" where there is no such column), and for each row which it has."""
    columns = [rows.table.columns.get(field) for field in fields]
    codes = np.stack([column.codes if column else np.full(len(rows.unit), -1) for column in columns])
    kinds, inverse = np.unique(codes, axis=1, return_inverse=True)
    cells = [
        [column.values[code] if column else "" for column, code in zip(columns, kind, strict=True)]
        for kind in kinds.T.tolist()
    ]
    return cells, inverse.reshape(-1)


def said_together(facts: FormFacts, fields: Sequence[str], read: Callable[[Sequence[Cell]], int]) -> Bits:
    """For each unit what the cells of its rows in these columns say together; lists of applications come first."""
    size = len(facts.records.units)
    own, other = np.zeros((2, size), dtype=np.int8)
    for rows in facts.records.units.tables:
        if rows.table.kind not in APPLYING or not any(field in rows.table.columns for field in fields):
            continue
        cells, which = combinations(rows, fields)
        bits = gathered(np.array([int(read(one)) for one in cells], dtype=np.int8)[which], rows.unit, size)
        if rows.is_list:
            own |= bits
        else:
            other |= bits
    return preferred(own, other)

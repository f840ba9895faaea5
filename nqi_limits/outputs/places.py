"""Many places in few words: the cells of one sheet together, cells below each other as a range."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from nqi_limits.tables.table import column_letters

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nqi_limits.tables.table import Place


def cells_by_sheet(places: Iterable[Place]) -> list[tuple[str, str, str]]:
    """File, sheet and cells ("D17, D20:D22") of each sheet, in the order of the places."""
    return [(one.file, one.sheet, ", ".join(one.cells)) for one in on_sheets(places)]


@dataclass(frozen=True)
class OnSheet:
    """The places on one sheet: its cells, those below each other as a range, and how many cells that are."""

    file: str
    sheet: str
    cells: Sequence[str]
    count: int


def on_sheets(places: Iterable[Place]) -> list[OnSheet]:
    """The places by sheet, in the order of the places."""
    found: dict[tuple[str, str], dict[int, set[int]]] = {}
    for place in places:
        found.setdefault((place.file, place.sheet), {}).setdefault(place.column, set()).add(place.row)
    return [
        OnSheet(
            file,
            sheet,
            [one for column in sorted(columns) for one in _ranges(column, columns[column])],
            sum(map(len, columns.values())),
        )
        for (file, sheet), columns in found.items()
    ]


def _ranges(column: int, rows: set[int]) -> Iterator[str]:
    letters = column_letters(column)
    for _, run in groupby(enumerate(sorted(rows)), key=lambda numbered: numbered[1] - numbered[0]):
        found = [row for _, row in run]
        yield f"{letters}{found[0]}" if len(found) == 1 else f"{letters}{found[0]}:{letters}{found[-1]}"

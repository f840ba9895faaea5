"""What the reader does not tell of a sheet's cells, put into its grid: errors, missing results, what is hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nqi_limits.findings.model import Wording
from nqi_limits.sources.grid import NO_RESULT
from nqi_limits.sources.parts import place_cells
from nqi_limits.sources.sheet_xml import letters

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nqi_limits.sources.extras import Extras
    from nqi_limits.sources.grid import Grid

FEW = 5


def put_in(grid: Grid, found: Extras) -> None:
    """Write what was found into the grid, and remark on what the office should know."""
    place_cells(grid, found.flags)
    place_cells(grid, found.errors)
    place_cells(grid, {place: NO_RESULT + formula for place, formula in found.uncalculated.items()})
    grid.merged = grid.merged or found.merged
    grid.hidden_rows, grid.hidden_columns = len(set(found.hidden_rows)), len(set(found.hidden_columns))
    cells = {"uncalculated": found.uncalculated, "error-cells": found.errors}
    named = {what: [f"{letters(column)}{row}" for row, column in sorted(places)] for what, places in cells.items()}
    named["hidden-rows"] = [str(row) for row in sorted(set(found.hidden_rows))]
    named["hidden-columns"] = [letters(column) for column in sorted(set(found.hidden_columns))]
    for what, names in named.items():
        if names:
            grid.remarks.append(_remark(what, grid, names))


def _remark(what: str, grid: Grid, names: Iterable[str]) -> Wording:
    """One sentence for all cells of a kind: how many, and the first few."""
    all_names = list(names)
    more = Wording("sources.remark.and-more") if len(all_names) > FEW else ""
    facts = {"file": grid.file, "sheet": grid.sheet, "n": len(all_names), "where": tuple(all_names[:FEW]), "more": more}
    return Wording(f"sources.remark.{what}", facts)

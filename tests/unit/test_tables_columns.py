"""Codes and distinct values give back every cell with its type."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nqi_limits.sources.grid import Grid
from nqi_limits.tables.columns import code, coded_columns

CELLS = st.one_of(
    st.sampled_from([1, 0, True, False, "1", "0", "True", "", " ", 1.0, 0.0, 2, 2.5, "2"]),
    st.text(max_size=3),
    st.integers(-3, 3),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)


@given(st.lists(CELLS, min_size=1))
def test_every_cell_comes_back(cells: list[object]) -> None:
    array = np.empty(len(cells), dtype=object)
    array[:] = cells
    coded = code(array)
    for at, cell in enumerate(cells):
        found = coded.values[coded.codes[at]]
        assert found == cell
        assert isinstance(found, bool) == isinstance(cell, bool)
        assert isinstance(found, str) == isinstance(cell, str)
    kinds = [(isinstance(value, bool), value) for value in coded.values]
    assert len(set(kinds)) == len(kinds)


@given(st.lists(CELLS, min_size=1), st.data())
def test_a_part_holds_its_rows_and_no_other_values(cells: list[object], data: st.DataObject) -> None:
    array = np.empty(len(cells), dtype=object)
    array[:] = cells
    coded = code(array)
    rows = np.array(data.draw(st.lists(st.integers(0, len(cells) - 1), unique=True)), dtype=np.intp)
    part = coded.part(rows)
    assert [part.values[at] for at in part.codes] == [coded.values[coded.codes[row]] for row in rows]
    assert set(part.codes.tolist()) == set(range(len(part.values)))
    assert part.codes.dtype == np.int32


def test_nothing_at_all_is_an_empty_cell() -> None:
    coded = code(np.array(["甲", None, float("nan")], dtype=object))
    assert [coded.values[at] for at in coded.codes] == ["甲", "", ""]


def test_short_rows_are_filled_up_and_merged_cells_stand_for_the_rows_below() -> None:
    grid = Grid("x", "s", [["a", "b"], ["c"], [], ["d", "e"]], merged=[(2, 1, 3, 2), (9, 9, 12, 9)])
    columns = [[column.raw(row) for row in range(4)] for column in coded_columns(grid)]
    assert columns == [["a", "c", "c", "d"], ["b", "", "", "e"]]
    assert grid.rows[2] == []

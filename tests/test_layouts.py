"""The layouts that offices use, as docs/layouts.md shows them and tests/layouts/ has more of: what is read, cell by cell."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from layout_support import ends, layouts_in, own, read

from nqi_limits.checking import check_grids

if TYPE_CHECKING:
    from layout_support import Layout

FILES = [Path(__file__).parents[1] / "docs" / "layouts.md", *sorted(Path(__file__).parent.glob("layouts/*.md"))]
LAYOUTS = [layout for path in FILES for layout in layouts_in(path)]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_a_layout_is_read_as_it_says(layout: Layout) -> None:
    report = check_grids(layout.grids)
    assert read(report) == layout.expect
    if layout.ends:
        assert sorted(ends(report)) == sorted(layout.ends)
    assert not set(layout.own) - own(report)


def test_every_file_has_layouts() -> None:
    assert all(layouts_in(path) for path in FILES)

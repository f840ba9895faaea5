from __future__ import annotations

from nqi_limits.records.interning import Once


def test_each_text_is_read_once_and_what_only_looks_the_same_stays_apart():
    asked = []

    def read(raw):
        asked.append(raw)
        return f"{type(raw).__name__} {raw}"

    reader = Once(read)
    assert [reader(raw) for raw in ("1", 1, True, 1.0, "1", "")] == [
        "str 1",
        "int 1",
        "bool True",
        "float 1.0",
        "str 1",
        "str ",
    ]
    assert [raw for raw in asked if isinstance(raw, str)] == ["1", ""]


def test_whole_columns_are_read_as_single_cells_are():
    for cells in (["a", "b", "a"], ["1", 1, True, 1.0], []):
        assert list(Once(repr).all(cells)) == [repr(cell) for cell in cells]

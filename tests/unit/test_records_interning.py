from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nqi_limits.records.interning import Interner, Once, among, renumbered


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
        at_once = []
        reader = Once(repr, lambda texts, asked=at_once: asked.extend(texts) or [repr(text) for text in texts])
        assert list(reader.all(cells)) == list(reader.all(cells)) == [repr(cell) for cell in cells]
        assert at_once == [cell for cell in cells if isinstance(cell, str)]


@given(st.lists(st.integers(-1, 9)))
def test_numbers_are_closed_up_in_their_order_and_minus_one_stays(numbers):
    used, found = renumbered(np.array(numbers, dtype=np.int32))
    assert used.tolist() == sorted(set(numbers) - {-1})
    assert [int(used[at]) if at >= 0 else -1 for at in found] == numbers


@given(st.lists(st.integers(-1, 9)), st.lists(st.integers(-1, 9)))
def test_among_tells_of_each_number_whether_it_is_known(numbers, known):
    found = among(np.array(numbers, dtype=np.int32), np.array(known, dtype=np.int32))
    assert found.tolist() == [number >= 0 and number in known for number in numbers]


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(["A", "a", "z"]))), st.lists(st.sampled_from("abc")))
def test_many_keys_at_once_are_numbered_as_one_by_one(before, keys):
    one_by_one, at_once = Interner(), Interner()
    for interner in (one_by_one, at_once):
        for key, text in before:
            interner.spelled(key, text)
    assert at_once.all(keys) == [one_by_one.spelled(key, key) for key in keys]
    assert at_once.values == one_by_one.values

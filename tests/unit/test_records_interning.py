from __future__ import annotations

from nqi_limits.records.interning import once


def test_each_text_is_read_once_and_what_only_looks_the_same_stays_apart():
    asked = []

    def read(raw):
        asked.append(raw)
        return f"{type(raw).__name__} {raw}"

    reader = once(read)
    assert [reader(raw) for raw in ("1", 1, True, 1.0, "1", "")] == [
        "str 1",
        "int 1",
        "bool True",
        "float 1.0",
        "str 1",
        "str ",
    ]
    assert [raw for raw in asked if isinstance(raw, str)] == ["1", ""]

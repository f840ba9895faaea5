from __future__ import annotations

import datetime as dt

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nqi_limits.records.id_numbers import SEXES, IdNumbers
from nqi_limits.values.id_columns import KINDS
from nqi_limits.values.id_numbers import check_digit, read_id_number

WIDE = {ord("0") + digit: ord("０") + digit for digit in range(10)}
FIRST17 = st.one_of(
    st.builds(
        lambda region, day, order: f"{region}{day:%Y%m%d}{order:03}",
        st.sampled_from(["990001", "110101", "810000", "911156", "000000", "719999"]),
        st.dates(dt.date(1799, 12, 1), dt.date(2101, 1, 1)),
        st.integers(0, 999),
    ),
    st.from_regex(r"[19][19]0001(19|20)[0-9]{9}", fullmatch=True),
)
NUMBERS = st.one_of(
    FIRST17.map(lambda first17: first17 + check_digit(first17)),
    FIRST17.map(lambda first17: (first17 + check_digit(first17)).lower()),
    st.builds(lambda first17, last: first17 + last, FIRST17, st.sampled_from("0123456789Xx")),
    FIRST17.map(lambda first17: first17[:14] + "0000"),
    FIRST17.map(lambda first17: f" {first17}{check_digit(first17)}"),
    FIRST17.map(lambda first17: first17[:6] + first17[8:]),
    FIRST17.map(lambda first17: first17.translate(WIDE) + "0"),
    st.text("0189Xx:/ ²£一", min_size=18, max_size=18),
    st.sampled_from(
        [
            "",
            "无",
            "E12345678",
            "H1234567801",
            "军字第1234567号",
            "110***",
            "0" * 18,
            "1" * 17 + "X",
            "123456789012345678",
            "外籍",
        ]
    ),
    st.floats(1e14, 1e18),
    st.booleans(),
)


@given(st.lists(NUMBERS, max_size=20))
def test_numbers_read_together_say_what_each_says_alone(cells):
    middle = len(cells) // 2
    numbers = IdNumbers([cells[:middle], cells[middle:]])
    assert np.concatenate(numbers.in_columns).tolist() == numbers.all(cells).tolist()
    assert len({one.key for one in numbers}) == len(numbers)
    for cell in cells:
        alone, number = read_id_number(cell), int(numbers.all([cell])[0])
        if not alone.key:
            assert number == -1
            continue
        assert numbers.key(number) == alone.key
        one = numbers[number]
        assert (one.key, one.valid, one.birth, one.sex) == (alone.key, alone.valid, alone.birth, alone.sex)
        told = one if one.valid else None
        assert numbers.valid[number] == one.valid
        assert numbers.checked[number] == one.checked
        assert numbers.birth[number] == (told.birth.toordinal() if told and told.birth else 0)
        assert numbers.sex[number] == (SEXES.get(told.sex, 0) if told else 0)
        assert KINDS[numbers.kind[number]] is one.kind
        assert one.kind in numbers.kinds()
        assert numbers.region[number] == (one.problem == "region")

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nqi_limits.records import identity
from nqi_limits.records.id_numbers import IdNumbers
from nqi_limits.records.model import no_mentions

BIRTHS = [dt.date(1970, 1, 1), dt.date(1980, 1, 1)]
# Born in 1970, in 1980 and on a day that no column has; a slip of one digit in the first; a passport.
NUMBERS = (
    "990001197001010014", "990001198001010027", "990001195001010015", "990001197001010017", "E12345678",
)  # fmt: skip
ROWS = st.tuples(
    st.integers(0, 1),
    st.integers(-1, len(NUMBERS) - 1),
    st.integers(-1, 1),
    st.integers(-1, 1),
    st.integers(-1, 1),
    st.integers(0, 1),
)


def _mentions(rows):
    columns = np.array(rows, dtype=np.int32).reshape(-1, 6).T
    fields = dict(zip(("name", "id_number", "organisation", "birth", "unit", "source"), columns, strict=True))
    zero = np.zeros(len(rows), dtype=np.int32)
    others = dict.fromkeys(("table", "row", "topic", "held", "person"), zero)
    copies = {name: column.copy() for name, column in {**others, **fields, "left": zero > 0}.items()}
    return replace(no_mentions(), **copies)


@given(st.lists(ROWS, min_size=1, max_size=12))
def test_namesakes_who_are_left_aside_would_change_nothing(rows):
    numbers = IdNumbers([NUMBERS])
    found, all_entered = _mentions(rows), _mentions(rows)
    people = identity.tell_people_apart(found, numbers, BIRTHS)

    class AllNamesakes(identity._Resolver):
        def _numbered(self):
            mentions = self.mentions
            return np.flatnonzero(np.isin(mentions.name, mentions.name[self.unsure]) & (mentions.person >= 0))

    resolver, identity._Resolver = identity._Resolver, AllNamesakes
    try:
        expected = identity.tell_people_apart(all_entered, numbers, BIRTHS)
    finally:
        identity._Resolver = resolver
    assert (found.person.tolist(), people) == (all_entered.person.tolist(), expected)

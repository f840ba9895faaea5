"""No cell of any type makes a reader fail, and none gives anything but its own type of answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqi_limits.records.build import programmes_of, project_numbers_of
from nqi_limits.rulebooks.load import load_rulebook
from nqi_limits.values.amounts import read_amount, read_count
from nqi_limits.values.dates import read_date, read_duration, read_period
from nqi_limits.values.directions import read_directions
from nqi_limits.values.flags import read_flag, read_left
from nqi_limits.values.id_numbers import mask_id, mask_ids_in, read_id_number
from nqi_limits.values.organisations import read_credit_code, read_kind, read_organisations, read_region
from nqi_limits.values.person_names import read_names
from nqi_limits.values.project_numbers import shape_of_number
from nqi_limits.values.roles import read_role
from nqi_limits.values.text import clean, text_key

NEAR_MISSES = st.text("0123456789年月日至-./~（）()*、;:' \nABDXE+项目课题负责人骨干第一十·张", max_size=30)
CELLS = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**20), 10**20), st.floats(), st.text(max_size=40), NEAR_MISSES,
    st.dates(), st.datetimes(), st.times(), st.timedeltas(),
)  # fmt: skip
READERS = [
    clean, text_key, read_date, read_period, read_duration, read_flag, read_left, read_id_number, read_names, shape_of_number,
    read_role, read_amount, read_count, read_directions, read_organisations, read_kind, read_region, read_credit_code,
    programmes_of(load_rulebook("nqi-2022")).by_name, project_numbers_of(load_rulebook("nqi-2022")).read,
]  # fmt: skip


@pytest.mark.parametrize("reader", READERS)
@given(cell=CELLS)
def test_reading_never_fails_and_is_the_same_again(reader, cell):
    assert reader(cell) == reader(cell)


@given(st.text())
def test_masking_never_fails(text):
    assert len(mask_id(text)) <= max(len(clean(text)), 18)
    assert isinstance(mask_ids_in(text), str)

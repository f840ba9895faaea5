from __future__ import annotations

import gc

import pytest

from nqi_limits.memory import collector_paused


def fail_without_the_collector():
    with collector_paused():
        raise ValueError(f"collector on: {gc.isenabled()}")


@pytest.mark.parametrize("on", [True, False])
def test_the_collector_is_as_it_was_before_whatever_happens(on):
    was_on = gc.isenabled()
    (gc.enable if on else gc.disable)()
    try:
        with pytest.raises(ValueError, match="collector on: False"):
            fail_without_the_collector()
        assert gc.isenabled() is on
    finally:
        (gc.enable if was_on else gc.disable)()

"""From which day on somebody has left a project."""

from __future__ import annotations

import datetime as dt

import pytest

from nqi_limits.records import build
from nqi_limits.rulebooks.load import load_rulebook
from nqi_limits.values.flags import leaves_after


@pytest.mark.parametrize(
    ("today", "expected"),
    [(dt.date(2022, 3, 1), dt.date(2022, 3, 1)), (dt.date(2026, 3, 1), dt.date(2022, 12, 31))],
)
def test_today_counts_until_the_year_of_the_call_is_over(
    today: dt.date, expected: dt.date, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Today(dt.date):
        @classmethod
        def today(cls) -> Today:
            return cls(today.year, today.month, today.day)

    class Clock:
        date = Today

    monkeypatch.setattr(build, "dt", Clock)
    assert build.last_day_of_leaving(load_rulebook("nqi-2022")) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("2022-03-02", True),
        ("2022-03-01", False),
        ("2022年3月", False),
        ("2022年4月", True),
        (dt.datetime(2030, 1, 1), True),
        ("已退出", False),
        ("", False),
    ],
)
def test_a_date_that_is_certainly_later(raw: str | dt.datetime, expected: bool) -> None:
    assert leaves_after(raw, dt.date(2022, 3, 1)) is expected

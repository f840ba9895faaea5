"""The rosters that the benchmarks measure: the same for the same seed, read whole, and broken only by the share asked for."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from nqi_limits import check

BENCHMARKS = Path(__file__).resolve().parent.parent / "benchmarks"
MEMBERSHIPS, VIOLATORS = 6000, 0.01


@pytest.fixture(scope="module")
def make_roster():
    sys.path.insert(0, str(BENCHMARKS))
    try:
        import make_roster
    finally:
        sys.path.remove(str(BENCHMARKS))
    return make_roster


def test_the_same_seed_gives_the_same_files(make_roster, tmp_path):
    for folder in ("one", "again"):
        make_roster.write_roster(tmp_path / folder, 300, 7, VIOLATORS)
    make_roster.write_roster(tmp_path / "other", 300, 8, VIOLATORS)
    for name in make_roster.FILES:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "again" / name).read_bytes()
    assert any(
        (tmp_path / "one" / name).read_bytes() != (tmp_path / "other" / name).read_bytes() for name in make_roster.FILES
    )


def test_every_row_is_read_and_only_the_violators_break_a_limit(make_roster, tmp_path):
    make_roster.write_roster(tmp_path, MEMBERSHIPS, 1, VIOLATORS)
    report = check([tmp_path], ignore=["exempt-project"])
    counts = report.counts
    assert {table.kind for table in report.tables} >= {"people", "ongoing-members", "application-members"}
    assert counts["people"] == MEMBERSHIPS // 2
    assert counts["memberships"] == pytest.approx(MEMBERSHIPS, rel=0.02)
    assert not any(table.unread for table in report.tables)
    limits = [one for one in report.findings if one.clause == "资格 4"]
    assert {one.rule for one in limits} >= {"two-project-total", "one-lead-application", "ongoing-leader-applies"}
    breaking = {one.person for one in limits}
    assert 0.5 * VIOLATORS < len(breaking) / counts["people"] <= 1.2 * VIOLATORS


def test_long_tables_go_on_in_another_sheet(make_roster, tmp_path, monkeypatch):
    import plain_xlsx
    from python_calamine import CalamineWorkbook

    monkeypatch.setattr(plain_xlsx, "MOST_ROWS", 4)
    plain_xlsx.write_xlsx(tmp_path / "long.xlsx", {"表": {"甲": ["a", "b", "c", "d"], "乙": [1, "", 3.5, 4]}})
    book = CalamineWorkbook.from_path(str(tmp_path / "long.xlsx"))
    assert [book.get_sheet_by_name(name).to_python() for name in book.sheet_names] == [
        [["甲", "乙"], ["a", 1.0], ["b", ""], ["c", 3.5]],
        [["甲", "乙"], ["d", 4.0]],
    ]

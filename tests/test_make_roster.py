"""The rosters that the benchmarks measure: the same for the same seed, read whole, and broken only where they say so."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from nqi_limits import check

BENCHMARKS = Path(__file__).resolve().parent.parent / "benchmarks"


@pytest.fixture(scope="module")
def maker():
    sys.path.insert(0, str(BENCHMARKS))
    try:
        return importlib.import_module("make_roster")
    finally:
        sys.path.remove(str(BENCHMARKS))


def made(maker, folder, memberships, people, seed, violators=0.03):
    tables = maker.Tables(maker.Roster(memberships, people, seed, violators), seed)
    maker.write_roster(tables, folder)
    return tables


def test_the_same_seed_gives_the_same_files(maker, tmp_path):
    for folder, seed in (("one", 7), ("again", 7), ("other", 8)):
        made(maker, tmp_path / folder, 600, 300, seed)
    for name in maker.FILES:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "again" / name).read_bytes()
    assert any(
        (tmp_path / "one" / name).read_bytes() != (tmp_path / "other" / name).read_bytes() for name in maker.FILES
    )


@pytest.mark.parametrize(("memberships", "people", "seed"), [(6000, 3000, 1), (4000, 1000, 2), (800, 400, 3)])
def test_every_row_is_read_and_exactly_what_was_planted_is_found(maker, tmp_path, memberships, people, seed):
    tables = made(maker, tmp_path, memberships, people, seed)
    report = check([tmp_path], ignore=["exempt-project"])
    assert report.counts["people"] == people
    assert report.counts["memberships"] == memberships
    assert not any(table.unread for table in report.tables)
    assert not report.unchecked
    found = [(one.rule, one.person.id_number if one.person else one.applications[0]) for one in report.findings]
    names = {"guide-direction": tables.application_numbers}
    planted = {(rule, names.get(rule, tables.numbers)[at]) for rule, at in tables.roster.planted()}
    assert sorted(found) == sorted(planted)


def test_people_are_freed_only_by_projects_that_end_before_the_cutoff(maker, tmp_path):
    tables = made(maker, tmp_path, 6000, 3000, 1)
    roster = tables.roster
    ends = roster.ends == 2
    exempt = {
        tables.numbers[person]
        for unit, person in zip(roster.ongoing.unit.tolist(), roster.ongoing.person.tolist(), strict=True)
        if ends[unit]
    }
    freed = {one.person.id_number for one in check([tmp_path], select=["exempt-project"]).findings}
    assert freed
    assert freed <= exempt


def test_long_tables_go_on_in_another_sheet(maker, tmp_path, monkeypatch):
    import plain_xlsx
    from openpyxl import load_workbook
    from python_calamine import CalamineWorkbook

    monkeypatch.setattr(plain_xlsx, "MOST_ROWS", 4)
    plain_xlsx.write_xlsx(tmp_path / "long.xlsx", {"表": {"甲": ["a", "b", "c", "d"], "乙": [1, "", 3.5, 4]}})
    assert load_workbook(tmp_path / "long.xlsx")["表2"]["A2"].value == "d"
    book = CalamineWorkbook.from_path(str(tmp_path / "long.xlsx"))
    assert [book.get_sheet_by_name(name).to_python() for name in book.sheet_names] == [
        [["甲", "乙"], ["a", 1.0], ["b", ""], ["c", 3.5]],
        [["甲", "乙"], ["d", 4.0]],
    ]


def test_the_pandas_peer_finds_the_same_people(maker, tmp_path):
    made(maker, tmp_path, 6000, 3000, 1)
    peer = [sys.executable, str(BENCHMARKS / "peers" / "groupby.py"), *map(str, tmp_path.glob("*.xlsx"))]
    told = json.loads(subprocess.run(peer, stdout=subprocess.PIPE, check=True).stdout)
    found: dict[str, set[str]] = {rule: set() for rule in told}
    for one in check([tmp_path], select=list(told)).findings:
        found[one.rule].add(one.person.id_number)
    assert all(found.values())
    assert found == {rule: set(people) for rule, people in told.items()}

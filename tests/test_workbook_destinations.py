"""Where the marked workbook goes: no input is ever touched, and what is written is whole or not there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from openpyxl import load_workbook

from nqi_limits.__main__ import main
from nqi_limits.errors import UsageProblem
from nqi_limits.outputs.workbook import check_output, writing
from nqi_limits.sources.files import find_files
from tests.workbook_support import OFFICE, keys, mark, office_file


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return office_file(tmp_path / "Input.xlsx")


def refused(output: Path | str, *inputs: Path, force: bool = True) -> list[str]:
    """The keys of what is said against an output; the inputs are as they were."""
    before = [one.read_bytes() for one in inputs]
    with pytest.raises(UsageProblem) as problem:
        mark(output, *inputs, force=force)
    assert [one.read_bytes() for one in inputs] == before
    return [one.key.rpartition(".")[2] for one in problem.value.wordings]


def test_an_input_is_never_overwritten_however_it_is_spelled(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = source.parent
    (folder / "inner").mkdir()
    assert refused(source, source) == ["input"]
    assert refused(folder / "inner" / ".." / "Input.xlsx", source) == ["input"]
    assert refused(folder / "INPUT.XLSX", source) == ["input"]
    monkeypatch.chdir(folder)
    assert refused("Input.xlsx", source) == ["input"]
    assert refused("./Input.xlsx", source) == ["input"]


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_an_input_is_never_overwritten_through_a_link(source: Path) -> None:
    folder = source.parent
    (folder / "soft.xlsx").symlink_to(source)
    os.link(source, folder / "hard.xlsx")
    (folder / "way").symlink_to(folder, target_is_directory=True)
    assert refused(folder / "soft.xlsx", source) == ["input"]
    assert refused(folder / "hard.xlsx", source) == ["input"]
    assert refused(folder / "way" / "Input.xlsx", source) == ["input"]


def test_an_existing_file_needs_force(source: Path) -> None:
    output = source.parent / "out.xlsx"
    output.write_bytes(b"mine")
    assert refused(output, source, force=False) == ["exists"]
    assert output.read_bytes() == b"mine"
    mark(output, source, force=True)
    assert load_workbook(output).sheetnames[0] == "检查概览"


@pytest.mark.parametrize("mark_of_open", ["~$out.xlsx", ".~lock.out.xlsx#"])
def test_a_file_that_an_office_program_has_open_is_not_replaced(source: Path, mark_of_open: str) -> None:
    output = source.parent / "out.xlsx"
    (source.parent / mark_of_open).write_bytes(b"")
    mark(output, source)  # left behind by a program that crashed: nothing is lost by it
    output.write_bytes(b"mine")
    assert refused(output, source) == ["open"]
    assert output.read_bytes() == b"mine"


def test_where_nothing_can_be_written_is_told_before_any_file_is_read(
    source: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def unread(*_: object, **__: object) -> None:
        raise AssertionError("read")

    monkeypatch.setattr("nqi_limits.reading.tables_of_files", unread)
    folder = source.parent / "分发"
    folder.mkdir()
    (folder / "分发目录.csv").write_bytes(b"mine")
    (folder / "Input-检查结果.xlsx").write_bytes(b"mine")
    (source.parent / "out.xlsx").write_bytes(b"mine")
    (source.parent / "第1次.xlsx").write_bytes(b"mine")
    for words in (
        ["-o", source.parent / "out.xlsx"],
        ["-o", folder],
        ["-o", folder, "--split-by", "单位"],
        ["-o", source, "--force"],
        ["-o", source.parent / "第1次.xlsx", "--force", "--decisions", source.parent / "第1次.xlsx"],
        ["-o", source.parent / "out.docx"],
    ):
        assert main(["check", str(source), *map(str, words)]) == 2, words
        told = capsys.readouterr()
        assert told.out == ""
        assert len(told.err.splitlines()) == 1


@pytest.mark.parametrize("output", ["out.xlsx", "out/", "none/out.xlsx"])
def test_a_folder_that_takes_no_file_is_told_of_before_the_check(
    source: Path, monkeypatch: pytest.MonkeyPatch, output: str
) -> None:
    def closed(*_: object, **__: object) -> None:
        raise PermissionError(13, "no")

    monkeypatch.setattr("nqi_limits.outputs.workbook.destinations.tempfile.TemporaryFile", closed)
    with pytest.raises(UsageProblem) as problem:
        check_output(find_files([source]), f"{source.parent}/{output}", force=False)
    assert keys(problem.value.wordings) == ["workbook.problem.cannot-write"]


def test_what_is_no_place_for_a_workbook(source: Path) -> None:
    folder = source.parent
    assert refused(folder / "out.csv", source) == ["ending"]
    assert refused(folder / "out.xlsm", source) == ["no-macros"]
    (folder / "file").write_text("a")
    assert refused(folder / "file", source) == ["not-folder"]
    assert refused(folder / "file" / "out.xlsx", source) == ["not-folder"]
    assert not list(folder.glob(".nqi*"))


def test_a_folder_that_is_missing_is_made(source: Path) -> None:
    mark(source.parent / "none" / "deep" / "out.xlsx", source)
    mark(str(source.parent / "other" / "deep") + "/", source)
    assert [len(list((source.parent / one / "deep").iterdir())) for one in ("none", "other")] == [1, 1]


def test_a_folder_gets_a_marked_copy_of_each_input(source: Path) -> None:
    folder = source.parent / "结果"
    (source.parent / "b").mkdir()
    other = office_file(source.parent / "b" / "Input.xlsx", {"申报人员": OFFICE["申报人员"]})
    assert mark(f"{folder}/", source, other) == []
    assert sorted(one.name for one in folder.iterdir()) == ["Input-检查结果(2).xlsx", "Input-检查结果.xlsx"]
    assert load_workbook(folder / "Input-检查结果.xlsx").sheetnames[3:-1] == list(OFFICE)
    assert refused(folder, source, other, force=False) == ["exists", "exists"]


def test_a_copy_in_a_folder_lists_only_what_touches_its_file(tmp_path: Path) -> None:
    first = office_file(tmp_path / "一.xlsx", {name: OFFICE[name] for name in ("申报项目", "申报人员", "在研项目")})
    second = office_file(
        tmp_path / "二.xlsx",
        {"在研人员": [OFFICE["在研人员"][0], ["2018YFF0299800", "贺兰", "", "别的大学", "课题骨干"]]},
    )
    mark(tmp_path / "各份", first, second)
    names = [
        row[0].value for row in load_workbook(tmp_path / "各份" / "二-检查结果.xlsx")["人员限额"].iter_rows(min_row=2)
    ]
    assert names == ["贺兰"]
    details = load_workbook(tmp_path / "各份" / "二-检查结果.xlsx")["冲突明细"]
    assert {row[3].value for row in details.iter_rows(min_row=2)} <= {"贺兰", None}


def test_one_input_that_cannot_be_copied_does_not_stop_the_others_in_a_folder(source: Path) -> None:
    from tests.workbook_support import repack

    lossy = repack(office_file(source.parent / "lossy.xlsx"), add={"xl/connections.xml": "<x/>"})
    remarks = mark(source.parent / "out", source, lossy)
    assert keys(remarks) == ["workbook.remark.lost", "workbook.remark.report"]
    assert "申报人员" in load_workbook(source.parent / "out" / "Input-检查结果.xlsx").sheetnames
    assert "申报人员" not in load_workbook(source.parent / "out" / "lossy-检查结果.xlsx").sheetnames


def test_nothing_is_left_when_writing_fails(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        Path(str(_[1])).write_bytes(b"half")
        raise OSError(28, "no room")

    monkeypatch.setattr(writing, "save", fail)
    output = source.parent / "out.xlsx"
    assert refused(output, source) == ["cannot-write"]
    assert sorted(one.name for one in source.parent.iterdir()) == ["Input.xlsx"]


def test_an_open_file_is_told_of(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def held(*_: object) -> None:
        raise PermissionError(13, "in use")

    output = source.parent / "out.xlsx"
    output.write_bytes(b"old")
    monkeypatch.setattr(os, "replace", held)
    assert refused(output, source) == ["locked"]
    assert output.read_bytes() == b"old"
    assert sorted(one.name for one in source.parent.iterdir()) == ["Input.xlsx", "out.xlsx"]

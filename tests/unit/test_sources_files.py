"""Which files are found, how they are named, what is refused."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

import openpyxl
import pytest

from nqi_limits.errors import InputProblem
from nqi_limits.sources.files import find_files
from nqi_limits.sources.own import OWN_SHEETS

if TYPE_CHECKING:
    from pathlib import Path


def workbook(path: Path, *sheets: str) -> Path:
    book = openpyxl.Workbook()
    book.active.title = sheets[0] if sheets else "人员"
    for name in sheets[1:]:
        book.create_sheet(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def names(paths: list[Path | str]) -> list[str]:
    return [file.name for file in find_files(paths)]


def keys(paths: list[Path | str]) -> list[str]:
    with pytest.raises(InputProblem) as caught:
        find_files(paths)
    assert caught.value.exit_status == 3
    return [wording.key for wording in caught.value.wordings]


def test_a_folder_is_its_tables_sorted_and_named_from_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "申报材料"
    for name in ("乙.xlsx", "甲.csv", "~$乙.xlsx", ".hidden.csv", "读我.txt", "图.png", "下级/丙.XLSX"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"a,b\n")
    assert names([folder]) == ["申报材料/乙.xlsx", "申报材料/甲.csv", "申报材料/下级/丙.XLSX"]


def test_marked_copies_are_left_out_of_a_folder_but_not_when_named(tmp_path: Path) -> None:
    marked = workbook(tmp_path / "结果.xlsx", "检查概览", "冲突明细", "人员限额", "申报人员", "规则说明")
    workbook(tmp_path / "原件.xlsx", "检查概览", "申报人员")
    assert names([tmp_path]) == [f"{tmp_path.name}/原件.xlsx"]
    assert names([marked]) == [str(marked)]


def test_the_names_of_own_sheets_hold_those_that_tell_a_copy() -> None:
    assert {"检查概览", "冲突明细", "人员限额", "规则说明"} <= OWN_SHEETS


def test_a_file_given_twice_is_read_once_and_its_bytes_are_summed(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("姓名\n".encode())
    (file,) = find_files([path, tmp_path])
    assert file.sha256 == hashlib.sha256("姓名\n".encode()).hexdigest()


def test_files_of_one_name_in_folders_of_one_name_are_told_apart(tmp_path: Path) -> None:
    for parent in ("a", "b"):
        (tmp_path / parent / "2022").mkdir(parents=True)
        (tmp_path / parent / "2022" / "x.csv").write_text("a", encoding="utf-8")
    assert len(set(names([tmp_path / "a" / "2022", tmp_path / "b" / "2022"]))) == 2


def test_everything_wrong_is_said_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"x")
    (tmp_path / "leer").mkdir()
    found = keys([tmp_path / "fehlt.xlsx", tmp_path / "a.docx", tmp_path / "leer"])
    assert found == ["sources.missing", "sources.unsupported", "sources.empty-folder"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_refused_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.csv")
    (tmp_path / "b.csv").write_text("a", encoding="utf-8")
    assert keys([tmp_path]) == keys([tmp_path / "a.csv"]) == ["sources.not-a-file"]

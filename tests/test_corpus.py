"""Broken and hostile files: each is refused with the message of its kind, in little memory; none crashes the program."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from rich.cells import cell_len

from nqi_limits.__main__ import main
from nqi_limits.checking import check
from nqi_limits.cli.problems import MOST_REMARKS, grouped, tell_grouped
from nqi_limits.errors import InputProblem
from nqi_limits.findings.model import Wording
from nqi_limits.words.catalogue import said, say
from tests.corpus import FIRST, MIB, REFUSED, bomb, roster, workbook, write

if TYPE_CHECKING:
    from pathlib import Path

# The reader's own crash, a kill for want of memory and a traceback all end otherwise than with JSON on standard output.
READ = """
import json, sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
except ImportError:
    pass
from nqi_limits.errors import InputProblem
from nqi_limits.sources.files import find_files
from nqi_limits.sources.read import read_file
from nqi_limits.words.catalogue import said
try:
    for file in find_files(sys.argv[1:]):
        read_file(file, coded=True)
    print("[]")
except InputProblem as problem:
    for lang in ("zh", "en"):
        assert all("a." in said(one, lang) for one in problem.wordings)
    print(json.dumps([one.key for one in problem.wordings]))
"""


def kinds(path: Path) -> list[str]:
    done = subprocess.run([sys.executable, "-c", READ, str(path)], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stderr == ""
    return [key.removeprefix("sources.") for key in json.loads(done.stdout)]


@pytest.mark.parametrize("case", REFUSED)
def test_every_hostile_file_is_refused_with_the_message_of_its_kind(tmp_path: Path, case: str) -> None:
    (kind,) = kinds(write(tmp_path, case))
    assert kind in REFUSED[case].kinds


@pytest.mark.parametrize("command", [["check"], ["columns"], ["check", "-o", "b.xlsx"]])
def test_every_command_says_what_cannot_be_unpacked(
    tmp_path: Path, command: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "bytes that cannot be unpacked")
    assert main([*command, "a.xlsx"]) == 3
    assert "a.xlsx" in capsys.readouterr().err
    assert main([*command, str(tmp_path)]) == 3
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.xlsx"]


def test_an_input_that_ends_where_it_should_not_is_no_interruption(monkeypatch: pytest.MonkeyPatch) -> None:
    def ends(*_: object, **__: object) -> None:
        raise EOFError

    monkeypatch.setattr("nqi_limits.understanding.understand", ends)
    assert main(["columns", __file__]) == 3


def test_a_bomb_within_a_workbook_is_no_concern(tmp_path: Path) -> None:
    from tests.corpus import with_part

    (tmp_path / "a.xlsx").write_bytes(with_part("xl/embeddings/a.zip", bomb(80 * MIB)))
    assert kinds(tmp_path / "a.xlsx") == []


def test_a_wide_sheet_and_a_long_sheet_are_read(tmp_path: Path) -> None:
    wide = "".join(f'<c r="{a}{b}{c}1"><v>1</v></c>' for a in "ABC" for b in "AZ" for c in "AZ")
    (tmp_path / "a.xlsx").write_bytes(workbook(f'<row r="1">{wide}</row>'))
    assert kinds(tmp_path / "a.xlsx") == []
    long = "".join(f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>' for row in (1, 99_999, 1_000_001))
    (tmp_path / "a.xlsx").write_bytes(workbook(long))
    assert kinds(tmp_path / "a.xlsx") == []


FAR = {
    "a far cell in a near row": (
        "<row r='1'><c r='A1'><v>1</v></c></row><row r='2'><c r='XFD2'><v>1</v></c><c r='XFE2'/></row>",
        "XFE2",
    ),
    "a far row": ("<row r='1'><c r='Z1'><v>1</v></c></row><row r='1048577'><c r='A1048577'/></row>", "Z1048577"),
}


@pytest.mark.parametrize(("rows", "last"), FAR.values(), ids=FAR.keys())
def test_the_cell_that_is_too_far_out_is_named_as_it_stands(tmp_path: Path, rows: str, last: str) -> None:
    (tmp_path / "a.xlsx").write_bytes(workbook(rows))
    with pytest.raises(InputProblem) as caught:
        check([tmp_path / "a.xlsx"])
    assert [one.facts["cell"] for one in caught.value.wordings] == [last]


ODD_NAMES = {
    "a formula": ("=cmd|'/c calc'!A1", "cmd|'/c calc'!A1"),
    "a formula that fetches": ('=HYPERLINK("http://x.invalid","甲")', "http://x.invalid"),
    "control characters": ("甲\x07乙\x1b[2J_x0007_\x00", "甲"),
}


@pytest.mark.parametrize(("name", "part"), ODD_NAMES.values(), ids=ODD_NAMES.keys())
def test_an_odd_name_comes_out_as_text_everywhere(
    tmp_path: Path, name: str, part: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.xlsx").write_bytes(roster(name))
    told = ""
    for args in (["check", "--format", "csv", "-o", "b.xlsx"], ["check"], ["columns", "--save", "c.toml"]):
        assert main([*args, "a.xlsx"]) == 0
        told += capsys.readouterr().out
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", told + (tmp_path / "c.toml").read_text(encoding="utf-8"))
    rows = list(csv.reader(io.StringIO(told.partition("】")[0].lstrip("\ufeff"))))
    assert any(part in cell for row in rows for cell in row)
    assert not [cell for row in rows for cell in row if cell.startswith("=")]
    with zipfile.ZipFile(tmp_path / "b.xlsx") as package:
        sheets = [package.read(part) for part in package.namelist() if part.startswith("xl/worksheets/sheet")]
    assert sheets
    assert not [sheet for sheet in sheets if re.search(rb"<f[ >]", sheet)]


def test_a_folder_named_as_a_workbook_and_missing_files_are_said_with_the_broken_ones(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").mkdir()
    (tmp_path / "b.xlsx").write_bytes(b"")
    with pytest.raises(InputProblem) as caught:
        check([tmp_path / "a.xlsx", tmp_path / "b.xlsx", tmp_path / "c.xlsx"])
    found = {one.key.removeprefix("sources.") for one in caught.value.wordings}
    assert found == {"empty-folder", "empty", "missing"}


def test_a_file_that_may_not_be_read_and_one_that_vanishes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook(FIRST))

    def gone(self: Path) -> bytes:
        raise FileNotFoundError

    opened = type(path).open

    def forbidden(self: Path, *args: Any, **settings: Any) -> Any:
        if self == path:
            raise PermissionError
        return opened(self, *args, **settings)

    with monkeypatch.context() as patch:
        patch.setattr(type(path), "read_bytes", gone)
        with pytest.raises(InputProblem) as caught:
            check([path])
    assert [one.key for one in caught.value.wordings] == ["sources.cannot-open"]
    monkeypatch.setattr(type(path), "open", forbidden)
    with pytest.raises(InputProblem) as caught:
        check([path])
    assert [one.key for one in caught.value.wordings] == ["sources.cannot-open"]


def test_one_fault_in_many_files_is_one_sentence_that_names_them_all() -> None:
    faults = [Wording("sources.empty", {"file": f"{at}.xlsx"}) for at in range(30)]
    (one, other) = grouped([*faults, Wording("sources.missing", {"file": "x.xlsx"})])
    assert all(f"{at}.xlsx" in said(one, "zh") for at in range(30))
    assert other.key == "sources.missing"


@pytest.mark.parametrize("files", [1, 40])
def test_remarks_leave_the_results_on_the_first_screen(files: int, capsys: pytest.CaptureFixture[str]) -> None:
    facts = {"n": 1, "where": ("A1",), "more": ""}
    names = [f"各学院材料/学院{at}申报汇总表.xlsx" for at in range(files)]
    remarks = [
        Wording("sources.remark.error-cells", {**facts, "file": file, "sheet": f"工作表{at}"})
        for at in range(99)
        for file in names
    ]
    tell_grouped(remarks, "zh")
    told = capsys.readouterr().err.splitlines()
    assert 1 < len(told) <= MOST_REMARKS + 1
    assert sum(-(-cell_len(line) // 80) for line in told) < 22
    assert "学院0申报汇总表.xlsx" in told[0]


def test_long_paths_leave_room_for_every_kind_of_remark(capsys: pytest.CaptureFixture[str]) -> None:
    folder = "/home/科研处/" + "很长的文件夹名字/" * 6
    names = [f"{folder}学院{at}.xlsx" for at in range(10)]
    kinds = ("uncalculated", "error-cells", "hidden-rows", "hidden-columns")
    facts = {"sheet": "申报人员", "n": 1, "where": ("A1",), "more": ""}
    tell_grouped([Wording(f"sources.remark.{kind}", {**facts, "file": name}) for kind in kinds for name in names], "zh")
    told = capsys.readouterr().err.splitlines()
    assert len(told) == len(kinds)
    assert all("学院0.xlsx" in line for line in told)
    assert sum(-(-cell_len(line) // 80) for line in told) < 22


def test_a_name_that_no_file_can_have_is_said_like_any_other_that_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "x" * 300 + ".xlsx"]) == 3
    (tmp_path / "a.xlsx").write_bytes(workbook(FIRST))
    assert main(["check", str(tmp_path / "a.xlsx"), "-o", str(tmp_path / f"{'x' * 300}.xlsx")]) == 2
    assert say("cli.failed", "zh", kind="", where="", version="")[:8] not in capsys.readouterr().err

"""Files read by two processes: the same as by one, whatever becomes of the other process, and nothing of it stays."""

from __future__ import annotations

import shutil
import sys
import threading
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from corpus import write
from workbook_support import OFFICE, mark, office_file

from nqi_limits import check, helper, two_processes
from nqi_limits.errors import InputProblem
from nqi_limits.file_tables import Told, tables_of_file
from nqi_limits.helper import Helper, HelperError, helper_for
from nqi_limits.sources.files import find_files
from nqi_limits.two_processes import tables_of_files

if TYPE_CHECKING:
    from nqi_limits.sources.grid import SourceFile

SAMPLE = Path(__file__).parents[1] / "sample_data"
BROKEN = ("truncated", "half an .xls", "half an .xlsb", "nul bytes")
READY = """
import pickle, sys, time
def answer(one): pickle.dump(one, sys.stdout.buffer); sys.stdout.flush()
pickle.load(sys.stdin.buffer)
"""
STARTS = {
    "ends at once": "raise SystemExit(1)",
    "says something": "print('欢迎 welcome', flush=True); input()",
    "is another version": f"{READY}answer(False); time.sleep(600)",
    "ends over a file": f"{READY}answer(True); [pickle.load(sys.stdin.buffer) for _ in range(2)]",
    "ends in the midst of an answer": f"{READY}answer(True); print('\\x80\\x05\\x95', end='', flush=True)",
    "answers another question": f"{READY}answer(True); answer(['tables'])",
}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[SourceFile]:
    """Sound files, one with decisions on pairs, and files that cannot be read."""
    folder = tmp_path_factory.mktemp("材料") / "一 二"
    shutil.copytree(SAMPLE, folder)
    mark(folder / "标注.xlsx", office_file(folder / "科技处.xlsx", OFFICE))
    for case in BROKEN:
        write(folder, case)
    return find_files([*sorted(folder.glob("*.xls*")), *sorted(folder.glob("*.csv"))])


@pytest.fixture
def helped(monkeypatch: pytest.MonkeyPatch) -> list[Helper]:
    """The helpers that were started; this process reads nothing before one has read a file, or can read none."""
    started: list[Helper] = []
    known = threading.Event()
    start, read, beside = Helper.__init__, Helper.tables_of_file, two_processes._Shares._read_beside

    def begin(self: Helper, told: Told) -> None:
        start(self, told)
        started.append(self)

    def ask(self: Helper, file: SourceFile) -> object:
        found = read(self, file)
        known.set()
        return found

    def until_end(self: two_processes._Shares, one: Helper) -> None:
        try:
            beside(self, one)
        finally:
            known.set()

    def here(file: SourceFile, told: Told) -> object:
        assert not started or known.wait(120)
        return tables_of_file(file, told)

    monkeypatch.setattr(Helper, "__init__", begin)
    monkeypatch.setattr(Helper, "tables_of_file", ask)
    monkeypatch.setattr(two_processes._Shares, "_read_beside", until_end)
    monkeypatch.setattr(two_processes, "tables_of_file", here)
    monkeypatch.setattr(helper, "_cores", lambda: 2)
    return started


def plain(one: Any) -> Any:
    """What can be compared: dataclasses as their fields, arrays as lists, each with its type."""
    if is_dataclass(one):
        return type(one).__name__, {part.name: plain(getattr(one, part.name)) for part in fields(one)}
    if isinstance(one, np.ndarray):
        return one.dtype.str, one.tolist()
    if isinstance(one, dict):
        return {key: plain(value) for key, value in one.items()}
    if isinstance(one, list | tuple):
        return type(one).__name__, [plain(value) for value in one]
    return type(one).__name__, one


def gone(started: list[Helper]) -> bool:
    (one,) = started
    return one._process.returncode is not None


def read_alone(files: list[SourceFile], told: Told) -> tuple[Any, list[int]]:
    counts: list[int] = []
    return plain(tables_of_files(files, told, counts.append, worth=sys.maxsize)), counts


def read_together(files: list[SourceFile], told: Told) -> tuple[Any, list[int]]:
    counts: list[int] = []
    return plain(tables_of_files(files, told, counts.append, worth=0)), counts


def test_two_processes_read_what_one_reads(files, helped):
    people = next(file for file in files if file.path.name == "人员名册.csv")
    told = Told({(str(people.path.resolve()), None): "organisations"}, password="口令")
    alone = read_alone(files, told)
    assert not helped
    assert read_together(files, told) == alone
    assert alone[1] == list(range(len(files) + 1))
    assert gone(helped)


@pytest.mark.parametrize("start", STARTS.values(), ids=STARTS)
def test_a_helper_that_fails_changes_nothing(files, helped, monkeypatch, start):
    alone = read_alone(files[:3], Told())
    monkeypatch.setattr(helper, "_START", start)
    assert read_together(files[:3], Told()) == alone
    assert gone(helped)


def test_a_helper_that_is_ended_changes_nothing(files, helped, monkeypatch):
    alone = read_alone(files, Told())
    read = Helper.tables_of_file

    def dying(self: Helper, file: SourceFile) -> object:
        self._process.kill()
        return read(self, file)

    monkeypatch.setattr(Helper, "tables_of_file", dying)
    assert read_together(files, Told()) == alone


def test_a_python_that_does_not_start_changes_nothing(files, helped, monkeypatch, tmp_path):
    alone = read_alone(files, Told())
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python3"))
    assert read_together(files, Told()) == alone


@pytest.mark.parametrize("executable", ["", "/usr/sbin/uwsgi", r"C:\Program Files\研究\nqi.exe"])
def test_no_other_program_is_started(helped, monkeypatch, executable):
    monkeypatch.setattr(sys, "executable", executable)
    with helper_for(Told()) as one:
        assert one is None
    assert not helped


def test_a_single_core_reads_alone(helped, monkeypatch):
    monkeypatch.setattr(helper, "_cores", lambda: 1)
    with helper_for(Told()) as one:
        assert one is None


def test_an_interruption_ends_both(files, helped, monkeypatch):
    def interrupted(file: SourceFile, told: Told) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr(two_processes, "tables_of_file", interrupted)
    with pytest.raises(KeyboardInterrupt):
        read_together(files, Told())
    assert gone(helped)


def test_a_helper_ends_when_nobody_can_ask_any_more(helped):
    with helper_for(Told()) as one:
        assert one is not None
        one.wait_until_ready()
        assert one._process.stdin is not None
        one._process.stdin.close()
        assert one._process.wait(120) == 0


def test_a_helper_takes_no_module_from_the_folder_of_the_user(files, helped, monkeypatch, tmp_path):
    for name in ("pickle", "numpy", "nqi_limits"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [one for one in sys.path if one])
    with helper_for(Told()) as one:
        assert one is not None
        one.wait_until_ready()
        assert plain(one.tables_of_file(files[0])) == plain(tables_of_file(files[0], Told()))


def test_no_password_is_on_the_command_line(helped):
    with helper_for(Told(password="不可外传")) as one:
        assert one is not None
        assert "不可外传" not in repr(one._process.args)
        assert "不可外传" not in repr(Told(password="不可外传"))


def test_a_helper_that_was_ended_is_an_error_of_its_own(files, helped):
    with helper_for(Told()) as one:
        assert one is not None
        one.end()
        with pytest.raises(HelperError):
            one.tables_of_file(files[0])


def test_the_findings_are_the_same(helped, monkeypatch):
    def findings(worth: int) -> dict[str, Any]:
        monkeypatch.setattr(two_processes, "WORTH", worth)
        return check([SAMPLE]).to_dict()

    assert findings(0) == findings(sys.maxsize)
    assert gone(helped)


def test_the_problems_are_the_same(files, helped, monkeypatch):
    def problems(worth: int) -> list[Any]:
        monkeypatch.setattr(two_processes, "WORTH", worth)
        with pytest.raises(InputProblem) as stopped:
            check([file.path for file in files], people=[f"{files[0].path}::没有这张表"])
        return plain(list(stopped.value.wordings))

    assert problems(0) == problems(sys.maxsize)
    assert gone(helped)

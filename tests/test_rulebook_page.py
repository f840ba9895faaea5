"""docs/rulebook.md does what it says: its files are written, in its order, and its commands run, in an empty folder."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from nqi_limits.cli.app import run
from nqi_limits.errors import UsageProblem
from nqi_limits.rulebooks.entries import open_parameters
from nqi_limits.rulebooks.load import load_rulebook

PAGE = Path(__file__).parents[1] / "docs" / "rulebook.md"
BLOCK = re.compile(r"^```(\w+) ?([^\n]*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
COMMAND = re.compile(r"\$ nqi-limits (.+?)(?:  # 退出状态 (\d)(?:，说到第 ([\d、]+) 行)?)?")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_every_file_of_the_page_is_good_for_its_commands(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    ran = set()
    for kind, name, text in BLOCK.findall(PAGE.read_text(encoding="utf-8")):
        if kind != "console":
            with (folder / name).open("a", encoding="utf-8") as file:
                file.write(text + "\n")
            continue
        for line in text.splitlines():
            command = COMMAND.fullmatch(line)
            assert command, line
            status = run(command[1].split())
            told = capfd.readouterr()
            assert status == int(command[2] or 0), line + told.err
            if command[3]:
                file_name = command[1].split()[-1]
                lines = re.findall(rf"{re.escape(file_name)}\D*?(\d+)", told.err)
                assert sorted(set(lines), key=int) == command[3].split("、")
            ran.add(status)
    assert ran == {0, 1, 2}


def test_the_rulebook_that_the_page_ends_with_has_the_figures_of_its_call(folder: Path) -> None:
    for kind, name, text in BLOCK.findall(PAGE.read_text(encoding="utf-8")):
        if kind == "toml":
            with (folder / name).open("a", encoding="utf-8") as file:
                file.write(text + "\n")
    book = load_rulebook("nkrd-2025.toml")
    assert book.form_review.leader_birth_date is not None
    assert str(book.form_review.leader_birth_date.born_from) == "1965-01-01"
    assert book.limits.programmes == ("national-major", "national-key-rd")
    assert {
        "limit_sets[national].cutoff",
        "limit_sets[national].leader_may_not_join",
        "limit_sets[joint].end_date",
    } <= set(open_parameters(book))
    with pytest.raises(UsageProblem):
        load_rulebook("wrong.toml")

"""The commands of docs/office-loop.md, run in their order on the sample data, as an office would."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from nqi_limits.__main__ import main

ROOT = Path(__file__).resolve().parent.parent
COMMAND = re.compile(r"^nqi-limits (.+)$", re.MULTILINE)


def test_the_page_can_be_followed_from_the_first_command_to_the_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(ROOT / "sample_data" / "申报汇总2022.xlsx", tmp_path / "申报汇总.xlsx")
    shutil.copy(ROOT / "sample_data" / "在研项目台账.xlsx", tmp_path / "在研台账.xlsx")
    monkeypatch.chdir(tmp_path)
    commands = COMMAND.findall((ROOT / "docs" / "office-loop.md").read_text(encoding="utf-8"))
    assert {shlex.split(one)[0] for one in commands} == {"check", "diff"}
    for one in commands:
        status = main(shlex.split(one))
        told = capsys.readouterr()
        assert status == (1 if one.startswith("check") else 0), (one, told.err)
    assert {"第1次.xlsx", "第2次.xlsx"} <= {path.name for path in tmp_path.iterdir()}

"""Where the result cannot be written, one sentence says so; nothing is taken for a failure of the program."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from nqi_limits.words.catalogue import say
from tests.corpus import roster

FULL = Path("/dev/full")


@pytest.mark.skipif(not FULL.exists(), reason="there is no device that is always full")
@pytest.mark.parametrize("format", ["table", "json", "csv"])
def test_a_full_disk_behind_standard_output(tmp_path: Path, format: str) -> None:
    (tmp_path / "a.xlsx").write_bytes(roster("甲"))
    command = [sys.executable, "-m", "nqi_limits", "check", "a.xlsx", "--lang", "zh", "--format", format]
    with FULL.open("w") as full:
        done = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, cwd=tmp_path, env=environment(), timeout=300, check=False
        )
    assert done.returncode == 2
    told = done.stderr.decode("utf-8").splitlines()
    assert told[-1] == say("cli.error", "zh", text=say("cli.cannot-print", "zh"))
    assert "Traceback" not in done.stderr.decode("utf-8")


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent), "PYTHONIOENCODING": "utf-8"}

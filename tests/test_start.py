from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {"networkx", "openpyxl", "pandas"}
RUN = """
import sys
from nqi_limits.__main__ import main
try:
    main(sys.argv[1:])
except SystemExit:
    pass
print("LOADED", *sys.modules)
"""


@pytest.mark.parametrize(
    "words", [["--help"], ["check", "--help"], ["template", "--help"], ["rules"], ["rules", "two-project-total"]]
)
def test_what_reads_no_file_loads_no_library_for_it(words):
    done = subprocess.run([sys.executable, "-c", RUN, *words], capture_output=True, encoding="utf-8", check=True)
    loaded = done.stdout.rpartition("LOADED")[2].split()
    assert "nqi_limits.cli.app" in loaded
    assert not HEAVY & set(loaded)


def test_a_check_goes_without_pandas(tmp_path):
    table = tmp_path / "申报人员.csv"
    table.write_text("申报编号,姓名,证件号码,角色\nNQI-001,甲乙,,项目骨干\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", RUN, "check", table], capture_output=True, encoding="utf-8", check=True
    )
    loaded = done.stdout.rpartition("LOADED")[2].split()
    assert "nqi_limits.checking" in loaded
    assert "pandas" not in loaded

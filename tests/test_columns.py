"""`nqi-limits columns`: what every column was taken for, with samples that show no ID number, and why it was left out."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from support import invented_id

from nqi_limits.__main__ import main
from nqi_limits.checking import check
from nqi_limits.errors import InputProblem
from nqi_limits.understanding import understand

ROOT = Path(__file__).resolve().parent.parent
VALIDATOR = Draft202012Validator(json.loads((ROOT / "docs" / "columns.schema.json").read_text(encoding="utf-8")))
WHOLE_ID = re.compile(r"(?<!\d)\d{17}[\dX](?!\d)")

MEMBERS = f"""申报编号,姓 名,身份证号,姓名（拼音）,人员姓名,电话,
NQI-001,林知远,{invented_id(1)},lin,林知远,1{invented_id(1)[1:]},x
NQI-001,周若谷,{invented_id(2)},zhou,周谷,2,x
NQI-002,林知远,{invented_id(1)},lin,林知远,3,x
NQI-002,白景行,{invented_id(3)},bai,白行,4,x
NQI-002,吴映雪,{invented_id(4)},wu,吴雪,5,x
"""


@pytest.fixture(autouse=True)
def _in_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")


def csv(text: str, name: str = "申报人员.csv") -> str:
    Path(name).write_text(text, encoding="utf-8-sig")
    return name


def document(capsys: pytest.CaptureFixture[str], *args: str) -> dict[str, Any]:
    assert main(["columns", *args, "--format", "json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    VALIDATOR.validate(found)
    return found


def test_every_column_is_told_with_what_it_was_taken_for(capsys: pytest.CaptureFixture[str]) -> None:
    (sheet,) = document(capsys, csv(MEMBERS))["inputs"][0]["sheets"]
    assert (sheet["kind"], sheet["header_row"], sheet["rows"]) == ("application-members", 1, 5)
    assert {one["column"]: one["field"] for one in sheet["columns"]} == {
        "A": "application_number",
        "B": "name",
        "C": "id_number",
        "D": "",
        "E": "",
        "F": "",
        "G": "",
    }
    assert [one["samples"] for one in sheet["columns"]][:2] == [["NQI-001", "NQI-002"], ["林知远", "周若谷", "白景行"]]


def test_the_reason_of_each_column_that_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    (table,) = understand([csv(MEMBERS)]).tables
    found = {one.header: (one.why.rpartition(".")[2], one.rival) for one in table.headings if not one.field}
    assert found == {
        "姓名（拼音）": ("rival", 2),
        "人员姓名": ("rival", 2),
        "电话": ("unknown", 0),
        "": ("no-header", 0),
    }


@pytest.mark.parametrize("args", [["--format", "json"], [], ["--lang", "en"]])
def test_id_numbers_are_masked_wherever_they_stand_unless_asked_for(
    args: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    name = csv(MEMBERS)
    assert main(["columns", name, *args]) == 0
    assert not WHOLE_ID.search(capsys.readouterr().out)
    assert main(["columns", name, "--show-ids", *args]) == 0
    assert invented_id(1) in capsys.readouterr().out


def test_a_long_project_number_is_no_id_number(capsys: pytest.CaptureFixture[str]) -> None:
    number = "202206000000012345"
    (sheet,) = document(capsys, csv(f"申报编号,姓名\n{number},林知远\n"))["inputs"][0]["sheets"]
    assert sheet["columns"][0]["samples"] == [number]


def test_a_sheet_without_known_headers_shows_what_it_has(capsys: pytest.CaptureFixture[str]) -> None:
    (sheet,) = document(capsys, csv("某某表\n甲栏,乙栏,丙栏\nx1,x2,3\n"))["inputs"][0]["sheets"]
    assert sheet["kind"] == "ignored"
    assert sheet["why_ignored"]
    assert (sheet["header_row"], sheet["guessed_header_row"]) == (0, 2)
    assert [one["header"] for one in sheet["columns"]] == ["甲栏", "乙栏", "丙栏"]


def test_ongoing_projects_and_applications_on_one_sheet_are_two_tables() -> None:
    mixed = "项目编号,姓名,角色\n2019YFF0212300,林知远,课题骨干\nSQ2022YFF0200001,林知远,项目负责人\n"
    ongoing, applied = understand([csv(mixed)]).tables
    assert [ongoing.headings[0].field, applied.headings[0].field] == ["project_number", "application_number"]
    assert {table.headings[0].claim for table in (ongoing, applied)} == {"number"}
    assert ongoing.headings[0].samples == ("2019YFF0212300",)


def test_what_the_user_says_of_a_sheet_holds_here_too() -> None:
    name = csv("编号,姓名\n7,林知远\n8,周若谷\n", "名单.csv")
    (table,) = understand(people=[name]).tables
    assert table.kind == "people"


def test_the_page_names_every_header_and_every_meaning(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["columns", csv(MEMBERS)]) == 0
    told = capsys.readouterr().out
    assert all(word in told for word in ("申报编号", "姓 名", "证件号码", "电话", "申报人员"))


def test_what_a_title_tells_of_the_rows_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    name = csv("申报编号：NQI-007,,\n姓名,证件号码,角色\n林知远,,项目骨干\n", "名单.csv")
    (sheet,) = document(capsys, name)["inputs"][0]["sheets"]
    assert sheet["told"] == [{"field": "application_number", "values": ["NQI-007"], "from": "A1"}]
    assert main(["columns", name]) == 0
    assert "NQI-007" in capsys.readouterr().out


def test_a_sheet_of_thousands_of_unknown_columns_stays_readable(capsys: pytest.CaptureFixture[str]) -> None:
    heads = ",".join(f"栏{at}" for at in range(3000))
    assert main(["columns", csv(f"申报编号,姓名,{heads}\nNQI-001,林知远,{heads}\n")]) == 0
    assert len(capsys.readouterr().out.splitlines()) < 200


@pytest.mark.parametrize("command", ["columns", "check"])
def test_doubts_are_said_before_the_results_and_kept_in_the_json(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    name = csv("申报编号,姓名,信息,角色\n" + "\n".join(f"NQI-001,林知远,{invented_id(at)},骨干" for at in (1, 2)))
    assert main([command, name, "--format", "json"]) == 0
    told = capsys.readouterr()
    (remark,) = json.loads(told.out)["inputs"][0]["remarks"]
    assert "信息" in remark
    assert remark in told.err


def test_numbers_that_are_no_resident_numbers_are_masked_by_their_header(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["columns", csv("申报编号,姓名,证件类别,证件附加号\nNQI-001,林知远,护照,XE1234567\n")]) == 0
    told = capsys.readouterr().out
    assert "XE1234567" not in told
    assert "护照" in told


EXITS = {
    "nothing given": ([], 2),
    "a format there is not": (["申报人员.csv", "--format", "csv"], 2),
    "half a sheet": (["--people", "申报人员.csv::"], 2),
    "a missing file": (["没有.xlsx"], 3),
    "a missing sheet": (["--people", "申报人员.csv::没有"], 3),
    "all well": (["申报人员.csv"], 0),
}


@pytest.mark.parametrize(("args", "status"), EXITS.values(), ids=EXITS.keys())
def test_exit_statuses(args: list[str], status: int, capsys: pytest.CaptureFixture[str]) -> None:
    csv(MEMBERS)
    assert main(["columns", *args]) == status
    told = capsys.readouterr()
    assert bool(told.out) == (status == 0)
    assert "Traceback" not in told.err


def test_mistakes_in_decisions_inputs_and_sheets_are_told_at_once() -> None:
    csv(MEMBERS)
    Path("空.xlsx").write_bytes(b"")
    with pytest.raises(InputProblem) as caught:
        check(["空.xlsx"], people=["申报人员.csv::甲", "申报人员.csv::乙"], decisions=["没有.xlsx"])
    kinds = sorted(one.key for one in caught.value.wordings)
    assert kinds == ["checking.no-such-sheet", "checking.no-such-sheet", "sources.empty", "sources.missing"]

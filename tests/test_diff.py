"""Two reports beside each other, whatever form each was kept in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator
from openpyxl import load_workbook
from rich.cells import cell_len
from workbook_support import APPLICANTS, FREE, MEMBER, OFFICE, mark, office_file

from nqi_limits import check
from nqi_limits.__main__ import main
from nqi_limits.outputs.json import report_as_json
from nqi_limits.values.id_numbers import mask_id

if TYPE_CHECKING:
    from collections.abc import Callable

SCHEMA = Path(__file__).resolve().parent.parent / "docs" / "diff.schema.json"
VALIDATOR = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
STATES = ("new", "changed", "gone", "same")
FREE_AGAIN = {**OFFICE, "申报人员": [row for row in APPLICANTS if row[1] != "林知远"]}
ONE_MORE = {**OFFICE, "申报人员": [*APPLICANTS, ["NQI-002", *APPLICANTS[1][1:]]]}


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")


def kept(name: str, sheets: dict[str, Any] = OFFICE, lang: str = "zh", show_ids: bool = False) -> str:
    """Check an office's file and keep the report under a name, in the form that its ending says."""
    office = office_file(Path("申报.xlsx"), sheets)
    if name.endswith(".json"):
        Path(name).write_bytes(report_as_json(check([office]), lang, show_ids))
    else:
        mark(Path(name), office, lang=lang, force=True)
    return name


def compared(capsys: pytest.CaptureFixture[str], old: str, new: str, *more: str) -> tuple[int, dict[str, Any]]:
    status = main(["diff", old, new, "--format", "json", *more])
    document = json.loads(capsys.readouterr().out)
    VALIDATOR.validate(document)
    assert all(document["counts"][state] == len(document[state]) for state in STATES)
    return status, document


FORMS = ("{}.json", "{}.xlsx")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("other", FORMS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_report_is_the_same_in_every_form_and_language(
    form: str, other: str, lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, found = compared(capsys, kept(form.format("旧")), kept(other.format("新"), lang=lang))
    assert status == 0
    assert [state for state in STATES if found[state]] == ["same"]


@pytest.mark.parametrize("form", FORMS)
def test_what_is_new_in_one_direction_is_gone_in_the_other(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = kept(form.format("旧"), FREE_AGAIN), kept(form.format("新"))
    status, found = compared(capsys, old, new)
    assert status == 1
    assert [(one["rule"], one["severity"], one["person"]["name"]) for one in found["new"]] == [
        ("ongoing-leader-applies", "violation", "林知远")
    ]
    back, gone = compared(capsys, new, old)
    assert back == 0
    assert [one["id"] for one in gone["gone"]] == [one["id"] for one in found["new"]]
    assert gone["same"] == found["same"]


@pytest.mark.parametrize("form", FORMS)
def test_one_more_application_is_a_change_for_the_worse(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = kept(form.format("旧")), kept(form.format("新"), ONE_MORE)
    status, found = compared(capsys, old, new)
    worse = next(one for one in found["changed"] if one["rule"] == "ongoing-leader-applies")
    assert worse["worse"]
    assert set(worse["changed"]) >= {"applications", "falls"}
    assert (worse["falls"], worse["before"]["falls"]) == (["NQI-001", "NQI-002"], ["NQI-001"])
    assert status == 1
    back, better = compared(capsys, new, old)
    assert not any(one["worse"] for one in better["changed"])
    assert back == 0


def edited(name: str, edit: Callable[[dict[str, Any]], None]) -> str:
    document = json.loads(Path(name).read_text(encoding="utf-8"))
    edit(document)
    Path(f"改-{name}").write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return f"改-{name}"


@pytest.mark.parametrize(
    ("before", "after", "fail_on", "status"),
    [
        ("review", "violation", "violation", 1),
        ("note", "review", "violation", 0),
        ("note", "review", "review", 1),
        ("violation", "review", "review", 0),
        ("review", "violation", "never", 0),
    ],
)
def test_a_graver_finding_counts_as_new(
    before: str, after: str, fail_on: str, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    def first(severity: str) -> Callable[[dict[str, Any]], None]:
        return lambda document: document["findings"][0].update(severity=severity)

    kept("旧.json")
    kept("新.json")
    got, found = compared(
        capsys, edited("旧.json", first(before)), edited("新.json", first(after)), "--fail-on", fail_on
    )
    assert [one["changed"] for one in found["changed"]] == [["severity"]]
    assert got == status


def test_a_new_review_finding_passes_unless_reviews_fail(capsys: pytest.CaptureFixture[str]) -> None:
    kept("新.json")
    new = edited("新.json", lambda document: document["findings"][0].update(severity="review"))
    old = edited(kept("旧.json"), lambda document: document["findings"].pop(0))
    assert compared(capsys, old, new)[0] == 0
    assert compared(capsys, old, new, "--fail-on", "review")[0] == 1


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_table_names_whom_it_concerns_and_fits_80_columns(lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["diff", kept("旧.json", FREE_AGAIN), kept("新.xlsx", ONE_MORE), "--lang", lang])
    shown = capsys.readouterr().out
    assert "林知远" in shown
    assert all(cell_len(line) < 80 for line in shown.splitlines())


def test_id_numbers_are_masked_whatever_the_report_holds(capsys: pytest.CaptureFixture[str]) -> None:
    old, new = kept("旧.json", FREE_AGAIN, show_ids=True), kept("新.json", ONE_MORE, show_ids=True)
    assert MEMBER in Path(new).read_text(encoding="utf-8")
    for form in ("table", "json"):
        main(["diff", old, new, "--format", form])
        assert MEMBER not in capsys.readouterr().out
    found = compared(capsys, old, kept("新.xlsx", FREE_AGAIN))[1]
    assert not found["changed"]
    assert {one["person"]["id"] for one in found["same"]} == {mask_id(MEMBER), mask_id(FREE)}


def test_long_application_numbers_stay_whole_and_apart(capsys: pytest.CaptureFixture[str]) -> None:
    def numbered(number: str) -> dict[str, Any]:
        return {
            name: [[number if cell == "NQI-001" else cell for cell in row] for row in rows]
            for name, rows in OFFICE.items()
        }

    old, new = "202206000000012345", "202206000000112345"
    _, found = compared(capsys, kept("旧.json", numbered(old)), kept("新.json", numbered(new)))
    (one,) = [one for one in found["changed"] if one["rule"] == "ongoing-leader-applies"]
    assert (one["before"]["applications"], one["applications"], one["worse"]) == ([old], [new], True)


def test_json_that_a_shell_kept_in_utf_16_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    old, new = kept("旧.json"), kept("新.json")
    Path(new).write_bytes(Path(new).read_text(encoding="utf-8").encode("utf-16"))
    assert compared(capsys, old, new)[1]["same"]


def test_a_folder_of_marked_copies_is_one_report(capsys: pytest.CaptureFixture[str]) -> None:
    Path("输出").mkdir()
    office = office_file(Path("申报.xlsx"))
    mark("输出/", office)
    assert compared(capsys, kept("旧.json"), "输出")[1]["same"]


@pytest.mark.parametrize("args", [[], ["一.json"], ["一.json", "二.json", "三.json"], ["一.json", ""]])
def test_other_than_two_reports_is_wrong_usage(args: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", *args]) == 2
    assert capsys.readouterr().err


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"{}", b'{"findings": []}', b'{"inputs": [], "findings": [1]}', b"[1]", b"\xff\xfe{", b"PK\x03\x04 cut",
     b'{"inputs": [], "findings": ' + b"[" * 100_000, b"a,b\n1,2\n"],
)  # fmt: skip
def test_both_files_that_are_no_reports_are_told_at_once(content: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("一.json", "二.xlsx"):
        Path(name).write_bytes(content)
    assert main(["diff", "一.json", "二.xlsx"]) == 3
    told = capsys.readouterr().err
    assert "一.json" in told
    assert "二.xlsx" in told


def test_a_missing_report_and_an_input_are_no_reports(capsys: pytest.CaptureFixture[str]) -> None:
    office_file(Path("申报.xlsx"))
    assert main(["diff", "没有.json", "申报.xlsx"]) == 3
    told = capsys.readouterr().err
    assert "没有.json" in told
    assert "申报.xlsx" in told


def test_an_overwritten_severity_counts_as_the_gravest(capsys: pytest.CaptureFixture[str]) -> None:
    old = edited(kept("旧.json"), lambda document: document["findings"].clear())
    book = load_workbook(kept("新.xlsx"))
    sheet = book["冲突明细"]
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, 1).value = "看过了"
    book.save("新.xlsx")
    assert compared(capsys, old, "新.xlsx")[0] == 1

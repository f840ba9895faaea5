"""JSON as the schema in docs/ says, CSV that a spreadsheet opens right and runs nothing of; ID numbers masked in both."""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from nqi_limits.checking import check, check_grids
from nqi_limits.findings.model import PersonRef
from nqi_limits.outputs.csv import COLUMNS, report_as_csv, safe_cell
from nqi_limits.outputs.json import report_as_dict, report_as_json
from nqi_limits.outputs.json_text import as_json
from nqi_limits.rules.examples import grids_from_tables
from nqi_limits.rules.registry import rule_ids
from nqi_limits.tables.table import Place
from nqi_limits.words.catalogue import LANGUAGES, entry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nqi_limits.report import Report

ROOT = Path(__file__).resolve().parent.parent
SCHEMA = json.loads((ROOT / "docs" / "report.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
WHOLE_ID = re.compile(r"(?<!\d)\d{17}[\dX](?!\d)")

ID = "990001197403120136"
LONG_NUMBER = "202206000000012345"
SHEETS = {
    "在研项目": "项目编号 | 所属计划 | 结束日期\n2019YFF0699100 | 国家重点研发计划 | 2023-06-30",
    "在研人员": f"项目编号 | 姓名 | 证件号码 | 工作单位 | 角色\n2019YFF0699100 | 林知远 | {ID} | 澄江工业大学 | 项目负责人",
    "申报人员": f"""
申报编号 | 姓 名 | 身份证号 | 工作单位 | 角色 | 电话
NQI-001 | 林知远 | {ID} | 澄江工业大学 | 项目负责人 | 1
{LONG_NUMBER} | 林知远 | {ID} | 澄江工业大学 | 课题骨干 | 2
NQI-001 |  | {ID} | 澄江工业大学 | 课题骨干 | 3
""",
    "备忘": "随便写的 | 没有表头\n1 | 2",
}


def report_on(sheets: Mapping[str, str]) -> Report:
    return check_grids(grids_from_tables(sheets))


def masked_only() -> Draft202012Validator:
    """The schema for output without --show-ids: no whole ID number is valid."""
    strict = json.loads(json.dumps(SCHEMA))
    strict["$defs"]["person"]["properties"]["id"] = {"$ref": "#/$defs/masked_id"}
    return Draft202012Validator(strict)


def rows_of_csv(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("which", ["breaks", "holds"])
@pytest.mark.parametrize("rule", rule_ids())
def test_the_report_on_every_worked_example_is_as_the_schema_says(rule: str, which: str, lang: str) -> None:
    document = report_as_dict(report_on(entry(f"rule.{rule}.{which}")["sheets"]), lang)
    masked_only().validate(document)


def broken(document: dict[str, Any]) -> list[dict[str, Any]]:
    """Documents that the schema must refuse."""
    spoilt = []
    for path, value in [
        (("more",), 1),
        (("findings", 0, "more"), 1),
        (("findings", 0, "severity"), "error"),
        (("findings", 0, "id"), ""),
        (("findings", 0, "places", 0, "cell"), "3D"),
        (("findings", 0, "person", "id"), ID),
        (("findings", 0, "readings"), ["cutoff-day"]),
        (("inputs", 0, "sheets", 0, "kind"), "persons"),
        (("counts", "people"), -1),
        (("applications", 0, "verdict"), "passed"),
    ]:
        copy = json.loads(json.dumps(document))
        node = copy
        for step in path[:-1]:
            node = node[step]
        node[path[-1]] = value
        spoilt.append(copy)
    return spoilt


def test_the_schema_refuses_what_is_not_of_the_contract() -> None:
    document = report_as_dict(report_on(SHEETS))
    validator = masked_only()
    validator.validate(document)
    assert not [spoilt for spoilt in broken(document) if validator.is_valid(spoilt)]


def test_the_document_says_what_the_report_holds() -> None:
    report = report_on(SHEETS)
    document = report.to_dict()
    assert document["counts"] == report.counts
    assert document["rulebook"] == {"name": report.rulebook.name, "readings": dict(report.readings)}
    for told, finding in zip(document["findings"], report.findings, strict=True):
        assert (told["id"], told["rule"], told["severity"]) == (finding.id, finding.rule, finding.severity)
        assert (told["person"] is None) == (finding.person is None)
        assert [place["cell"] for place in told["places"]] == [place.cell for place in finding.places]
        for key in ("applications", "ongoing", "falls", "readings"):
            assert told[key] == list(getattr(finding, key))
    known = {finding["id"] for finding in document["findings"]}
    assert all(set(one["findings"]) <= known for one in document["applications"])
    assert [one["id"] for one in document["applications"]] == [one.id for one in report.applications]


def test_sheets_are_told_with_their_mapping_and_the_ignored_ones_too() -> None:
    (read,) = report_as_dict(report_on(SHEETS))["inputs"]
    sheets = {one["sheet"]: one for one in read["sheets"]}
    assert sheets.keys() == SHEETS.keys()
    applying = sheets["申报人员"]
    assert (applying["kind"], applying["header_row"], applying["rows"], applying["unread_rows"]) == (
        "application-members",
        1,
        2,
        1,
    )
    assert applying["columns"]["姓 名"] == "name"
    assert applying["columns"]["身份证号"] == "id_number"
    assert applying["columns"]["电话"] == ""
    assert sheets["备忘"]["kind"] == "ignored"


def test_files_are_told_with_their_checksum(tmp_path: Path) -> None:
    path = tmp_path / "申报人员.csv"
    path.write_text("申报编号,姓名,角色\nNQI-001,林知远,项目负责人\n", encoding="utf-8")
    (read,) = check([path]).to_dict()["inputs"]
    assert re.fullmatch("[0-9a-f]{64}", read["sha256"])
    assert [sheet["rows"] for sheet in read["sheets"]] == [1]


def with_places(report: Report, *places: Place) -> Report:
    report.findings = [replace(report.findings[0], places=places)]
    return report


MASKED_PLACES = {
    "an ID column": Place("a.xlsx", "甲", 2, 3, "证件号码", "E12345678", "id_number"),
    "an ID column told by its place": Place("example.xlsx", "申报人员", 2, 3, "身份证号", "E12345678"),
    "a number kept as a number": Place("a.xlsx", "甲", 2, 3, "证件号码", 990001197403120136, "id_number"),
    "a name with the number behind it": Place("a.xlsx", "甲", 2, 3, "姓名", f"林知远{ID}", "name"),
    "a remark": Place("a.xlsx", "甲", 2, 3, "备注", f"身份证 {ID[:6]} {ID[6:14]} {ID[14:]}", "remark"),
    "a header": Place("a.xlsx", "甲", 2, 3, f"备注{ID}", "", ""),
    "a sheet": Place("a.xlsx", f"林知远{ID}", 2, 3, "备注", "", ""),
    "a file": Place(f"林知远{ID}.xlsx", "甲", 2, 3, "备注", "", ""),
}


@pytest.mark.parametrize("place", MASKED_PLACES.values(), ids=MASKED_PLACES.keys())
def test_cells_that_hold_id_numbers_are_masked_everywhere(place: Place) -> None:
    report = with_places(report_on(SHEETS), place)
    for output in (report_as_json(report), report_as_csv(report)):
        text = output.decode("utf-8")
        assert "E12345678" not in text
        assert not WHOLE_ID.search(text.replace(LONG_NUMBER, "").replace(" ", ""))
    whole = report_as_dict(report, show_ids=True)["findings"][0]["places"][0]
    assert str(place.value) == whole["value"]
    assert (place.file, place.sheet, place.header) == (whole["file"], whole["sheet"], whole["header"])


def test_a_person_without_a_number_has_none_and_a_short_one_is_masked() -> None:
    report = report_on(SHEETS)
    found = report.findings[0]
    for number in ("", "A1", "E12345678", "C1234567", ID):
        report.findings = [replace(found, person=PersonRef("甲", number, ""))]
        told = report_as_dict(report)
        masked_only().validate(told)
        assert told["findings"][0]["person"]["id"] != number or not number
        assert report_as_dict(report, show_ids=True)["findings"][0]["person"]["id"] == number


def test_whole_numbers_are_given_when_asked_for() -> None:
    document = report_as_dict(report_on(SHEETS), show_ids=True)
    VALIDATOR.validate(document)
    assert {finding["person"]["id"] for finding in document["findings"] if finding["person"]} == {ID}


def test_a_long_application_number_is_no_id_number() -> None:
    document = report_as_dict(report_on(SHEETS))
    assert LONG_NUMBER in {one["id"] for one in document["applications"]}
    leader = next(finding for finding in document["findings"] if finding["rule"] == "ongoing-leader-applies")
    assert LONG_NUMBER in leader["falls"]
    assert LONG_NUMBER in leader["message"]


DANGEROUS_TEXT = "甲\x1b[2J\x9b\u202e\ud800\u2028 [bold]"


def test_json_is_utf8_that_reads_back_and_holds_no_control_characters() -> None:
    report = with_places(report_on(SHEETS), Place("a.xlsx", "甲", 1, 1, "姓名", DANGEROUS_TEXT))
    data = report_as_json(report)
    text = data.decode("utf-8")
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e]", text)
    assert json.loads(data)["findings"][0]["places"][0]["value"] == DANGEROUS_TEXT
    assert "林知远" in text


def test_no_number_that_json_does_not_know_gets_into_the_document() -> None:
    cells = (float("nan"), float("inf"), -float("inf"))
    places = [Place("a.xlsx", "甲", row, 1, "月", cell, "months") for row, cell in enumerate(cells, 1)]
    document = with_places(report_on(SHEETS), *places).to_dict()
    assert json.loads(json.dumps(document, allow_nan=False)) == json.loads(as_json(document))
    assert None not in [place["value"] for place in document["findings"][0]["places"]]


def test_the_frame_holds_what_the_csv_file_does() -> None:
    report = report_on(SHEETS)
    frame = report.frame("zh")
    headers, *rows = rows_of_csv(report_as_csv(report))
    assert list(frame.columns) == headers
    assert len(frame) == len(report.findings) > 0
    assert frame[headers[-3]].tolist() == [row[-3] for row in rows] == [finding.id for finding in report.findings]
    assert ID not in frame.to_csv()


@pytest.mark.parametrize(
    "text", ["张三", "\x00\x1b[31m\u202e", "\ud800", "\U0002000b", "\x7f\u2028", '"\\/', ""], ids=ascii
)
def test_json_text_is_what_the_standard_library_writes_but_for_escapes(text: str) -> None:
    document = {"a": [text, {text: 1}], "b": [], "c": {}, "d": [None, True, 0, -1, 1.5]}
    written = as_json(document)
    assert json.loads(written) == document
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u202e]", written.decode("utf-8"))
    assert written.decode("utf-8").startswith('{\n  "a": [\n    "')


@pytest.mark.parametrize("lang", LANGUAGES)
def test_csv_has_a_mark_a_header_and_a_row_for_each_finding(lang: str) -> None:
    report = report_on(SHEETS)
    data = report_as_csv(report, lang)
    assert data.startswith(codecs.BOM_UTF8)
    assert data.count(b"\n") == data.count(b"\r\n")
    header, *rows = rows_of_csv(data)
    assert header == [entry(f"csv.{column}")[lang] for column in COLUMNS]
    assert {len(row) for row in rows} == {len(COLUMNS)}
    for row, finding in zip(rows, report.findings, strict=True):
        told = dict(zip(COLUMNS, row, strict=True))
        assert told["id"].lstrip("'") == finding.id
        assert finding.rule in told["rule"]
        assert all(number in told["applications"] for number in finding.applications)
        assert told["name"] == (finding.person.name if finding.person else "")


FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    "  =1+1",
    "\u3000=1+1",
    "\xa0=1",
    "\u200b=1",
    "\ufeff=1",
    "\t=1",
    "\r=1",
    "\n=1",
    '"=1',
    "'=1",
    "\t甲",
    "\r甲",
    '=HYPERLINK("http://x","甲")',
]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_cell_that_a_spreadsheet_would_run_is_text(text: str) -> None:
    assert safe_cell(text).startswith("'")
    report = report_on(SHEETS)
    report.findings = [replace(report.findings[0], person=PersonRef(text, "", text))]
    _, row = rows_of_csv(report_as_csv(report))
    assert row[COLUMNS.index("name")].startswith("'")
    assert row[COLUMNS.index("organisation")].startswith("'")


@pytest.mark.parametrize("text", ["林知远", "NQI-001", "资格 4", "申报 2 + 在研 1 = 3 > 2", "", "20220601"])
def test_an_ordinary_cell_stays_as_it_is(text: str) -> None:
    assert safe_cell(text) == text


def test_a_spreadsheet_keeps_all_digits_of_an_id_number() -> None:
    _, row, *_ = rows_of_csv(report_as_csv(report_on(SHEETS), show_ids=True))
    assert row[COLUMNS.index("id-number")] == f"'{ID}"


@given(st.text())
def test_no_cell_can_be_run_or_break_its_row(text: str) -> None:
    cell = safe_cell(text)
    assert not re.match(r"\s*[=+\-@＝＋－＠]", cell)
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]", cell)
    cell.encode("utf-8")

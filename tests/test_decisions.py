"""The marked workbook comes back: filled in as an office fills it in, then read beside the next check."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator
from openpyxl import load_workbook
from workbook_support import APPLICANTS, MEMBER, OFFICE, mark, office_file

from nqi_limits import check
from nqi_limits.__main__ import main
from nqi_limits.errors import InputProblem
from nqi_limits.outputs.workbook import write_marked
from nqi_limits.words.catalogue import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from nqi_limits.report import Report

SCHEMA = Path(__file__).resolve().parent.parent / "docs" / "report.schema.json"
VALIDATOR = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
RULE = "ongoing-leader-applies"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    return office_file(tmp_path / "申报.xlsx")


@pytest.fixture
def returned(tmp_path: Path, office: Path) -> Path:
    path = tmp_path / "标注.xlsx"
    mark(path, office)
    return path


def columns(sheet: Any) -> dict[str, int]:
    return {cell.value: cell.column for cell in sheet[1]}


def rows_with(sheet: Any, rule: str) -> list[int]:
    at = columns(sheet)["规则"]
    return [row for row in range(2, sheet.max_row + 1) if rule in str(sheet.cell(row, at).value)]


def fill_in(path: Path, rule: str, *values: str | None, remark: str = "", **added: object) -> list[int]:
    """Write 核实结论 into the first rows of a rule's finding, the remark and further columns into its first row."""
    book = load_workbook(path)
    sheet = book["冲突明细"]
    at, rows = columns(sheet), rows_with(sheet, rule)
    for row, value in zip(rows, values, strict=False):
        sheet.cell(row, at["核实结论"]).value = value
    sheet.cell(rows[0], at["核实说明"]).value = remark or None
    for number, (header, value) in enumerate(added.items(), sheet.max_column + 1):
        sheet.cell(1, number).value = header
        sheet.cell(rows[0], number).value = value
    book.save(path)
    return rows


def cell_of(path: Path, header: str, row: int) -> str:
    sheet = load_workbook(path)["冲突明细"]
    return str(sheet.cell(row, columns(sheet)[header]).coordinate)


def finding(report: Report, rule: str = RULE) -> Any:
    return next(one for one in report.findings if one.rule == rule)


def test_a_conclusion_comes_back_with_its_reason_who_and_when(office: Path, returned: Path, tmp_path: Path) -> None:
    fill_in(returned, RULE, "已核实不构成", remark="已结题", 核实人="沈砚", 核实日期=dt.datetime(2022, 5, 4))
    report = check([office], decisions=[returned])
    decision = finding(report).decision
    assert (decision.conclusion, decision.remark, decision.by, decision.on) == (
        "cleared",
        "已结题",
        "沈砚",
        "2022-05-04",
    )
    assert [one.rule for one in report.findings if one.decided] == [RULE]
    told = report.to_dict()
    (one,) = [one for one in told["findings"] if "decision" in one]
    assert one["decision"]["conclusion"] == "cleared"
    assert one["decision"]["word"] == "已核实不构成"
    assert told["decisions"]["counts"] == {"confirmed": 0, "cleared": 1, "adjusted": 0, "postponed": 0}
    # the next workbook carries all of it over, on every row of the finding, so that it can come back again
    again = tmp_path / "再次.xlsx"
    write_marked(report, again)
    sheet = load_workbook(again)["冲突明细"]
    at = columns(sheet)
    for row in rows_with(sheet, RULE):
        texts = [sheet.cell(row, at[name]).value for name in ("核实结论", "核实说明", "核实人", "核实日期")]
        assert texts == ["已核实不构成", "已结题", "沈砚", "2022-05-04"]
    third = check([office], decisions=[again])
    assert third.to_dict()["findings"] == [
        {**one, "decision": {**one["decision"], "place": third_place(third, one["id"])}} if "decision" in one else one
        for one in told["findings"]
    ]


def third_place(report: Report, number: str) -> dict[str, str]:
    decision = next(one.decision for one in report.findings if one.id == number)
    assert decision is not None
    return {"file": decision.written.file, "sheet": decision.written.sheet, "cell": decision.written.cell}


def test_decided_findings_stand_behind_the_open_ones_in_the_workbook(
    office: Path, returned: Path, tmp_path: Path
) -> None:
    fill_in(returned, RULE, "确认违规")
    report = check([office], decisions=[returned])
    assert len(report.findings) > 1
    write_marked(report, tmp_path / "再次.xlsx")
    sheet = load_workbook(tmp_path / "再次.xlsx")["冲突明细"]
    at = columns(sheet)["核实结论"]
    filled = [bool(sheet.cell(row, at).value) for row in range(2, sheet.max_row + 1)]
    assert filled == sorted(filled)
    assert any(filled)


@pytest.mark.parametrize(
    "word", ["确认违规", "已核实不构成", "已调整", "暂缓", " 已核实，不构成 ", "checked and cleared"]
)
def test_a_decided_violation_is_shown_and_counts(
    word: str, office: Path, returned: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill_in(returned, RULE, word, remark="见会议纪要")
    args = ["check", str(office), "--decisions", str(returned), "--lang", "zh"]
    assert main(args) == 1
    shown = capsys.readouterr().out
    assert "见会议纪要" in shown
    plain = check([office])
    assert main([*args, "--format", "json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert [one["id"] for one in told["findings"]] == [one.id for one in plain.findings]
    assert told["applications"] == plain.to_dict()["applications"]


def test_a_remark_alone_decides_nothing_and_is_kept(office: Path, returned: Path, tmp_path: Path) -> None:
    fill_in(returned, RULE, None, remark="正在联系课题组")
    report = check([office], decisions=[returned])
    assert not any(one.decided for one in report.findings)
    write_marked(report, tmp_path / "再次.xlsx")
    sheet = load_workbook(tmp_path / "再次.xlsx")["冲突明细"]
    at, row = columns(sheet), rows_with(sheet, RULE)[0]
    assert (sheet.cell(row, at["核实结论"]).value, sheet.cell(row, at["核实说明"]).value) == (None, "正在联系课题组")


def test_a_conclusion_on_other_facts_is_reported_and_not_used(office: Path, returned: Path, tmp_path: Path) -> None:
    fill_in(returned, RULE, "已核实不构成", remark="只在一项里")
    more = [*APPLICANTS, ["NQI-002", "林知远", APPLICANTS[1][2], "澄江工业大学", "课题负责人"]]
    office_file(office, {**OFFICE, "申报人员": more})
    report = check([office], decisions=[returned])
    assert not finding(report).decided
    assert report.decisions is not None
    (stray,) = report.decisions.changed
    assert stray.now == finding(report).id
    assert "applications" in stray.decision.changed
    # nothing that the office wrote is lost, and the old conclusion does not come to hold for the new facts later on
    write_marked(report, tmp_path / "再次.xlsx")
    sheet = load_workbook(tmp_path / "再次.xlsx")["冲突明细"]
    at, row = columns(sheet), rows_with(sheet, RULE)[0]
    assert sheet.cell(row, at["核实结论"]).value is None
    assert "只在一项里" in sheet.cell(row, at["核实说明"]).value
    assert not any(one.decided for one in check([office], decisions=[tmp_path / "再次.xlsx"]).findings)


def test_another_row_order_changes_no_facts(office: Path, returned: Path) -> None:
    fill_in(returned, RULE, "暂缓")
    office_file(office, {**OFFICE, "申报人员": [APPLICANTS[0], *reversed(APPLICANTS[1:])]})
    assert finding(check([office], decisions=[returned])).decided


def test_a_corrected_organisation_is_a_change_of_the_same_finding(office: Path, returned: Path) -> None:
    fill_in(returned, RULE, "确认违规")
    sheets = {
        name: [["澄江理工大学" if cell == "澄江工业大学" else cell for cell in row] for row in rows]
        for name, rows in OFFICE.items()
    }
    office_file(office, sheets)
    report = check([office], decisions=[returned])
    assert report.decisions is not None
    assert [one.now for one in report.decisions.changed] == [finding(report).id]
    assert report.decisions.changed[0].id != finding(report).id


def test_a_decision_whose_finding_is_gone_is_reported(
    office: Path, returned: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill_in(returned, RULE, "已调整", remark="已换人")
    office_file(office, {**OFFICE, "申报人员": [row for row in APPLICANTS if row[1] != "林知远"]})
    report = check([office], decisions=[returned])
    assert report.decisions is not None
    (stray,) = report.decisions.gone
    assert (stray.rule, stray.person, stray.now) == (RULE, "林知远", "")
    main(["check", str(office), "--decisions", str(returned)])
    assert "已换人" in capsys.readouterr().out


def test_rows_that_contradict_each_other_are_said_and_decide_nothing(office: Path, returned: Path) -> None:
    rows = fill_in(returned, RULE, "确认违规", "已核实不构成")
    assert len(rows) > 1
    report = check([office], decisions=[returned])
    assert not finding(report).decided
    assert report.decisions is not None
    (one,) = report.decisions.contradictory
    assert [conclusion for conclusion, _ in one.conclusions] == ["confirmed", "cleared"]
    assert [where.cell[-len(str(row)) :] for (_, where), row in zip(one.conclusions, rows, strict=False)] == [
        str(row) for row in rows[:2]
    ]


def test_what_rows_that_contradict_each_other_remark_stands_in_the_next_workbook(
    office: Path, returned: Path, tmp_path: Path
) -> None:
    other = tmp_path / "另一份.xlsx"
    shutil.copy(returned, other)
    for path, conclusion, remark in ((returned, "确认违规", "看过合同"), (other, "已核实不构成", "打过电话")):
        fill_in(path, RULE, conclusion)
        book = load_workbook(path)
        at = columns(book["冲突明细"])
        for row in book["冲突明细"].iter_rows(min_row=2):
            if row[at["核实结论"] - 1].value:
                row[at["核实说明"] - 1].value = remark
        book.save(path)
    write_marked(check([office], decisions=[returned, other]), again := tmp_path / "再次.xlsx")
    sheet = load_workbook(again)["冲突明细"]
    at = columns(sheet)
    rows = [row for row in sheet.iter_rows(min_row=2, values_only=True) if row[at["核实说明"] - 1]]
    assert rows
    for row in rows:
        assert not row[at["核实结论"] - 1]
        assert all(text in row[at["核实说明"] - 1] for text in ("看过合同", "打过电话", "确认违规", "已核实不构成"))


def test_two_files_that_contradict_each_other_decide_nothing(office: Path, returned: Path, tmp_path: Path) -> None:
    other = tmp_path / "另一份.xlsx"
    shutil.copy(returned, other)
    fill_in(returned, RULE, "确认违规")
    fill_in(other, RULE, "已核实不构成")
    report = check([office], decisions=[returned, other])
    assert report.decisions is not None
    assert len(report.decisions.contradictory) == 1
    assert not finding(report).decided


def test_a_conclusion_that_is_none_is_told_with_its_cell(
    office: Path, returned: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (row, *_) = fill_in(returned, RULE, "应该没事吧")
    output = tmp_path / "再次.xlsx"
    assert main(["check", str(office), "--decisions", str(returned), "-o", str(output), "--lang", "zh"]) == 3
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 1
    assert cell_of(returned, "核实结论", row) in told[0]
    assert "应该没事吧" in told[0]
    assert "已核实不构成" in told[0]
    assert not output.exists()


def test_a_conclusion_without_its_finding_is_told_with_its_cell(office: Path, returned: Path) -> None:
    (row, *_) = fill_in(returned, RULE, "暂缓")
    book = load_workbook(returned)
    book["冲突明细"].cell(row, columns(book["冲突明细"])["发现编号"]).value = None
    book.save(returned)
    with pytest.raises(InputProblem) as raised:
        check([office], decisions=[returned])
    assert [one.facts["cell"] for one in raised.value.wordings] == [cell_of(returned, "发现编号", row)]


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04 cut off", b"<html></html>"])
def test_a_wrong_file_is_told(content: bytes, office: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = tmp_path / "不对.xlsx"
    wrong.write_bytes(content)
    assert main(["check", str(office), "--decisions", str(wrong)]) == 3
    assert "不对.xlsx" in capsys.readouterr().err


def test_a_workbook_that_is_no_marked_copy_is_told(office: Path) -> None:
    with pytest.raises(InputProblem):
        check([office], decisions=[office])


def test_a_folder_of_marked_copies_comes_back_whole(office: Path, tmp_path: Path) -> None:
    folder = tmp_path / "回收"
    folder.mkdir()
    mark(folder / "一.xlsx", office)
    mark(folder / "二.xlsx", office)
    fill_in(folder / "二.xlsx", RULE, "暂缓")
    report = check([office], decisions=[folder])
    assert finding(report).decided
    assert report.decisions is not None
    assert len(report.decisions.files) == 2


def test_the_file_with_the_decisions_is_never_overwritten(office: Path, returned: Path) -> None:
    fill_in(returned, RULE, "暂缓")
    before = returned.read_bytes()
    assert main(["check", str(office), "--decisions", str(returned), "-o", str(returned), "--force"]) == 2
    assert returned.read_bytes() == before


def test_id_numbers_in_remarks_are_masked(office: Path, returned: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fill_in(returned, RULE, "暂缓", remark=f"等 {MEMBER} 的说明")
    for form in ("table", "json", "csv"):
        main(["check", str(office), "--decisions", str(returned), "--format", form])
        assert MEMBER not in capsys.readouterr().out


def test_the_json_with_decisions_is_as_the_schema_says(office: Path, returned: Path) -> None:
    fill_in(returned, RULE, "确认违规", "已核实不构成")
    fill_in(returned, "two-project-total", "暂缓", remark="等答复")
    fill_in(returned, "exempt-project", "已调整")
    fewer = [row for row in APPLICANTS if row[1] != "顾行舟"]
    more = [*fewer, ["NQI-003", "陆听澜", MEMBER, "澄江工业大学", "课题骨干"]]
    office_file(office, {**OFFICE, "申报人员": more})
    told = check([office], decisions=[returned]).to_dict()
    assert all(told["decisions"][name] for name in ("changed", "gone", "contradictory"))
    assert not list(VALIDATOR.iter_errors(told))


def sort_backwards(sheet: Any) -> None:
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    for at, row in enumerate(reversed(rows), 2):
        for column, value in enumerate(row, 1):
            sheet.cell(at, column).value = value


def keep_one_row_for_each_finding(sheet: Any) -> None:
    at, seen = columns(sheet)["发现编号"], set()
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    sheet.delete_rows(2, len(rows))
    for row in rows:
        if row[at - 1] not in seen:
            seen.add(row[at - 1])
            sheet.append(row)


def keep_the_columns_needed(sheet: Any) -> None:
    for header, at in sorted(columns(sheet).items(), key=lambda one: -one[1]):
        if header not in ("发现编号", "核实结论", "核实说明"):
            sheet.delete_cols(at)


def leave_out_names(sheet: Any) -> None:
    for header in ("可能影响的申报", "单位", "证件号码", "姓名"):
        sheet.delete_cols(columns(sheet)[header])


EDITS = [sort_backwards, keep_one_row_for_each_finding, keep_the_columns_needed, leave_out_names]


def edit(path: Path, change: Callable[[Any], None]) -> None:
    book = load_workbook(path)
    change(book["冲突明细"])
    book.save(path)


@pytest.mark.parametrize("change", EDITS)
def test_what_an_office_does_to_the_sheet_changes_no_facts(
    change: Callable[[Any], None], office: Path, returned: Path
) -> None:
    fill_in(returned, RULE, "已核实不构成", remark="已结题")
    edit(returned, change)
    report = check([office], decisions=[returned])
    assert finding(report).decided
    assert finding(report).decision.remark == "已结题"
    assert report.decisions is not None
    assert [*report.decisions.changed, *report.decisions.gone, *report.decisions.contradictory] == []


def test_facts_that_changed_are_seen_though_rows_were_taken_out(office: Path, returned: Path) -> None:
    fill_in(returned, RULE, "已核实不构成")
    edit(returned, keep_one_row_for_each_finding)
    ongoing = [row[:] for row in OFFICE["在研项目"]]
    ongoing[1].append("延期至")
    ongoing[2].append("2025-06-30")
    office_file(office, {**OFFICE, "在研项目": ongoing})
    report = check([office], decisions=[returned])
    assert not finding(report).decided
    assert report.decisions is not None
    assert [one.decision.changed for one in report.decisions.changed] == [("values",)]


def test_an_application_that_may_fall_too_is_another_fact(office: Path, returned: Path) -> None:
    fill_in(returned, RULE, "已核实不构成")
    more = [*APPLICANTS, ["NQI-002", "林知远", APPLICANTS[1][2], "澄江工业大学", "参与人员"]]
    office_file(office, {**OFFICE, "申报人员": more})
    report = check([office], decisions=[returned])
    assert finding(report).may_fall == ("NQI-002",)
    assert not finding(report).decided
    assert "may_fall" in finding(report).decision.changed


def test_a_decision_on_a_rule_that_did_not_run_is_not_told_as_gone(office: Path, returned: Path) -> None:
    fill_in(returned, RULE, "暂缓")
    report = check([office], decisions=[returned], ignore=[RULE])
    document = report.to_dict()
    VALIDATOR.validate(document)
    assert document["decisions"]["gone"] == []
    assert [one["rule"] for one in document["decisions"]["unasked"]] == [RULE]


@pytest.mark.parametrize("conclusion", ["已调整", "确认违规"])
def test_what_was_adjusted_and_is_as_it_was_is_told(
    office: Path, returned: Path, conclusion: str, capsys: pytest.CaptureFixture[str]
) -> None:
    fill_in(returned, RULE, conclusion)
    main(["check", str(office), "--decisions", str(returned), "--lang", "zh"])
    heading = say("decisions.heading.strays", "zh")
    assert (heading in capsys.readouterr().out) == (conclusion == "已调整")

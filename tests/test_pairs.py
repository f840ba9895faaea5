"""身份核实: written with the pairs to decide on, filled in as an office fills it in, read back in the next check."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from random_rosters import rosters
from support import invented_id, told
from workbook_support import mark, office_file

from nqi_limits import check
from nqi_limits.__main__ import main
from nqi_limits.checking import check_grids
from nqi_limits.errors import InputProblem
from nqi_limits.outputs.workbook import write_marked
from nqi_limits.records.entries import Entries, Entry
from nqi_limits.records.judged import Status
from nqi_limits.sources.grid import Grid

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nqi_limits.report import Report

SHEET = "身份核实"
HEADERS = ["姓名", "记录一", "记录二", "结论", "说明"]
NEAR, SLIP = "990001198105123018", "990001198105123618"
RULES = ("one-lead-application", "near-id", "id-name-mismatch", "possible-same-person", "stale-decision")
PEOPLE = [
    ["申报编号", "姓名", "证件号码", "工作单位", "角色"],
    ["NQI-001", "闻霁川", NEAR, "东海大学", "项目负责人"],
    ["NQI-002", "闻霁川", SLIP, "南岭学院", "项目负责人"],
    ["NQI-001", "周启明", invented_id(1), "东海大学", "课题负责人"],
    ["NQI-002", "周启明", "", "南岭学院", "课题负责人"],
    ["NQI-001", "秦望舒", "", "东海大学", "课题负责人"],
    ["NQI-002", "秦望舒", "", "东海大学", "课题负责人"],
    ["NQI-001", "柳如是", invented_id(2), "东海大学", "课题负责人"],
    ["NQI-002", "叶知秋", invented_id(2), "东海大学", "课题负责人"],
]
ASKED = {
    "闻霁川": "near-id",
    "周启明": "possible-same-person",
    "秦望舒": "same-name-org",
    "叶知秋、柳如是": "id-name-mismatch",
}


@pytest.fixture
def office(tmp_path: Path) -> Path:
    return office_file(tmp_path / "申报.xlsx", {"申报人员": PEOPLE})


@pytest.fixture
def returned(tmp_path: Path, office: Path) -> Path:
    path = tmp_path / "标注.xlsx"
    mark(path, office)
    return path


def rows(path: Path, sheet: str = SHEET) -> dict[str, list[Any]]:
    """The rows of 身份核实 by name."""
    head, *found = load_workbook(path)[sheet].iter_rows(values_only=True)
    assert list(head[:5]) == HEADERS
    return {str(row[0]): list(row) for row in found}


def fill_in(path: Path, words: Mapping[str, str], sheet: str = SHEET, remark: str = "已核对") -> None:
    """Write conclusions beside the names; "*" is everybody."""
    book = load_workbook(path)
    for cells in book[sheet].iter_rows(min_row=2):
        word = words.get(cells[0].value, words.get("*"))
        if word is not None:
            cells[3].value = word
            cells[4].value = remark
    book.save(path)


def findings(report: Report) -> list[tuple[str, str, str]]:
    return sorted((one["rule"], one["severity"], one["person"]) for one in told(report.findings, RULES))


def test_every_pair_that_matters_is_asked_once_with_a_choice(office: Path, returned: Path) -> None:
    pairs = check([office]).pairs
    names = check([office]).records.names
    asked = {"、".join(sorted({names[one.one.name], names[one.other.name]})): one.kind for one in pairs}
    assert asked == ASKED
    assert set(rows(returned)) == set(ASKED)
    sheet = load_workbook(returned)[SHEET]
    (choice,) = sheet.data_validations.dataValidation
    assert choice.formula1 == '"同一人,不同人"'
    assert "D2" in choice.sqref
    assert f"D{sheet.max_row}" in choice.sqref


def test_the_sheet_stands_between_the_inputs_and_the_rules_and_only_where_there_is_something_to_ask(
    office: Path, returned: Path, tmp_path: Path
) -> None:
    names = load_workbook(returned).sheetnames
    assert names == ["检查概览", "冲突明细", "人员限额", "申报人员", SHEET, "规则说明"]
    plain = office_file(tmp_path / "无事.xlsx", {"申报人员": PEOPLE[:2]})
    mark(tmp_path / "无事-标注.xlsx", plain)
    assert SHEET not in load_workbook(tmp_path / "无事-标注.xlsx").sheetnames


def test_no_id_number_stands_whole_in_the_sheet(returned: Path) -> None:
    texts = "".join(str(cell) for row in rows(returned).values() for cell in row)
    assert "990001********" in texts
    for number in (NEAR, SLIP, invented_id(1), invented_id(2)):
        assert number not in texts
        assert number[6:14] not in texts


@pytest.mark.parametrize("as_input", [False, True])
def test_decided_to_be_one_person(office: Path, returned: Path, as_input: bool) -> None:
    fill_in(returned, {"*": "同一人"})
    report = check([returned]) if as_input else check([office], decisions=[returned])
    assert [one.status for one in report.records.judged] == [Status.USED] * 4
    leads = told(report.findings, RULES)
    assert {(one["rule"], one["severity"]) for one in leads} == {("one-lead-application", "violation")}
    assert {one["person"] for one in leads} == {"闻霁川", "周启明", "秦望舒", "叶知秋"}
    assert [one for one in report.pairs if one.judged is None] == []


@pytest.mark.parametrize("as_input", [False, True])
def test_decided_to_be_two_people(office: Path, returned: Path, as_input: bool) -> None:
    fill_in(returned, {"*": "不同人"})
    report = check([returned]) if as_input else check([office], decisions=[returned])
    assert [one.status for one in report.records.judged] == [Status.USED] * 4
    assert findings(report) == []
    assert report.counts["people"] == check([office]).counts["people"] + 1  # one number was two people's


def test_decisions_stand_in_the_next_workbook_and_come_back_again(office: Path, returned: Path, tmp_path: Path) -> None:
    fill_in(returned, {"闻霁川": "同一人", "周启明": "不同人"})
    again = tmp_path / "再次.xlsx"
    write_marked(check([office], decisions=[returned]), again)
    found = rows(again)
    assert {name: row[3] for name, row in found.items()} == {
        "秦望舒": None,
        "叶知秋、柳如是": None,
        "闻霁川": "同一人",
        "周启明": "不同人",
    }
    assert {row[4] for name, row in found.items() if name in ("闻霁川", "周启明")} == {"已核对"}
    second, third = check([office], decisions=[returned]), check([office], decisions=[again])
    assert findings(third) == findings(second)
    assert [one.status for one in third.records.judged] == [Status.USED] * 2


def test_remarks_on_decisions_that_contradict_each_other_stand_in_the_next_workbook(
    office: Path, returned: Path, tmp_path: Path
) -> None:
    other = tmp_path / "另一份.xlsx"
    shutil.copy(returned, other)
    fill_in(returned, {"闻霁川": "同一人"}, remark="看过身份证")
    fill_in(other, {"闻霁川": "不同人"}, remark="打过电话")
    report = check([office], decisions=[returned, other])
    assert {one.status for one in report.records.judged} == {Status.CONTRADICTED}
    write_marked(report, again := tmp_path / "再次.xlsx")
    row = rows(again)["闻霁川"]
    assert row[3] is None
    assert "看过身份证" in row[4]
    assert "打过电话" in row[4]


def test_decisions_that_rule_each_other_out_keep_their_remarks(tmp_path: Path) -> None:
    """One with two, two with three, but one not with three: none is used, since nobody can tell which is wrong."""
    head = ["申报编号", "姓名", "工作单位", "角色"]
    office = office_file(
        tmp_path / "三人.xlsx",
        {
            "申报人员": [head, *([f"NQI-00{n}", "周启明", f"单位{n}", "项目负责人"] for n in (1, 2, 3))],
            "本单位核实": [
                HEADERS,
                ["周启明", "NQI-001", "NQI-002", "同一人", "甲"],
                ["周启明", "NQI-002", "NQI-003", "同一人", "乙"],
                ["周启明", "NQI-001", "NQI-003", "不同人", "丙的说法"],
            ],
        },
    )
    write_marked(check([office]), again := tmp_path / "标注.xlsx")
    asked = list(load_workbook(again)[SHEET].iter_rows(min_row=2, values_only=True))
    assert [row[3] for row in asked] == [None] * 3
    for said in ("甲", "乙", "丙的说法"):
        assert sum(said in str(row[4]) for row in asked) == 1


def test_rows_that_were_moved_and_a_file_that_was_renamed_change_no_decision(
    office: Path, returned: Path, tmp_path: Path
) -> None:
    fill_in(returned, {"*": "同一人"})
    moved = office_file(
        tmp_path / "改名.xlsx", {"汇总": [PEOPLE[0], ["NQI-009", "旁人甲", "", "北原学院", "骨干"], *PEOPLE[:0:-1]]}
    )
    report = check([moved], decisions=[returned])
    assert {one.status for one in report.records.judged} == {Status.USED}
    assert findings(report) == findings(check([office], decisions=[returned]))


def test_the_whole_sheet_in_english(office: Path, tmp_path: Path) -> None:
    path = tmp_path / "marked.xlsx"
    mark(path, office, lang="en")
    fill_in_english(path, "different people")
    assert findings(check([office], decisions=[path])) == []


def fill_in_english(path: Path, word: str) -> None:
    book = load_workbook(path)
    head, *found = book[SHEET].iter_rows()
    at = [cell.value for cell in head].index("Decision")
    for cells in found:
        cells[at].value = word
    book.save(path)


def test_a_sheet_that_the_office_made_itself_is_no_list_of_people(tmp_path: Path) -> None:
    own = [HEADERS, ["周启明", "东海大学", "南岭学院", "同一人", "同一身份证"]]
    path = office_file(tmp_path / "申报.xlsx", {"申报人员": PEOPLE, "认人": own})
    report = check([path])
    assert ("one-lead-application", "violation", "周启明") in findings(report)
    assert (
        report.counts["people"] == check([office_file(tmp_path / "b.xlsx", {"申报人员": PEOPLE})]).counts["people"] - 1
    )
    (sheet,) = [one for one in report.to_dict()["inputs"][0]["sheets"] if one["sheet"] == "认人"]
    assert sheet["kind"] == "ignored"
    assert "认人" not in " ".join(str(one) for one in report.to_dict()["unchecked"])
    assert any(one.key == "pairs.remark.read" and one.facts["used"] == 1 for one in report.remarks)


@pytest.mark.parametrize("as_input", [False, True])
def test_a_word_that_is_no_conclusion_is_told_with_its_cell(office: Path, returned: Path, as_input: bool) -> None:
    fill_in(returned, {"周启明": "是", "闻霁川": "同一人吧"})
    with pytest.raises(InputProblem) as caught:
        check([returned]) if as_input else check([office], decisions=[returned])
    assert {one.key for one in caught.value.wordings} == {"pairs.problem.conclusion"}
    wrong = dict(enumerate(load_workbook(returned)[SHEET].iter_rows(values_only=True), 1))
    expected = {(f"D{row}", words[3]) for row, words in wrong.items() if words[3] in ("是", "同一人吧")}
    assert {(one.facts["cell"], one.facts["found"]) for one in caught.value.wordings} == expected


def test_a_conclusion_without_records_is_told_with_its_cell(tmp_path: Path) -> None:
    path = office_file(
        tmp_path / "a.xlsx", {"申报人员": PEOPLE, SHEET: [HEADERS, ["周启明", "东海大学", "", "同一人", ""]]}
    )
    with pytest.raises(InputProblem) as caught:
        check([path])
    assert [(one.key, one.facts["cell"]) for one in caught.value.wordings] == [("pairs.problem.no-record", "C2")]


def test_on_the_command_line_a_wrong_conclusion_stops_the_check_before_anything_is_written(
    office: Path, returned: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill_in(returned, {"周启明": "可能"})
    args = ["check", str(office), "--decisions", str(returned), "-o", str(tmp_path / "出.xlsx"), "--lang", "zh"]
    assert main(args) == 3
    shown = capsys.readouterr()
    assert "可能" in shown.err
    assert not shown.out
    assert not (tmp_path / "出.xlsx").exists()


def test_decisions_may_come_back_without_the_other_sheets(office: Path, returned: Path) -> None:
    fill_in(returned, {"*": "不同人"})
    book = load_workbook(returned)
    for name in book.sheetnames:
        if name != SHEET:
            del book[name]
    book.save(returned)
    report = check([office], decisions=[returned])
    assert findings(report) == []
    assert [file.path for file in report.decisions.files] == [returned] if report.decisions else False


def without_place(entries: Entries, entry: Entry) -> str:
    return entries.written(entry, "zh", with_name=True).rpartition("；")[0]


@given(drawn=rosters(), chance=st.integers(0, 2**32).map(random.Random))
@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_what_is_written_is_found_again_whatever_the_order_of_rows(drawn: Any, chance: random.Random) -> None:
    _, grids = drawn
    report = check_grids(grids)
    entries = Entries(report.records)
    wanted = chance.choice([True, False])
    lines: list[list[Any]] = [HEADERS]
    people = range(report.records.people)
    alike = Counter(without_place(entries, one) for person in people for one in entries.of_person(person))
    for pair in report.pairs:
        if any(alike[without_place(entries, one)] > 1 for one in (pair.one, pair.other)):
            continue  # two records that nothing but their rows tells apart cannot be told once the rows have moved
        names = [report.records.names[one.name] for one in (pair.one, pair.other)]
        texts = [entries.written(one, "zh", with_name=True) for one in (pair.one, pair.other)]
        lines.append(["、".join(names), *texts, "同一人" if wanted else "不同人", ""])
    shuffled = [
        Grid(one.file, one.sheet, [one.rows[0], *chance.sample(one.rows[1:], len(one.rows) - 1)]) for one in grids
    ]
    again = check_grids([*shuffled, Grid("核实.xlsx", SHEET, lines)])
    unclear = [one.status for one in again.records.judged if one.status in (Status.GONE, Status.ONE_NOW)]
    assert unclear == []
    if wanted:
        assert {one.status for one in again.records.judged} <= {Status.USED, Status.SETTLED}


def test_the_terminal_says_where_to_answer_while_there_is_something_to_ask(
    office: Path, returned: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["check", str(office), "--lang", "zh"])
    asked = capsys.readouterr().out
    assert SHEET in asked
    assert "--decisions" in asked
    fill_in(returned, {"*": "不同人"})
    main(["check", str(office), "--lang", "zh", "--decisions", str(returned)])
    assert "--decisions" not in capsys.readouterr().out


def test_of_three_who_only_together_are_too_many_each_is_asked_about(tmp_path: Path) -> None:
    head = ["申报编号", "姓名", "工作单位", "角色"]
    people = [[f"NQI-00{n}", "周启明", f"单位{n}", "项目骨干"] for n in (1, 2, 3)]
    office = office_file(tmp_path / "三人.xlsx", {"申报人员": [head, *people]})
    asked = [pair for pair in check([office]).pairs if pair.rules]
    assert [pair.rules for pair in asked] == [("two-project-total",)] * 2
    assert len({entry for pair in asked for entry in (pair.one, pair.other)}) == 3
    mark(tmp_path / "标注.xlsx", office)
    fill_in(tmp_path / "标注.xlsx", {"*": "同一人"})
    (leads,) = told(check([office], decisions=[tmp_path / "标注.xlsx"]).findings, ["two-project-total"])
    assert (leads["severity"], len(leads["applications"])) == ("violation", 3)

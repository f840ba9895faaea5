"""The column mapping: what is saved, corrected and used again, and every mistake in it told at once with its line."""

from __future__ import annotations

import hashlib
import json
import random
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from random_rosters import random_roster
from support import invented_id

from nqi_limits.__main__ import main
from nqi_limits.checking import check
from nqi_limits.errors import InputProblem, Problem, UsageProblem
from nqi_limits.outputs.columns_toml import mapping_text, pattern_of
from nqi_limits.tables.headers import header_key
from nqi_limits.tables.mapping.load import load_mapping
from nqi_limits.tables.mapping.model import matches
from nqi_limits.tables.mapping.vocabulary import all_kinds, all_meanings, fields, kind_words, meaning_words
from nqi_limits.understanding import understand
from nqi_limits.words.catalogue import LANGUAGES, said, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nqi_limits.sources.grid import Cell, Grid

HERE = Path(__file__).resolve().parent
CASES = {one["name"]: one for one in tomllib.loads((HERE / "column_mappings.toml").read_text(encoding="utf-8"))["case"]}
APPLIED = f"""申报编号,姓 名,身份证号,单位,单位,角色,电话
NQI-001,林知远,{invented_id(1)},澄江工业大学,科技处,项目负责人,1
NQI-002,林知远,{invented_id(1)},澄江工业大学,科技处,课题骨干,2
NQI-003,林知远,{invented_id(1)},澄江工业大学,科技处,课题骨干,3
"""
ONGOING = "项目编号,姓名,角色\n2019YFF0212300,周若谷,课题骨干\n"


@pytest.fixture
def _inputs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    Path("申报.csv").write_text(APPLIED, encoding="utf-8")
    Path("在研.csv").write_text(ONGOING, encoding="utf-8")


def book(path: str | Path, sheets: dict[str, Sequence[Sequence[Cell]]]) -> Path:
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    made.save(path)
    return Path(path)


# mistakes


def mistakes_of(caught: Problem) -> list[str]:
    found = []
    for one in caught.wordings:
        detail = one.facts.get("detail")
        found.append(f"{one.facts['line']} {detail.key if detail else one.key}")  # type: ignore[attr-defined]
    return found


@pytest.mark.usefixtures("_inputs")
@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_every_mistake_is_told_at_once_with_its_line(case: dict[str, Any]) -> None:
    Path("对照.toml").write_text(case["text"], encoding="utf-8")
    if not case["mistakes"]:
        check(["申报.csv", "在研.csv"], columns="对照.toml")
        return
    for run in (check, understand):
        with pytest.raises(UsageProblem) as caught:
            run(["申报.csv", "在研.csv"], columns="对照.toml")  # type: ignore[operator]
        assert mistakes_of(caught.value) == case["mistakes"]
        for lang in LANGUAGES:
            assert all("对照.toml" in said(one, lang) for one in caught.value.wordings)


@pytest.mark.usefixtures("_inputs")
def test_mistakes_are_told_with_problems_of_the_inputs_and_of_decisions() -> None:
    Path("对照.toml").write_text('[[sheet]]\nkind = "甲"\n', encoding="utf-8")
    Path("空.xlsx").write_bytes(b"")
    with pytest.raises(InputProblem) as caught:
        check(["空.xlsx"], columns="对照.toml", decisions=["没有.xlsx"])
    assert {one.key for one in caught.value.wordings} == {"sources.empty", "sources.missing", "mapping.mistake"}


@pytest.mark.usefixtures("_inputs")
def test_the_nearest_word_is_suggested(capsys: pytest.CaptureFixture[str]) -> None:
    Path("对照.toml").write_text('[[sheet]]\nsheet = "申报"\n[sheet.columns]\n"身份证" = "证件号"\n', encoding="utf-8")
    assert main(["check", "申报.csv", "--columns", "对照.toml"]) == 2
    told = capsys.readouterr()
    assert "身份证号" in told.err
    assert not told.out


@pytest.mark.parametrize("made", [None, b"\xff\xff\xff"], ids=["missing", "no text"])
@pytest.mark.usefixtures("_inputs")
def test_a_mapping_that_cannot_be_opened(made: bytes | None, capsys: pytest.CaptureFixture[str]) -> None:
    if made:
        Path("对照.toml").write_bytes(made)
    assert main(["check", "申报.csv", "--columns", "对照.toml"]) == 2
    assert "对照.toml" in capsys.readouterr().err


@pytest.mark.usefixtures("_inputs")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_mapping_is_read_as_any_editor_saves_it(encoding: str) -> None:
    text = '[[sheet]]\r\nsheet = "申报"\r\n[sheet.columns]\r\n"电话" = "备注"\r\n'
    Path("对照.toml").write_bytes(text.encode(encoding))
    (table,) = understand(["申报.csv"], columns="对照.toml").tables
    assert table.mapping["电话"] == "remark"


# words


def test_every_word_leads_back_to_its_meaning() -> None:
    for lang in LANGUAGES:
        words = [say(f"fields.{field}", lang) for field in fields()]
        assert [meaning_words()[header_key(word)] for word in words] == list(fields())
    assert all(header_key(word) in meaning_words() for word in all_meanings())
    assert all(header_key(word) in kind_words() for word in all_kinds())


PATTERNS = {
    "申报人员": ("申报人员",),
    "申报汇总2022": ("申报汇总2023", "申报汇总"),
    "2022年3月": ("2022年11月", "2023年4月"),
    "2022-03-15 申报": ("2023.4.1 申报",),
    "名单20220315": ("名单20230401",),
    "名单202203": ("名单202304",),
    "Sheet1": ("sheet1", "Ｓheet 1"),
}


@pytest.mark.parametrize(("name", "others"), PATTERNS.items(), ids=PATTERNS.keys())
def test_a_name_is_kept_without_what_changes_from_month_to_month(name: str, others: tuple[str, ...]) -> None:
    assert matches(pattern_of(name), name)
    assert all(matches(pattern_of(name), other) for other in others)
    assert not matches(pattern_of(f"在研{name}"), "别的表")


# what it does


@pytest.mark.usefixtures("_inputs")
def test_saved_corrected_and_used() -> None:
    before = check(["申报.csv", "在研.csv"])
    assert any(one.rule == "two-project-total" for one in before.findings)
    assert main(["columns", "申报.csv", "在研.csv", "--save", "对照.toml"]) == 0
    text = Path("对照.toml").read_text(encoding="utf-8")
    assert '"单位 #2" = "牵头单位"' in text
    corrected = text.replace('"角色" = "角色"', '"角色" = "不采用"').replace('"电话" = "不采用"', '"电话" = "课题序号"')
    Path("对照.toml").write_text(corrected, encoding="utf-8")
    after = check(["申报.csv", "在研.csv"], columns="对照.toml")
    applied = next(table for table in after.tables if table.sheet == "申报")
    assert (applied.mapping["角色"], applied.mapping["电话"]) == ("", "topic_index")
    assert not any(one.severity == "violation" and one.rule == "two-project-total" for one in after.findings)


@pytest.mark.usefixtures("_inputs")
def test_a_sheet_without_known_headers_is_understood_once_they_are_explained(tmp_path: Path) -> None:
    rows = [
        ["2022年情况"],
        ["代号", "人", "干什么"],
        ["NQI-001", "林知远", "项目负责人"],
        ["NQI-001", "周若谷", "骨干"],
    ]
    book("甲.xlsx", {"乱表": rows})
    assert [table.kind for table in understand(["甲.xlsx"]).tables] == ["ignored"]
    assert main(["columns", "甲.xlsx", "--save", "对照.toml"]) == 0
    lines = Path("对照.toml").read_text(encoding="utf-8").splitlines()
    at = lines.index("# [[sheet]]")
    entry = "\n".join(line.removeprefix("# ") for line in lines[at:])
    for header, meaning in (("代号", "申报编号"), ("人", "姓名"), ("干什么", "角色")):
        assert f'"{header}" = "不采用"' in entry
        entry = entry.replace(f'"{header}" = "不采用"', f'"{header}" = "{meaning}"')
    Path("对照.toml").write_text("\n".join([*lines[:at], entry]), encoding="utf-8")
    report = check(["甲.xlsx"], columns="对照.toml")
    assert [(table.kind, table.header_row, len(table)) for table in report.tables] == [("application-members", 2, 2)]
    assert report.counts["memberships"] == 2


@pytest.mark.usefixtures("_inputs")
def test_next_months_file_is_read_by_the_same_mapping() -> None:
    head = ["申报编号", "人员姓名", "联系电话", "角色"]
    book("申报汇总202203.xlsx", {"2022年3月": [head, ["NQI-001", "林知远", "1", "骨干"]]})
    assert main(["columns", "申报汇总202203.xlsx", "--save", "对照.toml"]) == 0
    text = Path("对照.toml").read_text(encoding="utf-8").replace('"联系电话" = "不采用"', '"联系电话" = "课题序号"')
    Path("对照.toml").write_text(text, encoding="utf-8")
    moved = [
        ["标题"],
        [],
        ["新列", "角色", "人员姓名", "联系电话", "申报编号"],
        ["x", "骨干", "周若谷", "2", "NQI-009"],
    ]
    book("新名字.xlsx", {"2022年4月": moved})
    (table,) = understand(["新名字.xlsx"], columns="对照.toml").tables
    assert {one.header: one.field for one in table.headings} == {
        "新列": "",
        "角色": "role",
        "人员姓名": "name",
        "联系电话": "topic_index",
        "申报编号": "application_number",
    }


@pytest.mark.usefixtures("_inputs")
def test_a_kind_that_the_office_gives_holds_and_what_the_command_line_says_comes_first() -> None:
    Path("对照.toml").write_text('[[sheet]]\nsheet = "在研"\nkind = "申报人员"\n', encoding="utf-8")
    (table,) = understand(["在研.csv"], columns="对照.toml").tables
    assert table.kind == "application-members"
    text = mapping_text([table])
    assert 'kind = "申报人员"\n' in text
    with pytest.raises(UsageProblem):
        understand(ongoing=["在研.csv"], columns="对照.toml")


@pytest.mark.usefixtures("_inputs")
@pytest.mark.parametrize("columns", ["", '[sheet.columns]\n"姓名" = "姓名"\n'], ids=["whole", "with columns"])
def test_a_sheet_that_the_office_leaves_out_is_said_to_be(columns: str) -> None:
    Path("对照.toml").write_text(f'[[sheet]]\nsheet = "在研"\nkind = "不采用"\n{columns}', encoding="utf-8")
    tables = {table.sheet: table for table in understand(["申报.csv", "在研.csv"], columns="对照.toml").tables}
    assert (tables["在研"].kind, tables["在研"].why_ignored) == ("ignored", "tables.ignored.by-mapping")
    assert tables["申报"].kind == "application-members"


@pytest.mark.usefixtures("_inputs")
def test_an_entry_for_a_file_that_is_not_given_is_told_of() -> None:
    Path("对照.toml").write_text('[[sheet]]\nfile = "去年.xlsx"\n', encoding="utf-8")
    assert [one.key for one in understand(["在研.csv"], columns="对照.toml").remarks] == ["mapping.other-file"]


@pytest.mark.usefixtures("_inputs")
def test_of_two_entries_about_one_sheet_each_table_takes_the_one_that_fits_it() -> None:
    first = [["申报编号", "姓名", "甲"], ["NQI-001", "林知远", "骨干"]]
    second = [["项目编号", "姓名", "甲"], ["2019YFF0212300", "林知远", "2022-01-01"]]
    book("甲.xlsx", {"表": [*first, [], *second]})
    Path("对照.toml").write_text(
        '[[sheet]]\nsheet = "表"\n[sheet.columns]\n"申报编号" = "申报编号"\n"甲" = "角色"\n'
        '[[sheet]]\nsheet = "表"\n[sheet.columns]\n"项目编号" = "项目编号"\n"甲" = "退出日期"\n',
        encoding="utf-8",
    )
    tables = understand(["甲.xlsx"], columns="对照.toml").tables
    assert [table.mapping["甲"] for table in tables] == ["role", "left_date"]


# what is written


@pytest.mark.usefixtures("_inputs")
def test_nothing_is_written_over_by_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    Path("有.toml").write_text("留着", encoding="utf-8")
    Path("夹.toml").mkdir()
    wrong = (
        ["有.toml"],
        ["申报.csv"],
        ["申报.csv", "--force"],
        ["夹.toml", "--force"],
        ["对照.xlsx"],
        [""],
        ["有.toml/x.toml"],
    )
    for target in wrong:
        assert main(["columns", "申报.csv", "--save", *target]) == 2, target
        assert capsys.readouterr().out == ""
    assert Path("有.toml").read_text(encoding="utf-8") == "留着"
    assert Path("申报.csv").read_text(encoding="utf-8") == APPLIED
    assert main(["columns", "申报.csv", "--save", "有.toml", "--force"]) == 0
    assert main(["columns", "申报.csv", "--columns", "有.toml", "--save", "有.toml", "--force"]) == 2


@pytest.mark.usefixtures("_inputs")
def test_a_mapping_is_written_whole_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    before = sorted(Path().iterdir())

    def full(self: Path, *args: Any, **settings: Any) -> int:
        raise OSError

    monkeypatch.setattr(Path, "write_text", full)
    assert main(["columns", "申报.csv", "--save", "对照.toml"]) == 2
    assert sorted(Path().iterdir()) == before


HOSTILE = (
    '"',
    "'",
    "\\",
    "]",
    "#",
    "=",
    "a\nb",
    "\x7f",
    "\u202e",
    "=1+1",
    "[[sheet]]",
    '"""',
    "姓名\n[[sheet]]",
    "é",
    "\t",
)


@pytest.mark.usefixtures("_inputs")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_whatever_headers_and_sheets_are_called_the_mapping_can_be_read(lang: str) -> None:
    head = ["申报编号", "姓名", *HOSTILE]
    for number, name in enumerate(('甲"乙', "甲'乙", "#甲", "a = b")):
        book(f"{number}.xlsx", {name: [head, ["NQI-001", "林知远", *map(str, range(len(HOSTILE)))]]})
    tables = understand([f"{number}.xlsx" for number in range(4)]).tables
    Path("对照.toml").write_text(mapping_text(tables, lang), encoding="utf-8")
    mapping, mistakes = load_mapping("对照.toml")
    assert mapping
    assert (len(mapping.sheets), mistakes) == (4, [])
    again = understand([f"{number}.xlsx" for number in range(4)], columns="对照.toml").tables
    assert [table.mapping for table in again] == [table.mapping for table in tables]


@pytest.mark.usefixtures("_inputs")
def test_no_id_number_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    number = invented_id(7)
    rows = [["申报编号", "姓名", f"身份证{number}"], ["NQI-001", "林知远", number]]
    book(f"{number}.xlsx", {f"表{number}": rows, "空白表头": [["甲", f"乙{number}"], ["丙", number]]})
    assert main(["columns", f"{number}.xlsx", "--save", "对照.toml"]) == 0
    assert number not in Path("对照.toml").read_text(encoding="utf-8")
    assert number not in capsys.readouterr().out


# properties


def saved(grids: Sequence[Grid], folder: Path) -> Path:
    return book(folder / "roster.xlsx", {grid.sheet: grid.rows for grid in grids})


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32))
def test_a_mapping_that_is_not_corrected_changes_nothing(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    chance = random.Random(seed)
    _, grids = random_roster(chance)
    for grid in grids:
        chance.shuffle(grid.rows[0]) if chance.random() < 0.1 else None
        grid.rows[:0] = [[] for _ in range(chance.randrange(3))]
    folder = tmp_path_factory.mktemp("mapping")
    path = saved(grids, folder)
    before = check([path])
    (folder / "对照.toml").write_text(mapping_text(before.tables), encoding="utf-8")
    after = check([path], columns=folder / "对照.toml")
    found = after.to_dict()
    del found["column_mapping"]
    assert json.dumps(found, ensure_ascii=False) == json.dumps(before.to_dict(), ensure_ascii=False)


def test_nor_does_it_for_the_sample(tmp_path: Path) -> None:
    sample = HERE.parent / "sample_data"
    before = check([sample])
    (tmp_path / "对照.toml").write_text(mapping_text(before.tables), encoding="utf-8")
    found = check([sample], columns=tmp_path / "对照.toml").to_dict()
    del found["column_mapping"]
    assert found == before.to_dict()


@pytest.mark.usefixtures("_inputs")
def test_the_mapping_that_was_used_is_named_with_its_checksum(capsys: pytest.CaptureFixture[str]) -> None:
    Path("表").mkdir()
    mapping = Path("表", "列.toml")
    mapping.write_text('[[sheet]]\nsheet = "申报"\n[sheet.columns]\n"电话" = "不采用"\n', encoding="utf-8")
    used = {"file": "列.toml", "sha256": hashlib.sha256(mapping.read_bytes()).hexdigest()}
    args = ["申报.csv", "--columns", str(mapping)]
    assert main(["columns", *args, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["column_mapping"] == used
    assert main(["check", *args, "--format", "json", "--fail-on", "never", "-o", "标注.xlsx"]) == 0
    assert json.loads(capsys.readouterr().out)["column_mapping"] == used
    shown = [str(cell.value) for row in load_workbook("标注.xlsx")["检查概览"] for cell in row]
    assert any("列.toml" in text and used["sha256"] in text for text in shown)
    assert main(["check", "申报.csv", "--format", "json", "--fail-on", "never"]) == 0
    assert "column_mapping" not in json.loads(capsys.readouterr().out)

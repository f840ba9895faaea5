"""check --split-by: each group gets its own people and applications, and nothing of anybody else's."""

from __future__ import annotations

import csv
import html
import json
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from support import invented_id

from nqi_limits import check
from nqi_limits.__main__ import main
from nqi_limits.errors import UsageProblem
from nqi_limits.outputs.telling import rule_title
from nqi_limits.outputs.workbook import splitting, write_split
from nqi_limits.outputs.workbook.look import WORD_FILLS
from nqi_limits.outputs.workbook.shares import Shares, shares_by
from nqi_limits.outputs.workbook.splitting import file_names
from nqi_limits.rules.explaining import cited
from nqi_limits.values.id_numbers import mask_id
from nqi_limits.words.catalogue import say

if TYPE_CHECKING:
    from nqi_limits.report import Report

SAMPLE = Path(__file__).resolve().parent.parent / "sample_data"
GROUPS = ("甲大学", "乙研究院", "丙公司", "")
ROLES = ("项目负责人", "课题负责人", "项目骨干", "参与人员", "")


def texts_in(path: Path) -> str:
    """Everything that any part of a package says, its parts' names too."""
    with zipfile.ZipFile(path) as package:
        parts = [package.read(name).decode("utf-8") for name in package.namelist()]
        return html.unescape("\n".join([*package.namelist(), package.comment.decode(), *parts]))


def leaks(report: Report, column: str, folder: Path, lang: str = "zh") -> list[tuple[str, str]]:
    """What the workbooks say of people of other groups, beyond what a group's own findings name."""
    records, found = report.records, []
    shares = shares_by(report, column)
    names = file_names([one.name or say("split.nobody", lang, column=column) for one in shares])
    told = {one["id"]: json.dumps(one, ensure_ascii=False) for one in report.to_dict()["findings"]}
    for share, name in zip(shares, names, strict=True):
        text = texts_in(folder / f"{name}.xlsx")
        own = [records.person(person) for person in share.people]
        named = "".join(told[one.id] for one in Shares(report).part(share).findings)
        allowed = named + "".join(f"{one.name} {one.id_number.key if one.id_number else ''} " for one in own)
        allowed += "".join(mask_id(one.id_number.key) for one in own if one.id_number)
        for person in map(records.person, range(records.people)):
            number = person.id_number.key if person.id_number else ""
            secrets = [person.name, *([number, mask_id(number)] if number else [])]
            found += [(name, one) for one in secrets if one in text and one not in allowed]
            found += [(name, number)] if number and number in text else []  # nobody's whole number, own or not
    return found


def test_no_workbook_of_the_sample_says_anything_of_other_peoples(tmp_path: Path) -> None:
    report = check([SAMPLE])
    write_split(report, tmp_path / "分发", "单位")
    assert leaks(report, "单位", tmp_path / "分发") == []


members = st.lists(
    st.tuples(st.integers(1, 5), st.integers(1, 4), st.sampled_from(GROUPS), st.sampled_from(ROLES), st.booleans()),
    min_size=1,
    max_size=12,
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=members, ongoing=members)
def test_no_workbook_of_any_small_roster_does(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[tuple[int, int, str, str, bool]],
    ongoing: list[tuple[int, int, str, str, bool]],
) -> None:
    folder = tmp_path_factory.mktemp("split")
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, header, prefix, listed in (
        ("申报人员", "申报编号", "NQI-00", rows),
        ("在研人员", "项目编号", "2020YFF02990", ongoing),
    ):
        sheet = book.create_sheet(title)
        sheet.append([header, "姓名", "证件号码", "工作单位", "角色"])
        for person, unit, group, role, given_number in listed:
            number = invented_id(person) if given_number else None
            tail = f"{unit}00" if prefix.startswith("2020") else str(unit)
            sheet.append([prefix + tail, "欧阳" + "秋冬春夏晨"[person - 1] + "砚", number, group or None, role or None])
    book.properties.creator = "欧阳秋砚"
    hidden = book.create_sheet("备份")
    hidden.append(["姓名", "证件号码"])
    hidden.append(["欧阳冬砚", invented_id(2)])
    hidden.sheet_state = "hidden"
    book.save(folder / "汇总.xlsx")
    report = check([folder / "汇总.xlsx"])
    write_split(report, folder / "分发", "单位")
    assert leaks(report, "单位", folder / "分发") == []


def office(path: Path) -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "申报人员"
    sheet.append(["申报编号", "姓名", "证件号码", "工作单位", "角色", "部门"])
    for number, name, at, organisation, role, department in (
        ("NQI-001", "邵行知", 1, "甲大学", "项目负责人", "力学所"),
        ("NQI-002", "邵行知", 1, "甲大学", "项目负责人", "力学所"),
        ("NQI-002", "邹衡", 2, "乙研究院", "项目骨干", "光学所"),
        ("NQI-003", "计海生", 3, None, "项目负责人", None),
    ):
        sheet.append([number, name, invented_id(at), organisation, role, department])
    book.save(path)
    return path


def test_each_organisation_gets_a_workbook_and_the_index_lists_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = office(tmp_path / "申报.xlsx")
    command = ["check", str(source), "--split-by", "单位", "-o", f"{tmp_path / '分发'}/"]
    assert main(command) == 1
    assert sorted(path.name for path in (tmp_path / "分发").iterdir()) == sorted(
        ["甲大学.xlsx", "乙研究院.xlsx", "没有写单位.xlsx", "分发目录.csv"]
    )
    rows = list(csv.reader((tmp_path / "分发" / "分发目录.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert ["甲大学.xlsx", "甲大学", "1", "2"] in [row[:4] for row in rows]
    assert ["没有写单位.xlsx", "", "1", "1"] in [row[:4] for row in rows]
    book = load_workbook(tmp_path / "分发" / "甲大学.xlsx")
    assert book["冲突明细"]["D2"].value == "邵行知"
    assert "邵行知" not in texts_in(tmp_path / "分发" / "乙研究院.xlsx")
    capsys.readouterr()
    assert main(command) == 2, "files that are there are not overwritten"
    assert main([*command, "--force"]) == 1


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_verdict_because_of_others_tells_the_rule_and_nothing_else_of_them(tmp_path: Path, lang: str) -> None:
    source = office(tmp_path / "申报.xlsx")
    book = load_workbook(source)
    book.worksheets[0].append(["NQI-004", "邵行知", invented_id(1), "甲大学", "项目骨干", "力学所"])
    book.worksheets[0].append(["NQI-004", "邹衡", invented_id(2), "乙研究院", "项目负责人", "光学所"])
    book.worksheets[0].append(["NQI-009", "谷雨声", invented_id(4), "丁学院", "项目负责人", "光学所"])
    book.save(source)
    report = check([source])
    write_split(report, tmp_path / "分发", "单位", lang=lang)
    assert leaks(report, "单位", tmp_path / "分发", lang) == []
    page = load_workbook(tmp_path / "分发" / "乙研究院.xlsx")["检查概览"]
    texts = [str(cell.value) for row in page.iter_rows() for cell in row if cell.value is not None]
    told = {one.rule: one.clause for one in report.findings if "NQI-004" in one.falls}
    for rule, clause in told.items():
        assert any(rule_title(rule, lang) in text and cited(clause, lang) in text for text in texts), rule
    text = texts_in(tmp_path / "分发" / "乙研究院.xlsx")
    said = [one for one in ("邵行知", "甲大学", "NQI-001", "NQI-003", "申报人员", "申报.xlsx") if one in text]
    assert said == ["申报人员", "申报.xlsx"], "only what it was cut from"
    banner = {one: load_workbook(tmp_path / "分发" / f"{one}.xlsx")["检查概览"]["A3"] for one in ("乙研究院", "丁学院")}
    assert banner["乙研究院"].fill.fgColor.rgb == WORD_FILLS["violation"].fgColor.rgb
    assert banner["丁学院"].fill.fgColor.rgb != WORD_FILLS["violation"].fgColor.rgb
    assert banner["乙研究院"].value != banner["丁学院"].value


def test_any_column_can_split_whether_a_rule_reads_it_or_not(tmp_path: Path) -> None:
    report = check([office(tmp_path / "申报.xlsx")])
    write_split(report, tmp_path / "分发", "部门")
    assert {path.stem for path in (tmp_path / "分发").glob("*.xlsx")} == {"力学所", "光学所", "没有写部门"}
    assert leaks(report, "部门", tmp_path / "分发") == []
    with pytest.raises(UsageProblem):
        write_split(report, tmp_path / "另外", "处室")
    assert not (tmp_path / "另外").exists()


def test_nothing_is_left_when_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report, written = check([office(tmp_path / "申报.xlsx")]), []

    def fails_on_the_second(_: object, path: Path, **_rows: object) -> None:
        written.append(path)
        path.write_bytes(b"half")
        if len(written) == 2:
            raise OSError

    monkeypatch.setattr(splitting, "save", fails_on_the_second)
    with pytest.raises(UsageProblem):
        write_split(report, tmp_path / "分发", "单位")
    assert not (tmp_path / "分发").exists()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_needs_a_folder(tmp_path: Path, lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    source = office(tmp_path / "申报.xlsx")
    for output in ([], ["-o", str(tmp_path / "一个.xlsx")]):
        assert main(["check", str(source), "--split-by", "单位", *output, "--lang", lang]) == 2
    assert "-o" in capsys.readouterr().err


def test_file_names_are_such_as_windows_takes() -> None:
    names = [
        "CON",
        "nul.实验室",
        "甲/乙:丙?",
        "A所",
        "a所",
        " .",
        "长" * 300,
        "长" * 301,
        "结尾.",
        "com1",
        "~$甲",
        ".隐藏",
    ]
    found = file_names(names)
    assert len({one.casefold() for one in found}) == len(names)
    for one in found:
        assert one
        assert not set(one) & set('<>:"/\\|?*')
        assert one[-1] not in " ."
        assert not one.startswith((".", "~$"))
        assert one.partition(".")[0].casefold() not in {"con", "nul", "com1"}
        assert len(one.encode()) < 230

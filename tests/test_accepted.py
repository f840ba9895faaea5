"""The accepted list of an earlier day, as an office has it: the workbook, its marked copy, a saved report, a folder of these."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook, load_workbook
from support import invented_id
from workbook_support import mark

from nqi_limits import check
from nqi_limits.__main__ import main
from nqi_limits.errors import InputProblem, UsageProblem
from nqi_limits.outputs.workbook import write_marked
from nqi_limits.values.id_numbers import mask_id

if TYPE_CHECKING:
    from nqi_limits.findings.model import Finding
    from nqi_limits.report import Report

RULE = "changed-after-acceptance"
LEADER, OTHER = invented_id(1), invented_id(2)


def applications(path: Path, *rows: tuple[str, str, str, str]) -> Path:
    """A workbook of applications: number, lead organisation, project leader, the leader's ID number."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "申报"
    sheet.append(["申报编号", "项目名称", "牵头申报单位", "项目负责人", "项目负责人证件号码"])
    for number, organisation, leader, id_number in rows:
        sheet.append([number, f"{number} 的研究", organisation, leader, id_number])
    book.save(path)
    return path


@pytest.fixture
def before(tmp_path: Path) -> Path:
    return applications(
        tmp_path / "受理.xlsx",
        ("NQI-001", "甲大学", "邵行知", LEADER),
        ("NQI-002", "乙研究院", "邹衡", OTHER),
    )


@pytest.fixture
def now(tmp_path: Path) -> Path:
    return applications(
        tmp_path / "现在.xlsx",
        ("NQI-001", "甲大学", "邵行知", LEADER),
        ("NQI-002", "乙研究院", "计海生", invented_id(3)),
    )


def changed(report: Report) -> list[Finding]:
    return [one for one in report.findings if one.rule == RULE]


@pytest.fixture(params=["workbook", "marked", "json", "folder", "folder-of-marked"])
def accepted(request: pytest.FixtureRequest, before: Path, tmp_path: Path) -> Path:
    kind: str = request.param
    if kind == "workbook":
        return before
    if kind == "json":
        path = tmp_path / "受理.json"
        path.write_text(json.dumps(check([before]).to_dict(), ensure_ascii=False), encoding="utf-8")
        return path
    if kind == "marked":
        mark(tmp_path / "受理-标注.xlsx", before)
        return tmp_path / "受理-标注.xlsx"
    folder = tmp_path / kind
    if kind == "folder":
        folder.mkdir()
        before.rename(folder / before.name)
    else:
        write_marked(check([before]), folder)
    return folder


def test_the_change_is_found_whatever_the_list_was_kept_as(accepted: Path, now: Path) -> None:
    (found,) = changed(check([now], accepted=[accepted]))
    assert (str(found.severity), found.applications) == ("review", ("NQI-002",))
    assert [(place.cell, place.value) for place in found.places] == [("D3", "计海生")]
    assert changed(check([accepted] if accepted.suffix == ".xlsx" else [now], accepted=[accepted])) == (
        [] if accepted.suffix == ".xlsx" else [found]
    )


def test_a_masked_number_alone_does_not_make_another_name_the_same_person(before: Path, tmp_path: Path) -> None:
    saved = tmp_path / "受理.json"
    saved.write_text(json.dumps(check([before]).to_dict(), ensure_ascii=False), encoding="utf-8")
    other = applications(tmp_path / "甲.xlsx", ("NQI-001", "甲大学", "邵航之", LEADER))
    assert changed(check([other], accepted=[saved]))
    assert not changed(check([other], accepted=[before]))


def test_the_report_tells_of_the_list_and_of_who_leads(
    before: Path, now: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "标注.xlsx"
    assert main(["check", str(now), "--accepted", str(before), "-o", str(out), "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["accepted"]["applications"] == 2
    assert [one["file"] for one in told["accepted"]["files"]] == [str(before)]
    assert told["leading"][0] == {
        "application": "NQI-001",
        "organisations": ["甲大学"],
        "project_leaders": [{"name": "邵行知", "id": mask_id(LEADER)}],
        "topic_leaders": [],
    }
    sums = {one["sha256"] for one in told["accepted"]["files"]}
    overview = "\n".join(str(cell.value) for row in load_workbook(out)["检查概览"] for cell in row)
    assert all(one in overview for one in sums)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_without_a_list_the_page_says_that_nothing_was_compared(
    now: Path, capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    main(["check", str(now), "--lang", lang])
    assert "--accepted" in capsys.readouterr().out
    main(["check", str(now), "--lang", lang, "--ignore", RULE])
    assert "--accepted" not in capsys.readouterr().out


def test_the_list_is_never_overwritten(before: Path, now: Path) -> None:
    with pytest.raises(UsageProblem):
        write_marked(check([now], accepted=[before]), before, force=True)


def test_what_is_no_list_of_applications_is_told_with_everything_else(now: Path, tmp_path: Path) -> None:
    broken, other = tmp_path / "甲.json", tmp_path / "乙.json"
    broken.write_text("{", encoding="utf-8")
    other.write_text('{"findings": []}', encoding="utf-8")
    roster = tmp_path / "人员.csv"
    roster.write_text("姓名,工作单位,性别\n邵行知,甲大学,男\n", encoding="utf-8")
    for path in (broken, other, roster, tmp_path / "没有.xlsx", tmp_path / "没有.json"):
        with pytest.raises(InputProblem):
            check([now], accepted=[path])
    with pytest.raises(InputProblem) as caught:
        check([now, tmp_path / "也没有.xlsx"], accepted=[broken, other])
    assert len(caught.value.wordings) == 3

"""What the tool wrote into a folder is no evidence when the folder is checked again."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table

from nqi_limits import check
from nqi_limits.errors import InputProblem
from nqi_limits.outputs.columns_toml import write_mapping
from nqi_limits.outputs.csv import report_as_csv
from nqi_limits.outputs.json import report_as_json
from nqi_limits.outputs.workbook import write_marked, write_split
from nqi_limits.report import Report
from nqi_limits.sources.files import look_for_files
from nqi_limits.sources.own import is_own_file
from nqi_limits.understanding import understand
from tests.other_formats import wide
from tests.workbook_support import OFFICE, office_file

LISTS = ("在研台账.xlsx", "申报.xlsx")


def keys(paths: list[Path]) -> list[str]:
    return [one.key for one in look_for_files(paths).remarks]


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an office's two lists and, below it, everything that the tool can write about them."""
    folder = tmp_path_factory.mktemp("办公室")
    sheets = list(OFFICE.items())
    paths = [office_file(folder / name, dict(part)) for name, part in zip(LISTS, (sheets[:2], sheets[2:]), strict=True)]
    report, made = check(paths), folder / "结果"
    write_marked(report, made / "标注.xlsx")
    write_split(report, f"{made / '分发'}/", "单位")
    for lang in ("zh", "en"):
        (made / f"{lang}.csv").write_bytes(report_as_csv(report, lang))
        (made / f"{lang}.json").write_bytes(report_as_json(report, lang))
        write_mapping(understand(paths), made / f"{lang}.toml", lang=lang)
    text = report_as_csv(report).decode("utf-8-sig")
    (made / "记事本.csv").write_bytes(text.replace(",", ";").encode("gb18030"))
    (made / "统一码.csv").write_bytes(text.replace(",", "\t").encode("utf-16"))
    return folder


def same(one: Report, other: Report) -> bool:
    return [finding.id for finding in one.findings] == [finding.id for finding in other.findings] and (
        one.counts == other.counts
    )


def test_a_folder_with_results_in_it_comes_out_as_without(outputs: Path) -> None:
    again, lists = check([outputs]), check([outputs / name for name in LISTS])
    assert same(again, lists)
    assert sorted(Path(file.name).name for file in again.files_read) == sorted(LISTS)
    told = {Path(str(one.facts["file"])).name for one in again.remarks if one.key == "sources.own"}
    assert told == {file.name for file in outputs.rglob("*") if file.suffix in (".csv", ".xlsx")} - set(LISTS)


def test_everything_that_the_tool_writes_is_known_and_nothing_else(outputs: Path) -> None:
    made = [file for file in (outputs / "结果").rglob("*") if file.is_file()]
    assert {file.suffix for file in made} == {".xlsx", ".csv", ".json", ".toml"}
    assert [file.name for file in made if not is_own_file(file)] == []
    assert not any(is_own_file(outputs / name) for name in LISTS)


def test_lists_that_only_look_alike_are_not_taken_for_results(tmp_path: Path) -> None:
    (tmp_path / "申报.csv").write_text("姓名,规则,申报编号,角色,严重程度\n", encoding="utf-8")
    (tmp_path / "目录.csv").write_text("文件,单位,人员数\n", encoding="utf-8")
    (tmp_path / "a.json").write_text(json.dumps({"tool": {"name": "other"}}), encoding="utf-8")
    (tmp_path / "a.toml").write_text('# nqi-limits columns\nextends = "nqi-2022"\n', encoding="utf-8")
    assert not any(is_own_file(file) for file in tmp_path.iterdir())


def test_a_copy_that_another_program_saved_in_another_format_is_known(tmp_path: Path) -> None:
    for named, names in (("副本", ("检查概览", "冲突明细", "申报人员")), ("名单", ("申报人员", "冲突明细"))):
        old, open_document = xlwt.Workbook(), OpenDocumentSpreadsheet()
        for name in names:
            old.add_sheet(name).write(0, 0, "检查概览")
            open_document.spreadsheet.addElement(Table(name=name))
        old.save(str(tmp_path / f"{named}.xls"))
        open_document.save(str(tmp_path / f"{named}.ods"))
        with zipfile.ZipFile(tmp_path / f"{named}.xlsb", "w") as package:
            package.writestr("xl/workbook.bin", b"".join(wide(name) for name in names))
    assert sorted(path.name for path in tmp_path.iterdir() if is_own_file(path)) == [
        "副本.ods",
        "副本.xls",
        "副本.xlsb",
    ]


def test_results_in_a_workbook_of_their_own_are_no_list(outputs: Path, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Sheet1"
    for line in (outputs / "结果" / "zh.csv").read_text(encoding="utf-8-sig").splitlines():
        book.active.append(line.split(","))
    book.save(tmp_path / "另存.xlsx")
    lists = [outputs / name for name in LISTS]
    report = check([*lists, tmp_path / "另存.xlsx", outputs / "结果" / "en.csv"])
    assert same(report, check(lists))
    whys = [table.why_ignored for table in report.tables if table.kind == "ignored"]
    assert whys == ["tables.ignored.results"] * 2


def test_a_marked_copy_beside_all_it_was_made_from_is_left_out(outputs: Path) -> None:
    lists, marked = [outputs / name for name in LISTS], outputs / "结果" / "标注.xlsx"
    report = check([*lists, marked])
    assert same(report, check(lists))
    assert [one.key for one in report.remarks if one.key.startswith("sources.")] == ["sources.copy-left-out"]
    assert keys([marked, lists[0]]) == ["sources.copy-beside-original"]
    assert keys([marked]) == []


def test_results_alone_are_refused(outputs: Path) -> None:
    made = outputs / "结果"
    split = next((made / "分发").glob("*.xlsx"))
    for path in (made / "zh.json", made / "en.toml", split):
        with pytest.raises(InputProblem) as caught:
            check([path])
        assert [one.key for one in caught.value.wordings] == ["sources.only-own"]


def test_standard_output_in_the_folder_is_not_an_empty_input(outputs: Path, tmp_path: Path) -> None:
    for name in LISTS:
        shutil.copy(outputs / name, tmp_path / name)
    target = tmp_path / "结果.csv"
    with target.open("wb") as file:
        command = [sys.executable, "-m", "nqi_limits", "check", str(tmp_path), "--format", "csv", "--lang", "zh"]
        done = subprocess.run(command, stdout=file, stderr=subprocess.PIPE, env={**os.environ}, check=False)
    assert done.returncode == 1, done.stderr
    assert is_own_file(target)

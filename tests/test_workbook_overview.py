"""检查概览: its printed part is one page in letters that can be read, however much was checked; below it stands all of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from support import invented_id
from workbook_support import book_of

from nqi_limits import check
from nqi_limits.checking import check_grids
from nqi_limits.outputs.telling import Teller
from nqi_limits.outputs.workbook import write_marked
from nqi_limits.outputs.workbook.grid import fits
from nqi_limits.outputs.workbook.overview_rows import RULES, reading_rows, reading_spans
from nqi_limits.rulebooks.load import shipped_names
from nqi_limits.rules.registry import rule_ids
from nqi_limits.words.catalogue import LANGUAGES

if TYPE_CHECKING:
    from pathlib import Path

    from nqi_limits.report import Report

HEADERS = ["申报编号", "姓名", "证件号码", "工作单位", "角色"]
# An A4 page within the sheet's margins, in points, and the width of a letter of the workbook's font in Chinese Excel.
PAGE = (595.3 - 0.8 * 72, 841.9 - 1.2 * 72)
LETTER, PADDING, POINTS = 8, 5, 0.75


def many(folder: Path, files: int) -> Path:
    """So many files, each with an application of its own by somebody who leads another one too."""
    folder.mkdir()
    for number in range(1, files + 1):
        row = [f"SQ2022YFF02{number:04d}", f"欧阳砚{number // 2}", invented_id(number // 2 + 1), "甲大学", "项目负责人"]
        book_of({"申报人员": [HEADERS, row]}).save(folder / f"{number:02d}-某某研究院-申报书汇总（第{number}号）.xlsx")
    return folder


@pytest.fixture(scope="module", params=["zh", "en"])
def thirty(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Report, Any]:
    folder = tmp_path_factory.mktemp("overview")
    report = check([many(folder / "各单位", 30)])
    write_marked(report, folder / "结果.xlsx", lang=request.param)
    return report, load_workbook(folder / "结果.xlsx")["检查概览"]


def printed(sheet: Any) -> tuple[int, int]:
    """The last column and the last row that are printed."""
    return range_boundaries(sheet.print_area.split("!")[-1])[2:]


def test_the_printed_part_is_one_page_that_can_be_read(thirty: tuple[Report, Any]) -> None:
    _, sheet = thirty
    columns, rows = printed(sheet)
    width = columns * (sheet.column_dimensions["A"].width * LETTER + PADDING) * POINTS
    height = sum(sheet.row_dimensions[row].height for row in range(1, rows + 1))
    scale = min(PAGE[0] / width, PAGE[1] / height)
    sizes = {cell.font.size for row in sheet.iter_rows(max_row=rows) for cell in row if cell.value is not None}
    assert min(sizes) * scale >= 7.95
    assert sheet.page_setup.fitToHeight == sheet.page_setup.fitToWidth == 1


def test_every_file_stands_below_with_its_whole_checksum(thirty: tuple[Report, Any]) -> None:
    report, sheet = thirty
    below = [str(row[0].value) for row in sheet.iter_rows(min_row=printed(sheet)[1] + 1)]
    for file in report.files:
        assert any(file.name in text and file.sha256 in text for text in below)
    assert all(any(one.id == text for text in below) for one in report.applications)


def test_what_the_page_leaves_out_is_pointed_to(thirty: tuple[Report, Any]) -> None:
    report, sheet = thirty
    rows = printed(sheet)[1]
    page = [cell for row in sheet.iter_rows(max_row=rows) for cell in row if cell.value is not None]
    told = [str(cell.value) for cell in page if len(str(cell.value)) >= 8]  # a count is no beginning of a checksum
    files = sum(any(file.sha256.startswith(text) for text in told) for file in report.files)
    pointers = [cell for cell in page if cell.hyperlink and f"'{sheet.title}'!" in cell.hyperlink.location]
    assert 0 < files < len(report.files)
    assert any(str(len(report.files) - files) in re.findall(r"\d+", cell.value) for cell in pointers)
    for cell in pointers:
        row = int(cell.hyperlink.location.rpartition("A")[2])
        assert row > rows
        assert sheet.cell(row, 1).value


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("rulebook", shipped_names())
def test_titles_of_rules_and_readings_take_one_line_of_the_page(lang: str, rulebook: str) -> None:
    report = check_grids([], rulebook=rulebook)
    teller = Teller(report, lang)
    assert not [rule for rule in rule_ids() if not fits(teller.rule_title(rule), RULES[0])]
    room = reading_spans(report, teller)[0]
    assert not [name.value for name, _ in reading_rows(report, teller) if not fits(str(name.value), room)]

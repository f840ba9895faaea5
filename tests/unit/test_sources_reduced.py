"""A sheet reduced to its distinct cells says what the whole sheet says; one written in an unusual way is read whole."""

from __future__ import annotations

import contextlib
import datetime as dt
import random
import tracemalloc
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from nqi_limits.errors import InputProblem
from nqi_limits.sources import read as reading
from nqi_limits.sources.files import find_files
from nqi_limits.sources.read import read_file
from tests.corpus import FIRST, package_parts, packed, sheet_xml, workbook
from tests.support import read_both_ways

if TYPE_CHECKING:
    from nqi_limits.sources.grid import Grid

ROOT = Path(__file__).resolve().parents[2]
SHARED = (
    '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>甲</t></si><si><t>7</t></si>'
    "<si><r><t>乙</t></r><r><t>丙</t></r><rPh><t>yi</t></rPh></si><si><t>甲</t></si><si><t></t></si></sst>"
)


def grid_of(folder: Path, rows: str, **more: str) -> Grid:
    """The one sheet, as columns where it can be."""
    parts = package_parts(sheet_xml(rows, **more))
    (folder / "a.xlsx").write_bytes(packed({**parts, "xl/sharedStrings.xml": SHARED}))
    (file,) = find_files([folder / "a.xlsx"])
    read_both_ways(file)
    return read_file(file, coded=True)[0]


def row(number: int, cells: str) -> str:
    return f'<row r="{number}">{cells}</row>'


def test_each_cell_keeps_place_and_type(tmp_path: Path) -> None:
    cells = {"B": 't="s"><v>0</v>', "C": 't="s"><v>1</v>', "D": "><v>7</v>", "E": 't="b"><v>1</v>', "F": "><v>1</v>"}
    more = {"AB": 't="s"><v>2</v>', "AC": 't="s"><v>3</v>', "BAA": 't="str"><v>甲</v>'}
    line = "".join(f'<c r="{at}3" {cell}</c>' for at, cell in {**cells, **more}.items())
    grid = grid_of(tmp_path, row(3, line) + row(5, '<c r="B5" s="1"/><c r="D5" t="b"><v>1</v></c>'))
    assert grid.coded is not None
    (third,) = grid.lines(2, 3)
    assert third[:6] == ["", "甲", "7", 7, True, 1]
    assert [type(cell) for cell in third[3:6]] == [float, bool, float]
    assert (third[27], third[28], len(third), third[-1]) == ("乙丙", "甲", 1379, "甲")
    assert grid.coded[3].values == ["", 7, True]


@pytest.mark.parametrize(
    "rows",
    [
        row(2, '<c r="A2"><f>B2</f></c>'),
        row(2, '<c r="A2"><v>7</v><f>B2</f></c>'),
        row(2, '<c r="A2" t="str"><f>B2</f><v></v></c>'),
        row(2, '<c r="A2" t="e"><v>#N/A</v></c>'),
        row(2, "<c r='A2'><v>7</v></c>"),
        row(2, '<c s="0" r="A2"><v>7</v></c>'),
        row(2, '<c r="A2"><v>7</v></c ><c r="B2"><v>8</v></c>'),
        row(2, '<c r="A2"><v>7</v></c><!--<c r="B2"><v>8</v></c>-->'),
        "<row><c><v>7</v></c></row>",
        row(2, '<c r="A2"><v>7</v></c><x:c xmlns:x="x" r="B2"><v>8</v></x:c>'),
        row(2, '<c\nr="A2"><v>7</v></c>'),
    ],
)
def test_what_is_written_in_an_unusual_way_is_read_whole(tmp_path: Path, rows: str) -> None:
    assert grid_of(tmp_path, FIRST + rows).coded is None


def test_formulas_that_have_a_result(tmp_path: Path) -> None:
    cells = (
        '<c r="A2"><f t="shared" ref="A2:B2" si="0">C2&lt;1</f><v>7</v></c><c r="B2" t="str"><f si="0"/><v>x</v></c>'
    )
    grid = grid_of(tmp_path, FIRST + row(2, cells))
    assert (grid.coded is not None, grid.lines(1)) == (True, [[7, "x"]])


@pytest.mark.parametrize(
    "cell",
    [
        's="0" t="s"><v>3</v>',
        't="s" s="0"><v>2</v>',
        't="s"><v>00000002</v>',
        't="s"><v>000000003</v>',
        't="s"><v>4</v>',
        't="s"><v>2</v >',
    ],
)
def test_a_cell_may_point_to_a_shared_text_in_other_words(tmp_path: Path, cell: str) -> None:
    grid = grid_of(tmp_path, FIRST + row(2, f'<c r="A2" {cell}</c><c r="B2" t="s"><v>1</v></c>'))
    assert grid.coded is not None
    assert grid.lines(1) in [[["甲", "7"]], [["乙丙", "7"]], [["", "7"]]]


@pytest.mark.parametrize("cell", ["t='s'><v>3</v>", 't="s"><v> 1</v>', 't="s" ><v>1</v>'])
def test_pointers_that_are_not_understood(tmp_path: Path, cell: str) -> None:
    assert grid_of(tmp_path, FIRST + row(2, f'<c r="A2" {cell}</c>')).coded is None


def test_the_index_of_a_shared_text_that_is_not_there_takes_no_memory(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(workbook(FIRST + row(2, '<c r="A2" t="s"><v>999999999</v></c>')))
    (file,) = find_files([tmp_path / "a.xlsx"])
    tracemalloc.start()
    try:
        with contextlib.suppress(InputProblem):
            read_file(file, coded=True)
        assert tracemalloc.get_traced_memory()[1] < 50_000_000
    finally:
        tracemalloc.stop()


def test_texts_that_look_like_cells(tmp_path: Path) -> None:
    cell = '<c r="A2" t="inlineStr"><is><t>&lt;c r="B9"&gt; r="C7" t="s"&gt;</t></is></c>'
    assert grid_of(tmp_path, FIRST + row(2, cell)).lines() == [["姓名"], ['<c r="B9"> r="C7" t="s">']]


def test_a_sheet_without_cells_and_one_without_rows(tmp_path: Path) -> None:
    assert grid_of(tmp_path, "").lines() == []
    assert grid_of(tmp_path, row(1, '<c r="A1"/>')).lines() == []


def test_a_workbook_of_which_some_sheets_are_usual(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for name, cell in (("甲", "=A1"), ("乙", "x"), ("丙", "=B9"), ("丁", dt.date(2022, 5, 31))):
        book.create_sheet(name).append([cell, 1, True])
    book.save(tmp_path / "a.xlsx")
    (file,) = find_files([tmp_path / "a.xlsx"])
    read_both_ways(file)
    found = {grid.sheet: grid.coded is not None for grid in read_file(file, coded=True)}
    assert found == {"Sheet": True, "甲": False, "乙": True, "丙": False, "丁": True}


def test_a_reader_that_cannot_read_what_is_reduced_reads_the_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "reduced", lambda *_: (b"PK", {"Sheet1": None}))
    (tmp_path / "a.xlsx").write_bytes(workbook(FIRST))
    (file,) = find_files([tmp_path / "a.xlsx"])
    assert read_file(file, coded=True)[0].lines() == [["姓名"]]


@pytest.mark.parametrize("seed", range(20))
def test_random_sheets(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    words: list[Any] = ["甲", "乙 ", "1", 1, True, 1.5, -3e-7, 0, False, None, "", "a\nb", "<&>'\"", ' r="A1', 10**15]
    words += [dt.date(2022, 12, 31), dt.datetime(2022, 12, 31, 8, 30), dt.time(8, 30), "_x0041_", "2022-01-01"]
    book = openpyxl.Workbook()
    sheet = book.active
    for _ in range(chance.randrange(1, 60)):
        sheet.cell(chance.randrange(1, 40), chance.choice([1, 2, 3, 26, 27, 60]), chance.choice(words))
    if seed % 3 == 0:
        sheet.merge_cells("A2:B5")
        sheet.row_dimensions[3].hidden = True
    book.save(tmp_path / "a.xlsx")
    (file,) = find_files([tmp_path / "a.xlsx"])
    read_both_ways(file)
    assert read_file(file, coded=True)[0].coded is not None


@pytest.mark.parametrize("path", sorted((ROOT / "sample_data").glob("*.xlsx")), ids=lambda path: path.name)
def test_the_samples_are_reduced(path: Path) -> None:
    (file,) = find_files([path])
    read_both_ways(file)
    assert all(grid.coded is not None for grid in read_file(file, coded=True))


ITEMS = [
    "<t>甲</t>",
    '<t xml:space="preserve"> 甲 </t>',
    "<t> 甲\n</t>",
    "<t>a\r\nb</t>",
    "<t>a\tb\nc</t>",
    "<t>_x000D_a_x0041_b_c_</t>",
    "<t>_xa_b</t>",
    "<t>&amp;&lt;&gt;&quot;&apos;&#20013;&#x4e2d;</t>",
    "<t/>",
    "<t></t>",
    "",
    "<t>  </t>",
    "<t>\u3000a\xa0</t>",
    "<r><t>a</t></r><r><t> b</t></r>",
    "<t>姓名</t><phoneticPr fontId='1'/>",
    '<t>单位</t><phoneticPr fontId="1" type="noConversion"/>',
    "<t>漢</t><rPh sb='0' eb='1'><t>x</t></rPh>",
    "<t>a]]>b</t>",
    "<t>7</t>",
    "<t>True</t>",
    "<t>𠮷\ue5e5</t>",
]


@pytest.mark.parametrize("seed", range(12))
def test_shared_texts_are_what_the_reader_makes_of_them(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    plain = seed % 3 == 0
    items = [chance.choice(ITEMS[:1] + ITEMS[18:] if plain else ITEMS) for _ in range(chance.randrange(1, 30))]
    head = chance.choice(['<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n', "<?xml version='1.0'?>", ""])
    head += chance.choice(['<sst xmlns="x" count="3">', "<sst>"])
    texts = head + "".join(f"<si>{item}</si>" for item in items) + chance.choice(["</sst>", "</sst>\n"])
    rows = "".join(row(at + 1, f'<c r="A{at + 1}" t="s"><v>{at}</v></c>') for at in range(len(items)))
    (tmp_path / "a.xlsx").write_bytes(packed({**package_parts(sheet_xml(rows)), "xl/sharedStrings.xml": texts}))
    (file,) = find_files([tmp_path / "a.xlsx"])
    read_both_ways(file)
    assert read_file(file, coded=True)[0].coded is not None


@pytest.mark.parametrize(
    "texts",
    [
        "<sst><!-- <si><t>x</t></si><si> --><si><t>a</t></si><si><t>b</t></si></sst>",
        "<sst><si><t>a</t></si>\n<si><t>b</t></si></sst>",
        "<sst><si><t>a</t></si><si ><t>b</t></si></sst>",
        "<sst><si><t>a<!--</t></si><si>--></t></si><si><t>b</t></si></sst>",
        '<x:sst xmlns:x="x"><x:si><x:t>a</x:t></x:si><x:si><x:t>b</x:t></x:si></x:sst>',
        "<sst><si><t>a</t></si><si><t>b</t></si></sst><!-- -->",
        "<sst><si><t><![CDATA[a</t></si><si><t>]]></t></si><si><t>b</t></si></sst>",
        "<sst>\n  <si><t>a</t></si>\n  <si><t>b</t></si>\n</sst>",
    ],
)
def test_shared_texts_in_an_unusual_part_are_left_to_the_reader(tmp_path: Path, texts: str) -> None:
    rows = row(1, '<c r="A1" t="s"><v>0</v></c>') + row(2, '<c r="A2" t="s"><v>1</v></c>')
    (tmp_path / "a.xlsx").write_bytes(packed({**package_parts(sheet_xml(rows)), "xl/sharedStrings.xml": texts}))
    (file,) = find_files([tmp_path / "a.xlsx"])
    read_both_ways(file)

"""What a copy cannot keep: then a report is written that links into the untouched original, and what and why is said."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from nqi_limits.outputs.workbook.package import features
from tests.workbook_support import OFFICE, book_of, keys, mark, marked, office_file, repack, things

if TYPE_CHECKING:
    from pathlib import Path

SHEET = "xl/worksheets/sheet1.xml"
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
XM = "http://schemas.microsoft.com/office/excel/2006/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
SPARKLINES = (
    '<extLst><ext uri="{05C60535-1F16-4fd2-B633-F4F36F0B64E0}" xmlns:x14="' + X14 + '"><x14:sparklineGroups '
    'xmlns:xm="' + XM + '"><x14:sparklineGroup><x14:sparklines><x14:sparkline><xm:f>在研项目!A3:B3</xm:f>'
    "<xm:sqref>G3</xm:sqref></x14:sparkline></x14:sparklines></x14:sparklineGroup></x14:sparklineGroups></ext></extLst>"
)
LISTS = (
    '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" xmlns:x14="' + X14 + '"><x14:dataValidations count="1" '
    'xmlns:xm="' + XM + '"><x14:dataValidation type="list" allowBlank="1"><x14:formula1><xm:f>申报项目!$A$2:$A$3</xm:f>'
    "</x14:formula1><xm:sqref>A3:A9</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>"
)

LOST_PARTS = {
    "cell-pictures": "xl/richData/rdrichvalue.xml",
    "threaded-comments": "xl/threadedComments/threadedComment1.xml",
    "form-controls": "xl/ctrlProps/ctrlProp1.xml",
    "embedded-objects": "xl/embeddings/oleObject1.bin",
    "slicers": "xl/slicers/slicer1.xml",
    "connections": "xl/connections.xml",
    "dynamic-arrays": "xl/metadata.xml",
    "smart-art": "xl/diagrams/data1.xml",
    "new-charts": "xl/charts/chartEx1.xml",
    "signatures": "_xmlsignatures/sig1.xml",
    "other": "xl/someday/new1.xml",
}
UNSEEN_PARTS = (
    "xl/calcChain.xml",
    "xl/printerSettings/printerSettings1.bin",
    "docProps/thumbnail.wmf",
    "customXml/item1.xml",
)
LOST_ELEMENTS = {
    "protected-ranges": '<protectedRanges><protectedRange name="a" sqref="A1"/></protectedRanges>',
    "scenarios": None,
    "background": '<picture xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId9"/>',
}


@pytest.mark.parametrize(("feature", "part"), LOST_PARTS.items())
def test_a_part_that_would_be_lost_gives_a_report_and_is_named(tmp_path: Path, feature: str, part: str) -> None:
    source = repack(office_file(tmp_path / "甲 表.xlsx"), add={part: "<x/>"})
    before = source.read_bytes()
    remarks = mark(tmp_path / "乙.xlsx", source)
    assert things(remarks) == {feature}
    assert keys(remarks)[-1] == "workbook.remark.report"
    book = load_workbook(tmp_path / "乙.xlsx")
    assert book.sheetnames == ["检查概览", "冲突明细", "人员限额", "规则说明"]
    assert source.read_bytes() == before


@pytest.mark.parametrize("part", UNSEEN_PARTS)
def test_a_part_that_nobody_sees_is_no_reason_for_a_report(tmp_path: Path, part: str) -> None:
    source = repack(office_file(tmp_path / "甲.xlsx"), add={part: "<x/>"})
    assert mark(tmp_path / "乙.xlsx", source) == []
    assert "申报人员" in load_workbook(tmp_path / "乙.xlsx").sheetnames


@pytest.mark.parametrize("feature", [name for name, xml in LOST_ELEMENTS.items() if xml])
def test_an_element_that_would_be_lost_gives_a_report(tmp_path: Path, feature: str) -> None:
    xml = LOST_ELEMENTS[feature]
    source = repack(office_file(tmp_path / "甲.xlsx"), change={SHEET: ("(<pageMargins)", f"{xml}\\1")})
    assert things(mark(tmp_path / "乙.xlsx", source)) == {feature}


def test_shapes_give_a_report(tmp_path: Path) -> None:
    drawing = f'<xdr:wsDr xmlns:xdr="{DRAWING}"><xdr:twoCellAnchor><xdr:sp><xdr:nvSpPr/></xdr:sp></xdr:twoCellAnchor></xdr:wsDr>'
    source = repack(office_file(tmp_path / "甲.xlsx"), add={"xl/drawings/drawing1.xml": drawing})
    assert things(mark(tmp_path / "乙.xlsx", source)) == {"shapes"}


@pytest.mark.parametrize(("name", "xml"), [("sparkline", SPARKLINES), ("dataValidation", LISTS)])
def test_extensions_that_refer_to_cells_are_written_back(tmp_path: Path, name: str, xml: str) -> None:
    source = repack(office_file(tmp_path / "甲.xlsx"), change={SHEET: ("(</worksheet>)", f"{xml}\\1")})
    assert mark(tmp_path / "乙.xlsx", source) == []
    kept = list(features(tmp_path / "乙.xlsx").extensions["在研项目"][0].iter())
    assert any(element.tag == f"{{{X14}}}{name}" for element in kept)
    assert any(element.tag == f"{{{XM}}}f" and "!" in str(element.text) for element in kept)


def test_data_bars_give_a_report(tmp_path: Path) -> None:
    xml = LISTS.replace("CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF", "78C0D931-6437-407d-A8EE-F0AAD7539E65").replace(
        "<x14:dataValidation type", "<x14:dataBar/><x14:dataValidation type"
    )
    source = repack(office_file(tmp_path / "甲.xlsx"), change={SHEET: ("(</worksheet>)", f"{xml}\\1")})
    assert "data-bars" in things(mark(tmp_path / "乙.xlsx", source))


def test_links_of_a_report_lead_into_the_original_beside_it(tmp_path: Path) -> None:
    source = repack(office_file(tmp_path / "甲 100%#.xlsx"), add={"xl/connections.xml": "<x/>"})
    (tmp_path / "结果").mkdir()
    mark(tmp_path / "结果" / "乙.xlsx", source)
    details = load_workbook(tmp_path / "结果" / "乙.xlsx")["冲突明细"]
    column = next(cell.column for cell in details[1] if cell.value == "单元格")
    link = details.cell(2, column).hyperlink
    assert link.target == "../甲%20100%25%23.xlsx"
    assert link.location.endswith(f"!{details.cell(2, column).value}")


def test_what_was_lost_is_told_on_the_overview_too(tmp_path: Path) -> None:
    source = repack(office_file(tmp_path / "甲.xlsx"), add={"xl/connections.xml": "<x/>"})
    mark(tmp_path / "乙.xlsx", source)
    texts = [cell.value for row in load_workbook(tmp_path / "乙.xlsx")["检查概览"].iter_rows() for cell in row]
    assert any("甲.xlsx" in str(text) and "外部数据连接" in str(text) for text in texts)


def test_a_package_that_openpyxl_cannot_open_gives_a_report(tmp_path: Path) -> None:
    """A sheet that refers to a drawing which is not in the package: its cells can be read all the same."""
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing" Target="../drawings/none.xml"/>'
        "</Relationships>"
    )
    source = repack(office_file(tmp_path / "甲.xlsx"), add={"xl/worksheets/_rels/sheet1.xml.rels": rels})
    remarks = mark(tmp_path / "乙.xlsx", source)
    assert keys(remarks) == ["workbook.remark.unreadable", "workbook.remark.report"]


def test_a_marked_copy_is_not_marked_again(tmp_path: Path) -> None:
    mark(tmp_path / "乙.xlsx", office_file(tmp_path / "甲.xlsx"))
    remarks = mark(tmp_path / "丙.xlsx", tmp_path / "乙.xlsx")
    assert keys(remarks)[0] == "workbook.remark.own-copy"


def test_macros_need_an_ending_that_holds_them(tmp_path: Path) -> None:
    source = _with_macros(office_file(tmp_path / "甲.xlsm"))
    assert keys(mark(tmp_path / "乙.xlsx", source)) == ["workbook.remark.macros", "workbook.remark.report"]
    assert mark(tmp_path / "乙.xlsm", source) == []
    with zipfile.ZipFile(tmp_path / "乙.xlsm") as package:
        assert package.read("xl/vbaProject.bin") == b"macro"
        assert b"macroEnabled" in package.read("[Content_Types].xml")
    assert "申报人员" in load_workbook(tmp_path / "乙.xlsm").sheetnames
    folder = tmp_path / "各份"
    folder.mkdir()
    assert mark(folder, source) == []
    assert [one.name for one in folder.iterdir()] == ["甲-检查结果.xlsm"]


@pytest.mark.parametrize("ending", [".csv", ".xls", ".ods"])
def test_other_formats_are_copied_as_values(tmp_path: Path, ending: str) -> None:
    source = tmp_path / f"甲{ending}"
    rows = [
        ["申报编号", "姓名", "证件号码", "角色"],
        *([number, "林知远", "99000119700101001X", "项目负责人"] for number in ("NQI-001", "NQI-002")),
    ]
    _write_as(source, rows)
    remarks = mark(tmp_path / "乙.xlsx", source)
    assert keys(remarks) == ["workbook.remark.values-only"]
    book = load_workbook(tmp_path / "乙.xlsx")
    sheet = book[book.sheetnames[3]]
    assert [[cell.value for cell in row[:4]] for row in sheet.iter_rows()] == rows
    assert sheet["C2"].data_type == "s"
    assert sheet["E1"].value == "检查结果"
    assert sheet["E2"].value


def test_a_chart_of_openpyxl_is_kept(tmp_path: Path) -> None:
    from openpyxl.chart import BarChart, Reference

    book = book_of(OFFICE)
    chart = BarChart()
    chart.add_data(Reference(book["申报项目"], min_col=1, min_row=1, max_row=3), titles_from_data=True)
    book["申报项目"].add_chart(chart, "E2")
    book.save(tmp_path / "甲.xlsx")
    assert mark(tmp_path / "乙.xlsx", tmp_path / "甲.xlsx") == []
    assert len(load_workbook(tmp_path / "乙.xlsx")["申报项目"]._charts) == 1


def test_a_file_that_only_openpyxl_wrote_loses_nothing(tmp_path: Path) -> None:
    source = office_file(tmp_path / "甲.xlsx")
    marked(tmp_path / "乙.xlsx", source)
    assert features(source).missing_in(features(tmp_path / "乙.xlsx")) == []


def _with_macros(path: Path) -> Path:
    repack(
        path,
        add={"xl/vbaProject.bin": "macro"},
        change={
            "[Content_Types].xml": (
                r"application/vnd\.openxmlformats-officedocument\.spreadsheetml\.sheet\.main\+xml",
                "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
            ),
        },
    )
    return path


def _write_as(path: Path, rows: list[list[str]]) -> None:
    if path.suffix == ".csv":
        path.write_text("\n".join(",".join(row) for row in rows), encoding="gb18030")
    elif path.suffix == ".xls":
        import xlwt

        book = xlwt.Workbook()
        sheet = book.add_sheet("申报人员")
        for at, row in enumerate(rows):
            for column, text in enumerate(row):
                sheet.write(at, column, text)
        book.save(str(path))
    else:
        from odf.opendocument import OpenDocumentSpreadsheet
        from odf.table import Table, TableCell, TableRow
        from odf.text import P

        document = OpenDocumentSpreadsheet()
        table = Table(name="申报人员")
        for row in rows:
            line = TableRow()
            for text in row:
                cell = TableCell(valuetype="string")
                cell.addElement(P(text=text))
                line.addElement(cell)
            table.addElement(line)
        document.spreadsheet.addElement(table)
        document.save(str(path))

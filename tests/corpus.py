"""Files that are broken or made to do harm, each with the kind of message it must get. Nothing of it is kept anywhere."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import xlwt

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
SHEET = "xl/worksheets/sheet1.xml"
MIB = 1 << 20
FIRST = '<row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c></row>'


def sheet_xml(rows: str, before: str = "", prolog: str = "") -> str:
    return f'<?xml version="1.0"?>{prolog}<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData></worksheet>'


def package_parts(sheet: str, *, book: str = "", styles: str = "") -> dict[str, str]:
    """The parts of the smallest workbook with one sheet, called 数据."""
    return {
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{OFFICE}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{book}<sheets><sheet name="数据" sheetId="1" '
        'r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" '
        f'Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>',
        SHEET: sheet,
    }


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return made.getvalue()


def workbook(rows: str, *, before: str = "", prolog: str = "", book: str = "", styles: str = "") -> bytes:
    return packed(package_parts(sheet_xml(rows, before, prolog), book=book, styles=styles))


def with_a_part_twice() -> bytes:
    """A workbook with two parts of one name, of which the later one has no rows."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = io.BytesIO(workbook(FIRST))
        with zipfile.ZipFile(made, "a") as package:
            package.writestr(SHEET, sheet_xml(""))
    return made.getvalue()


def with_damaged(name: str) -> bytes:
    """A workbook in which the packed bytes of one part are wrong."""
    data = bytearray(with_part("xl/workbook.xml", package_parts("")["xl/workbook.xml"] + " " * MIB))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        start = package.getinfo(name).header_offset + 30 + len(name)
    data[start : start + 40] = b"\xff" * 40
    return bytes(data)


def with_part(name: str, text: str | bytes) -> bytes:
    return packed({**package_parts(sheet_xml(FIRST)), name: text})


def bomb(size: int) -> bytes:
    """A sheet that unpacks to `size` bytes of blanks."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, text in package_parts("").items():
            if name != SHEET:
                package.writestr(name, text)
        with package.open(SHEET, "w") as part:
            for _ in range(size // MIB):
                part.write(b" " * MIB)
    return made.getvalue()


def understated(size: int) -> bytes:
    """The same, with a directory that says that the sheet is small."""
    data = bomb(size)
    return data.replace(struct.pack("<I", size), struct.pack("<I", 1000))


def open_document(rows: str, others: Mapping[str, str] | None = None) -> bytes:
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f"<office:document-content{names}><office:body><office:spreadsheet><table:table table:name='a'>{rows}"
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return packed({"mimetype": kind, "META-INF/manifest.xml": "<manifest/>", "content.xml": content, **(others or {})})


def with_sheets(targets: Mapping[str, str], sheets: Mapping[str, str]) -> bytes:
    """A workbook whose sheets, by name, are the parts with these targets."""
    parts = package_parts("")
    del parts[SHEET]
    names = "".join(f'<sheet name="{name}" sheetId="{at}" r:id="r{at}"/>' for at, name in enumerate(targets, 1))
    parts["xl/workbook.xml"] = f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{names}</sheets></workbook>'
    relations = "".join(
        f'<Relationship Id="r{at}" Type="{OFFICE}/worksheet" Target="{target}"/>'
        for at, target in enumerate(targets.values(), 1)
    )
    parts["xl/_rels/workbook.xml.rels"] = f'<Relationships xmlns="{PACKAGE}">{relations}</Relationships>'
    return packed({**parts, **sheets})


def far_sheets(number: int) -> bytes:
    """So many sheets with two cells each, none beyond what one sheet may reach."""
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1000000"><c r="Z1000000"><v>1</v></c></row>'
    names = [f"worksheets/sheet{at}.xml" for at in range(number)]
    return with_sheets(
        {f"s{at}": name for at, name in enumerate(names)}, {f"xl/{name}": sheet_xml(rows) for name in names}
    )


def old_workbook() -> bytes:
    """A small .xls."""
    book, made = xlwt.Workbook(), io.BytesIO()
    book.add_sheet("a").write(0, 0, "x")
    book.save(made)
    return made.getvalue()


LAUGHS = "<!DOCTYPE x [<!ENTITY a 'haha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>"
NESTED = LAUGHS.replace("]>", "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'><!ENTITY d '&c;&c;&c;&c;&c;&c;&c;&c;'>]>")
OUTSIDE = "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"
TEXT_OF = '<row r="1"><c r="A1" t="inlineStr"><is><t>{}</t></is></c></row>'
ODS_VALUE = '<table:table-cell office:value-type="float" office:value="1" {}/>'


@dataclass(frozen=True)
class Hostile:
    """A file by its name, the kinds of message of which it must get one, and what makes it."""

    name: str
    kinds: tuple[str, ...]
    make: Callable[[], bytes]


REFUSED = {
    "truncated": Hostile("a.xlsx", ("damaged",), lambda: workbook(FIRST)[:-300]),
    "bomb by its size": Hostile("a.xlsx", ("bomb",), lambda: bomb(80 * MIB)),
    "bomb that lies about its size": Hostile("a.xlsx", ("damaged", "damaged-sheet"), lambda: understated(80 * MIB)),
    "bomb in a part nobody reads": Hostile("a.xlsx", ("bomb",), lambda: with_part("xl/media/a.bin", bytes(100 * MIB))),
    "too many parts": Hostile(
        "a.xlsx",
        ("bomb",),
        lambda: packed({**package_parts(sheet_xml(FIRST)), **{f"xl/media/{at}": "" for at in range(20_001)}}),
    ),
    "a million columns": Hostile(
        "a.xlsx", ("far-cells",), lambda: workbook(FIRST + '<row r="2"><c r="BDWGN2"><v>1</v></c></row>')
    ),
    "the last cell": Hostile(
        "a.xlsx", ("far-cells",), lambda: workbook(FIRST + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    ),
    "a row beyond all": Hostile(
        "a.xlsx", ("far-cells",), lambda: workbook(FIRST + '<row r="4000000000"><c r="A4000000000"><v>1</v></c></row>')
    ),
    "a far cell in a near row": Hostile(
        "a.xlsx",
        ("far-cells",),
        lambda: workbook("<row r='1'><c r='A1'><v>1</v></c><c\tr='XFD1048576'><v>1</v></c></row>"),
    ),
    "a far cell in small letters": Hostile(
        "a.xlsx", ("far-cells",), lambda: workbook('<row r="1"><c r="a1"><v>1</v></c><c r="xfd1048576"/></row>')
    ),
    "entities in a sheet": Hostile("a.xlsx", ("entities",), lambda: workbook(TEXT_OF.format("&b;"), prolog=LAUGHS)),
    "entities within entities": Hostile(
        "a.xlsx", ("entities",), lambda: workbook(TEXT_OF.format("&d;"), prolog=NESTED)
    ),
    "entities in an .ods": Hostile("a.ods", ("entities",), lambda: packed({"content.xml": f"{NESTED}<x>&d;</x>"})),
    "bombs in a bomb": Hostile(
        "a.xlsx", ("not-a-table",), lambda: packed({f"{at}.zip": packed({"a.zip": bomb(80 * MIB)}) for at in range(3)})
    ),
    "a part that is not there": Hostile(
        "a.xlsx",
        ("damaged-sheet",),
        lambda: packed({name: text for name, text in package_parts("").items() if name != SHEET}),
    ),
    "a sheet cut short": Hostile(
        "a.xlsx", ("damaged-sheet",), lambda: packed(package_parts(sheet_xml(FIRST).partition("</sheetData>")[0]))
    ),
    "a text that does not close": Hostile(
        "a.xlsx",
        ("damaged-sheet",),
        lambda: workbook(
            '<row r="1"><c r="A1" t="inlineStr"><is><t>甲</is></c><c r="B1" t="inlineStr"><is><t>乙</t></is></c></row>'
        ),
    ),
    "a sheet that does not close": Hostile(
        "a.xlsx", ("damaged-sheet",), lambda: packed(package_parts(sheet_xml(FIRST).replace("</worksheet>", "")))
    ),
    "a shared text that does not close": Hostile(
        "a.xlsx",
        ("damaged",),
        lambda: packed(
            {
                **package_parts(sheet_xml('<row r="1"><c r="A1" t="s"><v>1</v></c></row>')),
                "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>甲</si><si><r><t>乙</t></r></si></sst>',
            }
        ),
    ),
    "styles that do not close": Hostile(
        "a.xlsx", ("damaged",), lambda: packed({**package_parts(sheet_xml(FIRST)), "xl/styles.xml": "<styleSheet><xf>"})
    ),
    "a list of sheets that does not close": Hostile(
        "a.xlsx",
        ("damaged",),
        lambda: packed({**package_parts(sheet_xml(FIRST)), "xl/workbook.xml": f'<workbook xmlns="{MAIN}"><sheets>'}),
    ),
    "an .ods that does not close": Hostile(
        "a.ods", ("damaged",), lambda: open_document("<table:table-row><table:table-cell></table:table-row>")
    ),
    "a part that is there twice": Hostile("a.xlsx", ("damaged",), with_a_part_twice),
    "bytes that cannot be unpacked": Hostile("a.xlsx", ("damaged",), lambda: with_damaged("xl/workbook.xml")),
    "an outside entity": Hostile("a.xlsx", ("entities",), lambda: workbook(TEXT_OF.format("&a;"), prolog=OUTSIDE)),
    "entities in the workbook": Hostile("a.xlsx", ("entities",), lambda: with_part("xl/workbook.xml", LAUGHS + "<x/>")),
    "entities in shared texts": Hostile(
        "a.xlsx", ("entities",), lambda: with_part("xl/sharedStrings.xml", f"{LAUGHS}<sst/>")
    ),
    "a name that leads out": Hostile("a.xlsx", ("unsafe-names",), lambda: with_part("../../outside.txt", "x")),
    "a rooted name": Hostile("a.xlsx", ("unsafe-names",), lambda: with_part("/etc/outside", "x")),
    "a text of 300 MB": Hostile("a.xlsx", ("bomb", "huge-text"), lambda: workbook(TEXT_OF.format("甲" * (80 * MIB)))),
    "a text of 6 MB": Hostile("a.xlsx", ("huge-text",), lambda: workbook(TEXT_OF.format("甲" * (2 * MIB)))),
    "a shared text of 6 MB": Hostile(
        "a.xlsx",
        ("huge-text",),
        lambda: with_part("xl/sharedStrings.xml", f"<sst><si><t>{'x' * 6 * MIB}</t></si></sst>"),
    ),
    "nothing": Hostile("a.xlsx", ("empty",), lambda: b""),
    "zeros": Hostile("a.xlsx", ("empty",), lambda: bytes(5000)),
    "a document": Hostile("a.xlsx", ("not-a-table",), lambda: packed({"word/document.xml": "<x/>"})),
    "half an .xlsb": Hostile("a.xlsb", ("damaged",), lambda: packed({"xl/workbook.bin": b"\x83\x01\x00\x9c"})[:-20]),
    "an .xlsb of nothing": Hostile("a.xlsb", ("damaged",), lambda: packed({"xl/workbook.bin": b"\x83\x01\x00\x9c"})),
    "an .ods bomb": Hostile(
        "a.ods",
        ("repeated-cells",),
        lambda: open_document(
            '<table:table-row table:number-rows-repeated="1048576">'
            + ODS_VALUE.format('table:number-columns-repeated="16384"')
            + "</table:table-row>"
        ),
    ),
    "a web page that spans": Hostile(
        "a.xls",
        ("repeated-cells",),
        lambda: b"<table>" + b"<tr><td colspan=99999999>x</td></tr>" * 6000 + b"</table>",
    ),
    "a log-in page": Hostile("a.xls", ("html",), lambda: "<html><p>请先登录</p></html>".encode()),
    "nul bytes": Hostile("a.csv", ("encoding",), lambda: "姓名,角色\n甲\0,骨干\n".encode()),
    "neither encoding": Hostile("a.csv", ("encoding",), lambda: b"a,b\n\xff\xff\x81,\xfe\n"),
    "a line of 300 MB": Hostile("a.csv", ("text-cells",), lambda: b"x," * (150 * MIB)),
    "a bad byte in GBK": Hostile(
        "a.csv", ("encoding-line",), lambda: "姓名,角色\n甲,骨干\n乙".encode("gbk") + b"\xff,x\n" + b"x,y\n" * 20
    ),
    "one wide line and many short ones": Hostile(
        "a.csv", ("repeated-cells",), lambda: b"a" + b"," * MIB + b"\n" + b"x,y\n" * 1000
    ),
    "marks that never close": Hostile("a.xls", ("repeated-cells",), lambda: b"<table><tr><td>" + b"<a " * (3 * MIB)),
    "one tag without an end": Hostile("a.xls", ("repeated-cells",), lambda: b"<table><tr><td " + b"a=b " * MIB),
    "shared texts that claim to be billions": Hostile(
        "a.xlsx",
        ("damaged",),
        lambda: with_part(
            "xl/sharedStrings.xml", f'<sst xmlns="{MAIN}" uniqueCount="4000000000"><si><t>a</t></si></sst>'
        ),
    ),
    "one part for thousands of sheets": Hostile(
        "a.xlsx",
        ("damaged",),
        lambda: with_sheets({f"s{at}": "worksheets/sheet1.xml" for at in range(5000)}, {SHEET: sheet_xml(FIRST)}),
    ),
    "many sheets that reach far": Hostile("a.xlsx", ("far-cells",), lambda: far_sheets(12)),
    "an .ods under a password": Hostile(
        "a.ods",
        ("cannot-decrypt",),
        lambda: packed({"content.xml": "?", "META-INF/manifest.xml": "<m:encryption-data/>"}),
    ),
    "half an .xls": Hostile("a.xls", ("damaged",), lambda: old_workbook()[:3000]),
    "a quote that never closes": Hostile("a.csv", ("text-cells",), lambda: b'a,"' + b"x\n" * MIB),
}


def roster(name: str) -> bytes:
    """A workbook in which someone with this name and organisation leads two applications."""
    rows = [("申报编号", "姓名", "工作单位", "角色"), *((f"NQI-00{at}", name, name, "项目负责人") for at in (1, 2))]
    cells = ("".join(f'<c t="inlineStr"><is><t>{escape(text)}</t></is></c>' for text in row) for row in rows)
    return workbook("".join(f"<row>{row}</row>" for row in cells))


def write(folder: Path, case: str) -> Path:
    """The file of a case, in `folder`."""
    hostile = REFUSED[case]
    path = folder / hostile.name
    path.write_bytes(hostile.make())
    return path

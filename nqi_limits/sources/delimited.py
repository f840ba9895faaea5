"""Tables in plain text (.csv, .txt): encoding and delimiter are told from the content; every cell is a string."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from typing import TYPE_CHECKING, cast

from nqi_limits.errors import InputProblem
from nqi_limits.findings.model import Wording
from nqi_limits.sources.sheet_xml import too_sparse

if TYPE_CHECKING:
    from nqi_limits.sources.grid import Cell

DELIMITERS = ",\t;"
_SAMPLE = 40
# Far more than a row of text cells can hold; one endless line must not fill the memory.
_LONGEST_LINE = 4 << 20
_HEAD = 4096
# Words of which a list has one among its headers, in simplified or traditional writing.
_TELLING = re.compile("姓名|项目|項目|编号|編號|单位|單位|角色|课题|課題")
_RARE = 20
_NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
# Spreadsheets write ="0123" to keep a number as text.
_AS_TEXT = re.compile(r'="([^"]*)"')


def read_delimited(data: bytes, file: str) -> list[list[Cell]]:
    """The cells of a delimited text, all rows of one length, blank lines kept.

    Raises InputProblem where the bytes are no text in UTF-8, UTF-16 or GB18030, and where a quote without a partner would
    swallow the lines behind it.
    """
    if _endless(data):
        raise InputProblem(Wording("sources.text-cells", {"file": file}))
    text = decoded(data, file)
    try:
        rows = _rows(text, file)
    except csv.Error as error:
        raise InputProblem(Wording("sources.text-cells", {"file": file})) from error
    if '="' in text:
        rows = [[_plain(cell) for cell in row] for row in rows]
    width = max(map(len, rows), default=0)
    if too_sparse(width * len(rows), sum(map(len, rows))):
        raise InputProblem(Wording("sources.repeated-cells", {"file": file}))
    for row in rows:
        if len(row) < width:
            row.extend([""] * (width - len(row)))
    return cast("list[list[Cell]]", rows)


def _rows(text: str, file: str) -> list[list[str]]:
    """The rows of a text. Raises InputProblem where a quote without a partner joins lines, or cells of the last line."""
    delimiter = _delimiter(text)
    lines = list(io.StringIO(text, newline=""))
    reader = csv.reader(lines, delimiter=delimiter)
    if '"' not in text:
        return list(reader)
    rows: list[list[str]] = []
    end = 0
    for row in reader:
        start, end = end, reader.line_num
        several = end - start > 1
        if (several or end == len(lines)) and not _closed(lines[start:end], delimiter, strict=several):
            raise InputProblem(Wording("sources.open-quote", {"file": file, "line": start + 1}))
        rows.append(row)
    return rows


def _closed(lines: list[str], delimiter: str, *, strict: bool) -> bool:
    """Whether the quotes of a row are closed at its end; where `strict`, also each where its cell ends."""
    try:
        return len(list(csv.reader([*lines, "end"], delimiter=delimiter, strict=strict))) > 1
    except csv.Error:
        return False


def _wide(head: bytes) -> list[str]:
    """The encoding of a UTF-16 text without its mark: separators and digits make zeros at every second place, and only there."""
    first, second = head[::2].count(0), head[1::2].count(0)
    if second and not first and b"\n\x00" in head:
        return ["utf-16-le"]
    return ["utf-16-be"] if first and not second and b"\x00\n" in head else []


def _endless(data: bytes) -> bool:
    """Whether a line is longer than any row of cells."""
    start = 0
    while start + _LONGEST_LINE < len(data):
        stop = start + _LONGEST_LINE
        at = max(data.rfind(b"\n", start, stop), data.rfind(b"\r", start, stop))
        if at < 0:
            return True
        start = at + 1
    return False


def decoded(data: bytes, file: str) -> str:
    """The bytes as text. Raises InputProblem where they are none in a known encoding."""
    encodings = ["utf-8-sig", "gb18030"]
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    elif b"\x00" in data[:_HEAD]:
        encodings = _wide(data[:_HEAD])
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _NOT_TEXT.search(text):
            break
        return _traditional(data) or text if encoding == "gb18030" and not _TELLING.search(text) else text
    if line := _one_bad_line(data):
        raise InputProblem(Wording("sources.encoding-line", {"file": file, "line": line}))
    # no cause is kept: a decoding error carries the file's bytes
    raise InputProblem(Wording("sources.encoding", {"file": file}))


def _traditional(data: bytes) -> str:
    """The text in Big5 where its words say so: the same bytes nearly always are some text in GB18030 too. Else ""."""
    try:
        text = data.decode("big5hkscs")
    except UnicodeDecodeError:
        return ""
    return text if _TELLING.search(text) and not _NOT_TEXT.search(text) else ""


def _one_bad_line(data: bytes) -> int:
    """The line with the first bytes that are no GB18030 where nearly all of the text is; 0 where it is no such text."""
    if b"\x00" in data:
        return 0
    text = data.decode("gb18030", errors="replace")
    bad = text.count("\ufffd")
    if not _TELLING.search(text) or bad * _RARE > len(text) or _NOT_TEXT.search(text):
        return 0
    return text.count("\n", 0, text.index("\ufffd")) + 1


def _delimiter(text: str) -> str:
    """The delimiter that gives the most rows of one same width above 1; the comma where none does."""
    sample = list(_first_lines(text))
    best, score = ",", 0
    for delimiter in DELIMITERS:
        try:
            widths = Counter(len(row) for row in csv.reader(sample, delimiter=delimiter) if row)
        except csv.Error:
            continue
        widths.pop(1, None)
        rows = max(widths.values(), default=0)
        if rows > score:
            best, score = delimiter, rows
    return best


def _first_lines(text: str) -> list[str]:
    lines = io.StringIO(text, newline="")
    return [line for line, _ in zip(lines, range(_SAMPLE), strict=False)]


def _plain(cell: str) -> str:
    match = _AS_TEXT.fullmatch(cell)
    return match[1] if match else cell

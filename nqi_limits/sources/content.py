"""What a file really is, told from its first bytes and, for packages, from what is inside."""

from __future__ import annotations

import io
import zipfile
from enum import StrEnum

from nqi_limits.sources.damage import DAMAGE

_ZIP = b"PK\x03\x04"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_OLD_EXCEL = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLE_WORKBOOK = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book"))
_WORKBOOK_PARTS = ("xl/workbook.xml", "xl/workbook.bin", "content.xml")
_MANIFEST = "META-INF/manifest.xml"
_SMALL_PART = 8 << 20
_HEAD = 4096


class Content(StrEnum):
    """What a file is; the value of every kind that cannot be read is the catalogue's key of what to say."""

    WORKBOOK = "workbook"
    TEXT = "text"
    EMPTY = "empty"
    ENCRYPTED = "encrypted"
    CANNOT_DECRYPT = "cannot-decrypt"
    HTML = "html"
    XML = "xml"
    DAMAGED = "damaged"
    NOT_A_TABLE = "not-a-table"


def is_zip(data: bytes) -> bool:
    """Whether this is a package, as all newer workbooks are."""
    return data.startswith(_ZIP)


def content_of(data: bytes) -> Content:
    """What these bytes are. WORKBOOK and TEXT say only that reading is worth trying."""
    head = data[:_HEAD]
    if not head.strip(b"\x00 \t\r\n"):
        return Content.EMPTY
    if head.startswith(_ZIP):
        return _package(data)
    if head.startswith(_OLE):
        if _ENCRYPTED in data:
            return Content.ENCRYPTED
        if any(name in data for name in _OLE_WORKBOOK):
            return Content.WORKBOOK
        return Content.DAMAGED if _cut_short(data) else Content.NOT_A_TABLE
    if head.startswith(_OLD_EXCEL):
        return Content.WORKBOOK
    return _text(head)


def _cut_short(data: bytes) -> bool:
    """Whether the directory of an OLE file, whose sector the header tells, is beyond the end of the data."""
    sector_size = 1 << min(int.from_bytes(data[30:32], "little"), 20)
    directory = int.from_bytes(data[48:52], "little")
    return (directory + 1) * sector_size >= len(data)


def _package(data: bytes) -> Content:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
            if _is_locked(package, names):
                return Content.CANNOT_DECRYPT
    except DAMAGE:
        return Content.DAMAGED
    if names.isdisjoint(_WORKBOOK_PARTS) and not any(name.lower() in _WORKBOOK_PARTS for name in names):
        return Content.NOT_A_TABLE
    return Content.WORKBOOK


def _is_locked(package: zipfile.ZipFile, names: set[str]) -> bool:
    """Whether an .ods is under a password."""
    if _MANIFEST not in names or package.getinfo(_MANIFEST).file_size > _SMALL_PART:
        return False
    try:
        return b"encryption-data" in package.read(_MANIFEST)
    except DAMAGE:
        return False


def _text(head: bytes) -> Content:
    start = head.removeprefix(b"\xef\xbb\xbf").replace(b"\x00", b"").lstrip(b"\xff\xfe \t\r\n").lower()
    if start.startswith(b"<?xml") and b"<html" not in start:
        return Content.XML
    if start.startswith((b"<!doctype html", b"<html", b"<?xml", b"<table", b"<meta", b"<head", b"<style", b"<script")):
        return Content.HTML
    if start.startswith((b"mime-version", b"%pdf", b"\x7felf", b"\x89png", b"rar!", b"7z\xbc\xaf")):
        return Content.NOT_A_TABLE
    return Content.TEXT

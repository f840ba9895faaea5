"""What a workbook's package holds that a user would miss: counted before and after, so that no loss goes unsaid.

What counts, and what does not, stands in parts.toml.
"""

from __future__ import annotations

import posixpath
import re
import tomllib
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

MACRO_PART = "xl/vbaProject.bin"
_CHUNK = 1 << 20
_SHEET_DATA = re.compile(rb"<(?:\w+:)?sheetData(?:\s[^>]*)?/?>")
_END_OF_DATA = re.compile(rb"</(?:\w+:)?sheetData\s*>")
_LONGEST_TAG = 64
_FILTER_NAME = "_xlnm._FilterDatabase"


@dataclass
class Features:
    """What a package holds: how often each feature occurs, the defined names, and extensions that can be written back.

    A feature is a key of parts.toml; "other:PART" is a part that nothing there knows. `extensions` are kept by sheet.
    """

    counts: Counter[str] = field(default_factory=Counter)
    names: set[str] = field(default_factory=set)
    extensions: dict[str, list[Element]] = field(default_factory=dict)

    def add(self, other: Features) -> None:
        """Take in what another package holds."""
        self.counts.update(other.counts)
        self.names |= other.names

    def missing_in(self, after: Features) -> list[str]:
        """The features of which `after` has less, in order; for the look of charts and for names one word each."""
        lost = {
            "chart-look" if key.startswith("chart-look:") else key
            for key, count in self.counts.items()
            if count > after.counts[key]
        }
        if {name.casefold() for name in self.names} - {name.casefold() for name in after.names}:
            lost.add("defined-names")
        return sorted(lost)


@cache
def _known() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("parts.toml").read_text(encoding="utf-8"))


def is_package(path: Path) -> bool:
    """Whether the file is a workbook that openpyxl can open: a package with a workbook in XML."""
    try:
        with zipfile.ZipFile(path) as package:
            return any(name.lower() == "xl/workbook.xml" for name in package.namelist())
    except (OSError, ValueError, zipfile.BadZipFile):
        return False


def has_macros(path: Path) -> bool:
    """Whether the package holds a VBA project."""
    with zipfile.ZipFile(path) as package:
        return any(name.lower() == MACRO_PART.lower() for name in package.namelist())


def features(path: Path, leave_out: Collection[str] = ()) -> Features:
    """What the package at `path` holds, the sheets `leave_out` aside.

    Raises ValueError, KeyError, OSError or ElementTree.ParseError where it cannot be told.
    """
    known = _known()
    found = Features()
    with zipfile.ZipFile(path) as package:
        sheets = {part: sheet for sheet, part in sheet_parts(package).items()}
        left_out = {part for part, sheet in sheets.items() if sheet in leave_out}
        for name in package.namelist():
            if name in left_out or name.endswith("/"):
                continue
            lower = name.lower()
            if _matches(lower, known["unseen"]):
                _count_elements(package, name, found, sheets.get(name, name))
                continue
            part = next((feature for feature, names in known["parts"].items() if _matches(lower, names)), None)
            found.counts[part or f"other:{name}"] += 1
        for element in _root(package, "xl/workbook.xml").iter():
            if _local(element) == "definedName" and (defined := element.get("name")) and defined != _FILTER_NAME:
                found.names.add(defined)
    return found


def sheet_parts(package: zipfile.ZipFile) -> dict[str, str]:
    """The part of each sheet, by the sheet's name."""
    targets = {}
    for relation in _root(package, "xl/_rels/workbook.xml.rels"):
        target = relation.get("Target", "")
        targets[relation.get("Id")] = target[1:] if target.startswith("/") else posixpath.normpath(f"xl/{target}")
    found = {}
    for element in _root(package, "xl/workbook.xml").iter():
        if _local(element) == "sheet":
            key = next((value for name, value in element.items() if name.endswith("}id")), None)
            if key in targets:
                found[element.get("name", "")] = targets[key]
    return found


def _count_elements(package: zipfile.ZipFile, name: str, found: Features, sheet: str) -> None:
    known = _known()
    lower = name.lower()
    for group in known["elements"].values():
        if not _matches(lower, group["in"]):
            continue
        if lower.startswith("xl/worksheets/"):
            root = sheet_without_cells(package, name)
            if kept := _kept_extensions(root):
                found.extensions[sheet] = kept
        else:
            root = _root(package, name)
        wanted = {element: feature for feature, names in group["names"].items() for element in names}
        for element in root.iter():
            feature = wanted.get(_local(element))
            if feature is not None and (feature != "picture-look" or element.attrib or len(element)):
                found.counts[feature] += 1
    charts = known["charts"]
    if _matches(lower, charts["in"]):
        for local in _chart_elements(_root(package, name), charts["whole_branches"]):
            if local not in charts["elements"]:
                found.counts[f"chart-look:{local}"] += 1


def _chart_elements(element: Element, left_out: Collection[str]) -> Iterator[str]:
    for child in element:
        local = _local(child)
        if local not in left_out:
            yield local
            yield from _chart_elements(child, left_out)


def sheet_without_cells(package: zipfile.ZipFile, name: str) -> Element:
    """The XML of a sheet without its cells, which are read past and not kept."""
    with package.open(name) as stream:
        head = bytearray()
        while (match := _SHEET_DATA.search(head)) is None:
            chunk = stream.read(_CHUNK)
            if not chunk:
                return ElementTree.fromstring(bytes(head))  # noqa: S314 - openpyxl parses the same
            head += chunk
        if match[0].endswith(b"/>"):
            tail = bytearray(head[match.end() :])
        else:
            tail = bytearray(head[match.end() :])
            while (end := _END_OF_DATA.search(tail)) is None:
                del tail[:-_LONGEST_TAG]
                chunk = stream.read(_CHUNK)
                if not chunk:
                    raise ValueError("a sheet without an end")
                tail += chunk
            del tail[: end.end()]
        tail += stream.read()
        return ElementTree.fromstring(bytes(head[: match.start()] + tail))  # noqa: S314


def _kept_extensions(root: Element) -> list[Element]:
    """The extensions of a sheet (its XML without cells) that can be written back as they are.

    Data bars are not among them: they belong to rules that carry their key elsewhere.
    """
    wanted = {uri.lower() for uri in _known()["extensions"]}
    found = []
    for extensions in root:
        if _local(extensions) != "extLst":
            continue
        for extension in extensions:
            has_bars = any(_local(element) == "dataBar" for element in extension.iter())
            if extension.get("uri", "").lower() in wanted and not has_bars:
                found.append(extension)
    return found


def _matches(name: str, patterns: Iterable[str]) -> bool:
    return any(name == pattern or fnmatchcase(name, pattern) for pattern in patterns)


def _root(package: zipfile.ZipFile, name: str) -> Element:
    real = next((one for one in package.namelist() if one.lower() == name.lower()), name)
    return ElementTree.fromstring(package.read(real))  # noqa: S314


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""

"""A column mapping: for each sheet, by its name, what it is and what its headers mean."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from nqi_limits.tables.headers import LONGEST, Meaning, header_key
from nqi_limits.values.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from nqi_limits.rulebooks.places import Place

IGNORED = "ignored"
# What the user says of a sheet, by the kind that an entry gives it (see recognise.py).
_SAID = {
    "people": "people",
    "organisations": "organisations",
    "ongoing-projects": "ongoing",
    "ongoing-members": "ongoing",
    "applications": "applications",
    "application-members": "applications",
    IGNORED: IGNORED,
}
# What the office says of a column comes before every spelling.
_RANK = -1
_NTH = re.compile(r"(.+?)\s*#(\d+)\s*")


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """What one header means: `field`, "" for a column to be left out. `nth` tells columns that are headed alike apart."""

    written: str
    field: str
    place: Place

    @property
    def head(self) -> tuple[str, int]:
        """The key of the header and which of the columns so headed is meant, counted from 1."""
        found = _NTH.fullmatch(self.written)
        return (header_key(found[1]), int(found[2])) if found else (header_key(self.written), 1)


@dataclass(frozen=True)
class MappedSheet:
    """One entry: the sheets it is about, by the name of the file and of the sheet, and what is said of them.

    In both names `*` stands for any letters; "" is any name. `kind` is one of the kinds of table, "" to be told by the
    program. `places` are the lines of the entry's keys. An `optional` entry may find no sheet.
    """

    place: Place
    file: str = ""
    sheet: str = ""
    kind: str = ""
    optional: bool = False
    columns: tuple[MappedColumn, ...] = ()
    places: Mapping[str, Place] | None = None

    @cached_property
    def fields(self) -> dict[tuple[str, int], str]:
        """The field of each header."""
        return {one.head: one.field for one in self.columns}

    def at(self, key: str) -> Place:
        """Where a key of the entry stands."""
        return (self.places or {}).get(key, self.place)

    def is_about_file(self, file: str) -> bool:
        """Whether the entry is about a file, given as it is shown."""
        return not self.file or any(matches(self.file, name) for name in (file, base_name(file)))

    def is_about(self, file: str, sheet: str) -> bool:
        """Whether the entry is about a sheet of a file."""
        return self.is_about_file(file) and (not self.sheet or matches(self.sheet, sheet))


@dataclass(frozen=True)
class ColumnMapping:
    """A whole mapping, as its file (`name`) has it; `sha256` is that of the file."""

    name: str
    sheets: tuple[MappedSheet, ...] = ()
    sha256: str = ""

    def about(self, file: str, sheet: str) -> tuple[MappedSheet, ...]:
        """The entries about a sheet."""
        return tuple(one for one in self.sheets if one.is_about(file, sheet))


def base_name(file: str) -> str:
    """A file's name without its folders, whichever way the system separates them."""
    return file.replace("\\", "/").rpartition("/")[2]


def matches(pattern: str, name: str) -> bool:
    """Whether a name fits a pattern: blanks, width and case do not matter, `*` stands for anything."""
    parts = (re.escape(_plain(part)) for part in pattern.split("*"))
    return re.fullmatch(".*".join(parts), _plain(name), re.DOTALL) is not None


def heads(texts: Iterable[tuple[int, str]]) -> dict[tuple[str, int], int]:
    """The column of each header, by its key and by which of those headed alike it is; `texts` are columns and headers."""
    found: dict[tuple[str, int], int] = {}
    counts: dict[str, int] = {}
    for column, text in sorted(texts):
        key = header_key(text)
        if key:
            counts[key] = counts.get(key, 0) + 1
            found[key, counts[key]] = column
    return found


def written_heads(texts: Mapping[int, str]) -> dict[int, str]:
    """The headers as a mapping names them, by column: the second of two that are headed alike is marked #2."""
    there = heads(texts.items())
    return {column: texts[column] if nth == 1 else f"{texts[column]} #{nth}" for (_, nth), column in there.items()}


def quoted(text: str) -> str:
    """A text as TOML writes it: JSON's way, and the one control character that TOML bars besides."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def best_entry(entries: Iterable[MappedSheet], texts: Mapping[int, str]) -> tuple[MappedSheet | None, int]:
    """The entry that fits a header best, and how many of its columns are in it; one without columns fits any header."""
    there = heads(texts.items())
    best, score = None, (0, 0)
    for one in entries:
        mine = (sum(head in there for head in one.fields), -len(one.fields))
        if (mine[0] or not one.fields) and (best is None or mine > score):
            best, score = one, mine
    return best, score[0]


def mapped_meanings(entry: MappedSheet, texts: Mapping[int, str]) -> dict[int, Meaning | None]:
    """What an entry says of the columns of a header: None for one to be left out."""
    there = heads(texts.items())
    return {
        there[head]: Meaning(field, _RANK) if field else None for head, field in entry.fields.items() if head in there
    }


def said_by(entry: MappedSheet | None) -> str | None:
    """What an entry says that a sheet is, None where it leaves that to the program."""
    return _SAID.get(entry.kind) if entry else None


def mapped_keys(entries: Iterable[MappedSheet]) -> frozenset[str]:
    """The keys of all headers that the entries give a meaning."""
    return frozenset(key for one in entries for (key, _), field in one.fields.items() if field)


def is_mapped(cell: str, keys: frozenset[str]) -> bool:
    """Whether a cell is one of these headers."""
    return bool(keys) and len(cell) <= 4 * LONGEST and header_key(cell) in keys


def _plain(name: str) -> str:
    return clean(name).replace(" ", "").casefold()

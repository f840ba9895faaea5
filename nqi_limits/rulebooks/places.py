"""Where each key of a TOML text stands: `tomllib` reads the values, a scan of the same text finds their lines."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from dataclasses import dataclass
from typing import Any

from nqi_limits.findings.model import Wording

Path = tuple[str | int, ...]
_TWICE = ("Cannot overwrite", "Cannot declare", "Cannot mutate", "Duplicate inline table key", "Cannot redefine")
_LIKE_A_DATE = re.compile(r"\s*[\"']?(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_OTHER_QUOTES = re.compile("[“”‘’「」『』＂＇]")
_AT = re.compile(r"\(at line (\d+), column (\d+)\)|\(at end of document\)")


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file; `line` counts from 1."""

    file: str
    line: int


@dataclass(slots=True)
class Node:
    """A value and where it stands; `value` is a dict of Nodes, a list of Nodes or a plain value."""

    value: Any
    place: Place

    def at(self, path: Path) -> tuple[Node, Path]:
        """The deepest node on this path, and how much of the path leads to it."""
        node = self
        for depth, part in enumerate(path):
            below = node.below(part)
            if below is None:
                return node, path[:depth]
            node = below
        return node, path

    def below(self, part: str | int) -> Node | None:
        """The node under a key or an index, if there is one."""
        if isinstance(self.value, dict) and isinstance(part, str):
            return self.value.get(part)
        if isinstance(self.value, list) and isinstance(part, int) and part < len(self.value):
            found: Node = self.value[part]
            return found
        return None

    def strings(self) -> list[str]:
        """The texts of a list, whatever else it holds left out; none where this is no list."""
        return [one.value for one in self.value if isinstance(one.value, str)] if isinstance(self.value, list) else []

    def plain(self) -> Any:
        """The value without places. A day with a time of day is no day: it is given as text, which no entry takes for one."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value.isoformat() if isinstance(self.value, dt.datetime) else self.value


def read_toml(text: str, file: str) -> Node:
    """The whole text as nodes. Raises tomllib.TOMLDecodeError."""
    text = text.replace("\r\n", "\n")
    lines = _Scan(text).lines_of_keys() if (data := tomllib.loads(text)) else {}
    return _node(data, (), lines, file, 1)


def where_not_toml(text: str, file: str, detail: str) -> dict[str, object]:
    """Where the text stops being TOML, as facts of a sentence: file, line, column, what is written there, and a hint.

    `detail` is what tomllib says. It is in English only, so of its reason nothing but the kind is told.
    """
    at = _AT.search(detail)
    lines = text.splitlines() or [""]
    line, column = (int(at[1]), int(at[2])) if at and at[1] else (len(lines), len(lines[-1]) + 1)
    written = lines[line - 1].strip() if line <= len(lines) else ""
    hint = Wording(f"rulebook.toml.{_reason(written, detail)}")
    return {"file": file, "line": line, "column": column, "text": written, "hint": hint}


def _reason(written: str, detail: str) -> str:
    if any(words in detail for words in _TWICE):
        return "twice"
    value = written.partition("=")[2]
    if found := _LIKE_A_DATE.match(value):
        try:
            dt.date(*map(int, found.groups()))
        except ValueError:
            return "no-such-day"
        return "date-form"
    return "other-quotes" if _OTHER_QUOTES.search(_STRING.sub("", written.partition("#")[0])) else "other"


def _node(value: Any, path: Path, lines: dict[Path, int], file: str, line: int) -> Node:
    line = lines.get(path, line)
    if isinstance(value, dict):
        value = {key: _node(one, (*path, key), lines, file, line) for key, one in value.items()}
    elif isinstance(value, list):
        value = [_node(one, (*path, at), lines, file, line) for at, one in enumerate(value)]
    return Node(value, Place(file, line))


_BLANK = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}|' r"'''.*?'{3,5}|" r'"(?:[^"\\\n]|\\.)*"|' r"'[^'\n]*'",
    re.DOTALL,
)
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR = re.compile(r"[^,\]}\n#]+")


class _Scan:
    """A walk over a text that is known to be valid TOML, which notes the line of every key and list item."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.lines: dict[Path, int] = {}
        self.counts: dict[Path, int] = {}

    def lines_of_keys(self) -> dict[Path, int]:
        prefix: Path = ()
        while self._blank():
            if self.text.startswith("[", self.at):
                several = self.text.startswith("[[", self.at)
                self.at += 2 if several else 1
                prefix = self._table(self._keys(), several)
                self.at = self.text.index("]", self.at) + (2 if several else 1)
            else:
                self._pair(prefix)
        return self.lines

    def _blank(self) -> bool:
        """Skip blanks, line ends and remarks; whether anything follows."""
        found = _BLANK.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return self.at < len(self.text)

    def _table(self, keys: list[str], several: bool) -> Path:
        """The path that a header opens: keys that name an array of tables stand for its last table."""
        path: Path = ()
        for number, key in enumerate(keys, start=1):
            path = (*path, key)
            if several and number == len(keys):
                self._note(path)
                self.counts[path] = self.counts.get(path, -1) + 1
            if path in self.counts:
                path = (*path, self.counts[path])
        self._note(path)
        return path

    def _pair(self, prefix: Path) -> None:
        path = prefix
        for key in self._keys():
            path = (*path, key)
            self._note(path)
        self.at = self.text.index("=", self.at) + 1
        self._value(path)

    def _keys(self) -> list[str]:
        """A dotted key; quoted parts are unquoted."""
        keys = []
        while True:
            self._blank()
            quoted = _STRING.match(self.text, self.at)
            found = quoted or _BARE.match(self.text, self.at)
            assert found
            keys.append(next(iter(tomllib.loads(f"{found[0]} = 0"))))
            self.at = found.end()
            self._blank()
            if not self.text.startswith(".", self.at):
                return keys
            self.at += 1

    def _value(self, path: Path) -> None:
        self._blank()
        opening = self.text[self.at]
        if opening == "[":
            self._items(path)
        elif opening == "{":
            self._inline(path)
        else:
            found = _STRING.match(self.text, self.at) or _SCALAR.match(self.text, self.at)
            assert found
            self.at = found.end()

    def _items(self, path: Path) -> None:
        self.at += 1
        number = 0
        while self._blank() and self.text[self.at] != "]":
            self._note((*path, number))
            self._value((*path, number))
            number += 1
            self._comma()
        self.at += 1

    def _inline(self, path: Path) -> None:
        self.at += 1
        while self._blank() and self.text[self.at] != "}":
            self._pair(path)
            self._comma()
        self.at += 1

    def _comma(self) -> None:
        self._blank()
        if self.text.startswith(",", self.at):
            self.at += 1

    def _note(self, path: Path) -> None:
        self.lines.setdefault(path, self.text.count("\n", 0, self.at) + 1)

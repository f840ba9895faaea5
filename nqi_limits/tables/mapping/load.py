"""Read a column mapping, and tell every mistake in it at once with its line."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from nqi_limits.errors import UsageProblem
from nqi_limits.findings.model import Wording
from nqi_limits.rulebooks.mistakes import Mistake, found
from nqi_limits.rulebooks.places import read_toml, where_not_toml
from nqi_limits.tables.headers import header_key
from nqi_limits.tables.mapping.model import IGNORED, ColumnMapping, MappedColumn, MappedSheet
from nqi_limits.tables.mapping.vocabulary import AUTOMATIC, all_kinds, all_meanings, kind_words, meaning_words
from nqi_limits.tables.table import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nqi_limits.rulebooks.places import Node

SHEETS, COLUMNS = "sheet", "columns"
_KEYS = ("file", "sheet", "kind", "optional", COLUMNS)
_ENCODINGS = ("utf-8-sig", "gb18030")
# These say nothing about anybody: several columns may have them.
_MANY = ("", "serial", "remark")


def load_mapping(file: str) -> tuple[ColumnMapping, list[Mistake]]:
    """The mapping in a TOML file, and everything that is wrong with it. Raises UsageProblem where it cannot be read at all."""
    data = _bytes(file)
    text = None if data is None else _text(data)
    if data is None or text is None:
        raise UsageProblem(Wording("mapping.unreadable", {"file": file}))
    try:
        root = read_toml(text, file)
    except tomllib.TOMLDecodeError as error:
        raise UsageProblem(Wording("mapping.not-toml", where_not_toml(text, file, str(error)))) from None
    mistakes: list[Mistake] = _unknown_keys(root, (SHEETS,))
    listed = root.below(SHEETS)
    if (
        listed is None
        or not isinstance(listed.value, list)
        or not all(isinstance(one.value, dict) for one in listed.value)
    ):
        mistakes.append(Mistake((listed or root).place, SHEETS, Wording("mapping.no-sheets")))
        return ColumnMapping(file), mistakes
    sheets = tuple(_sheet(node, mistakes) for node in listed.value)
    return ColumnMapping(file, sheets, hashlib.sha256(data).hexdigest()), mistakes


def _bytes(file: str) -> bytes | None:
    try:
        return Path(file).read_bytes()
    except OSError:
        return None


def _text(data: bytes) -> str | None:
    """The text of a file, as an editor of today or an old one has saved it."""
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _sheet(node: Node, mistakes: list[Mistake]) -> MappedSheet:
    mistakes += _unknown_keys(node, _KEYS)
    texts = {key: _text_at(node, key, mistakes) for key in ("file", "sheet", "kind")}
    optional = node.below("optional")
    if optional is not None and not isinstance(optional.value, bool):
        mistakes.append(_expected(optional, "optional", "rulebook.expects.boolean"))
    kind = kind_words().get(header_key(texts["kind"]), AUTOMATIC) if texts["kind"] else AUTOMATIC
    if texts["kind"] and header_key(texts["kind"]) not in kind_words():
        kinds = (Wording("mapping.automatic"), *(Wording(f"tables.kind.{one}") for one in KINDS if one != IGNORED))
        detail = Wording("mapping.no-such-kind", {"given": texts["kind"], "kinds": (*kinds, Wording("mapping.unused"))})
        mistakes.append(Mistake(node.value["kind"].place, "kind", detail, texts["kind"], all_kinds()))
    return MappedSheet(
        node.place,
        texts["file"],
        texts["sheet"],
        kind,
        bool(optional is not None and optional.value is True),
        tuple(_columns(node, mistakes)),
        {key: one.place for key, one in node.value.items()},
    )


def _columns(node: Node, mistakes: list[Mistake]) -> Iterable[MappedColumn]:
    columns = node.below(COLUMNS)
    if columns is None:
        return
    if not isinstance(columns.value, dict):
        mistakes.append(_expected(columns, COLUMNS, "rulebook.expects.table"))
        return
    heads: dict[tuple[str, int], MappedColumn] = {}
    claims: dict[str, MappedColumn] = {}
    for header, one in columns.value.items():
        where = f"“{header}”"
        if not isinstance(one.value, str):
            mistakes.append(_expected(one, where, "rulebook.expects.text"))
            continue
        field = meaning_words().get(header_key(one.value))
        if field is None:
            detail = Wording("mapping.no-such-meaning", {"given": one.value})
            mistakes.append(Mistake(one.place, where, detail, one.value, all_meanings()))
            continue
        column = MappedColumn(header, field, one.place)
        for before, key in (
            (heads.setdefault(column.head, column), "same-header"),
            (claims.get(field), "same-meaning"),
        ):
            if before is not None and before is not column and (key == "same-header" or field not in _MANY):
                facts = {"other": before.written, "at": before.place.line, "meaning": one.value}
                mistakes.append(Mistake(one.place, where, Wording(f"mapping.{key}", facts)))
        claims.setdefault(field, column)
        yield column


def _text_at(node: Node, key: str, mistakes: list[Mistake]) -> str:
    below = node.below(key)
    if below is None:
        return ""
    if not isinstance(below.value, str):
        mistakes.append(_expected(below, key, "rulebook.expects.text"))
        return ""
    return below.value.strip()


def _unknown_keys(node: Node, known: tuple[str, ...]) -> list[Mistake]:
    unknown = {key: below for key, below in node.value.items() if key not in known}
    return [
        Mistake(below.place, key, Wording("rulebook.unknown-key", {"key": key}), key, known)
        for key, below in unknown.items()
    ]


def _expected(node: Node, where: str, what: str) -> Mistake:
    facts = {"found": found(node), "expected": Wording(what)}
    return Mistake(node.place, where, Wording("rulebook.found-expected", facts))

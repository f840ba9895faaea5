"""What a column mapping says that the inputs do not have: sheets that are not there, headers, kinds that cannot be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nqi_limits.findings.model import Wording
from nqi_limits.rulebooks.mistakes import Mistake
from nqi_limits.tables.mapping.model import IGNORED, base_name, heads

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nqi_limits.tables.mapping.model import ColumnMapping, MappedSheet
    from nqi_limits.tables.table import Table


def misfits(mapping: ColumnMapping, tables: Sequence[Table]) -> tuple[list[Mistake], list[Wording]]:
    """All that does not fit, and remarks on entries for files that are not among the inputs: those are not used."""
    mistakes: list[Mistake] = []
    remarks: list[Wording] = []
    for entry in mapping.sheets:
        about = [table for table in tables if entry.is_about(table.file, table.sheet)]
        if about:
            mistakes += _headers(entry, about)
            mistakes += _kind(entry, about)
        elif entry.file and not any(entry.is_about_file(table.file) for table in tables):
            facts = {"mapping": mapping.name, "line": entry.at("file").line, "pattern": entry.file}
            remarks.append(Wording("mapping.other-file", facts))
        elif not entry.optional:
            sheets = tuple(dict.fromkeys(table.sheet for table in tables if entry.is_about_file(table.file)))
            detail = Wording("mapping.no-such-sheet", {"given": entry.sheet})
            mistakes.append(Mistake(entry.at("sheet"), "sheet", detail, entry.sheet, sheets))
    return mistakes, remarks


def _headers(entry: MappedSheet, about: Sequence[Table]) -> Iterator[Mistake]:
    """The headers that none of the sheets has; they are compared with those of the sheet that has the most."""
    there = [heads((one.number, one.header) for one in table.headings) for table in about]
    everywhere = set().union(*there)
    best = max(range(len(about)), key=lambda at: (sum(head in there[at] for head in entry.fields), -at))
    table = about[best]
    names = tuple(one.header for one in table.headings if one.header)
    facts = {"file": base_name(table.file), "sheet": table.sheet, "row": table.header_row or table.guessed_row}
    for column in entry.columns:
        if column.head not in everywhere:
            detail = Wording("mapping.no-such-header", {**facts, "given": column.written})
            yield Mistake(column.place, f"“{column.written}”", detail, column.written, names)


def _kind(entry: MappedSheet, about: Iterable[Table]) -> Iterator[Mistake]:
    """Sheets that cannot be what the entry says: a column that such a sheet needs is missing."""
    if entry.kind in ("", IGNORED):
        return
    for table in about:
        if table.entry == entry and table.kind != entry.kind:
            became = Wording(table.why_ignored or f"tables.kind.{table.kind}")
            facts = {"file": base_name(table.file), "sheet": table.sheet, "kind": Wording(f"tables.kind.{entry.kind}")}
            key = "mapping.not-this-kind" if table.kind == IGNORED else "mapping.another-kind"
            yield Mistake(entry.at("kind"), "kind", Wording(key, {**facts, "became": became}))

"""How the inputs were understood as a column mapping, a TOML file for the office to correct and keep."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from nqi_limits.errors import UsageProblem
from nqi_limits.findings.model import Wording
from nqi_limits.outputs.columns_telling import why_ignored, why_unused
from nqi_limits.outputs.harmless import harmless
from nqi_limits.outputs.outcome import NO_LISTS
from nqi_limits.outputs.workbook.destinations import check_destinations, whole_file
from nqi_limits.tables.headers import header_key
from nqi_limits.tables.mapping.model import IGNORED, base_name, heads, matches, quoted, written_heads
from nqi_limits.tables.mapping.vocabulary import AUTOMATIC, fields, kind_word, meaning_word
from nqi_limits.tables.table import KINDS, column_letters
from nqi_limits.values.id_numbers import mask_ids_in
from nqi_limits.words.catalogue import LIST_MARK, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nqi_limits.tables.table import Heading, Table
    from nqi_limits.understanding import Understanding

ENDINGS = (".toml",)
_IN_A_ROW = 8
_SOURCES_NAMED = 5
# What differs from month to month, and an ID number, which is not to be kept in a file like this.
_CHANGING = re.compile(
    r"\d{15,}[Xx]?|(?<!\d)20\d{4}(?:\d\d)?(?!\d)"
    r"|(?<!\d)(?:19|20)\d\d(?:\s*[-._年]?\s*\d{1,2}(?!\d)(?:\s*[-._月]?\s*\d{1,2}(?!\d))?)?\s*[年月日]?"
)


def write_mapping(
    understanding: Understanding,
    output: str | Path,
    *,
    lang: str = "zh",
    force: bool = False,
    mapping: str | None = None,
) -> None:
    """Write the mapping to `output`; `mapping` is the one that was used, which is not written over either.

    Raises UsageProblem where the file exists (without `force`), is an input, does not end in .toml, or cannot be written.
    """
    target = Path(output)
    inputs = [file.path for file in understanding.files] + ([Path(mapping)] if mapping else [])
    check_destinations([target], inputs, force, None, ENDINGS)
    text = mapping_text(understanding.tables, lang)
    with whole_file(target) as temporary:
        try:
            temporary.write_text(text, encoding="utf-8", newline="\n")
        except OSError:
            raise UsageProblem(Wording("workbook.problem.cannot-write", {"folder": str(target.parent)})) from None


def mapping_text(tables: Sequence[Table], lang: str = "zh") -> str:
    """The whole file. Sheets of the same name and the same headers are one entry, whichever files they are in."""
    entries = _entries([table for table in tables if table.headings and table.why_ignored not in NO_LISTS])
    blocks = [_head(lang), *("\n".join(entry.lines(lang)) for entry in entries)]
    return "\n\n".join(blocks) + "\n"


@dataclass
class _Entry:
    """Tables of sheets whose names fit one pattern, with the same headers understood alike or nearly so."""

    pattern: str
    tables: list[Table] = field(default_factory=list)

    def lines(self, lang: str) -> Iterator[str]:
        first = self.tables[0]
        recognised = any(table.header_row for table in self.tables)
        yield f"# {harmless(self._sources(lang))}"
        lines = list(self._entry(first, lang))
        if recognised:
            yield from lines
            return
        yield f"# {say('mapping.file.not-recognised', lang, why=why_ignored(first, lang))}"
        yield from (f"# {line}" for line in lines)

    def _sources(self, lang: str) -> str:
        found = dict.fromkeys(
            say("mapping.file.from-sheet", lang, file=base_name(one.file), sheet=one.sheet) for one in self.tables
        )
        named = [mask_ids_in(one) for one in found]
        more = ["…"] if len(named) > _SOURCES_NAMED else []
        return say("mapping.file.from", lang, sheets=tuple(named[:_SOURCES_NAMED] + more))

    def _entry(self, first: Table, lang: str) -> Iterator[str]:
        yield "[[sheet]]"
        yield f"sheet = {quoted(self.pattern)}"
        kinds = tuple(dict.fromkeys(table.kind for table in self.tables))
        kind = kinds[0] if len(kinds) == 1 and first.said else AUTOMATIC
        if kinds == (IGNORED,):
            about = why_ignored(first, lang)
        else:
            words = LIST_MARK[lang].join(say(f"tables.kind.{one}", lang) for one in kinds)
            about = say("mapping.file.understood", lang, kinds=words)
        yield f"kind = {quoted(kind_word(kind, lang))}{'' if kind else f'  # {about}'}"
        if kinds == (IGNORED,):
            yield "optional = true"
        yield "[sheet.columns]"
        written = written_heads({heading.number: heading.header for heading in first.headings})
        for one in first.headings:
            yield self._column(one, written.get(one.number, ""), first, lang)

    def _column(self, one: Heading, written: str, first: Table, lang: str) -> str:
        column, header = column_letters(one.number), harmless(one.header)
        if not header_key(one.header):
            return f"# {say('mapping.file.no-header', lang, column=column)}"
        if mask_ids_in(one.header) != one.header:
            return f"# {say('mapping.file.with-id', lang, column=column)}"
        if any(_claims(table).get(_head_of(one, first)) != one.claim for table in self.tables):
            return f"# {say('mapping.file.differs', lang, column=column, header=header)}"
        why = why_unused(one, first.headings, lang) if not one.claim else ""
        key = "unused" if why else "used"
        remark = say(f"mapping.file.{key}", lang, column=column, why=harmless(why))
        likely = next((doubt.field for doubt in first.doubts if doubt.column == one.number), "")
        if likely:
            remark += say("mapping.file.likely", lang, meaning=meaning_word(likely, lang))
        return f"{quoted(written)} = {quoted(meaning_word(one.claim, lang))}  # {remark}"


def pattern_of(name: str) -> str:
    """A sheet's name with * for what differs from month to month."""
    return re.sub(r"\*+", "*", _CHANGING.sub("*", name))


def _head(lang: str) -> str:
    kinds = LIST_MARK[lang].join(kind_word(kind, lang) for kind in (AUTOMATIC, *KINDS))
    rows = [[meaning_word(one, lang) for one in row] for row in _rows(fields())]
    meanings = "\n".join(f"  {LIST_MARK[lang].join(row)}" for row in rows)
    text = say("mapping.file.head", lang, kinds=kinds, meanings=meanings)
    return "\n".join(f"# {line}".rstrip() for line in text.strip("\n").splitlines())


def _rows(words: Sequence[str]) -> Iterator[Sequence[str]]:
    return (words[at : at + _IN_A_ROW] for at in range(0, len(words), _IN_A_ROW))


def _entries(tables: Sequence[Table]) -> list[_Entry]:
    """The tables in groups, by name and headers. Where a pattern fits sheets of another one, the name itself is taken."""
    looks = [frozenset(_claims(table)) for table in tables]
    found: dict[tuple[str, frozenset[tuple[str, int]]], _Entry] = {}
    for table, look in zip(tables, looks, strict=True):
        pattern = pattern_of(table.sheet)
        alike = (one.sheet for one, other in zip(tables, looks, strict=True) if other == look)
        if any(pattern_of(sheet) != pattern and matches(pattern, sheet) for sheet in alike):
            pattern = _masked_name(table.sheet)
        found.setdefault((pattern, look), _Entry(pattern)).tables.append(table)
    return list(found.values())


def _masked_name(sheet: str) -> str:
    return re.sub(r"\d{15,}[Xx]?", "*", sheet)


def _claims(table: Table) -> dict[tuple[str, int], str]:
    """What each header of a table means by itself, by what a mapping calls it."""
    claims = {one.number: one.claim for one in table.headings}
    return {head: claims[column] for head, column in heads((one.number, one.header) for one in table.headings).items()}


def _head_of(heading: Heading, table: Table) -> tuple[str, int]:
    there = heads((one.number, one.header) for one in table.headings)
    return next(head for head, column in there.items() if column == heading.number)

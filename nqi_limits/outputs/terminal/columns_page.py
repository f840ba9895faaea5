"""How each sheet was understood: a table of its columns for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nqi_limits.outputs.columns_telling import (
    masked,
    sample_texts,
    shortened,
    why_ignored,
    why_unused,
)
from nqi_limits.outputs.terminal.page import page_for
from nqi_limits.outputs.told import told_sentences
from nqi_limits.tables.mapping.vocabulary import meaning_word
from nqi_limits.tables.table import column_letters
from nqi_limits.words.catalogue import LIST_MARK, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from nqi_limits.outputs.terminal.page import Page
    from nqi_limits.tables.table import Heading, Table
    from nqi_limits.understanding import Understanding

# Columns that are not used are listed up to here; a sheet may have thousands.
_UNUSED_SHOWN = 40


def print_columns(understanding: Understanding, console: Console, lang: str = "zh", show_ids: bool = False) -> None:
    """Print every file with its sheets and their columns."""
    page = page_for(console, lang)
    for file in understanding.files:
        page.heading(masked(file.name, show_ids))
        for table in understanding.tables:
            if table.file == file.name:
                _sheet(page, table, show_ids)
    page.show(console)


def _sheet(page: Page, table: Table, show_ids: bool) -> None:
    lang = page.lang
    page.blank()
    page.paragraph(masked(say("table.mark", lang).join(_about(table, lang)), show_ids))
    unused = [one for one in table.headings if not one.field]
    shown = set(unused[:_UNUSED_SHOWN])
    rows = [_row(one, table, lang, show_ids) for one in table.headings if one.field or one in shown]
    if rows:
        page.table([say(f"columns.head.{key}", lang) for key in ("column", "header", "meaning", "samples")], rows, 2)
    if len(unused) > len(shown):
        page.paragraph(say("columns.more", lang, n=len(unused) - len(shown)), 2)


def _about(table: Table, lang: str) -> Iterator[str]:
    """What the sheet is, and what of it was left out."""
    if table.kind == "ignored":
        yield say("columns.ignored", lang, sheet=table.sheet, why=why_ignored(table, lang))
        if table.header_row:
            yield say("columns.ignored-header", lang, row=table.header_row)
        if table.guessed_row:
            yield say("columns.guessed", lang, row=table.guessed_row)
    else:
        kind = say(table.kind_key, lang)
        rows = _counted(len(table), lang)
        yield say("columns.sheet", lang, sheet=table.sheet, kind=kind, rows=rows, header=table.header_row)
    yield from told_sentences(table, lang)
    for key, count in (("examples", table.examples), ("footers", table.footers), ("unread", len(table.unread))):
        if count:
            yield say(f"table.sheets.{key}", lang, rows=_counted(count, lang))
    if table.hidden:
        yield say("columns.hidden", lang)
    for what, count in (("rows", table.hidden_rows), ("columns", table.hidden_columns)):
        if count:
            yield say(f"table.sheets.hidden-{what}", lang, n=count)


def _row(heading: Heading, table: Table, lang: str, show_ids: bool) -> list[str]:
    why = why_unused(heading, table.headings, lang)
    meaning = meaning_word(heading.field, lang) if heading.field else say("columns.unused", lang, why=why)
    samples = LIST_MARK[lang].join(shortened(text) for text in sample_texts(heading, show_ids))
    samples = samples or say("columns.empty", lang)
    return [column_letters(heading.number), masked(heading.header, show_ids), meaning, samples]


def _counted(count: int, lang: str) -> str:
    return say(f"table.count.rows.{'one' if count == 1 else 'many'}", lang, n=count)

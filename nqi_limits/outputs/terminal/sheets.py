"""How each sheet was understood, a line for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nqi_limits.outputs.told import told_sentences
from nqi_limits.values.text import clean, text_key

if TYPE_CHECKING:
    from nqi_limits.outputs.telling import Teller
    from nqi_limits.outputs.terminal.page import Page
    from nqi_limits.report import Report
    from nqi_limits.tables.table import Table


def sheets(page: Page, report: Report, teller: Teller) -> None:
    """Every file with its sheets: kind, rows, header row, which header was taken for what, rows that were not read."""
    page.heading(teller.say("table.sheets.heading"))
    by_file: dict[str, list[Table]] = {file.name: [] for file in report.files}
    for table in report.tables:
        by_file.setdefault(table.file, []).append(table)
    for file, tables in by_file.items():
        page.paragraph(teller.text(file))
        for table in tables:
            page.paragraph(teller.text(_line(table, teller)), indent=2, hang=2)


def _line(table: Table, teller: Teller) -> str:
    sheet = teller.say("table.sheets.hidden", sheet=table.sheet) if table.hidden else table.sheet
    if table.kind == "ignored":
        return teller.say("table.sheets.ignored", sheet=sheet, why=teller.say(table.why_ignored))
    used = [_column(header, field, teller) for header, field in table.mapping.items() if field]
    unused = [clean(header) for header, field in table.mapping.items() if not field]
    parts = [
        teller.say(
            "table.sheets.read",
            sheet=sheet,
            kind=teller.say(table.kind_key),
            rows=teller.counted("rows", len(table)),
            header=table.header_row,
        ),
        teller.say("table.sheets.columns", columns=tuple(used)),
        *told_sentences(table, teller.lang),
    ]
    if unused:
        parts.append(teller.say("table.sheets.unused", columns=tuple(unused)))
    if table.examples:
        parts.append(teller.say("table.sheets.examples", rows=teller.counted("rows", table.examples)))
    if table.footers:
        parts.append(teller.say("table.sheets.footers", rows=teller.counted("rows", table.footers)))
    for what, count in (("rows", table.hidden_rows), ("columns", table.hidden_columns)):
        if count:
            parts.append(teller.say(f"table.sheets.hidden-{what}", n=count))
    if table.unread:
        parts.append(teller.say("table.sheets.unread", rows=teller.counted("rows", len(table.unread))))
    return teller.in_one(parts)


def _column(header: str, field: str, teller: Teller) -> str:
    """A header and what it was taken for, where that is another word."""
    meaning = teller.say(f"fields.{field}")
    shown = clean(header)
    if text_key(header) == text_key(meaning):
        return shown
    return teller.say("table.sheets.taken", header=shown, field=meaning)

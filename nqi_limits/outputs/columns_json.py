"""How the inputs are understood, as JSON; docs/columns.schema.json describes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nqi_limits.outputs.columns_telling import masked, sample_texts, why_ignored, why_unused
from nqi_limits.outputs.json_text import as_json
from nqi_limits.outputs.told import told_as_dicts
from nqi_limits.tables.mapping.model import base_name
from nqi_limits.tables.table import column_letters
from nqi_limits.version import __version__
from nqi_limits.words.catalogue import said

if TYPE_CHECKING:
    from nqi_limits.tables.table import Table
    from nqi_limits.understanding import Understanding


def columns_as_json(understanding: Understanding, lang: str = "zh", show_ids: bool = False) -> bytes:
    """The document as UTF-8, indented, with a line end."""
    return as_json(columns_as_dict(understanding, lang, show_ids))


def columns_as_dict(understanding: Understanding, lang: str = "zh", show_ids: bool = False) -> dict[str, Any]:
    """The document as plain dicts, lists, strings and numbers."""
    document: dict[str, Any] = {
        "tool": {"name": "nqi-limits", "version": __version__},
        "inputs": [
            {
                "file": masked(file.name, show_ids),
                "sha256": file.sha256,
                "sheets": [_sheet(one, lang, show_ids) for one in understanding.tables if one.file == file.name],
                "remarks": [
                    masked(said(one, lang), show_ids)
                    for one in understanding.remarks
                    if one.facts.get("file") == file.name
                ],
            }
            for file in understanding.files
        ],
    }
    mapping = understanding.mapping
    if mapping is not None:
        document["column_mapping"] = {"file": masked(base_name(mapping.name), show_ids), "sha256": mapping.sha256}
    return document


def _sheet(table: Table, lang: str, show_ids: bool) -> dict[str, Any]:
    return {
        "sheet": masked(table.sheet, show_ids),
        "kind": table.kind,
        "why_ignored": why_ignored(table, lang) or None,
        "header_row": table.header_row,
        "guessed_header_row": table.guessed_row,
        "rows": len(table),
        "unread_rows": len(table.unread),
        "example_rows": table.examples,
        "footer_rows": table.footers,
        "told": told_as_dicts(table, lambda text: masked(text, show_ids)),
        "hidden": table.hidden,
        "hidden_rows": table.hidden_rows,
        "hidden_columns": table.hidden_columns,
        "columns": [
            {
                "column": column_letters(one.number),
                "header": masked(one.header, show_ids),
                "field": one.field,
                "why_unused": why_unused(one, table.headings, lang) or None,
                "samples": sample_texts(one, show_ids),
            }
            for one in table.headings
        ],
    }

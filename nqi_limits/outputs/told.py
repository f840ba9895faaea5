"""What labels, titles and names around a table say of its rows, as sentences and as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nqi_limits.values.text import clean
from nqi_limits.words.catalogue import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nqi_limits.tables.table import Table

_MOST = 3


def told_sentences(table: Table, lang: str) -> Iterator[str]:
    """What the table does not say itself, and where it was read: a sentence for each field, nothing masked."""
    for told in table.told():
        where = told.cell or say(f"table.sheets.from.{told.name}", lang)
        shown = tuple(clean(value) for value in told.values[:_MOST])
        more = len(told.values) - len(shown)
        yield say(
            "table.sheets.told-more" if more else "table.sheets.told",
            lang,
            field=say(f"fields.{told.field}", lang),
            values=shown,
            where=where,
            n=more,
        )


def told_as_dicts(table: Table, masked: Callable[[str], str]) -> list[dict[str, Any]]:
    """The same as the JSON documents have it; `masked` takes ID numbers out of a text."""
    return [
        {
            "field": told.field,
            "values": [masked(clean(value)) for value in told.values],
            "from": told.cell or told.name,
        }
        for told in table.told()
    ]

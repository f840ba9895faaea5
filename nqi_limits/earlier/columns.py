"""The header row of a sheet that the tool wrote, or that an office wrote like one."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from nqi_limits.sources.own import is_own_table
from nqi_limits.values.text import text_key
from nqi_limits.words.catalogue import LANGUAGES, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from nqi_limits.sources.grid import Grid

_HEADER_ROWS = 20


@cache
def office_headers() -> Mapping[str, Any]:
    """How an office may head columns, beside what the tool writes: headers.toml."""
    text = resources.files("nqi_limits.earlier").joinpath("headers.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def known_headers(entry: str, keys: Iterable[str], others: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """The column that a header stands for, by the header's key: the tool's own stand under `entry` in the catalogue."""
    known = {text_key(say(f"{entry}.{key}", lang)): key for key in keys for lang in LANGUAGES}
    return known | {text_key(header): key for key, headers in others.items() for header in headers}


def find_header(grid: Grid, known: Mapping[str, str], needed: Iterable[str]) -> tuple[int, dict[str, int]] | None:
    """The index of the header row and the index of each column; None where no row has all the columns `needed`."""
    needed = tuple(needed)
    for at, cells in enumerate(grid.lines(0, _HEADER_ROWS)):
        columns: dict[str, int] = {}
        for number, cell in enumerate(cells):
            key = known.get(text_key(cell)) if isinstance(cell, str) else None
            if key is not None:
                columns.setdefault(key, number)
        if all(key in columns for key in needed):
            return at, columns
    return None


def own_table_at(grid: Grid) -> int | None:
    """The index of the header row of a table that the tool itself writes, such as its CSV saved as a workbook; else None."""
    return next((at for at, cells in enumerate(grid.lines(0, _HEADER_ROWS)) if is_own_table(cells)), None)

"""What rows tell of the people they name: which rows tell of one person alone, and who has a senior title."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.records.interning import read_column
from nqi_limits.records.model import LISTED, SOURCES
from nqi_limits.values.qualifications import is_senior

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nqi_limits.records.model import Records
    from nqi_limits.sources.grid import Cell

NOT_KNOWN = -1


def speaks_of(records: Records) -> NDArray[np.bool_]:
    """The mentions whose row tells of that person: not a leader beside a member, nor one of several in a cell."""
    mentions, tables = records.mentions, records.tables
    alone = np.zeros((len(tables), len(SOURCES)), dtype=np.bool_)
    for index, table in enumerate(tables):
        named = [number for number, source in enumerate(SOURCES) if source.name in table.columns]
        named = [number for number in named if number < LISTED] or named
        if named:
            alone[index, 0 if 0 in named else named[0]] = 0 in named or len(named) == 1
    found: NDArray[np.bool_] = alone[mentions.table, mentions.source]
    key = (mentions.table.astype(np.int64) << 34) | (mentions.row.astype(np.int64) << 3) | mentions.source
    order = np.argsort(key, kind="stable")
    same = np.flatnonzero(key[order][1:] == key[order][:-1])
    found[order[same]] = False
    found[order[same + 1]] = False
    return found


def senior_titles(records: Records) -> NDArray[np.int8]:
    """For each person 1 with a senior title, 0 without, -1 where no cell tells or cells differ; the roster's come first."""
    result = np.full(records.people, NOT_KNOWN, dtype=np.int8)
    told = [(index, table.columns["title"]) for index, table in enumerate(records.tables) if "title" in table.columns]
    told = [(index, column) for index, column in told if records.tables[index].kind != "ignored"]
    if not told:
        return result
    mentions, speaks = records.mentions, records.speaks
    said = np.full(len(mentions), NOT_KNOWN, dtype=np.int8)
    for index, column in told:
        own = speaks & (mentions.table == index)
        said[own] = read_column(column, len(column.codes), _rank)[mentions.row[own]]
    for rows in (mentions.unit >= 0, mentions.unit < 0):
        ranks = [_having(records, rows & (said == rank)) for rank in (0, 1)]
        known = ranks[0] | ranks[1]
        result[known] = np.where(ranks[0] & ranks[1], NOT_KNOWN, ranks[1])[known]
    return result


def _having(records: Records, rows: NDArray[np.bool_]) -> NDArray[np.bool_]:
    found = np.zeros(records.people, dtype=np.bool_)
    found[records.mentions.person[rows]] = True
    return found


def _rank(raw: Cell) -> int:
    senior = is_senior(raw)
    return NOT_KNOWN if senior is None else int(senior)

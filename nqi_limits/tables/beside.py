"""Tables that stand beside each other on one sheet: parted by blank columns, or one list folded into several columns."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from nqi_limits.tables.kinds import BY_ROLE, ORGANISATIONS, make_of
from nqi_limits.tables.layout import find_headers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nqi_limits.tables.blocks import Group
    from nqi_limits.tables.layout import Header
    from nqi_limits.tables.sheet import Sheet


def beside(sheet: Sheet, first: int = 0, end: int | None = None) -> list[Sheet]:
    """The tables between blank columns of the rows `first` to `end` (from 0), each as a sheet of its own; [] where they are one.

    What stands between blank columns is a table where it has all that a table needs; what has not belongs to its neighbour.
    Two such tables are parted where something speaks for it: a field that both have, headers in different rows, different
    last rows, organisations beside people.
    """
    end = len(sheet) if end is None else end
    bands = _bands(sheet, first, end)
    if len(bands) < 2:
        return []
    parts = [sheet.part(range(first, end), band) for band in bands]
    heads = [find_headers(part) for part in parts]
    alone = [at for at, found in enumerate(heads) if found and _stands_alone(found[0])]
    cuts = [
        bands[right].start
        for left, right in pairwise(alone)
        if _apart(parts[left], heads[left][0], parts[right], heads[right][0])
    ]
    if not cuts:
        return []
    edges = [0, *cuts, sheet.width]
    return [sheet.part(range(first, end), range(left, right)) for left, right in pairwise(edges)]


def folded(sheet: Sheet, group: Group) -> list[Sheet]:
    """The parts of a list that goes on to the right under the same headers again, [] for any other table.

    A title above the list holds for all of its parts.
    """
    header = group.header
    columns = sorted(header.texts)
    texts = [str(sheet.cell(header.last, at)) for at in columns]
    period = next((size for size in range(2, len(texts) // 2 + 1) if _repeats(texts, size)), 0)
    if not period or not header.known & {"name", *BY_ROLE}:
        return []
    edges = [*columns[::period], columns[-1] + 1]
    rows = range(group.blocks[0].start, group.end)
    return [sheet.part(rows, range(left, right), header.first) for left, right in pairwise(edges)]


def _repeats(texts: Sequence[str], size: int) -> bool:
    return len(texts) % size == 0 and all(text == texts[at % size] for at, text in enumerate(texts))


def _bands(sheet: Sheet, first: int, end: int) -> list[range]:
    """The runs of columns with something in them."""
    filled = [bool(column.filled()[first:end].any()) for column in sheet.columns[: sheet.width]]
    bands: list[range] = []
    for at, has in enumerate(filled):
        if has and bands and bands[-1].stop == at:
            bands[-1] = range(bands[-1].start, at + 1)
        elif has:
            bands.append(range(at, at + 1))
    return bands


def _stands_alone(header: Header) -> bool:
    """Whether a header makes a table, or one of people that only lacks the number of its project."""
    make, _ = make_of(header.known, None)
    return bool(make) or "name" in header.known


def _apart(left: Sheet, one: Header, right: Sheet, other: Header) -> bool:
    if (one.first, one.last) != (other.first, other.last):
        return True
    if set(one.fields.values()) & set(other.fields.values()) - {"", "remark"}:
        return True
    kinds = [make_of(header.known, None)[0] == ORGANISATIONS for header in (one, other)]
    return kinds[0] != kinds[1] or _last_row(left) != _last_row(right)


def _last_row(sheet: Sheet) -> int:
    filled = sheet.filled.nonzero()[0]
    return int(filled[-1]) if len(filled) else 0

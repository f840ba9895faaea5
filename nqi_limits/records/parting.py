"""Parting the rows of what the data take for one person, where the office says that there are two."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence

    from nqi_limits.records.model import Records

    Rows = Sequence[int]


def part(
    records: Records, rows: Rows, meant: tuple[Rows, Rows], linked: Sequence[Collection[int]]
) -> tuple[list[int], ...]:
    """Some mentions (`rows`) as the first person's, the second's, and those of which nothing says whose they are, if any.

    `meant` are the mentions of each that the office spoke of; `linked` are sets of mentions that it said are one person's. A
    mention goes with whom it shares a number, a decision, the birth date, a project or the organisation, the surest first;
    one that could be either's is left over.
    """
    mentions = records.mentions
    groups: dict[int, list[Hashable]] = {row: [] for row in rows}
    for number, together in enumerate(linked):
        for row in together:
            groups.get(row, []).append(number)

    def with_name(column: Sequence[int]) -> Callable[[int], list[Hashable]]:
        return lambda row: [(int(mentions.name[row]), int(column[row]))] if column[row] >= 0 else []

    def born(row: int) -> list[Hashable]:
        number, stated = int(mentions.id_number[row]), int(mentions.birth[row])
        days = {records.births[stated].toordinal()} if stated >= 0 else set()
        if number >= 0 and records.id_numbers.birth[number]:
            days.add(int(records.id_numbers.birth[number]))
        return [(int(mentions.name[row]), day) for day in sorted(days)]

    signs: tuple[Callable[[int], list[Hashable]], ...] = (
        lambda row: [int(mentions.id_number[row])] if mentions.id_number[row] >= 0 else [],
        groups.__getitem__,
        born,
        with_name(mentions.unit),  # type: ignore[arg-type]
        with_name(mentions.organisation),  # type: ignore[arg-type]
    )
    whose = {row: at for at, mine in enumerate(meant) for row in mine}
    while any(_joined(whose, rows, sign) for sign in signs):
        pass
    first, second = ([row for row in rows if whose.get(row) == at] for at in (0, 1))
    left = [row for row in rows if row not in whose]
    return (first, second, left) if left else (first, second)


def _joined(whose: dict[int, int], rows: Iterable[int], sign: Callable[[int], list[Hashable]]) -> bool:
    """Give rows to whom alone they share a sign with; whether any was given."""
    known: Mapping[Hashable, set[int]] = defaultdict(set)
    for row, at in whose.items():
        for one in sign(row):
            known[one].add(at)
    found = {}
    for row in rows:
        owners = {at for one in sign(row) for at in known[one]} if row not in whose else ()
        if len(owners) == 1:
            (found[row],) = owners
    whose.update(found)
    return bool(found)

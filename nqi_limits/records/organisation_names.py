"""The names of organisations: which other names (曾用名, 简称) the office gives in its sheet 单位, and whose each is."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nqi_limits.values.organisations import organisation_key, read_organisations, read_other_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nqi_limits.tables.table import Place, Table

OTHER_NAMES = ("former_name", "short_name")


@dataclass(frozen=True, slots=True)
class TwoOwners:
    """A name that two or more organisations are said to have; `places` are the cells that say so."""

    name: str
    organisations: tuple[str, ...]
    places: tuple[Place, ...]


class OrganisationNames:
    """What the office says of the names of organisations; `contradictions` are names that stand for none of their owners."""

    def __init__(self, tables: Iterable[Table] = ()) -> None:
        self._official: dict[str, str] = {}
        self._owner: dict[str, str] = {}
        self._others: dict[str, set[str]] = defaultdict(set)
        self.contradictions: list[TwoOwners] = []
        told: dict[str, dict[str, list[Place]]] = defaultdict(lambda: defaultdict(list))
        written: dict[str, str] = {}
        for table, row in _rows(tables):
            name = read_organisations(table.columns["organisation_name"].raw(row))
            if len(name) != 1:
                continue
            own = organisation_key(name[0])
            self._official[own] = min(name[0], self._official.get(own, name[0]))
            for field in OTHER_NAMES:
                column = table.columns.get(field)
                for other in read_other_names(column.raw(row)) if column else ():
                    key = organisation_key(other)
                    if key != own:
                        written[key] = min(other, written.get(key, other))
                        told[key][own].extend(table.places(row, (field,)))
        for key, owners in sorted(told.items()):
            named = {*owners, key} if key in self._official else set(owners)
            if len(named) > 1:
                names = tuple(sorted(self._official[one] for one in named))
                places = tuple(place for _, cells in sorted(owners.items()) for place in cells)
                self.contradictions.append(TwoOwners(written[key], names, places))
            else:
                (owner,) = owners
                self._owner[key] = owner
                self._others[owner].add(written[key])

    def called(self, name: str) -> str:
        """The name in 单位 of the organisation that a name stands for; the name itself where 单位 does not say."""
        if not self._owner:
            return name
        owner = self._owner.get(organisation_key(name))
        return name if owner is None else self._official[owner]

    def others(self, name: str) -> set[str]:
        """The other names of an organisation."""
        return self._others.get(organisation_key(name), set())


def _rows(tables: Iterable[Table]) -> Iterator[tuple[Table, int]]:
    for table in tables:
        named = table.kind == "organisations" and not table.lists and "organisation_name" in table.columns
        if named and not table.columns.keys().isdisjoint(OTHER_NAMES):
            yield from ((table, row) for row in range(len(table)))

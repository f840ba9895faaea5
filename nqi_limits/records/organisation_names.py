"""The names of organisations: which other names (曾用名, 简称) the office gives in its sheet 单位, and whose each is."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from nqi_limits.values.organisations import organisation_key, read_credit_code, read_organisations, read_other_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from nqi_limits.tables.table import Place, Table

OTHER_NAMES = ("former_name", "short_name")


@dataclass(frozen=True, slots=True)
class TwoOwners:
    """A name that two or more organisations are said to have; `places` are the cells that say so."""

    name: str
    organisations: tuple[str, ...]
    places: tuple[Place, ...]


class OrganisationNames:
    """What the office says of the names of organisations; `contradictions` are names that stand for none of their owners.

    A name that is another row's 单位名称, or that two rows have, is theirs if the rows are one organisation: they give one
    credit code, or each is a name of the other.
    """

    def __init__(self, tables: Iterable[Table] = ()) -> None:
        self._official: dict[str, str] = {}
        self._owner: dict[str, str] = {}
        self._others: dict[str, set[str]] = defaultdict(set)
        self.contradictions: list[TwoOwners] = []
        told: dict[str, dict[str, list[Place]]] = defaultdict(lambda: defaultdict(list))
        written: dict[str, str] = {}
        codes: dict[str, set[str]] = defaultdict(set)
        for table, row in _rows(tables):
            name = read_organisations(table.columns["organisation_name"].raw(row))
            if len(name) != 1:
                continue
            own = organisation_key(name[0])
            self._official[own] = min(name[0], self._official.get(own, name[0]))
            if (code := table.columns.get("credit_code")) is not None:
                codes[own].add(read_credit_code(code.raw(row)))
            for field in OTHER_NAMES:
                column = table.columns.get(field)
                for other in read_other_names(column.raw(row)) if column else ():
                    key = organisation_key(other)
                    if key != own:
                        written[key] = min(other, written.get(key, other))
                        told[key][own].extend(table.places(row, (field,)))
        together: dict[str, set[str]] = {}
        for key, owners in sorted(told.items()):
            named = {*owners, key} if key in self._official else set(owners)
            for one, other in combinations(sorted(named), 2):
                mutual = one in told.get(other, ()) and other in told.get(one, ())
                if mutual or (codes[one] & codes[other]) - {""}:
                    both = together.get(one, {one}) | together.get(other, {other})
                    together.update(dict.fromkeys(both, both))
            if not all(named <= together.get(one, {one}) for one in named):
                names = tuple(sorted(self._official[one] for one in named))
                places = tuple(place for _, cells in sorted(owners.items()) for place in cells)
                self.contradictions.append(TwoOwners(written[key], names, places))
            else:
                self._owner[key] = min(owners)
        self._settle(together, written)

    def _settle(self, together: Mapping[str, set[str]], written: Mapping[str, str]) -> None:
        """Give every name to its organisation as the last of its 单位名称 has it, that which is no other name of another row."""
        for same in together.values():
            main = min(same, key=lambda one: (one in self._owner, one))
            self._owner.update(dict.fromkeys(same - {main}, main))
            self._owner.pop(main, None)
        for key in self._owner:
            owner = self._owner[key]
            while owner in self._owner:
                owner = self._owner[owner]
            self._owner[key] = owner
            self._others[owner].add(written.get(key) or self._official[key])

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

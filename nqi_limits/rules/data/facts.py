"""What the rules about the data itself look at: the tables and what was made of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from nqi_limits.findings.model import Wording
from nqi_limits.records.interning import Grouping
from nqi_limits.records.model import SOURCES
from nqi_limits.rules.rule import LimitRule

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from nqi_limits.records.model import Records
    from nqi_limits.rules.alike import Alike
    from nqi_limits.rules.people import Settings
    from nqi_limits.tables.table import Place, Table

MOST_NAMES = 5
PAIR_RULES = ("near-id", "possible-same-person")


@dataclass(frozen=True)
class DataFacts:
    """The records, with the tables they were read from, and the settings in force."""

    records: Records
    settings: Settings

    @cached_property
    def alike(self) -> Alike:
        """Pairs of records that may be one person, and numbers under two names."""
        from nqi_limits.rules.alike import Alike
        from nqi_limits.rules.registry import all_rules

        rules = [rule for rule in all_rules() if isinstance(rule, LimitRule)]
        return Alike(self.records, self.settings, rules)

    @cached_property
    def _by_table(self) -> Grouping:
        return Grouping(self.records.mentions.table, len(self.records.tables))

    def mentions_in(self, table: int, source: int = 0) -> NDArray[np.intp]:
        """The mentions that a table's columns name people in; `source` is an index into `SOURCES`."""
        at = self._by_table[table]
        found: NDArray[np.intp] = at[self.records.mentions.source[at] == source]
        return found

    @cached_property
    def same_written(self) -> NDArray[np.int32]:
        """Each mention's person; of people whose rows agree in all that is written of them, the first."""
        mentions = self.records.mentions
        person = mentions.person.copy()
        bare = np.flatnonzero((mentions.id_number < 0) & (mentions.organisation >= 0))
        if len(bare):
            written = numbered(mentions.name[bare], mentions.organisation[bare], mentions.birth[bare])
            first = np.full(int(written.max()) + 1, np.iinfo(np.int32).max, dtype=np.int32)
            np.minimum.at(first, written, person[bare])
            person[bare] = first[written]
        return person

    def who(self, person: int) -> Mapping[str, Any]:
        """A person's name, number and organisation, as the attributes of a person's node have them."""
        found = self.records.person(person)
        return {
            "name": found.name,
            "id_number": found.id_number.key if found.id_number else "",
            "organisation": found.organisations[0] if found.organisations else "",
        }

    def by_person(self, mentions: NDArray[np.intp]) -> dict[int, list[int]]:
        """These mentions by the person they name."""
        found: dict[int, list[int]] = defaultdict(list)
        for person, mention in zip(self.records.mentions.person[mentions].tolist(), mentions.tolist(), strict=True):
            found[person].append(mention)
        return found

    def places(self, mentions: Iterable[int], *fields: str) -> list[Place]:
        """The places of these fields in the mentions' rows."""
        return [place for mention in mentions for place in self.records.cells(mention, *fields)]

    def cells_of(self, people: Iterable[int], what: str = "name") -> list[Place]:
        """The cells that name these people, or (`what` is "id_number") give their numbers, in all their rows."""
        fields = [getattr(source, what) for source in SOURCES]
        sources = self.records.mentions.source
        return [
            place
            for person in people
            for mention in self.records.by_person[person].tolist()
            for place in self.records.cells(mention, fields[sources[mention]])
        ]

    def names(self, people: Iterable[int]) -> tuple[str | Wording, ...]:
        """The names of these people for a sentence: the first few, and how many there are in all."""
        listed = sorted({self.records.person(person).name for person in people})
        if len(listed) <= MOST_NAMES:
            return tuple(listed)
        return (*listed[:MOST_NAMES], Wording("findings.shared.names-in-all", {"count": len(listed)}))


def numbered(*columns: NDArray[np.generic]) -> NDArray[np.intp]:
    """One number for each row: equal where all columns are."""
    number: NDArray[np.intp] = np.zeros(len(columns[0]), dtype=np.intp)
    for column in columns:
        values, codes = np.unique(column, return_inverse=True)
        number = np.unique(number * np.intp(len(values)) + codes, return_inverse=True)[1]
    return number


def sheet_of(table: Table) -> tuple[str, str]:
    """What tells findings about a table apart."""
    return (table.file, table.sheet)

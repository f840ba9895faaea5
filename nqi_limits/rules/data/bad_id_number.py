"""An ID number that cannot be right: its length, birth date or check digit; a region that nobody knows is a mere note."""

from __future__ import annotations

from collections import defaultdict
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.findings.making import make_finding
from nqi_limits.findings.model import Severity, Wording
from nqi_limits.records.model import SOURCES
from nqi_limits.rules.rule import DataRule
from nqi_limits.values.id_columns import KINDS
from nqi_limits.values.id_numbers import IdKind
from nqi_limits.values.text import written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from nqi_limits.findings.model import Finding
    from nqi_limits.records.id_numbers import IdNumbers
    from nqi_limits.rules.data.facts import DataFacts
    from nqi_limits.tables.table import Column

REGION = "region"
WRONG = ("length", "birth-date", "checksum")


class BadIdNumber(DataRule):
    """One finding for each person and wrong number."""

    id = "bad-id-number"
    severities = (Severity.REVIEW, Severity.NOTE)

    def concerns(self, facts: DataFacts) -> NDArray[np.bool_]:
        """The mentions with a number that no check digit and region vouch for, or with what is nobody's number."""
        numbers = facts.records.id_numbers
        resident = numbers.kind == KINDS.index(IdKind.RESIDENT)
        sure = np.append(numbers.valid & resident & ~(numbers.region & _are_slips(numbers)), True)
        mentions = facts.records.mentions
        concerned = np.asarray(~sure[mentions.id_number])
        for at, source in product(range(len(facts.records.tables)), range(len(SOURCES))):
            field = SOURCES[source].id_number
            known = facts.records.id_cells.get((at, field))
            if known is not None:
                column = facts.records.tables[at].columns[field]
                named = facts.mentions_in(at, source)
                concerned[named] |= _is_nobodys(numbers, column, known)[column.codes[mentions.row[named]]]
        return concerned

    def check(self, facts: DataFacts, concerned: NDArray[np.bool_]) -> Iterable[Finding]:
        """Every distinct number whose own form leaves anything to ask, with the 证件类型 beside it where there is one."""
        numbers, mentions = facts.records.id_numbers, facts.records.mentions
        slips = _are_slips(numbers)
        wrong: dict[tuple[int, int, str], list[int]] = defaultdict(list)
        for at, source in product(range(len(facts.records.tables)), range(len(SOURCES))):
            for mention, problem in self._problems(facts, at, source, concerned):
                if problem in WRONG or (problem == REGION and slips):
                    wrong[int(mentions.person[mention]), int(mentions.id_number[mention]), problem].append(mention)
        for (person, _, problem), found in wrong.items():
            severity = Severity.NOTE if problem == REGION else Severity.REVIEW
            who = facts.who(person)
            yield make_finding(
                self,
                severity,
                person=who,
                message=Wording(
                    f"rule.{self.id}.message",
                    {"name": who["name"], "why": Wording(f"rule.{self.id}.why.{problem}")},
                ),
                advice=Wording(f"rule.{self.id}.advice.{severity}", {"name": who["name"]}),
                places=(place for one in found for place in facts.places([one], _field(facts, one))),
            )

    def _problems(
        self, facts: DataFacts, at: int, source: int, concerned: NDArray[np.bool_]
    ) -> Iterator[tuple[int, str]]:
        table, mentions = facts.records.tables[at], facts.records.mentions
        column = table.columns.get(SOURCES[source].id_number)
        if column is None:
            return
        types = table.columns.get("id_type") if source == 0 else None
        told: dict[tuple[int, int], str] = {}
        named = facts.mentions_in(at, source)
        for mention in named[concerned[named]].tolist():
            row = int(mentions.row[mention])
            pair = int(column.codes[row]), int(types.codes[row]) if types else -1
            if pair not in told:
                id_type = written(types.raw(row)) if types else ""
                told[pair] = facts.records.id_numbers.read(column.raw(row), id_type).problem
            yield mention, told[pair]


def _is_nobodys(numbers: IdNumbers, column: Column, known: NDArray[np.int32]) -> NDArray[np.bool_]:
    """For each distinct value whether something is written that can be nobody's number; `known` are those that are numbers."""
    found = np.asarray(known < 0)
    for code in np.flatnonzero(found).tolist():
        found[code] = numbers.read(column.values[code]).problem in WRONG
    return found


def _are_slips(numbers: IdNumbers) -> bool:
    """Whether unknown regions are slips: where most are unknown, they are invented people, or numbers of another kind."""
    return int(numbers.region.sum()) * 2 < len(numbers)


def _field(facts: DataFacts, mention: int) -> str:
    return SOURCES[int(facts.records.mentions.source[mention])].id_number

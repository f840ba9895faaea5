"""A number that a spreadsheet stored as a number: its last digits are gone, and it tells nobody apart any more."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.findings.making import make_finding
from nqi_limits.findings.model import Severity, Wording
from nqi_limits.records.model import SOURCES
from nqi_limits.rules.data.facts import sheet_of
from nqi_limits.rules.rule import DataRule
from nqi_limits.values.id_numbers import IdKind, read_id_number
from nqi_limits.values.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nqi_limits.findings.model import Finding
    from nqi_limits.rules.data.facts import DataFacts
    from nqi_limits.sources.grid import Cell


class LostDigits(DataRule):
    """One finding for each column and way of losing them: what has to be mended is the column."""

    id = "lost-digits"
    severities = (Severity.REVIEW,)

    def check(self, facts: DataFacts) -> Iterable[Finding]:
        """Numbers of more than 15 digits stored as numbers, in scientific notation, or hidden behind stars."""
        mentions, numbers = facts.records.mentions, facts.records.id_numbers
        for at, table in enumerate(facts.records.tables):
            for source, fields in enumerate(SOURCES):
                column = table.columns.get(fields.id_number)
                if column is None:
                    continue
                ways: dict[str, set[int]] = defaultdict(set)
                # what identifies has not lost any
                for code in np.flatnonzero(numbers.all(column.values) < 0).tolist():
                    raw = column.values[code]
                    if read_id_number(raw).kind is IdKind.LOST_DIGITS:
                        ways[_way(raw)].add(code)
                named = facts.mentions_in(at, source) if ways else np.zeros(0, dtype=np.intp)
                for way, codes in ways.items():
                    lost = named[np.isin(column.codes[mentions.row[named]], list(codes))].tolist()
                    if lost:
                        yield self._finding(facts, at, source, way, lost)

    def _finding(self, facts: DataFacts, at: int, source: int, way: str, mentions: list[int]) -> Finding:
        people = {int(facts.records.mentions.person[mention]) for mention in mentions}
        field = SOURCES[source].id_number
        names = facts.names(people)
        return make_finding(
            self,
            Severity.REVIEW,
            person=facts.who(min(people)) if len(people) == 1 else None,
            message=Wording(
                f"rule.{self.id}.message",
                {"name": names, "count": len(mentions), "why": Wording(f"rule.{self.id}.why.{way}")},
            ),
            advice=Wording(f"rule.{self.id}.advice.review", {"name": names}),
            places=facts.places(mentions, field),
            about=(*sheet_of(facts.records.tables[at]), field, way),
        )


def _way(raw: Cell) -> str:
    if not isinstance(raw, str):
        return "number"
    text = clean(raw)
    return "hidden" if "*" in text else "scientific" if "E" in text.upper() else "number"

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

    from numpy.typing import NDArray

    from nqi_limits.findings.model import Finding
    from nqi_limits.rules.data.facts import DataFacts
    from nqi_limits.sources.grid import Cell


class LostDigits(DataRule):
    """One finding for each column and way of losing them: what has to be mended is the column."""

    id = "lost-digits"
    severities = (Severity.REVIEW,)

    def concerns(self, facts: DataFacts) -> NDArray[np.bool_]:
        """The mentions without a number that identifies: what identifies has not lost any digits."""
        return facts.records.mentions.id_number < 0

    def check(self, facts: DataFacts, concerned: NDArray[np.bool_]) -> Iterable[Finding]:
        """Numbers of more than 15 digits stored as numbers, in scientific notation, or hidden behind stars."""
        mentions = facts.records.mentions
        for at, table in enumerate(facts.records.tables):
            for source, fields in enumerate(SOURCES):
                column = table.columns.get(fields.id_number)
                if column is None:
                    continue
                named = facts.mentions_in(at, source)
                named = named[concerned[named]]
                codes = column.codes[mentions.row[named]]
                ways: dict[str, list[int]] = defaultdict(list)
                for code in np.unique(codes).tolist():
                    raw = column.values[code]
                    if read_id_number(raw).kind is IdKind.LOST_DIGITS:
                        ways[_way(raw)].append(code)
                for way, lost in ways.items():
                    yield self._finding(facts, at, source, way, named[np.isin(codes, lost)].tolist())

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

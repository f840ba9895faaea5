"""A row that says again what another row of the same sheet says: counted once, but perhaps meant for somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.findings.making import make_finding
from nqi_limits.findings.model import Severity, Wording
from nqi_limits.rules.data.facts import numbered
from nqi_limits.rules.rule import DataRule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from nqi_limits.findings.model import Finding
    from nqi_limits.rules.data.facts import DataFacts


class DuplicateRow(DataRule):
    """One note for each person and project, application or roster."""

    id = "duplicate-row"
    severities = (Severity.NOTE,)

    def concerns(self, facts: DataFacts) -> NDArray[np.bool_]:
        """The mentions whose person the same project or application, or the roster, names again."""
        mentions = facts.records.mentions
        named = np.flatnonzero(mentions.source == 0)
        found = np.zeros(len(mentions), dtype=np.bool_)
        pair = facts.same_written[named].astype(np.int64) * (len(facts.records.units) + 1) + mentions.unit[named]
        order = np.argsort(pair)
        again = np.diff(pair[order]) == 0
        found[named[order[:-1][again]]] = found[named[order[1:][again]]] = True
        return found

    def check(self, facts: DataFacts, concerned: NDArray[np.bool_]) -> Iterable[Finding]:
        """The same person, project, topic and role twice on one sheet; for the roster the same person and organisation."""
        mentions = facts.records.mentions
        named = np.flatnonzero(concerned & (mentions.source == 0))
        alike = numbered(
            _sheets(facts)[mentions.table[named]],
            facts.same_written[named],
            mentions.unit[named],
            mentions.topic[named],
            mentions.held[named],
            mentions.left[named],
            # one may stand in the roster for each of two organisations
            np.where(mentions.unit[named] < 0, mentions.organisation[named], -1),
        )
        groups, count = np.unique(alike, return_counts=True)
        for group in groups[count > 1].tolist():
            yield self._finding(facts, named[alike == group].tolist())

    def _finding(self, facts: DataFacts, mentions: list[int]) -> Finding:
        units = facts.records.units
        unit = int(facts.records.mentions.unit[mentions[0]])
        who = facts.who(int(facts.records.mentions.person[mentions[0]]))
        number = units.shown[unit] if unit >= 0 else ""
        is_project = unit >= 0 and bool(units.is_project[unit])
        told = {"name": who["name"], "count": len(mentions), "projects": number}
        table = facts.records.tables[int(facts.records.mentions.table[mentions[0]])]
        return make_finding(
            self,
            Severity.NOTE,
            person=who,
            applications=() if unit < 0 or is_project else (number,),
            ongoing=(number,) if is_project else (),
            message=Wording(f"rule.{self.id}.message.{'project' if number else 'roster'}", told),
            advice=Wording(f"rule.{self.id}.advice.note"),
            places=facts.places(mentions, "name"),
            about=(table.file, table.sheet, *(units.keys[unit] if unit >= 0 else ())),
        )


def _sheets(facts: DataFacts) -> NDArray[np.intp]:
    numbers: dict[tuple[str, str], int] = {}
    return np.array([numbers.setdefault((table.file, table.sheet), len(numbers)) for table in facts.records.tables])

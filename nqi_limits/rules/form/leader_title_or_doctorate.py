"""资格 2: project and topic leaders have a senior title (正高级 or 副高级) or a doctorate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.findings.model import Severity, Wording
from nqi_limits.rules.form.outcomes import KNOWN, Says
from nqi_limits.rules.form.rule import PersonFormRule
from nqi_limits.values.qualifications import is_doctor, is_senior
from nqi_limits.values.text import text_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nqi_limits.rulebooks.model import Asked
    from nqi_limits.rules.form.facts import FormFacts, Scope
    from nqi_limits.rules.form.outcomes import Bits
    from nqi_limits.sources.grid import Cell


class LeaderTitleOrDoctorate(PersonFormRule):
    """A violation only where both are given and neither is enough."""

    id = "leader-title-or-doctorate"
    severities = (Severity.REVIEW, Severity.NOTE)
    readings = ("task-leader",)
    fields = ("title", "degree")

    def scope(self, facts: FormFacts) -> Scope:
        """Leaders."""
        return facts.leaders()

    def said(self, facts: FormFacts, entry: Asked) -> Bits:
        """One that is enough holds; two that are not break; anything else leaves it open."""
        title = facts.of_people(facts.said("title", lambda raw, _: _says(is_senior(raw), raw)))
        degree = facts.of_people(facts.said("degree", lambda raw, header: _says(is_doctor(raw, header), raw)))
        known, other = title & KNOWN, degree & KNOWN
        holds = (known == Says.HOLDS) | (other == Says.HOLDS)
        breaks = (known == Says.BREAKS) & (other == Says.BREAKS)
        contradictory = np.where((known == KNOWN_BOTH) | (other == KNOWN_BOTH), KNOWN_BOTH, 0)
        left = np.where(title | degree, int(Says.UNCLEAR), 0) | contradictory
        bits = np.where(holds, int(Says.HOLDS), np.where(breaks, int(Says.BREAKS), left)).astype(np.int8)
        return bits[facts.records.mentions.person]

    def words(
        self, facts: FormFacts, entry: Asked, person: int, rows: Sequence[int]
    ) -> tuple[str, Mapping[str, object]]:
        """With title and degree as written."""
        written = {field: tuple(facts.texts(person, field)[:2]) for field in self.fields}
        return "message", {f"{field}s": texts or Wording("findings.form.nothing") for field, texts in written.items()}


KNOWN_BOTH = int(Says.HOLDS | Says.BREAKS)


def _says(answer: bool | None, raw: Cell) -> Says:
    if answer is None:
        return Says.UNCLEAR if text_key(raw) else Says.NOTHING
    return Says.HOLDS if answer else Says.BREAKS

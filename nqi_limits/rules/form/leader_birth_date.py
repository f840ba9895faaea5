"""资格 2, 形审 2(1): project and topic leaders are born on or after a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nqi_limits.findings.model import Severity
from nqi_limits.rules.form.outcomes import BOUNDARY_DAY, born_from
from nqi_limits.rules.form.rule import PersonFormRule

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nqi_limits.rulebooks.model import BornFrom
    from nqi_limits.rules.form.facts import FormFacts, Scope
    from nqi_limits.rules.form.outcomes import Bits
    from nqi_limits.tables.table import Place


class LeaderBirthDate(PersonFormRule):
    """The column 出生日期 decides, else the date in a valid ID number."""

    id = "leader-birth-date"
    clauses = ("资格 2", "形审 2(1)")
    severities = (Severity.VIOLATION, Severity.REVIEW, Severity.NOTE)
    readings = ("task-leader", BOUNDARY_DAY)
    fields = ("birth_date", "id_number")

    def scope(self, facts: FormFacts) -> Scope:
        """Leaders."""
        return facts.leaders()

    def told(self, facts: FormFacts) -> bool:
        """Whether birth dates or valid ID numbers are given at all."""
        return facts.births_told

    def said(self, facts: FormFacts, entry: BornFrom) -> Bits:
        """Born before, on or after the day."""
        limit, boundary = entry.born_from, facts.settings.readings[BOUNDARY_DAY]
        assert not isinstance(limit, str)
        return facts.births(lambda dates: born_from(dates, limit, boundary))[facts.records.mentions.person]

    def words(
        self, facts: FormFacts, entry: BornFrom, person: int, rows: Sequence[int]
    ) -> tuple[str, Mapping[str, object]]:
        """With the date as written."""
        return "message", {"birth": facts.birth_text(person), "limit": entry.born_from}

    def places(self, facts: FormFacts, person: int, rows: Sequence[int]) -> list[Place]:
        """The birth date's cells; where none is filled, those of the ID number too."""
        return birth_places(facts, person)


def birth_places(facts: FormFacts, person: int) -> list[Place]:
    """The cells that tell a birth date."""
    return facts.cells(person, ("birth_date",) if facts.texts(person, "birth_date") else ("birth_date", "id_number"))

"""资格 2, 形审 2(1): project and topic leaders are born on or after a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nqi_limits.findings.model import Severity
from nqi_limits.rules.form.births import birth_places, birth_text, births, births_told
from nqi_limits.rules.form.outcomes import BOUNDARY_DAY, born_from
from nqi_limits.rules.form.rule import PersonFormRule

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nqi_limits.rulebooks.model import BornFrom
    from nqi_limits.rules.form.facts import FormFacts, Scope
    from nqi_limits.rules.form.outcomes import Bits
    from nqi_limits.tables.table import Place


class LeaderBirthDate(PersonFormRule):
    """The column 出生日期 decides, else the date in a valid ID number, else 年龄 where all it may mean agrees."""

    id = "leader-birth-date"
    severities = (Severity.REVIEW, Severity.NOTE)
    readings = ("task-leader", BOUNDARY_DAY)
    fields = ("birth_date", "id_number")

    def scope(self, facts: FormFacts) -> Scope:
        """Leaders."""
        return facts.leaders()

    def told(self, facts: FormFacts) -> bool:
        """Whether birth dates or valid ID numbers are given at all."""
        return births_told(facts)

    def said(self, facts: FormFacts, entry: BornFrom) -> Bits:
        """Born before, on or after the day."""
        limit, boundary = entry.born_from, facts.settings.readings[BOUNDARY_DAY]
        assert not isinstance(limit, str)
        return births(facts, lambda dates: born_from(dates, limit, boundary))[facts.records.mentions.person]

    def words(
        self, facts: FormFacts, entry: BornFrom, person: int, rows: Sequence[int]
    ) -> tuple[str, Mapping[str, object]]:
        """With the date as written."""
        return "message", {"birth": birth_text(facts, person), "limit": entry.born_from}

    def places(self, facts: FormFacts, person: int, rows: Sequence[int]) -> list[Place]:
        """The cells that tell the birth date."""
        return birth_places(facts, person)

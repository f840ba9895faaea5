"""形审 2(2): leaders of young scientists' projects are born on or after a day, men and women each on their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nqi_limits.findings.model import Severity
from nqi_limits.rules.form.outcomes import BOUNDARY_DAY
from nqi_limits.rules.form.young_ages import YoungAgeRule

if TYPE_CHECKING:
    from nqi_limits.rules.form.facts import FormFacts, Scope


class YoungLeaderAge(YoungAgeRule):
    """Birth date and sex are the columns', else those of a valid ID number."""

    id = "young-leader-age"
    severities = (Severity.REVIEW, Severity.NOTE)
    readings = ("task-leader", BOUNDARY_DAY)

    def asked(self, facts: FormFacts) -> Scope:
        """Leaders."""
        return facts.leaders()

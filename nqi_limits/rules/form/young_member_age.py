"""形审 2(2): the other members of young scientists' projects are as young as their leaders, in principle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.findings.model import Severity
from nqi_limits.rules.form.outcomes import BOUNDARY_DAY
from nqi_limits.rules.form.young_ages import YoungAgeRule

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nqi_limits.rules.form.facts import FormFacts, Scope


class YoungMemberAge(YoungAgeRule):
    """Whoever takes part and leads neither the project nor a topic of it."""

    id = "young-member-age"
    severities = (Severity.REVIEW,)
    readings = ("ordinary-member", "unknown-role", BOUNDARY_DAY)

    def asked(self, facts: FormFacts) -> Scope:
        """Members, but for those who lead in the same application."""
        return facts.members().within(~self._of_leaders(facts))

    def _of_leaders(self, facts: FormFacts) -> NDArray[np.bool_]:
        """The mentions of people in applications that they lead, in whatever row."""
        mentions = facts.records.mentions
        pair = mentions.unit.astype(np.int64) * facts.records.people + mentions.person
        return np.isin(pair, pair[facts.leads])

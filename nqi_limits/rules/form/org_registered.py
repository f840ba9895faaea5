"""资格 1, 形审 3(2): lead and participating organisations are registered before a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nqi_limits.findings.model import Severity
from nqi_limits.rules.form.organisation_rule import OrganisationFormRule
from nqi_limits.rules.form.outcomes import BOUNDARY_DAY, registered_before
from nqi_limits.values.dates import read_date

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nqi_limits.rulebooks.model import RegisteredBefore
    from nqi_limits.rules.form.facts import FormFacts
    from nqi_limits.rules.form.outcomes import Bits


class OrgRegistered(OrganisationFormRule):
    """The date of registration decides; the day itself by the reading."""

    id = "org-registered"
    severities = (Severity.REVIEW, Severity.NOTE)
    readings = (BOUNDARY_DAY,)
    fields = ("registered_on",)

    def said(self, facts: FormFacts, entry: RegisteredBefore) -> Bits:
        """Registered before, on or after the day."""
        limit, boundary = entry.registered_before, facts.settings.readings[BOUNDARY_DAY]
        assert not isinstance(limit, str)
        return facts.organisations.said("registered_on", lambda raw: registered_before(read_date(raw), limit, boundary))

    def words(self, facts: FormFacts, entry: RegisteredBefore, organisation: int) -> tuple[str, Mapping[str, object]]:
        """With the date as written."""
        dates = facts.organisations.texts(organisation, "registered_on")
        return "message", {"dates": dates, "limit": entry.registered_before}

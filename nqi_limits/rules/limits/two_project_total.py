"""资格 4, 形审 2(4): applications and counting ongoing projects, in limited roles, come to no more than two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nqi_limits.findings.model import Wording
from nqi_limits.rules.rule import COUNTING, ROLES, Breach, LimitRule

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from nqi_limits.rulebooks.model import LimitSet
    from nqi_limits.rules.screen import Tally
    from nqi_limits.rules.standing import View


class TwoProjectTotal(LimitRule):
    """Each project counts once, whatever roles and topics a person has in it; at least one must be an application."""

    id = "two-project-total"
    readings = (*COUNTING, *ROLES, "same-name-org")

    def concerns(self, tally: Tally) -> NDArray[np.bool_]:
        """Whoever is in an application and may be in too much altogether."""
        return (tally.applications > 0) & (tally.applications + tally.ongoing > tally.limits.max_total)

    def breach(self, view: View, limits: LimitSet) -> Breach | None:
        """More than the limit in all, an application among them."""
        applied, joined = tuple(view.applied), tuple(view.joined)
        total = len(applied) + len(joined)
        if not applied or total <= limits.max_total:
            return None
        facts = {"applied": len(applied), "ongoing": len(joined), "total": total, "limit": limits.max_total}
        message = "message" if joined else "message.applications"
        return Breach(applied, joined, Wording(f"rule.{self.id}.arithmetic", facts), message, facts)

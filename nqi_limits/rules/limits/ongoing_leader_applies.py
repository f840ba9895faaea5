"""资格 4, 形审 2(4): the leader of a counting ongoing project takes part in no application."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nqi_limits.findings.model import Wording
from nqi_limits.rules.rule import COUNTING, ROLES, Breach, LimitRule
from nqi_limits.rules.standing import OPEN_BAR, bars

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from nqi_limits.rulebooks.model import LimitSet
    from nqi_limits.rules.screen import Tally
    from nqi_limits.rules.standing import View


class OngoingLeaderApplies(LimitRule):
    """Any limited role in any application breaks it."""

    id = "ongoing-leader-applies"
    readings = (*COUNTING, *ROLES, "same-name-org")
    own_readings = (OPEN_BAR,)

    def applies(self, limits: LimitSet) -> bool:
        """Limits that bar leaders of ongoing projects."""
        return bool(limits.leader_may_not_join or limits.leader_may_not_lead)

    def concerns(self, tally: Tally) -> NDArray[np.bool_]:
        """Leaders of ongoing projects who are in an application."""
        return tally.leads_ongoing & (tally.applications > 0)

    def breach(self, view: View, limits: LimitSet) -> Breach | None:
        """A counting project led, and an application joined."""
        led = [stake for stake in view.ongoing if stake.leads()]
        applied = view.applied
        to_join, to_lead = (
            [stake for stake in led if bars(programmes, stake, view.strict)]
            for programmes in (limits.leader_may_not_join, limits.leader_may_not_lead)
        )
        joining = bool(to_join)
        if not joining:
            applied = [stake for stake in applied if stake.leads() or stake.topics(view.strict)]
        led = [stake for stake in led if stake in to_join or stake in to_lead]
        if not led or not applied:
            return None
        facts = {"ongoing": len(led), "applied": len(applied)}
        way = "" if joining else ".leading"
        arithmetic = Wording(f"rule.{self.id}.arithmetic{way}", facts)
        return Breach(tuple(applied), tuple(led), arithmetic, f"message{way}", facts, way=way)

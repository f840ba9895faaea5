"""资格 4: nobody leaves an ongoing project in order to apply, 原则上 (in principle)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nqi_limits.rulebooks.model import OPEN
from nqi_limits.rules.rule import COUNTING, ROLES, Breach, LimitRule

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from nqi_limits.rulebooks.model import Grade, LimitSet
    from nqi_limits.rules.screen import Tally
    from nqi_limits.rules.standing import View

NOT_KNOWN = "open-leaving"


class LeftOngoingProject(LimitRule):
    """Someone who held a limited role in a counting project, has left it, and takes part in an application."""

    id = "left-ongoing-project"
    readings = (*COUNTING, *ROLES, "same-name-org")
    own_readings = (NOT_KNOWN,)

    def applies(self, limits: LimitSet) -> bool:
        """Limits that say that leaving is no way out, or of which this is not known."""
        return bool(limits.leaving_is_no_way_out)

    def grade(self, limits: LimitSet) -> Grade:
        """That of the sentence on leaving."""
        assert limits.leaving_grade is not None
        return limits.leaving_grade

    def concerns(self, tally: Tally) -> NDArray[np.bool_]:
        """Whoever has left an ongoing project and is in an application."""
        return tally.left & (tally.applications > 0)

    def breach(self, view: View, limits: LimitSet) -> Breach | None:
        """A counting project left, and an application joined."""
        if limits.leaving_is_no_way_out == OPEN and NOT_KNOWN not in view.strict:
            return None
        left = tuple(stake for stake in view.ongoing if stake.has_left(view.strict))
        applied = tuple(view.applied)
        return Breach(applied, left, None) if left and applied else None

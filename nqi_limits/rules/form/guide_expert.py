"""资格 5: who helped to write the programme's plan or this year's guide does not apply, in principle."""

from __future__ import annotations

from nqi_limits.rules.form.flag import FlagRule


class GuideExpert(FlagRule):
    """The column 指南专家 decides."""

    id = "guide-expert"
    flag = "guide_expert"

"""资格 5: who helped to write the programme's plan or this year's guide does not apply, in principle."""

from __future__ import annotations

from nqi_limits.findings.model import Severity
from nqi_limits.rules.form.flag import FlagRule


class GuideExpert(FlagRule):
    """The column 指南专家 decides."""

    id = "guide-expert"
    clauses = ("资格 5",)
    severities = (Severity.REVIEW, Severity.NOTE)
    flag = "guide_expert"
    in_principle = True

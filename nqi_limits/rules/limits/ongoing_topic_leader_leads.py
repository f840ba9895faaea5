"""资格 4, 形审 2(4): the leader of a topic of a counting ongoing project leads no application.

Since June 2021 calls say only that such a person "may take part": whether leading a project, or a topic, of an application is
barred are two readings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nqi_limits.findings.model import Wording
from nqi_limits.rules.rule import COUNTING, Breach, LimitRule
from nqi_limits.rules.standing import OPEN_BAR, bars

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from nqi_limits.rulebooks.model import LimitSet
    from nqi_limits.rules.screen import Tally
    from nqi_limits.rules.standing import View

PROJECT = "topic-leader-leads-project"
TOPIC = "topic-leader-leads-topic"


class OngoingTopicLeaderLeads(LimitRule):
    """A topic leader of an ongoing project who leads an application, or a topic of one."""

    id = "ongoing-topic-leader-leads"
    readings = (*COUNTING, "task-leader", PROJECT, TOPIC, "same-name-org")
    own_readings = (PROJECT, TOPIC, OPEN_BAR)

    def applies(self, limits: LimitSet) -> bool:
        """Limits that bar topic leaders of ongoing projects."""
        return bool(limits.topic_leader_may_not_lead)

    def concerns(self, tally: Tally) -> NDArray[np.bool_]:
        """Topic leaders of ongoing projects who may lead in an application."""
        return tally.leads_ongoing_topic & (tally.led_applications > 0)

    def breach(self, view: View, limits: LimitSet) -> Breach | None:
        """A topic of a counting project led, and an application or one of its topics led."""
        strict = view.strict
        barring = limits.topic_leader_may_not_lead
        topics = tuple(stake for stake in view.ongoing if stake.topics(strict) and bars(barring, stake, strict))
        led = tuple(
            stake
            for stake in view.applications
            if (PROJECT in strict and stake.leads()) or (TOPIC in strict and stake.topics(strict))
        )
        if not topics or not led:
            return None
        facts = {"ongoing": len(topics), "applied": len(led)}
        projects, own_topics = any(stake.leads() for stake in led), any(stake.topics(strict) for stake in led)
        what = "both" if projects and own_topics else "project" if projects else "topic"
        named = {**facts, "what": Wording(f"rule.{self.id}.what.{what}")}
        return Breach(led, topics, Wording(f"rule.{self.id}.arithmetic", facts), facts=named)

"""资格 4, 形审 2(4): a person leads one application only, as project or topic leader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nqi_limits.findings.model import Wording
from nqi_limits.rules.rule import Breach, LimitRule

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from nqi_limits.rulebooks.model import LimitSet
    from nqi_limits.rules.screen import Tally
    from nqi_limits.rules.standing import Stake, View

TWO_TOPICS = "two-topics-one-project"


class OneLeadApplication(LimitRule):
    """Leading a project and one of its own topics is one lead; two topics of one application are a reading."""

    id = "one-lead-application"
    readings = ("task-leader", TWO_TOPICS, "same-name-org")
    own_readings = (TWO_TOPICS,)

    def applies(self, limits: LimitSet) -> bool:
        """Limits that say how many applications one may lead."""
        return limits.max_led_applications is not None

    def concerns(self, tally: Tally) -> NDArray[np.bool_]:
        """Whoever may lead two applications, or two topics."""
        topics = tally.led_topics + tally.leads_unnamed_topic
        return (tally.led_applications > _most(tally.limits)) | (topics > _most(tally.limits))

    def breach(self, view: View, limits: LimitSet) -> Breach | None:
        """Several applications led, or several topics of one."""
        led = tuple(stake for stake in view.applications if stake.leads() or stake.topics(view.strict))
        most = _most(limits)
        if len(led) > most:
            facts = {"leads": len(led), "limit": most}
            arithmetic = Wording(f"rule.{self.id}.arithmetic.several", facts)
            return Breach(led, (), arithmetic, "message.several", facts)
        if TWO_TOPICS in view.strict:
            for stake in led:
                topics = _named(stake, view)
                unnamed = "" in stake.topics(view.strict)
                if len(topics) + unnamed > most:
                    # a row that does not say which topic may speak of the same one: that is for somebody to look up
                    certain = len(topics) > most
                    facts = {"leads": len(topics) if certain else len(topics) + 1, "limit": most}
                    arithmetic = Wording(f"rule.{self.id}.arithmetic.topics", facts)
                    named = {**facts, "topics": tuple(topics), "application": stake.number}
                    message = "message.topics" if certain else "message.unnamed"
                    return Breach((stake,), (), arithmetic, message, named, certain)
        return None


def _most(limits: LimitSet) -> int:
    return limits.max_led_applications or 0


def _named(stake: Stake, view: View) -> list[str]:
    """The labels of the different topics led; one that no cell names may be any of them and is left out."""
    return sorted(topic.rpartition("/")[2] for topic in stake.topics(view.strict) if topic)

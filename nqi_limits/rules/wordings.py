"""How the messages of several rules name an ongoing project: its number, and what is known of its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nqi_limits.findings.model import Wording
from nqi_limits.records.units import LENGTH
from nqi_limits.rulebooks.model import OPEN
from nqi_limits.rules.standing import PROJECT_KIND, counted_as, end_that_counts
from nqi_limits.values.text import clean

if TYPE_CHECKING:
    from nqi_limits.rulebooks.model import LimitSet
    from nqi_limits.rules.people import Settings
    from nqi_limits.rules.standing import Stake


def project_wording(stake: Stake, limits: LimitSet) -> Wording:
    """A project's number with its end date, and what is odd about it."""
    end = end_that_counts(stake.facts, limits)
    facts: dict[str, object] = {"number": stake.number, "end": end.last}
    if end.last is None:
        if end.places:
            written = clean(end.places[0].value)
            return Wording("findings.shared.project-unreadable-end", {"number": stake.number, "end": written})
        return Wording("findings.shared.project-no-end", facts)
    if stake.facts["programme"] == "unknown":
        return Wording("findings.shared.project-no-programme", facts)
    counted = counted_as(stake.facts, limits)
    if counted and PROJECT_KIND in counted.needs:
        return Wording("findings.shared.project-kind-open", facts)
    if end.last == limits.cutoff and limits.cutoff_day == "reading":
        return Wording("findings.shared.project-on-cutoff", facts)
    if end.places and end.places[0].field == "extended_end_date":
        return Wording("findings.shared.project-extended", facts)
    if end.places and end.places[0].field == LENGTH:
        return Wording("findings.shared.project-by-length", {**facts, "earliest": end.first})
    return Wording("findings.shared.project-until", facts)


def leaving_wording(limits: LimitSet) -> Wording:
    """What the limits say of leaving an ongoing project in order to apply: no sentence where they do not forbid it."""
    if limits.leaving_is_no_way_out is False:
        return Wording("findings.leaving.free")
    if limits.leaving_is_no_way_out == OPEN or limits.leaving_grade is None:
        return Wording("findings.leaving.open")
    return Wording(f"findings.leaving.{'in-principle' if limits.leaving_grade == 'review' else 'barred'}")


def under_limits(message: Wording, limits: LimitSet, settings: Settings) -> Wording:
    """The message, which of the limits it speaks of where that is not the call's own."""
    if limits is settings.rulebook.limits:
        return message
    return Wording("findings.shared.further-limit", {"clause": limits.clause, "message": message})


def about_limits(limits: LimitSet, settings: Settings) -> tuple[str, ...]:
    """What tells a finding under a further limit from one under the call's own."""
    return () if limits is settings.rulebook.limits else (limits.id,)

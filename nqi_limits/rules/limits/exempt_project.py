"""资格 4: an ongoing project that ends before the cut-off does not count. A note for each person whom it frees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nqi_limits.findings.making import make_finding
from nqi_limits.findings.model import Severity, Wording
from nqi_limits.rulebooks.model import READINGS
from nqi_limits.rules.deciding import SAME
from nqi_limits.rules.rule import PersonRule
from nqi_limits.rules.standing import end_that_counts
from nqi_limits.rules.wordings import about_limits, project_wording, under_limits

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import NDArray

    from nqi_limits.findings.model import Finding
    from nqi_limits.rulebooks.model import Grade, Rulebook
    from nqi_limits.rules.people import Block, Settings
    from nqi_limits.rules.screen import Tally
    from nqi_limits.rules.standing import Stake, Standing, Strict

EVERYTHING = frozenset(READINGS)


class ExemptProject(PersonRule):
    """People in a limited role in an exempt project who take part in an application, as far as the settled readings tell."""

    id = "exempt-project"
    severities = (Severity.NOTE,)

    def grades(self, rulebook: Rulebook) -> Iterable[Grade]:
        """None: nothing is broken."""
        return ()

    def concerns(self, tally: Tally) -> NDArray[np.bool_]:
        """Whoever is in an exempt project and in an application."""
        return tally.freed

    def check(self, block: Block, settings: Settings) -> Iterable[Finding]:
        """One note for each person, naming all exempt projects."""
        limits, strict = block.limits, settings.strict
        wider = block.speaking(lambda standing: all(_freed(standing, EVERYTHING))) if SAME in strict else {}
        for node in block.nodes:
            standing = next(iter(wider.get(node, ())), block.alone[node])
            freed, applied = _freed(standing, strict)
            if not freed or not applied:
                continue
            person = block.person(node)
            projects = tuple(project_wording(stake, limits) for stake in freed)
            message = "message-day-included" if limits.cutoff_day == "exempt" else "message"
            facts = {"name": person["name"], "projects": projects, "cutoff": limits.cutoff}
            yield make_finding(
                self,
                Severity.NOTE,
                person=person,
                applications=(stake.number for stake in applied),
                ongoing=(stake.number for stake in freed),
                message=under_limits(Wording(f"rule.{self.id}.{message}", facts), limits, settings),
                advice=Wording(f"rule.{self.id}.advice.note", facts),
                places=(
                    place
                    for stake in freed
                    for place in (*stake.places(), *end_that_counts(stake.facts, limits).places)
                ),
                clauses=limits.clauses,
                about=about_limits(limits, settings),
            )


def _freed(standing: Standing, strict: Strict) -> tuple[list[Stake], list[Stake]]:
    """The exempt projects in which the person holds a limited role, and the applications."""
    return [stake for stake in standing.exempt if stake.limited(strict)], standing.under(strict).applied

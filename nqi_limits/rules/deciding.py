"""Grade a limit rule over the open readings (see docs/design.md, Readings).

With every open reading lenient and the rule still broken: a violation. Broken with every one strict: a review. Both ends are
enough because a breach is monotone: settling a reading leniently never adds one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING

from nqi_limits.findings.making import make_finding
from nqi_limits.findings.model import Severity, Wording
from nqi_limits.rulebooks.model import PARAMETER_READINGS, READINGS
from nqi_limits.rules.grading import certain, doubtful
from nqi_limits.rules.standing import Standing, Strict, end_that_counts
from nqi_limits.rules.wordings import about_limits, leaving_wording, project_wording, under_limits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from nqi_limits.findings.model import Finding
    from nqi_limits.rulebooks.model import LimitSet
    from nqi_limits.rules.grading import Graded
    from nqi_limits.rules.people import Block, Settings
    from nqi_limits.rules.rule import Breach, LimitRule
    from nqi_limits.rules.standing import Stake
    from nqi_limits.tables.table import Place

SAME = "same-name-org"


@dataclass
class _Case:
    """One rule on one person: the node alone, and the larger people it speaks for if they are one (reading `same-name-org`)."""

    rule: LimitRule
    block: Block
    node: str
    wider: list[Standing]
    _breaches: dict[tuple[int, Strict], Breach | None] = field(default_factory=dict)

    def broken(self, strict: Strict) -> bool:
        """Whether the rule is broken with these readings strict and all others lenient."""
        return self._breach(self.alone, strict) is not None or self.together(strict) is not None

    def together(self, strict: Strict) -> Standing | None:
        """The standing as one of the larger people, where that breaks the rule."""
        if SAME not in strict:
            return None
        return next((standing for standing in self.wider if self._breach(standing, strict)), None)

    @cached_property
    def alone(self) -> Standing:
        return self.block.alone[self.node]

    def standing(self, strict: Strict) -> Standing:
        """The standing whose facts the finding shows."""
        return self.together(strict) or self.alone

    def touched(self) -> set[str]:
        """The readings that this case can hang on at all."""
        found = self.alone.touched().union(*(standing.touched() for standing in self.wider)) | set(
            self.rule.own_readings
        )
        return found | {SAME} if self.wider else found

    def breach(self, strict: Strict) -> Breach | None:
        return self._breach(self.standing(strict), strict)

    def certain(self, strict: Strict) -> bool:
        """Whether a breach under these readings rests on known facts alone."""
        breach = self.breach(strict)
        return breach is None or breach.certain

    def falling(self, strict: Strict) -> dict[str, Stake]:
        """The applications that fail with the breach, whoever of those that break it the person is."""
        taken_for = (self.alone, *(self.wider if SAME in strict else ()))
        breaking = [standing for standing in taken_for if self._breach(standing, strict)]
        return {stake.node: stake for standing in breaking for stake in standing.under(strict).applied}

    def _breach(self, standing: Standing, strict: Strict) -> Breach | None:
        key = (id(standing), strict)
        if key not in self._breaches:
            self._breaches[key] = self.rule.breach(standing.under(strict), self.block.limits)
        return self._breaches[key]


def decide(rule: LimitRule, block: Block, settings: Settings) -> Iterable[Finding]:
    """The findings of one limit rule on the people of one block."""
    fixed, open_readings = settings.strict, settings.open
    for case in _cases(rule, block):
        lenient, strict = fixed, fixed | open_readings
        if not case.broken(strict):
            continue
        broken = case.broken(lenient)
        graded = certain(rule.grade(block.limits), settings.readings)
        if not broken or not case.certain(lenient):
            yield _finding(case, settings, doubtful(() if broken else _hangs_on(case, lenient, open_readings)), strict)
        elif graded.severity is Severity.VIOLATION:
            yield _finding(case, settings, graded, lenient, case.falling(strict))
        else:
            yield _finding(case, settings, graded, strict)


def _cases(rule: LimitRule, block: Block) -> Iterator[_Case]:
    """Each node, with the larger people it speaks for; who speaks is decided with every reading strict."""
    everything = frozenset((*READINGS, *PARAMETER_READINGS))
    wider = block.speaking(lambda standing: rule.breach(standing.under(everything), block.limits) is not None)
    for node in block.nodes:
        yield _Case(rule, block, node, wider.get(node, []))


def _hangs_on(case: _Case, fixed: Strict, open_readings: Strict) -> tuple[str, ...]:
    """The readings that, settled leniently alone, make the finding vanish; if none does, all that can change the outcome."""
    touched = sorted(open_readings & case.touched() & {*case.rule.readings, *PARAMETER_READINGS})
    everything = fixed | open_readings
    decisive = tuple(one for one in touched if not case.broken(everything - {one}))
    return decisive or tuple(one for one in touched if _matters(case, one, fixed, touched))


def _matters(case: _Case, reading: str, fixed: Strict, touched: list[str]) -> bool:
    others = [one for one in touched if one != reading]
    for size in range(len(others) + 1):
        for chosen in combinations(others, size):
            strict = fixed | set(chosen)
            if case.broken(strict | {reading}) != case.broken(strict):
                return True
    return False


def _finding(
    case: _Case,
    settings: Settings,
    graded: Graded,
    strict: Strict,
    at_worst: Mapping[str, Stake] | None = None,
) -> Finding:
    """The finding under `strict`; `at_worst` are the applications that fall with every open reading strict."""
    rule, limits = case.rule, case.block.limits
    breach = case.breach(strict)
    assert breach is not None
    falls = case.falling(strict)
    may_fall = tuple(sorted(stake.number for node, stake in (at_worst or {}).items() if node not in falls))
    person = case.block.person(case.node)
    applications = tuple(sorted(stake.number for stake in breach.applications))
    projects = tuple(project_wording(stake, limits) for stake in breach.ongoing)
    facts: dict[str, object] = {"name": person["name"], "applications": applications, "projects": projects}
    facts["leaving"] = leaving_wording(limits)
    readings = tuple(Wording(f"readings.{name}.title") for name in graded.readings) or (
        Wording("findings.fact-missing"),
    )
    message = Wording(f"rule.{rule.id}.{breach.message}", {**facts, **breach.facts})
    if may_fall:
        message = Wording("findings.may-fall", {"text": message, "applications": may_fall})
    return make_finding(
        rule,
        graded.severity,
        person=person,
        applications=applications,
        ongoing=(stake.number for stake in breach.ongoing),
        falls=(stake.number for stake in falls.values()),
        may_fall=may_fall,
        organisations=(),
        readings=graded.readings,
        arithmetic=breach.arithmetic,
        message=under_limits(message, limits, settings),
        advice=graded.advice(rule.id, {**facts, **breach.facts, "readings": readings}, breach.way),
        places=_places(breach, falls.values(), limits),
        clauses=limits.clauses,
        about=about_limits(limits, settings),
    )


def _places(breach: Breach, falls: Iterable[Stake], limits: LimitSet) -> Iterator[Place]:
    """The roles the breach rests on, the end dates and programmes that make a project count, the roles that fall with it."""
    for stake in breach.applications:
        yield from stake.places()
    for stake in breach.ongoing:
        yield from stake.places()
        yield from end_that_counts(stake.facts, limits).places
        if stake.facts["programme"] == "unknown":
            yield from stake.facts["programme_places"]
    for stake in falls:
        yield from stake.places()

"""How much room each person has left: found by asking the limit rules about one more application."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.findings.model import PersonRef, Severity
from nqi_limits.graph import kinds
from nqi_limits.graph.build import build_graph, person_node
from nqi_limits.report import Allowance
from nqi_limits.rules.grading import certain
from nqi_limits.rules.people import Settings
from nqi_limits.rules.registry import all_rules
from nqi_limits.rules.rule import LimitRule
from nqi_limits.rules.standing import Part, Stake, Standing, standing_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nqi_limits.records.model import Records
    from nqi_limits.rulebooks.model import LimitSet, Rulebook


def allowances(records: Records, rulebook: Rulebook, readings: Mapping[str, str]) -> list[Allowance]:
    """A row for each person in an application or an ongoing project, sorted by organisation and name."""
    settings = Settings(rulebook, readings)
    involved = np.unique(records.mentions.person[records.mentions.unit >= 0]).tolist()
    graph = build_graph(records, involved)
    result = []
    for index in involved:
        node = person_node(index)
        standing = standing_of(graph, (node,), rulebook.limits)
        person = graph.nodes[node]
        who = PersonRef(person["name"], person["id_number"], person["organisation"])
        result.append(_allowance(who, standing, rulebook.limits, settings))
    return sorted(result, key=lambda one: (one.person.organisation, one.person.name, one.person.id_number))


def _allowance(who: PersonRef, standing: Standing, limits: LimitSet, settings: Settings) -> Allowance:
    lenient, strict = settings.strict, settings.strict | settings.open
    at_best, surely = standing.under(lenient), standing.under(strict)
    counting = {stake.number for stake in at_best.joined}
    depends = (
        {stake.number for stake in (*surely.joined, *surely.applied)}
        - counting
        - {stake.number for stake in at_best.applied}
    )
    join, barred_join = _may(standing, kinds.KEY_MEMBER, limits, settings)
    lead, barred_lead = _may(standing, kinds.LEADS, limits, settings)
    return Allowance(
        person=who,
        applied=tuple(sorted(stake.number for stake in at_best.applied)),
        counting=tuple(sorted(counting)),
        depends=tuple(sorted(depends)),
        exempt=tuple(sorted(stake.number for stake in standing.exempt)),
        places_certain=max(0, limits.max_total - len(surely.applied) - len(surely.joined)) if join == "yes" else 0,
        places_at_best=max(0, limits.max_total - len(at_best.applied) - len(at_best.joined)) if join != "no" else 0,
        may_join=join,
        may_lead=lead,
        barred_by=tuple(rule for rule in dict.fromkeys((*barred_join, *barred_lead))),
    )


def _may(standing: Standing, role: str, limits: LimitSet, settings: Settings) -> tuple[str, list[str]]:
    """Whether one more application in this role is allowed: "yes", "no" or "depends" (on readings), and what bars it."""
    roles = frozenset(one for counted in limits.counted for one in counted.roles)
    one_more = Stake("application:", {"kind": kinds.APPLICATION, "number": ""}, (Part(role, "", False, ()),), roles)
    asked = replace(standing, applications=(*standing.applications, one_more), _views={})
    lenient, strict = settings.strict, settings.strict | settings.open
    barred, answer = [], "yes"
    for rule in all_rules():
        if not isinstance(rule, LimitRule) or not rule.applies(limits):
            continue
        barring = certain(rule.grade(limits), settings.readings).severity is Severity.VIOLATION
        if barring and rule.breach(asked.under(lenient), limits):
            answer = "no"
            barred.append(rule.id)
        elif rule.breach(asked.under(strict), limits):
            answer = "depends" if answer == "yes" else answer
            barred.append(rule.id)
    return answer, barred

"""Make findings, and put them in order. A finding's id is the same on the next run for the same fact, whatever the row order."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from nqi_limits.findings.model import SEVERITIES, Finding, PersonRef, Severity, Wording
from nqi_limits.values.id_numbers import mask_id
from nqi_limits.values.organisations import organisation_key
from nqi_limits.values.person_names import name_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from nqi_limits.rules.rule import Rule
    from nqi_limits.tables.table import Place

# What a rule about the data itself cites: no call asks it.
DATA = ("数据",)


def make_finding(
    rule: Rule,
    severity: Severity,
    *,
    message: Wording,
    advice: Wording,
    person: Mapping[str, Any] | None = None,
    applications: Iterable[str] = (),
    ongoing: Iterable[str] = (),
    falls: Iterable[str] = (),
    may_fall: Iterable[str] = (),
    organisations: Iterable[str] = (),
    readings: Iterable[str] = (),
    arithmetic: Wording | None = None,
    places: Iterable[Place] = (),
    clauses: tuple[str, ...] = DATA,
    about: tuple[str, ...] = (),
) -> Finding:
    """A finding of `rule`; `person` is a person node's attributes, `about` tells findings without a person apart.
    Of `clauses` the first is shown.

    The id is made from the rule, the person's name, masked number and organisation, and `about`: from nothing that would let
    an ID number be guessed back.
    """
    who = PersonRef(person["name"], person["id_number"], person["organisation"]) if person else None
    fact = (
        rule.id,
        *((name_key(who.name), mask_id(who.id_number), organisation_key(who.organisation)) if who else ()),
        *about,
    )
    return Finding(
        id=sha256("\x1f".join(fact).encode()).hexdigest()[:12],
        rule=rule.id,
        clause=clauses[0],
        severity=severity,
        message=message,
        advice=advice,
        person=who,
        applications=_sorted(applications),
        ongoing=_sorted(ongoing),
        falls=_sorted(falls),
        may_fall=_sorted(may_fall),
        organisations=_sorted(organisations),
        readings=tuple(readings),
        arithmetic=arithmetic,
        places=_distinct(places),
    )


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Sorted by severity, rule, person and application; findings that would share an id get a number behind it."""
    ordered = sorted(findings, key=_order)
    seen: Counter[str] = Counter()
    result = []
    for finding in ordered:
        seen[finding.id] += 1
        again = seen[finding.id]
        result.append(finding if again == 1 else replace(finding, id=f"{finding.id}-{again}"))
    return result


def _order(finding: Finding) -> tuple[object, ...]:
    person = finding.person
    who = (person.name, person.organisation, person.id_number) if person else ("", "", "")
    first = finding.places[0] if finding.places else None
    where = (first.file, first.sheet, first.row, first.column) if first else ("", "", 0, 0)
    return (
        SEVERITIES.index(finding.severity),
        finding.rule,
        *who,
        finding.applications,
        finding.ongoing,
        *where,
        finding.id,
    )


def _sorted(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(texts)))


def _distinct(places: Iterable[Place]) -> tuple[Place, ...]:
    found = {(place.file, place.sheet, place.row, place.column): place for place in places}
    return tuple(found[key] for key in sorted(found))

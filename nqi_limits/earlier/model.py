"""A finding as an output tells it: what can be compared from one run to the next, whichever form it was kept in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nqi_limits.findings.model import SEVERITIES
from nqi_limits.outputs.harmless import harmless
from nqi_limits.outputs.telling import long_numbers, masked
from nqi_limits.values.id_numbers import mask_id, mask_ids_in
from nqi_limits.values.text import text_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

# What may differ between two runs, in the order in which it is told.
FACTS = ("severity", "person", "applications", "ongoing", "falls", "readings", "values")
LONGEST_VALUE = 200
_LIST_MARKS = re.compile("[、，,]")


@dataclass(frozen=True, slots=True)
class ToldPerson:
    """A person as outputs name one, the number masked."""

    name: str
    id_number: str
    organisation: str


@dataclass(frozen=True, slots=True)
class Told:
    """One finding. `facts` has the keys FACTS: sets of texts that are equal where nothing changed but spelling or row order."""

    id: str
    rule: str
    severity: str
    person: ToldPerson | None
    applications: tuple[str, ...]
    ongoing: tuple[str, ...]
    falls: tuple[str, ...]
    readings: tuple[str, ...]
    message: str
    facts: Mapping[str, frozenset[str]]

    @property
    def projects(self) -> frozenset[str]:
        """The keys of the applications and ongoing projects that it rests on."""
        return self.facts["applications"] | self.facts["ongoing"]

    @property
    def grade(self) -> int:
        """The place of its severity in SEVERITIES, gravest first; a word that is none counts as the gravest."""
        return next((at for at, one in enumerate(SEVERITIES) if one == self.severity), 0)


def told(
    *,
    id: str,
    rule: str,
    severity: str,
    person: tuple[str, str, str] | None,
    applications: Iterable[str],
    ongoing: Iterable[str],
    falls: Iterable[str],
    readings: Iterable[str],
    values: Iterable[str],
    message: str,
) -> Told:
    """A finding from its parts as they were written; `person` is name, ID number, organisation.

    With an organisation alone, the finding is about the organisation and speaks of nobody.
    """
    who = ToldPerson(person[0], mask_id(person[1]), person[2]) if person and any(person[:2]) else None
    names, projects, fallen, hangs_on = tuple(applications), tuple(ongoing), tuple(falls), tuple(readings)
    facts = {
        "severity": frozenset({severity}),
        "person": _keys((who.name, who.id_number, who.organisation) if who else ()),
        "applications": _project_keys(names),
        "ongoing": _project_keys(projects),
        "falls": _project_keys(fallen),
        "readings": _keys(hangs_on),
        "values": _keys(value[:LONGEST_VALUE] for value in values),
    }
    return Told(id, rule, severity, who, names, projects, fallen, hangs_on, message, facts)


def differing(one: Told, other: Told) -> tuple[str, ...]:
    """Which facts differ."""
    return tuple(name for name in FACTS if one.facts[name] != other.facts[name])


def parts(texts: Iterable[str]) -> Iterator[str]:
    """The names in lists that were joined in either language: a workbook keeps them in one cell."""
    for text in texts:
        yield from (one for part in _LIST_MARKS.split(text) if (one := part.strip()))


def _project_keys(names: Iterable[str]) -> frozenset[str]:
    shown = tuple(parts(names))
    kept = long_numbers(shown)
    return frozenset(key for name in shown if (key := text_key(masked(harmless(name), kept))))


def _keys(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(key for text in texts if (key := text_key(mask_ids_in(harmless(text)))))

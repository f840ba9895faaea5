"""A finding as an output tells it: what can be compared from one run to the next, whichever form it was kept in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nqi_limits.findings.model import SEVERITIES
from nqi_limits.outputs.fingerprint import text_keys
from nqi_limits.outputs.harmless import harmless
from nqi_limits.outputs.telling import long_numbers, masked
from nqi_limits.values.id_numbers import mask_id
from nqi_limits.values.text import text_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

# What may differ between two runs, in the order in which it is told.
FACTS = ("severity", "person", "applications", "ongoing", "falls", "may_fall", "readings", "values")
_OF_THE_PERSON = ("name", "id_number", "organisation")
_LIST_MARKS = re.compile("[、，,]")


@dataclass(frozen=True, slots=True)
class ToldPerson:
    """A person as outputs name one, the number masked."""

    name: str
    id_number: str
    organisation: str


@dataclass(frozen=True, slots=True)
class Told:
    """One finding. `facts` are sets of texts that are equal where nothing changed but spelling or row order.

    Their keys are FACTS, with name, id_number and organisation in place of person; one that is not told has no key, and a
    list that is not told is empty. Of values there is the fingerprint alone.
    """

    id: str
    rule: str
    severity: str
    person: ToldPerson | None
    applications: tuple[str, ...]
    ongoing: tuple[str, ...]
    falls: tuple[str, ...]
    readings: tuple[str, ...]
    may_fall: tuple[str, ...]
    message: str
    facts: Mapping[str, frozenset[str]]

    @property
    def projects(self) -> frozenset[str]:
        """The keys of the applications and ongoing projects that it rests on."""
        return self.facts.get("applications", frozenset()) | self.facts.get("ongoing", frozenset())

    @property
    def grade(self) -> int:
        """The place of its severity in SEVERITIES, gravest first; a word that is none counts as the gravest."""
        return next((at for at, one in enumerate(SEVERITIES) if one == self.severity), 0)


def told(
    *,
    id: str,
    rule: str,
    message: str = "",
    severity: str | None = None,
    name: str | None = None,
    id_number: str | None = None,
    organisation: str | None = None,
    applications: Iterable[str] | None = None,
    ongoing: Iterable[str] | None = None,
    falls: Iterable[str] | None = None,
    may_fall: Iterable[str] | None = None,
    readings: Iterable[str] | None = None,
    print_of_values: str | None = None,
) -> Told:
    """A finding from its parts as they were written; None is what is not told.

    With an organisation alone, the finding is about the organisation and speaks of nobody.
    """
    who = ToldPerson(name or "", mask_id(id_number or ""), organisation or "") if name or id_number else None
    lists = {
        "applications": applications,
        "ongoing": ongoing,
        "falls": falls,
        "may_fall": may_fall,
        "readings": readings,
    }
    names = {key: tuple(one or ()) for key, one in lists.items()}
    known = {key for key, one in lists.items() if one is not None}
    facts = {
        key: text_keys(one) if key == "readings" else _project_keys(one) for key, one in names.items() if key in known
    }
    if print_of_values is not None:
        facts["values"] = frozenset({print_of_values})
    if severity is not None:
        facts["severity"] = frozenset({severity})
    for key, text in zip(_OF_THE_PERSON, (name, id_number, organisation), strict=True):
        if text is not None:
            facts[key] = text_keys((getattr(who, key),) if who else ())
    return Told(
        id,
        rule,
        severity or "",
        who,
        names["applications"],
        names["ongoing"],
        names["falls"],
        names["readings"],
        names["may_fall"],
        message,
        facts,
    )


def differing(one: Told, other: Told) -> tuple[str, ...]:
    """Which facts differ, of those that both tell."""
    return tuple(name for name in FACTS if _differs(name, one, other))


def _differs(name: str, one: Told, other: Told) -> bool:
    if name == "person":
        return any(_differs(part, one, other) for part in _OF_THE_PERSON)
    if name not in one.facts or name not in other.facts:
        return False
    return one.facts[name] != other.facts[name]


def parts(texts: Iterable[str]) -> Iterator[str]:
    """The names in lists that were joined in either language: a workbook keeps them in one cell."""
    for text in texts:
        yield from (one for part in _LIST_MARKS.split(text) if (one := part.strip()))


def _project_keys(names: Iterable[str]) -> frozenset[str]:
    shown = tuple(parts(names))
    kept = long_numbers(shown)
    return frozenset(key for name in shown if (key := text_key(masked(harmless(name), kept))))

"""资格 7: after acceptance the applying organisation and the leaders stay, in principle (原则上)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.findings.model import Unchecked, Wording
from nqi_limits.records.leading import Leading, leading
from nqi_limits.records.model import SOURCES, Held
from nqi_limits.rules.form.application_rule import NAMES, ApplicationFormRule
from nqi_limits.rules.form.facts import LEADS
from nqi_limits.rules.grading import certain
from nqi_limits.values.id_numbers import mask_ids_in
from nqi_limits.values.organisations import organisation_key
from nqi_limits.values.text import text_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from nqi_limits.findings.model import Finding
    from nqi_limits.records.leading import Leader
    from nqi_limits.rulebooks.model import Asked
    from nqi_limits.rules.form.facts import FormFacts
    from nqi_limits.tables.table import Place

_ROLES = {"project_leader": int(Held.PROJECT_LEADER), "topic_leader": int(Held.TOPIC_LEADER)}
_ASPECTS = ("lead_organisation", *_ROLES)


@dataclass(frozen=True)
class _Change:
    """One aspect in which an application is no longer as it was accepted."""

    aspect: str
    wording: Wording


class ChangedAfterAcceptance(ApplicationFormRule):
    """Compares with the accepted list by application number; without such a list it has nothing to say."""

    id = "changed-after-acceptance"
    severities = ()
    fields = _ASPECTS

    def concerns(self, facts: FormFacts) -> NDArray[np.bool_]:
        """The applications, and last the accepted list itself, if there is one: an application in it may be gone."""
        return np.append(super().concerns(facts), True) & (facts.accepted is not None)

    def check(self, facts: FormFacts, entry: Asked, concerned: NDArray[np.bool_]) -> Iterable[Finding | Unchecked]:
        """A finding for each application that differs, and how many could not be compared."""
        if facts.accepted is None:
            return
        accepted, now = _by_number(facts.accepted), leading(facts.records)
        compared = {unit: before for unit, one in now.items() if (before := _found(accepted, one.number)) is not None}
        told = {
            aspect: any(_told(one, aspect) for one in compared.values())
            and any(_told(now[unit], aspect) for unit in compared)
            for aspect in _ASPECTS
        }
        unknown: dict[str, list[int]] = defaultdict(list)
        for unit, before in compared.items():
            changes: list[_Change] = []
            for aspect in _ASPECTS:
                if told[aspect] and _comparable(before, now[unit], aspect):
                    changes += _changes(facts, aspect, before, now[unit])
                elif _told(before, aspect) or _told(now[unit], aspect) or aspect != "topic_leader":
                    unknown[aspect].append(unit)
            if changes:
                yield self._changed(facts, entry, unit, changes)
        yield from self._not_compared(unknown, told)
        yield from self._not_found(len(now) - len(compared), "not-accepted")
        met = {id(one) for one in compared.values()}
        yield from self._not_found(sum(id(one) not in met for one in facts.accepted), "accepted-gone")

    def _changed(self, facts: FormFacts, entry: Asked, unit: int, changes: Sequence[_Change]) -> Finding:
        places = list(_places(facts, unit, {one.aspect for one in changes})) or facts.unit_cells(unit, NAMES)[:1]
        told = {"changes": tuple(one.wording for one in changes)}
        return self.made(facts, certain(entry.grade, facts.settings.readings), (unit,), "message", told, places)

    def _not_compared(self, unknown: Mapping[str, list[int]], told: Mapping[str, bool]) -> Iterator[Unchecked]:
        """What one of the lists does not say; where it says so of no application, none is held up by it."""
        for aspect, units in unknown.items():
            held_up = frozenset(units) if told[aspect] else frozenset[int]()
            yield Unchecked(self.id, self.why("acceptance-unknown", (aspect,)), len(units), held_up)

    def _not_found(self, count: int, reason: str) -> Iterator[Unchecked]:
        if count:
            yield Unchecked(self.id, self.why(reason), count)


def _by_number(accepted: Iterable[Leading]) -> dict[str, Leading]:
    return {text_key(one.number): one for one in accepted}


def _found(accepted: Mapping[str, Leading], number: str) -> Leading | None:
    """The application as it was accepted; a report has the numbers that look like ID numbers masked."""
    key = text_key(number)
    return accepted.get(key) or accepted.get(text_key(mask_ids_in(number)))


def _told(one: Leading, aspect: str) -> bool:
    return bool(_people(one, aspect) if aspect in _ROLES else one.organisations)


def _people(one: Leading, aspect: str) -> Sequence[Leader]:
    return one.project_leaders if aspect == "project_leader" else one.topic_leaders


def _comparable(before: Leading, now: Leading, aspect: str) -> bool:
    """Whether both say it. Where topic leaders are told at all, an application without any has none."""
    return aspect == "topic_leader" or (_told(before, aspect) and _told(now, aspect))


def _changes(facts: FormFacts, aspect: str, before: Leading, now: Leading) -> Iterator[_Change]:
    if aspect in _ROLES:
        yield from _change_of_people(aspect, _people(before, aspect), _people(now, aspect))
        return
    called = facts.records.organisation_names.called  # by today's 单位, the accepted list need not have one
    old, new = ({organisation_key(called(name)): name for name in one.organisations} for one in (before, now))
    gone, come = ([name for key, name in one.items() if key not in other] for one, other in ((old, new), (new, old)))
    yield from _change(aspect, gone, come)


def _change_of_people(aspect: str, before: Sequence[Leader], now: Sequence[Leader]) -> Iterator[_Change]:
    gone = [one for one in before if not any(map(one.same_as, now))]
    come = [one for one in now if not any(map(one.same_as, before))]
    for one in list(gone):
        namesake = next((other for other in come if text_key(other.name) == text_key(one.name)), None)
        if namesake is not None:
            gone.remove(one)
            come.remove(namesake)
            yield _worded(aspect, "number", name=one.name)
    yield from _change(aspect, [one.name for one in gone], [one.name for one in come])


def _change(aspect: str, gone: Sequence[str], come: Sequence[str]) -> Iterator[_Change]:
    if gone and come:
        yield _worded(aspect, "from-to", old=tuple(gone), new=tuple(come))
    elif gone:
        yield _worded(aspect, "gone", old=tuple(gone))
    elif come:
        yield _worded(aspect, "come", new=tuple(come))


def _worded(aspect: str, key: str, **facts: object) -> _Change:
    what = Wording(f"fields.{aspect}")
    return _Change(aspect, Wording(f"rule.{ChangedAfterAcceptance.id}.change.{key}", {"what": what, **facts}))


def _places(facts: FormFacts, unit: int, aspects: set[str]) -> Iterator[Place]:
    """The cells of today's list that say what has changed."""
    if "lead_organisation" in aspects:
        yield from facts.unit_cells(unit, ("lead_organisation",))
    roles = np.bitwise_or.reduce([role for aspect, role in _ROLES.items() if aspect in aspects] or [0])
    mentions = facts.records.mentions
    for row in facts.records.by_unit[unit].tolist():
        if facts.leads[row] and mentions.held[row] & roles & LEADS:
            yield from facts.records.cells(row, SOURCES[mentions.source[row]].name)

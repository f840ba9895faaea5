"""A second opinion on the rules of form review that are about people: brute force over every combination of open readings.

It shares no code with the rules. Facts are abstract: what a cell means is said beside the cell, not read from it. For each
person, application and rule the question is asked afresh under each combination; the answers are only then graded.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Answer = Literal["holds", "breaks", "in doubt", "unknown"]
Span = tuple[dt.date, dt.date]

READINGS = ("ordinary-member", "unknown-role", "task-leader", "boundary-day")
DEFAULTS = {"ordinary-member": "open", "unknown-role": "open", "task-leader": "open", "boundary-day": "lenient"}
IN_PRINCIPLE = ("guide-expert", "young-member-age")
ASKED_OF_LEADERS = (
    "leader-birth-date",
    "leader-title-or-doctorate",
    "leader-months",
    "overseas-appointment",
    "young-leader-age",
)
ASKED_OF_ALL = ("civil-servant", "guide-expert", "person-discredited", "young-member-age")
RULES = (*ASKED_OF_LEADERS, *ASKED_OF_ALL)


@dataclass(frozen=True)
class Someone:
    """A person as the roster has them; None stands for what no cell tells, `proof` for one that is stated or stated absent."""

    name: str
    number: str
    born: Span | None
    woman: bool | None
    senior: bool | None
    doctor: bool | None
    outside: bool | None
    proof: bool | None
    flags: Mapping[str, bool | None]


@dataclass(frozen=True)
class Draft:
    """An application; `young` None where its category is not given."""

    number: str
    young: bool | None


@dataclass(frozen=True)
class Part:
    """What someone is in an application.

    `role`: "leader" (of project or topic), "task-leader", "key", "ordinary", "unclear" or "outsider".
    """

    person: Someone
    draft: Draft
    role: str
    months: float | None


def combinations(settings: Mapping[str, str]) -> list[dict[str, bool]]:
    """Every way to settle the readings: name -> strict or not."""
    sides = [{"open": (False, True), "lenient": (False,), "strict": (True,)}[settings[name]] for name in READINGS]
    return [dict(zip(READINGS, each, strict=True)) for each in product(*sides)]


def asked_of(rule: str, role: str, strict: Mapping[str, bool]) -> bool:
    """Whether the rule speaks of someone in this role."""
    leads = role == "leader" or (role == "task-leader" and strict["task-leader"])
    if rule in ASKED_OF_LEADERS:
        return leads
    if rule == "young-member-age" and role == "leader":
        return False
    if role == "unclear":
        return strict["unknown-role"] or strict["ordinary-member"]
    return role in ("leader", "task-leader", "key") or (role == "ordinary" and strict["ordinary-member"])


def born_by(span: Span | None, limit: dt.date, on_the_day_breaks: bool) -> Answer:
    """Born on the day or later: what all days of a month or year agree on, else unknown."""
    if span is None:
        return "unknown"
    day, answers = span[0], set()
    while day <= span[1]:
        answers.add(day < limit or (day == limit and on_the_day_breaks))
        day += dt.timedelta(days=1)
    return "unknown" if len(answers) > 1 else "breaks" if True in answers else "holds"


def young_enough(part: Part, strict: bool) -> Answer:
    """For a man, for a woman, or what is so for either."""
    limits = {False: dt.date(1984, 1, 1), True: dt.date(1982, 1, 1)}
    wanted = limits if part.person.woman is None else {part.person.woman: limits[part.person.woman]}
    answers = {born_by(part.person.born, limit, strict) for limit in wanted.values()}
    return answers.pop() if len(answers) == 1 else "unknown"


def answer(rule: str, part: Part, strict: Mapping[str, bool]) -> Answer:
    """What the facts say of one rule, one person in one application, under one combination."""
    someone, boundary = part.person, strict["boundary-day"]
    if not asked_of(rule, part.role, strict):
        return "holds"
    if rule == "leader-birth-date":
        return born_by(someone.born, dt.date(1962, 1, 1), boundary)
    if rule == "leader-title-or-doctorate":
        if someone.senior or someone.doctor:
            return "holds"
        return "unknown" if None in (someone.senior, someone.doctor) else "breaks"
    if rule == "leader-months":
        return "unknown" if part.months is None else "holds" if part.months >= 6 else "breaks"
    if rule == "overseas-appointment":
        if not someone.outside:
            return "unknown" if someone.outside is None else "holds"
        return {True: "holds", False: "breaks", None: "in doubt"}[someone.proof]  # type: ignore[return-value]
    if rule.startswith("young-"):
        found = young_enough(part, boundary)
        if part.draft.young is None:
            return "holds" if found == "holds" else "unknown"
        return found if part.draft.young else "holds"
    return {True: "breaks", False: "holds", None: "unknown"}[someone.flags[rule]]  # type: ignore[return-value]


def opinion(parts: list[Part], settings: Mapping[str, str]) -> Iterator[tuple[str, str, str, str]]:
    """(rule, "violation" | "review" | "unknown", person, application) of all that does not simply hold."""
    every = combinations(settings)
    for rule, part in product(RULES, parts):
        answers = {answer(rule, part, strict) for strict in every}
        if answers == {"breaks"}:
            yield rule, "review" if rule in IN_PRINCIPLE else "violation", part.person.name, part.draft.number
        elif answers & {"breaks", "in doubt"}:
            yield rule, "review", part.person.name, part.draft.number
        elif "unknown" in answers:
            yield rule, "unknown", part.person.name, part.draft.number

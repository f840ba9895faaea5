"""A second opinion on the limit rules: brute force over every combination of the open readings, with sets and nothing else.

It shares no code with the rules. A roster is abstract: people, projects, and rows that say who does what where. For each
person and rule the question is asked afresh under each combination; the answers are only then graded.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

from support import LIMIT_RULES, in_order, invented_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

CUTOFF = dt.date(2022, 12, 31)
READINGS = (
    "cutoff-day",
    "missing-end",
    "unknown-programme",
    "ordinary-member",
    "unknown-role",
    "task-leader",
    "topic-leader-leads-project",
    "topic-leader-leads-topic",
    "two-topics-one-project",
    "same-name-org",
)
DEFAULTS = {name: "strict" if name == "topic-leader-leads-project" else "open" for name in READINGS}


@dataclass(frozen=True)
class Human:
    """Somebody: `number` 0 is somebody whose ID number no sheet gives; `listed` stands in the roster."""

    name: str
    organisation: str
    number: int
    listed: bool


@dataclass(frozen=True)
class Project:
    """An ongoing project: `programme` is "counted", "other" or "unknown", `end` the end date that counts, None unknown."""

    number: str
    programme: str
    end: dt.date | None


@dataclass(frozen=True)
class Row:
    """A row of a member list: `unit` is a project's or an application's number, `topic` 0 where the row names none."""

    human: Human
    with_number: bool
    unit: str
    role: str
    topic: int = 0
    left: bool = False


@dataclass(frozen=True)
class Roster:
    """All that is in the sheets."""

    humans: tuple[Human, ...]
    projects: tuple[Project, ...]
    ongoing: tuple[Row, ...]
    applied: tuple[Row, ...]


class Somebody(NamedTuple):
    """One possible person: rows that are certainly theirs, and rows that are if same name and organisation is one person."""

    name: str
    number: int
    own: frozenset[Row]
    perhaps: frozenset[Row]


class Outcome(NamedTuple):
    """What a broken rule rests on, under one combination."""

    applications: frozenset[str]
    ongoing: frozenset[str]
    falls: frozenset[str]
    certain: bool = True


@cache
def combinations(settings: tuple[str, ...]) -> list[dict[str, bool]]:
    """Every way to settle the readings: name -> strict or not, the most lenient first and the strictest last."""
    sides = [{"open": (False, True), "lenient": (False,), "strict": (True,)}[setting] for setting in settings]
    return [dict(zip(READINGS, combination, strict=True)) for combination in product(*sides)]


def everybody(roster: Roster) -> list[Somebody]:
    """Who is who: by number; by name and organisation where the roster has one such person; the rest is open.

    Where the roster has one such person but another number of that name turns up at that organisation, a row without a
    number would have to be both of these, who are two: that is open too.
    """
    own: dict[Human, set[Row]] = {human: set() for human in roster.humans if human.number and human.listed}
    nameless: dict[tuple[str, str], set[Row]] = {}
    for row in (*roster.ongoing, *roster.applied):
        if row.human.number and row.with_number:
            own.setdefault(row.human, set()).add(row)
        else:
            nameless.setdefault((row.human.name, row.human.organisation), set()).add(row)
    numbered: dict[tuple[str, str], list[Human]] = {}
    for human in own:
        numbered.setdefault((human.name, human.organisation), []).append(human)
    for called in set(nameless) & set(numbered):
        if len(numbered[called]) == 1 and numbered[called][0].listed:
            own[numbered[called][0]] |= nameless.pop(called)
    people = [
        Somebody(
            human.name, human.number, frozenset(rows), frozenset(nameless.get((human.name, human.organisation), ()))
        )
        for human, rows in own.items()
    ]
    people += [
        Somebody(called[0], 0, frozenset(), frozenset(rows))
        for called, rows in nameless.items()
        if called not in numbered
    ]
    return people


@cache
def lead(row: Row, ordinary: bool, unknown: bool, task: bool) -> str:
    """What the row makes of its person: "project", "topic" (leads it), "member" (a limited role), or "" (none of these)."""
    role = row.role
    if role == "leader":
        role = "topic-leader" if row.topic else "project-leader"
    if role in ("missing", "unknown"):
        role = "key-member" if unknown else "ordinary"
    if role == "task-leader":
        role = "topic-leader" if task else "key-member"
    if role == "ordinary":
        return "member" if ordinary else ""
    return {"project-leader": "project", "topic-leader": "topic", "key-member": "member", "no-member": ""}[role]


@cache
def counts(project: Project, cutoff_day: bool, missing_end: bool, unknown_programme: bool) -> bool:
    """Whether an ongoing project counts."""
    if project.programme == "other" or (project.programme == "unknown" and not unknown_programme):
        return False
    if project.end is None:
        return missing_end
    return project.end > CUTOFF or (project.end == CUTOFF and cutoff_day)


class Facts(NamedTuple):
    """What one person does under one combination: (unit, lead, topic) of each limited row, and the projects left."""

    applied: frozenset[tuple[str, str, int]]
    ongoing: frozenset[tuple[str, str, int]]
    left: frozenset[str]


def facts(roster: Roster, rows: frozenset[Row], strict: Mapping[str, bool]) -> Facts:
    """The facts that the rows come to under one combination."""
    days = strict["cutoff-day"], strict["missing-end"], strict["unknown-programme"]
    words = strict["ordinary-member"], strict["unknown-role"], strict["task-leader"]
    counting = {one.number for one in roster.projects if counts(one, *days)}
    applied, ongoing, left, still = set(), set(), set(), set()
    applications = {row.unit for row in roster.applied}
    for row in rows:
        what = lead(row, *words)
        if row.unit in applications:
            if what:
                applied.add((row.unit, what, row.topic))
        elif row.unit in counting:
            if not row.left and row.role != "no-member":
                still.add(row.unit)
            if what and row.left:
                left.add(row.unit)
            elif what:
                ongoing.add((row.unit, what, row.topic))
    return Facts(frozenset(applied), frozenset(ongoing), frozenset(left - still))


@cache
def outcome(rule: str, known: Facts, leads_project: bool, leads_topic: bool, two_topics: bool) -> Outcome | None:
    """What the broken rule rests on, None where it holds."""
    joined = frozenset(unit for unit, _, _ in known.applied)
    projects = frozenset(unit for unit, _, _ in known.ongoing)
    ongoing: frozenset[str] = frozenset()
    applications = joined
    certain = True
    if rule == "one-lead-application":
        applications = frozenset(unit for unit, what, _ in known.applied if what in ("project", "topic"))
        topics = {(unit, topic) for unit, what, topic in known.applied if what == "topic"}
        led = {unit: {topic for one, topic in topics if one == unit} for unit in applications}
        broken = len(applications) > 1 or (two_topics and any(len(found) > 1 for found in led.values()))
        # a row that names no topic may speak of the one that another row names
        certain = len(applications) > 1 or any(len(found - {0}) > 1 for found in led.values())
    elif rule == "ongoing-leader-applies":
        ongoing = frozenset(unit for unit, what, _ in known.ongoing if what == "project")
        broken = bool(ongoing and joined)
    elif rule == "ongoing-topic-leader-leads":
        barred = {what for what, is_barred in (("project", leads_project), ("topic", leads_topic)) if is_barred}
        ongoing = frozenset(unit for unit, what, _ in known.ongoing if what == "topic")
        applications = frozenset(unit for unit, what, _ in known.applied if what in barred)
        broken = bool(ongoing and applications)
    elif rule == "two-project-total":
        ongoing = projects
        broken = bool(joined) and len(joined) + len(projects) > 2
    else:
        ongoing = known.left
        broken = bool(ongoing and joined)
    return Outcome(applications, ongoing, joined, certain) if broken else None


def asked(roster: Roster, rule: str, somebody: Somebody, strict: Mapping[str, bool]) -> Outcome | None:
    """One rule, one person, one combination.

    A row that stands alone breaks nothing, so where rows without a number are people of their own only the certain rows
    are asked. Taking more rows for the person's never undoes what these break.
    """
    rest = strict["topic-leader-leads-project"], strict["topic-leader-leads-topic"], strict["two-topics-one-project"]
    alone = outcome(rule, facts(roster, somebody.own, strict), *rest)
    if not strict["same-name-org"] or not somebody.perhaps:
        return alone
    return outcome(rule, facts(roster, somebody.own | somebody.perhaps, strict), *rest) or alone


def hangs_on(answers: Sequence[tuple[Mapping[str, bool], bool]]) -> list[str]:
    """The readings that a finding hangs on, given whether the rule is broken under each combination."""
    is_open = [name for name in READINGS if {strict[name] for strict, _ in answers} == {False, True}]
    alone = [name for name in is_open if not any(broken for strict, broken in answers if not strict[name])]
    if alone:
        return alone
    broken_under = {tuple(strict.values()): broken for strict, broken in answers}
    return [
        name
        for name in is_open
        if any(
            broken_under[tuple({**strict, name: False}.values())]
            != broken_under[tuple({**strict, name: True}.values())]
            for strict, _ in answers
        )
    ]


def opinion(roster: Roster, settings: Mapping[str, str]) -> list[dict[str, Any]]:
    """All findings of the limit rules, as `support.told` gives them, with the person's whole number."""
    found = []
    every = combinations(tuple(settings[name] for name in READINGS))
    for somebody, rule in product(everybody(roster), LIMIT_RULES):
        outcomes = [asked(roster, rule, somebody, strict) for strict in every]
        broken = [one is not None for one in outcomes]
        if not any(broken):
            continue
        first = outcomes[0]
        violation = all(broken) and first is not None and first.certain and rule != "left-ongoing-project"
        rests_on = outcomes[0] if violation else outcomes[-1]
        assert rests_on is not None
        readings = [] if all(broken) else hangs_on(list(zip(every, broken, strict=True)))
        found.append(
            {
                "rule": rule,
                "severity": "violation" if violation else "review",
                "person": somebody.name,
                "number": invented_id(somebody.number) if somebody.number else "",
                "applications": sorted(rests_on.applications),
                "ongoing": sorted(rests_on.ongoing),
                "falls": sorted(rests_on.falls),
                "readings": sorted(readings),
            }
        )
    return in_order(found)


def exempt(roster: Roster, settings: Mapping[str, str]) -> tuple[dict[int, set[str]], dict[int, set[str]]]:
    """The ended projects that free each numbered person: those that certainly do, those that may under some reading."""
    every = combinations(tuple(settings[name] for name in READINGS))
    ended = {one.number for one in roster.projects if one.programme == "counted" and one.end and one.end < CUTOFF}

    def freed(strict: Mapping[str, bool]) -> Iterator[tuple[int, set[str]]]:
        words = strict["ordinary-member"], strict["unknown-role"], strict["task-leader"]
        for somebody in everybody(roster):
            rows = somebody.own | (somebody.perhaps if strict["same-name-org"] else frozenset())
            limited = {row.unit for row in rows if lead(row, *words) and not row.left}
            if limited & ended and limited & {row.unit for row in roster.applied}:
                yield somebody.number, limited & ended

    return dict(freed(every[0])), dict(freed(every[-1]))

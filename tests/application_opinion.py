"""A second opinion on the rules of form review about applications and organisations.

It shares no code with the rules: what each cell means is said beside the cell, and every rule is asked afresh, for an
application under each category that it may have and for an organisation under each setting of `boundary-day`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Answer = Literal["holds", "breaks", "in doubt", "unknown"]
Span = tuple[dt.date, dt.date]

GRADES = {
    "guide-direction": "violation",
    "single-recommender": "violation",
    "topic-count": "violation",
    "org-count": "violation",
    "project-period": "review",
    "young-direction": "review",
    "young-funding": "review",
    "org-registered": "violation",
    "org-kind": "violation",
    "org-discredited": "violation",
}
OF_APPLICATIONS = tuple(GRADES)[:7]
OF_ORGANISATIONS = tuple(GRADES)[7:]
RULES = tuple(GRADES)
CHAPTERS = {1: 9, 2: 8, 3: 9, 4: 6, 5: 4, 6: 1, 7: 2}
DIRECTIONS = {f"{chapter}.{number}" for chapter, last in CHAPTERS.items() for number in range(1, last + 1)}
OPEN_TO_YOUNG = {"1.2", "2.2", "3.5", "4.6"}


@dataclass(frozen=True)
class Organisation:
    """An organisation as the list has it; None stands for what no cell tells."""

    name: str
    state_organ: bool | None
    mainland: bool | None
    registered: Span | None
    discredited: bool | None


@dataclass(frozen=True)
class Application:
    """An application; `directions`: all that the cell may mean, None where it tells none.

    `recommenders`: at least and at most how many units the cell names; `topics` and `organisations` are what is stated and
    how many the rows show; `years` the least and the most its project may run.
    """

    number: str
    young: bool | None
    directions: frozenset[str] | None
    recommenders: tuple[int, int]
    topics: tuple[int | None, int]
    organisations: tuple[int | None, int]
    years: tuple[float, float] | None
    funding: float | None
    members: frozenset[str]


def counted(stated_and_shown: tuple[int | None, int], limit: int) -> Answer:
    """Too many where either number says so; rows that show few tell nothing."""
    stated, shown = stated_and_shown
    if shown > limit:
        return "breaks"
    return "unknown" if stated is None else "breaks" if stated > limit else "holds"


def every(answers: set[Answer]) -> Answer:
    """What is so in each case, else unknown."""
    return answers.pop() if len(answers) == 1 else "unknown"


def of_application(rule: str, one: Application, young: bool) -> Answer:
    """What the facts say of one rule, the category settled."""
    if rule == "guide-direction":
        if one.directions is None or one.directions <= set(map(str, CHAPTERS)):
            return "unknown"
        return "holds" if one.directions & DIRECTIONS else "breaks"
    if rule == "single-recommender":
        least, most = one.recommenders
        return "unknown" if not most else "breaks" if least > 1 else "in doubt" if most > 1 else "holds"
    if rule == "topic-count":
        return counted(one.topics, 0 if young else 5)
    if rule == "org-count":
        return counted(one.organisations, 3 if young else 10)
    if rule == "project-period":
        if one.years is None:
            return "unknown"
        least, most = (round(years * 10) for years in one.years)
        return every({"holds" if 30 <= tenths <= 40 else "breaks" for tenths in range(least, most + 1)})
    if not young:
        return "holds"
    if rule == "young-direction":
        if one.directions is None:
            return "unknown"
        chapters = {at.partition(".")[0] for at in OPEN_TO_YOUNG}
        told = {True: "holds", False: "breaks"}
        return every({"unknown" if at in chapters else told[at in OPEN_TO_YOUNG] for at in one.directions})  # type: ignore[misc]
    return "unknown" if one.funding is None else "holds" if one.funding == 200 else "breaks"


def of_organisation(rule: str, one: Organisation, on_the_day_breaks: bool) -> Answer:
    """What the facts say of one rule."""
    if rule == "org-discredited":
        return {True: "breaks", False: "holds", None: "unknown"}[one.discredited]  # type: ignore[return-value]
    if rule == "org-kind":
        if one.state_organ or one.mainland is False:
            return "breaks"
        return "unknown" if None in (one.state_organ, one.mainland) else "holds"
    if one.registered is None:
        return "unknown"
    limit, day, answers = dt.date(2021, 6, 30), one.registered[0], set[Answer]()
    while day <= one.registered[1]:
        answers.add("breaks" if day > limit or (day == limit and on_the_day_breaks) else "holds")
        day += dt.timedelta(days=1)
    return every(answers)


def opinion(
    applications: list[Application], organisations: list[Organisation], settings: Mapping[str, str]
) -> Iterator[tuple[str, str, str]]:
    """(rule, "violation" | "review" | "unknown", application or organisation) of all that does not simply hold."""
    sides = {"open": (False, True), "lenient": (False,), "strict": (True,)}[settings["boundary-day"]]
    for rule in OF_APPLICATIONS:
        for draft in applications:
            categories = (True, False) if draft.young is None else (draft.young,)
            answer = every({of_application(rule, draft, young) for young in categories})
            if answer != "holds":
                graded = {"breaks": GRADES[rule], "in doubt": "review", "unknown": "unknown"}
                yield rule, graded[answer], draft.number
    for rule in OF_ORGANISATIONS:
        for one in organisations:
            if not any(one.name in draft.members for draft in applications):
                continue
            answers = {of_organisation(rule, one, side) for side in sides}
            if answers == {"breaks"}:
                yield rule, GRADES[rule], one.name
            elif "breaks" in answers:
                yield rule, "review", one.name
            elif "unknown" in answers:
                yield rule, "unknown", one.name

"""The people of sample_data/: those of the stories, and enough others, all within the limits, to fill every project."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from invented import FIRST_REGION, LAST_REGION, PARTNERS, UNIVERSITY, birth_date, id_number, person_name
from sample_stories import APPLICATIONS, KEY, LEADER, ONGOING, ORDINARY, STORIES, TASK, TOPIC, Part

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator
    from random import Random

PEOPLE = 150
LEADING = frozenset([LEADER, TOPIC, TASK])
# Whoever else is in one of these and applied would get a note.
EXEMPT = frozenset(["流量标准", "食品检测"])
_TITLES = {
    UNIVERSITY: ("教授", "副教授", "讲师"),
    "企业": ("正高级工程师", "高级工程师", "工程师"),
    "院所": ("研究员", "副研究员", "助理研究员"),
}


@dataclass
class Person:
    """One person: `parts` are their roles; `number` is "" where the office does not know it; `cells` by the column's header."""

    name: str
    organisation: str
    sex: str
    birth: dt.date
    number: str
    parts: list[Part] = field(default_factory=list)
    cells: Mapping[str, object] = field(default_factory=dict)

    @property
    def units(self) -> set[str | int]:
        """The projects and applications that the person is in."""
        return {part.unit for part in self.parts}

    @property
    def leads_application(self) -> bool:
        """Whether the person leads an application or one of its topics."""
        return any(isinstance(part.unit, int) and part.role in LEADING for part in self.parts)

    @property
    def title(self) -> str:
        """The academic title, by age and employer."""
        university = self.organisation == UNIVERSITY or self.organisation.endswith("大学")
        titles = _TITLES[UNIVERSITY if university else "企业" if "公司" in self.organisation else "院所"]
        return titles[0 if self.birth.year < 1976 else 1 if self.birth.year < 1986 else 2]

    @property
    def degree(self) -> str:
        """The highest degree; whoever leads anything is a doctor."""
        leads = any(part.role in LEADING for part in self.parts)
        return "博士" if leads or self.birth.year > 1972 else "硕士"


def cast(random: Random) -> list[Person]:
    """Everybody: the people of the stories first, in their order."""
    taken: set[str] = set()
    people = []
    for story in (one for one in STORIES if one.name):
        young = any(isinstance(part.unit, int) and APPLICATIONS[part.unit].young for part in story.parts)
        person = _person(random, taken, story.name, story.organisation, young, story.birth)
        person.parts.extend(story.parts)
        person.cells = story.cells
        if not story.numbered:
            person.number = ""
        people.append(person)
    names = {story.name for story in STORIES}
    others: list[Person] = []
    while len(people) + len(others) < PEOPLE:
        name = person_name(random)
        if name not in names:
            names.add(name)
            organisation = UNIVERSITY if random.random() < 0.68 else random.choice(PARTNERS)
            others.append(_person(random, taken, name, organisation, random.random() < 0.3))
    for part in _open_ongoing(random, people):
        _give(random, others, part, lambda one, part=part: part.role not in LEADING or one.birth.year < 1984)
    for number in APPLICATIONS:
        _fill_application(random, people, others, number)
    return [*people, *others]


def _person(
    random: Random, taken: set[str], name: str, organisation: str, young: bool, birth: dt.date | None = None
) -> Person:
    sex = random.choice("男男女")
    birth = birth or (birth_date(random, 1985, 1993) if young else birth_date(random, 1966, 1983))
    number = ""
    while not number or number in taken:
        sequence = random.randrange(0, 998, 2) + (sex == "男")
        number = id_number(random.randint(FIRST_REGION, LAST_REGION), birth, sequence)
    taken.add(number)
    return Person(name, organisation, sex, birth, number)


def _held(people: Iterable[Person]) -> set[tuple[str | int, str, int]]:
    return {(part.unit, part.role, part.topic if part.role == TOPIC else 0) for one in people for part in one.parts}


def _open_ongoing(random: Random, people: list[Person]) -> Iterator[Part]:
    """The roles in ongoing projects that no story fills."""
    held = _held(people)
    for key, project in ONGOING.items():
        if project.in_ledger and (key, LEADER, 0) not in held:
            yield Part(key, LEADER)
        for topic in range(1, project.topics + 1):
            if (key, TOPIC, topic) not in held:
                yield Part(key, TOPIC, topic, listed=not project.in_ledger)
        if project.in_ledger:
            for _ in range(random.choice((2, 2, 3))):
                yield Part(key, KEY, random.randint(1, project.topics) if project.topics else 0)
            if random.random() < 0.6:
                yield Part(key, ORDINARY)


def _fill_application(random: Random, people: list[Person], others: list[Person], number: int) -> None:
    """Fill the roles of one application that no story fills; few organisations take part."""
    application = APPLICATIONS[number]
    here = [one for one in people if number in one.units]
    partners = random.sample(PARTNERS, 1 if application.young else 4)
    inside = {UNIVERSITY, *partners, *(one.organisation for one in here)}

    def fits(one: Person) -> bool:
        right_age = (one.birth.year >= 1984) if application.young else True
        return one.organisation in inside and right_age and not _bound(one)

    def may_lead(one: Person) -> bool:
        leads_elsewhere = any(part.role in LEADING for part in one.parts)
        return fits(one) and not leads_elsewhere and (application.young or one.birth.year < 1984)

    held = _held(people)
    if (number, LEADER, 0) not in held:
        _give(random, others, Part(number, LEADER), lambda one: may_lead(one) and one.organisation == UNIVERSITY)
    leader = next(one for one in (*people, *others) if any(p.unit == number and p.role == LEADER for p in one.parts))
    for topic in range(1, application.topics + 1):
        if (number, TOPIC, topic) in held:
            continue
        if topic == 1 and leader in others:
            leader.parts.append(Part(number, TOPIC, topic))
        else:
            _give(random, others, Part(number, TOPIC, topic), may_lead)
    for _ in range(random.choice((2, 3, 3))):
        _give(
            random, others, Part(number, KEY, random.randint(1, application.topics) if application.topics else 0), fits
        )
    if random.random() < 0.5:
        _give(random, others, Part(number, ORDINARY), fits)


def _bound(one: Person) -> bool:
    """Whether someone could not join an application without a finding or a note."""
    leads = any(part.role == LEADER and isinstance(part.unit, str) for part in one.parts)
    return leads or bool(one.units & EXEMPT)


def _give(random: Random, others: list[Person], part: Part, fits: object) -> None:
    """Give a role to someone whom it fits, of those with the fewest projects; nobody gets a third project."""
    assert callable(fits)
    able = [one for one in others if len(one.units) < 2 and part.unit not in one.units and fits(one)]
    fewest = min(len(one.units) for one in able)
    random.choice([one for one in able if len(one.units) == fewest]).parts.append(part)

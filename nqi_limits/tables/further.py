"""Whom each column speaks of where a row names several people, and further columns: 项目骨干 beside 课题骨干, 推荐单位2.

A table has each field once, so each further column makes a table of its own over the same rows (`Table.further`).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from nqi_limits.tables.choices import TESTS, fields_of
from nqi_limits.tables.headers import PEOPLE_FIELDS, SEVERAL_FIELDS, header_key, no_members, whose
from nqi_limits.tables.kinds import BY_ROLE, UNITS
from nqi_limits.tables.labels import TOPIC_FIELDS
from nqi_limits.tables.mapping.model import mapped_meanings
from nqi_limits.values.roles import Role, read_role

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from nqi_limits.sources.grid import Cell
    from nqi_limits.tables.headers import Meaning
    from nqi_limits.tables.layout import Header
    from nqi_limits.tables.sheet import Sheet

_SHARED = UNITS | TOPIC_FIELDS
_LEADERS = ("project_leader", "topic_leader")
# What a list of projects has columns of its own for, of each of its leaders.
_OF_LEADER = {"id_number": "id", "organisation": "organisation"}
_AS_SAID = {f"{leader}_{ending}": what for leader in _LEADERS for what, ending in _OF_LEADER.items()}
# What a column may say of one person, and what it says of a member only: a leader's role is known.
_OF_MEMBER = frozenset(["role", "task", "left_date"])
_OF_PERSON = _OF_MEMBER | frozenset(
    [
        *("id_type", "id_number", "organisation", "sex", "birth_date", "age", "nationality", "title", "degree"),
        *("months", "employment", "employment_proof", "civil_servant", "guide_expert", "discredited"),
    ]
)
_ROLES = {
    "project_leader": (Role.PROJECT_LEADER, Role.LEADER),
    "topic_leader": (Role.TOPIC_LEADER, Role.LEADER),
    "task_leaders": (Role.TASK_LEADER,),
    "key_members": (Role.KEY_MEMBER,),
    "participants": (Role.ORDINARY,),
}
_SAMPLED_ROWS = 100


@dataclass(slots=True)
class Columns:
    """What the columns of a header are: the field of each, "" for one that is left out.

    `owners` tells of columns that are left out for a further person in which column that person is named, and `told` what
    each says; `moved` are people who are left to a table of their own, with the field that they would have.
    """

    fields: dict[int, str]
    owners: dict[int, int] = field(default_factory=dict)
    told: dict[int, str] = field(default_factory=dict)
    moved: dict[int, str] = field(default_factory=dict)


def columns_of(
    meanings: Mapping[int, Meaning],
    texts: Mapping[int, str],
    sample: Callable[[int], Sequence[Cell]],
    given: Mapping[str, int] | None = None,
) -> Columns:
    """The fields of a header's columns (see `fields_of`), each with the person of whom it speaks.

    项目骨干单位 speaks of whom 项目骨干 names; 单位 and 证件号码 of the row's member, where there is none or several of them of
    whom the column before each names.
    """
    fields = fields_of(meanings, sample, given)
    found = Columns(dict(fields))
    people = [at for at in sorted(meanings) if _names_people(fields[at], meanings[at], sample(at))]
    told = {
        at: said
        for at in sorted(meanings)
        if at not in people and (said := _told(fields[at], meanings[at], texts[at], texts.values()))
    }
    if not people or (len(people) == 1 and fields[people[0]] == "name"):
        return found
    said_of: dict[int, dict[str, int]] = {at: {} for at in people}
    for at in sorted(told, key=lambda at: (not fields[at], meanings[at].rank, at)):
        owner = _owner(at, told, people, fields, meanings, texts)
        if owner is not None and told[at] not in said_of[owner]:
            said_of[owner][told[at]] = at
        elif owner is not None or (fields[at] in _OF_PERSON and meanings[at].owner):
            found.fields[at] = ""  # said twice, or of somebody whom no column names
    for one, facts in said_of.items():
        own = fields[one]
        if own == "name":
            found.fields |= {at: what for what, at in facts.items()}
        elif own in _LEADERS and facts.keys() <= _OF_LEADER.keys():
            found.fields |= {at: f"{own}_{_OF_LEADER[what]}" for what, at in facts.items()}
        elif facts:
            found.fields |= dict.fromkeys((one, *facts.values()), "")
            found.moved |= {one: own} if own else {}
            found.owners |= dict.fromkeys(facts.values(), one)
            found.told |= {at: what for what, at in facts.items()}
    return found


def _names_people(own: str, meaning: Meaning, cells: Sequence[Cell]) -> bool:
    """Whether a column is one of people; one that is left out and blank may be."""
    return own in PEOPLE_FIELDS or (
        not own and not PEOPLE_FIELDS.isdisjoint(meaning.may_be) and (not cells or TESTS["names"](cells))
    )


def _told(own: str, meaning: Meaning, text: str, texts: Collection[str]) -> str:
    """What a column says of one person, "" where it is about something else."""
    said = _AS_SAID.get(own, own)
    alike = bool(whose(text, meaning)[1])
    if own and not (alike and own == "lead_organisation"):
        return said if said in _OF_PERSON else ""
    alike |= sum(_own_text(text) == _own_text(other) for other in texts) > 1
    may_be = meaning.may_be if meaning.field or alike else ()
    return next((one for one in (_AS_SAID.get(one, one) for one in may_be) if one in _OF_PERSON), "")


def _own_text(text: str) -> str:
    """A header without the name of its group."""
    return text.rpartition(" ")[2]


def _owner(
    at: int,
    told: Mapping[int, str],
    people: Sequence[int],
    fields: Mapping[int, str],
    meanings: Mapping[int, Meaning],
    texts: Mapping[int, str],
) -> int | None:
    """The column that names the person of whom a column speaks, None where no column names that person."""
    nearest = sorted(people, key=lambda one: (one > at, abs(one - at)))
    base, number = whose(texts[at], meanings[at])
    named = {one: whose(texts[one], meanings[one]) for one in people}
    if base or number:
        same = [one for one in nearest if named[one] == (base, number)]
        if not same and base:
            roles = read_role(base).roles
            same = [one for one in nearest if _has_role(fields[one], named[one][0], meanings[one], roles)]
            if not same and _is_known(roles):
                return None
        if same:
            return same[0]
    leader = next((one for one in _LEADERS if fields[at].startswith(f"{one}_")), "")
    if leader and [_own_text(text) for text in texts.values()].count(_own_text(texts[at])) < 2:
        return next((one for one in people if fields[one] == leader), None)  # 承担单位 is of the topic's leader
    member = next((one for one in people if fields[one] == "name"), None)
    if member is not None:
        rivals = [
            one for one, said in told.items() if said == told[at] and _of_anybody(whose(texts[one], meanings[one]))
        ]
        if told[at] in _OF_MEMBER or (len(rivals) < 2 and _of_anybody(named[member])):
            return member
    return nearest[0]


def _of_anybody(words: tuple[str, str]) -> bool:
    """Whether the words for some people tell them from no others: 姓名, 成员姓名; not 骨干姓名 and 姓名2."""
    return not words[1] and not _is_known(read_role(words[0]).roles)


def _is_known(roles: Sequence[Role]) -> bool:
    return not {Role.UNKNOWN, Role.MISSING}.issuperset(roles)


def _has_role(own: str, base: str, meaning: Meaning, roles: Sequence[Role]) -> bool:
    """Whether a column names people of one of some roles."""
    of_field = next((_ROLES[one] for one in (own, *meaning.may_be) if one in _ROLES), ())
    own_roles = {*of_field, *(read_role(base).roles if base else ())}
    return not own_roles.isdisjoint(set(roles) - {Role.UNKNOWN, Role.MISSING})


def further_headers(sheet: Sheet, header: Header) -> Iterator[Header]:
    """A header for each further column: of people, with the columns of the project and those that speak of whom it names; or of
    what a project has several of, with the columns of the project.
    """
    if header.known.isdisjoint(UNITS):
        return
    for at, several in _several(header).items():
        shared = {column: own if own in UNITS else "" for column, own in header.fields.items()}
        yield replace(header, fields={**shared, at: several}, further="")
    people = header.people
    named = [at for at, field in header.fields.items() if field in PEOPLE_FIELDS]
    for at in header.fields:
        role = people.moved.get(at) or _role_of(sheet, header, at)
        if not role or any(_equal(sheet, header, at, other) for other in named):
            continue
        named.append(at)
        beside = {column: people.told[column] for column, owner in people.owners.items() if owner == at}
        # of a leader whose own organisation no column tells, the project's is told
        also = {"lead_organisation"} if role in _LEADERS else set()
        shared = {column: field if field in _SHARED | also else "" for column, field in header.fields.items()}
        own = "name" if beside else role
        yield replace(header, fields={**shared, at: own, **beside}, further=role)


def _several(header: Header) -> dict[int, str]:
    """The columns left out that are one of several (推荐单位2) or headed like the one that is read, with their field."""
    taken = {field: at for at, field in header.fields.items() if field in SEVERAL_FIELDS}
    found = {}
    for at, meaning in header.meanings.items():
        field = next((one for one in meaning.may_be if one in taken), "")
        if (
            header.fields[at]
            or not field
            or (header.entry is not None and at in mapped_meanings(header.entry, header.texts))
        ):
            continue
        alike = header_key(header.texts[at]) == header_key(header.texts[taken[field]])
        if alike or whose(header.texts[at], meaning)[1]:
            found[at] = field
    return found


def _role_of(sheet: Sheet, header: Header, at: int) -> str:
    """The field by role of a column that is left out and names people, "" for any other column.

    A second project leader without a number is none: 申请人 beside 项目负责人 may be anybody, and the office is asked (`doubts`).
    """
    if header.fields[at] or at not in header.meanings or no_members(header.texts[at]):
        return ""
    if header.entry is not None and at in mapped_meanings(header.entry, header.texts):
        return ""
    meaning = header.meanings[at]
    numbered = bool(whose(header.texts[at], meaning)[1])
    if PEOPLE_FIELDS.isdisjoint(meaning.may_be) or not (numbered or lists_people(meaning)):
        return ""
    role = next((one for one in meaning.may_be if one in BY_ROLE), "name")
    cells = sheet.sample(at, header.last + 1)
    return role if cells and TESTS["names"](cells) else ""


def lists_people(meaning: Meaning) -> bool:
    """Whether a header may head people of one role other than the project's leader."""
    if meaning.field == "name":
        return _is_known(read_role(meaning.owner).roles)
    return not BY_ROLE.isdisjoint(meaning.may_be) and "project_leader" not in meaning.may_be


def _equal(sheet: Sheet, header: Header, one: int, other: int) -> bool:
    """Whether two columns hold the same: 课题负责人 and 课题负责人姓名."""
    rows = range(header.last + 1, min(header.last + 1 + _SAMPLED_ROWS, len(sheet)))
    return all(sheet.cell(row, one) == sheet.cell(row, other) for row in rows)

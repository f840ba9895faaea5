"""Further columns of people under a header that has such a column already: 项目骨干 beside 课题骨干, 课题1负责人 to 课题3负责人.

A table has each field once, so each further column makes a table of its own over the same rows (`Table.further`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nqi_limits.tables.choices import TESTS
from nqi_limits.tables.headers import no_members
from nqi_limits.tables.kinds import BY_ROLE, LISTS_OF_PEOPLE, UNITS
from nqi_limits.tables.labels import TOPIC_FIELDS
from nqi_limits.tables.mapping.model import mapped_meanings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nqi_limits.tables.headers import Meaning
    from nqi_limits.tables.layout import Header
    from nqi_limits.tables.sheet import Sheet

_SHARED = UNITS | TOPIC_FIELDS
# What a column says of the person whom the column before it names.
_BESIDE = frozenset(["id_number", "organisation", "role"])
_PEOPLE = frozenset(["name", *BY_ROLE])
_LEADERS = ("project_leader", "topic_leader")
_SAMPLED_ROWS = 100


def owned(fields: Mapping[int, str], meanings: Mapping[int, Meaning], texts: Mapping[int, str]) -> dict[int, str]:
    """The fields of a header's columns: of several headed alike (证件号码, 工作单位) each speaks of whom the column before names.

    Those of further people are left to `further_headers`.
    """
    found = dict(fields)
    may_be = {at: _may_be(meaning) for at, meaning in meanings.items()}
    own_text = {at: text.rpartition(" ")[2] for at, text in texts.items()}  # without the group's name
    alike = {at for at, text in own_text.items() if list(own_text.values()).count(text) > 1}
    people = [at for at in sorted(may_be) if not _PEOPLE.isdisjoint(may_be[at])]
    for field, of_leader in (("id_number", "id"), ("organisation", "organisation")):
        owners = {
            at: max(one for one in people if one < at)
            for at in sorted(alike & may_be.keys())
            if field in may_be[at] and fields.get(at, "") in ("", field) and min(people, default=at) < at
        }
        if len(set(owners.values())) < 2:
            continue
        found.update(dict.fromkeys(owners, ""))
        for at, owner in owners.items():
            whose = fields.get(owner, "")
            own = f"{whose}_{of_leader}" if whose in _LEADERS else field if whose == "name" else ""
            if own not in found.values():
                found[at] = own
            if whose in LISTS_OF_PEOPLE:
                found[owner] = ""  # one person with an ID number beside the name
    return found


def further_headers(sheet: Sheet, header: Header) -> Iterator[Header]:
    """A header for each further column of people: the columns of the project, this one, and those that speak of whom it names."""
    if header.known.isdisjoint(UNITS):
        return
    named = [at for at, field in header.fields.items() if field in _PEOPLE]
    further = {at: role for at in header.fields if (role := _role_of(sheet, header, at))}
    for at, role in further.items():
        if any(_equal(sheet, header, at, other) for other in named):
            continue
        named.append(at)
        end = min((other for other in (*named, *further) if other > at), default=sheet.width)
        beside = _beside(header, range(at + 1, end))
        shared = {column: field if field in _SHARED else "" for column, field in header.fields.items()}
        yield replace(header, fields={**shared, at: "name" if beside else role, **beside})


def _role_of(sheet: Sheet, header: Header, at: int) -> str:
    """The field by role of a column that is left out and names people, "" for any other column.

    A second project leader is none: 申请人 beside 项目负责人 may be anybody, and the office is asked (`doubts`).
    """
    if header.fields[at] or at not in header.meanings or no_members(header.texts[at]):
        return ""
    if header.entry is not None and at in mapped_meanings(header.entry, header.texts):
        return ""
    if not lists_people(header.meanings[at]):
        return ""
    role = next(field for field in _may_be(header.meanings[at]) if field in BY_ROLE)
    cells = sheet.sample(at, header.last + 1)
    return role if cells and TESTS["names"](cells) else ""


def lists_people(meaning: Meaning) -> bool:
    """Whether a header may head people of one role other than the project's leader."""
    fields = _may_be(meaning)
    return not BY_ROLE.isdisjoint(fields) and "project_leader" not in fields


def _may_be(meaning: Meaning) -> list[str]:
    return [meaning.field] if meaning.field else [choice.field for choice in meaning.choices]


def _beside(header: Header, columns: range) -> dict[int, str]:
    """The left-out columns that speak of whom the column before them names, each field once."""
    found: dict[int, str] = {}
    for at in columns:
        if header.fields.get(at) or at not in header.meanings:
            continue
        for field in _may_be(header.meanings[at]):
            if field in _BESIDE and field not in found.values():
                found[at] = field
                break
    return found


def _equal(sheet: Sheet, header: Header, one: int, other: int) -> bool:
    """Whether two columns hold the same: 课题负责人 and 课题负责人姓名."""
    rows = range(header.last + 1, min(header.last + 1 + _SAMPLED_ROWS, len(sheet)))
    return all(sheet.cell(row, one) == sheet.cell(row, other) for row in rows)

"""Who leads each application: its leading organisation, its project leaders, its topic leaders; today's, or an earlier day's."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.records.interning import pairs
from nqi_limits.records.model import Held
from nqi_limits.values.id_numbers import mask_id
from nqi_limits.values.organisations import read_organisations
from nqi_limits.values.text import text_key

if TYPE_CHECKING:
    from nqi_limits.records.model import Records

_LEADS = (Held.PROJECT_LEADER, Held.TOPIC_LEADER)
_MASK = "*"


@dataclass(frozen=True, slots=True)
class Leader:
    """Someone who leads. `id_number` is "" where no row gives one, and masked where it comes from a report."""

    name: str
    id_number: str

    def same_as(self, other: Leader) -> bool:
        """Whether both are one person: by the numbers where both have one, else by the name.

        A masked number is short of eight digits: it vouches for a person only together with the name.
        """
        named_alike = text_key(self.name) == text_key(other.name)
        one, two = self.id_number, other.id_number
        if not (one and two):
            return named_alike
        if _MASK in one + two:
            return named_alike and _masked(one) == _masked(two)
        return one == two


def _masked(number: str) -> str:
    return number if _MASK in number else mask_id(number)


@dataclass(slots=True)
class Leading:
    """Who leads one application; `number` as it is shown. Empty lists where no row says."""

    number: str
    organisations: list[str] = field(default_factory=list)
    project_leaders: list[Leader] = field(default_factory=list)
    topic_leaders: list[Leader] = field(default_factory=list)


def leading(records: Records) -> dict[int, Leading]:
    """Who leads each application, by its unit."""
    units, mentions = records.units, records.mentions
    found = {unit: Leading(units.shown[unit]) for unit in np.flatnonzero(~units.is_project).tolist()}
    for rows in units.tables:
        column = rows.table.columns.get("lead_organisation")
        if column is None or rows.table.kind == "ignored":
            continue
        called = records.organisation_names.called
        names = [list(map(called, read_organisations(cell))) for cell in column.values]
        for unit, code in pairs(rows.unit, column.codes):
            if unit in found:
                known = found[unit].organisations
                known.extend(name for name in names[code] if name not in known)
    number_of = _number_of_people(records)
    here = ~np.append(units.is_project, True)[mentions.unit] & ~mentions.left
    for role in _LEADS:
        rows_of_role = np.flatnonzero(here & ((mentions.held & int(role)) > 0))
        key = mentions.unit[rows_of_role].astype(np.int64) * records.people + mentions.person[rows_of_role]
        _, first = np.unique(key, return_index=True)
        for row in rows_of_role[np.sort(first)].tolist():
            number = int(number_of[mentions.person[row]])
            leader = Leader(records.names[mentions.name[row]], records.id_numbers.key(number) if number >= 0 else "")
            one = found[int(mentions.unit[row])]
            (one.project_leaders if role is Held.PROJECT_LEADER else one.topic_leaders).append(leader)
    return found


def _number_of_people(records: Records) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    """For each person one ID number, a valid one where there is one; -1 for none."""
    mentions = records.mentions
    found = np.full(records.people, -1, dtype=np.int32)
    given = np.flatnonzero(mentions.id_number >= 0)
    valid = records.id_numbers.valid[mentions.id_number[given]]
    for rows in (given[~valid], given[valid]):
        found[mentions.person[rows]] = mentions.id_number[rows]
    return found

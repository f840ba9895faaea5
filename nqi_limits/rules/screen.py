"""A quick count over all people that leaves out only those who cannot have a finding under any reading.

A `Tally` has one entry for each block: people who may be one another are counted as one, every open point counts
strictly, so each figure is at least what any reading can give.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

from nqi_limits.graph.kinds import ROLE_EDGES
from nqi_limits.records.interning import distinct, first_known, pairs, read_column
from nqi_limits.records.model import Held
from nqi_limits.records.units import BLANK, LENGTH
from nqi_limits.rules.standing import Part, may_be
from nqi_limits.values.dates import read_date, read_period
from nqi_limits.values.extensions import read_extension
from nqi_limits.values.programmes import OTHER, UNKNOWN
from nqi_limits.values.text import clean

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nqi_limits.records.model import Records
    from nqi_limits.rulebooks.model import LimitSet
    from nqi_limits.rules.standing import Roles, Strict
    from nqi_limits.sources.grid import Cell
    from nqi_limits.values.dates import Dates

EXEMPT, NOT_EXEMPT = 0, 1
# What cells say of a programme, as bits: it counts, it is told apart and does not, it is another one, nobody knows.
COUNTED, APART, ANOTHER, NOT_KNOWN = 1, 2, 4, 8


@dataclass
class Tally:
    """Upper bounds for each block, as arrays over `blocks`; `block` gives each person's.

    `settled` are the readings that are settled strictly: what hangs on no finding but a note is told by these alone.
    """

    records: Records
    limits: LimitSet
    settled: Strict = frozenset()

    @cached_property
    def block(self) -> NDArray[np.int32]:
        """The block of each person: itself, or the smallest index among those it may be one with."""
        block = np.arange(self.records.people, dtype=np.int32)
        for part in nx.connected_components(nx.Graph(self.records.same_name_org)):
            block[list(part)] = min(part)
        return block

    @cached_property
    def _members(self) -> NDArray[np.bool_]:
        mentions = self.records.mentions
        return (mentions.unit >= 0) & ((mentions.held & ~int(Held.NOT_MEMBER)) > 0)

    @cached_property
    def _limited(self) -> NDArray[np.bool_]:
        """The members in a role that the limit may count."""
        return self._holding(*(held for held, kind in ROLE_EDGES.items() if may_be(kind) & self._roles))

    @cached_property
    def _surely_limited(self) -> NDArray[np.bool_]:
        """The members in a role that the limit counts with the readings as they are settled, whatever titles they have."""
        parts = ((held, Part(kind, "", False, (), senior=True)) for held, kind in ROLE_EDGES.items())
        return self._holding(*(held for held, part in parts if part.limited(self.settled, self._roles)))

    @cached_property
    def _roles(self) -> Roles:
        return frozenset(role for one in self.limits.counted for role in one.roles)

    @cached_property
    def _on_project(self) -> NDArray[np.bool_]:
        unit = self.records.mentions.unit
        projects = np.append(self.records.units.is_project, False)
        return projects[unit]

    @cached_property
    def _programmes(self) -> NDArray[np.int32]:
        """For each unit what its number says of its programme, or else what all cells together say, as bits.

        Where one says a programme that is told apart and another says another one, nobody knows.
        """
        units = self.records.units
        written = np.zeros(len(units) + 1, dtype=np.int32)
        for rows in units.tables:
            column = rows.table.columns.get("programme")
            if column is not None:
                said = read_column(
                    column, len(rows.unit), lambda raw: self._of(units.programmes.by_name(clean(raw))), 0
                )
                np.bitwise_or.at(written, rows.unit, said)
        bits = {programme: self._of(programme) for programme in set(units.told_by_number)}
        told = np.array([*map(bits.__getitem__, units.told_by_number), 0], dtype=np.int32)
        said = np.where(told > 0, told | (written & ANOTHER), written)
        differ = ((said & ANOTHER) > 0) & ((said & (COUNTED | APART)) > 0)
        return np.where(differ, (said & COUNTED) | NOT_KNOWN, said)

    def _of(self, programme: str) -> int:
        if programme in self.limits.programmes:
            return COUNTED
        return {"": 0, OTHER: ANOTHER, UNKNOWN: NOT_KNOWN}.get(programme, APART)

    @cached_property
    def _counted(self) -> NDArray[np.bool_]:
        """For each unit (the last: none) whether its programme counts, or may: of cells that differ, one told apart wins."""
        said = self._programmes
        project = (said & ANOTHER == 0) | (said & NOT_KNOWN > 0)
        application = self.records.units.applied_programme in self.limits.programmes
        untold = np.where(np.append(self.records.units.is_project, True), project, application)
        found: NDArray[np.bool_] = (said & COUNTED > 0) | ((said & APART == 0) & untold)
        return found

    @cached_property
    def _ends(self) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """For each unit whether some row says it ends before the cut-off, and whether some row says anything else."""
        units = self.records.units
        exempt, other = np.zeros((2, len(units) + 1), dtype=np.bool_)
        for rows in units.tables:
            columns = rows.table.columns
            original = first_known(
                read_column(columns.get("end_date"), len(rows.unit), self._end),
                read_column(columns.get("period"), len(rows.unit), self._end_of_period),
            )
            extended = first_known(
                read_column(columns.get("extended_end_date"), len(rows.unit), self._extended_end), original
            )
            for said in self._asked(original, extended):
                exempt[rows.unit[said == EXEMPT]] = True
                other[rows.unit[said == NOT_EXEMPT]] = True
        self._by_length(exempt, other)
        return exempt[:-1], other[:-1]

    def _by_length(self, exempt: NDArray[np.bool_], other: NDArray[np.bool_]) -> None:
        """Projects of which no row gives an end, by the length that one states."""
        untold = ~(exempt | other)
        for rows in self.records.units.tables:
            column = rows.table.columns.get(LENGTH)
            if column is None:
                continue
            for unit, code in pairs(rows.unit, column.codes):
                if unit >= 0 and untold[unit] and self.records.units.is_project[unit]:
                    end = self.records.units.end_by_length(unit, column.values[code])
                    if end is not None:
                        (exempt if self.limits.frees(end[1]) else other)[unit] = True

    def _asked(self, original: NDArray[np.int32], extended: NDArray[np.int32]) -> tuple[NDArray[np.int32], ...]:
        """The end dates that the limit asks for; both where that is open."""
        return {"original": (original,), "extended": (extended,)}.get(self.limits.end_date, (original, extended))

    def _end(self, raw: Cell) -> int:
        dates = read_date(raw)
        if dates.problem == BLANK:
            return -1
        return self._class(dates)

    def _extended_end(self, raw: Cell) -> int:
        dates = read_extension(raw)
        return -1 if dates.problem == BLANK else self._class(dates)

    def _end_of_period(self, raw: Cell) -> int:
        dates = read_period(raw)[1]
        if dates.problem == BLANK:
            return -1
        return self._class(dates)

    def _class(self, dates: Dates) -> int:
        return EXEMPT if dates.last is not None and self.limits.frees(dates.last) else NOT_EXEMPT

    @cached_property
    def _may_count(self) -> NDArray[np.bool_]:
        """For each unit (the last: none) whether it may count as an ongoing project."""
        exempt, other = self._ends
        return np.append(other | ~exempt, False) & self._counted

    @cached_property
    def _applying(self) -> NDArray[np.bool_]:
        """The members of applications that may count."""
        unit = self.records.mentions.unit
        return self._members & ~self._on_project & self._counted[unit] & ~self.records.mentions.left

    @cached_property
    def _joined(self) -> NDArray[np.bool_]:
        """The members, those who have left among them, of ongoing projects that may count."""
        return self._members & self._on_project & self._may_count[self.records.mentions.unit]

    def _has(self, mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
        found = np.zeros(self.records.people, dtype=np.bool_)
        found[self.block[self.records.mentions.person[mask]]] = True
        return found

    def _units(self, mask: NDArray[np.bool_], by_topic: bool = False) -> NDArray[np.int64]:
        """How many different units (or topics of one unit) the masked mentions of each block name."""
        mentions = self.records.mentions
        of = (mentions.topic if by_topic else mentions.unit)[mask].astype(np.int64)
        pairs = distinct(self.block[mentions.person[mask]] * np.int64(of.max(initial=0) + 1) + of)
        return np.bincount(pairs // (of.max(initial=0) + 1), minlength=self.records.people)

    def _holding(self, *roles: Held) -> NDArray[np.bool_]:
        return self._members & ((self.records.mentions.held & sum(roles)) > 0)

    @cached_property
    def applications(self) -> NDArray[np.int64]:
        """How many applications."""
        return self._units(self._limited & self._applying)

    @cached_property
    def ongoing(self) -> NDArray[np.int64]:
        """How many ongoing projects that may count."""
        return self._units(self._limited & self._joined & ~self.records.mentions.left)

    @cached_property
    def led_applications(self) -> NDArray[np.int64]:
        """How many applications that the person may lead, or lead a topic of."""
        return self._units(self._leading & self._applying)

    @cached_property
    def led_topics(self) -> NDArray[np.int64]:
        """How many topics of applications that the person may lead."""
        topical = self._leading & self._applying & (self.records.mentions.topic >= 0)
        found = self._units(topical, by_topic=True)
        topic, person = self.records.mentions.topic, self.records.mentions.person
        for joint, parts in self.records.units.joint_topics.items():
            for block in distinct(self.block[person[topical & (topic == joint)]].astype(np.int64)):
                found[block] += len(parts)
        return found

    @cached_property
    def leads_unnamed_topic(self) -> NDArray[np.bool_]:
        """Whether the block may lead a topic of an application that no cell names."""
        leading = self._holding(Held.TOPIC_LEADER, Held.TASK_LEADER)
        return self._has(leading & self._applying & (self.records.mentions.topic < 0))

    @cached_property
    def _leading(self) -> NDArray[np.bool_]:
        return self._holding(Held.PROJECT_LEADER, Held.TOPIC_LEADER, Held.TASK_LEADER)

    @cached_property
    def leads_ongoing(self) -> NDArray[np.bool_]:
        """Whether the block leads an ongoing project that may count."""
        return self._has(self._holding(Held.PROJECT_LEADER) & self._joined & ~self.records.mentions.left)

    @cached_property
    def leads_ongoing_topic(self) -> NDArray[np.bool_]:
        """Whether the block leads a topic, or a task, of an ongoing project that may count."""
        leading = self._holding(Held.TOPIC_LEADER, Held.TASK_LEADER)
        return self._has(leading & self._joined & ~self.records.mentions.left)

    @cached_property
    def left(self) -> NDArray[np.bool_]:
        """Whether the block has left an ongoing project that may count."""
        return self._has(self._limited & self._joined & self.records.mentions.left)

    @cached_property
    def freed(self) -> NDArray[np.bool_]:
        """Whether the block is in an application and in a project that some row says is exempt, as readings are settled."""
        here = self._surely_limited & ~self.records.mentions.left
        exempt = np.append(self._ends[0], False) & self._counted
        applying = self._has(here & self._applying)
        return applying & self._has(here & self._on_project & exempt[self.records.mentions.unit])

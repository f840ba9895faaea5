"""The verdict on each application, and what could not be checked."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.findings.model import ApplicationVerdict, Severity, Unchecked, Verdict, Wording
from nqi_limits.records.model import Held
from nqi_limits.tables.headers import begins_with_people
from nqi_limits.values.text import text_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from nqi_limits.findings.model import Finding
    from nqi_limits.records.model import Records
    from nqi_limits.rules.rule import Rule
    from nqi_limits.tables.table import Table

ALL_LIMITS = "two-project-total"


def verdicts(records: Records, findings: Sequence[Finding], gaps: Gaps) -> list[ApplicationVerdict]:
    """For each application the worst severity of the findings that fall on it, sorted by number."""
    falling: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        for application in finding.falls:
            falling[application].append(finding)
    maybe = {application for finding in findings for application in finding.may_fall}
    result = []
    for unit in np.flatnonzero(~records.units.is_project).tolist():
        number = records.units.shown[unit]
        found = falling.get(number, [])
        severities = {finding.severity for finding in found}
        if Severity.VIOLATION in severities:
            verdict = Verdict.VIOLATION
        elif Severity.REVIEW in severities:
            verdict = Verdict.REVIEW
        else:
            verdict = Verdict.UNCHECKED if number in maybe or gaps.touches(unit) else Verdict.CLEAR
        title = records.units.title(unit)
        result.append(ApplicationVerdict(number, title, verdict, tuple(finding.id for finding in found)))
    return sorted(result, key=lambda one: one.id)


class Gaps:
    """Facts that are missing: which applications they leave undecided, and how many of each kind there are."""

    def __init__(self, records: Records, undecided: Sequence[Unchecked] = ()) -> None:
        mentions, units = records.mentions, records.units
        self.records = records
        self.undecided = undecided
        self.undecided_units = frozenset[int]().union(*(one.units for one in undecided))
        in_application = (mentions.unit >= 0) & ~np.append(units.is_project, True)[mentions.unit]
        member = (mentions.held & ~int(Held.NOT_MEMBER)) > 0
        self.no_ongoing = not np.append(units.is_project, False)[mentions.unit].any()
        applications = set(np.flatnonzero(~units.is_project).tolist())
        self.empty = applications - set(mentions.unit[in_application].tolist())
        bare = in_application & member & (mentions.id_number < 0) & (mentions.organisation < 0) & (mentions.birth < 0)
        self.bare = np.flatnonzero(bare & self._has_namesake()).tolist()
        self.bare_units = {int(mentions.unit[at]) for at in self.bare}
        self.nameless_units = self._nameless_units()
        self.unread = sum(len(table.unread) for table in records.tables if table.kind != "ignored")
        self.unread_columns = [at for at, table in enumerate(records.tables) if _leaves_out_people(table)]
        self.unread_column_units = self._unread_column_units()
        self.unread_units, self.unread_anywhere = self._unread_units()

    def touches(self, unit: int) -> bool:
        """Whether something that is missing leaves this application undecided."""
        return (
            self.no_ongoing
            or unit in self.empty
            or unit in self.bare_units
            or unit in self.nameless_units
            or unit in self.unread_units
            or unit in self.unread_column_units
            or unit in self.undecided_units
            or self.unread_anywhere
        )

    def _has_namesake(self) -> NDArray[np.bool_]:
        """For each mention whether someone else has the same name."""
        name, person = self.records.mentions.name, self.records.mentions.person
        size = len(self.records.names)
        least, most = np.full(size, self.records.people, dtype=np.int32), np.full(size, -1, dtype=np.int32)
        np.minimum.at(least, name, person)
        np.maximum.at(most, name, person)
        return (least < most)[name]

    def unchecked(self, rules: Sequence[Rule], findings: Sequence[Finding]) -> list[Unchecked]:
        """What to say of it, for the rules that were run and what they found."""
        open_ends: dict[str, set[str]] = defaultdict(set)
        fallen = {application for finding in findings for application in finding.falls}
        for finding in findings:
            if left := set(finding.may_fall) - fallen:
                open_ends[finding.rule].update(left)
        left_open = [Unchecked(rule, Wording("gaps.may-fall"), len(open_ends[rule])) for rule in sorted(open_ends)]
        chosen = {rule.id for rule in rules}
        if ALL_LIMITS not in chosen:
            return [*left_open, *self.undecided]
        found = [
            ("no-applications", self._not_used() if self.records.units.is_project.all() else 0),
            ("no-ongoing", int((~self.records.units.is_project).sum()) if self.no_ongoing else 0),
            ("no-members", len(self.empty)),
            ("name-only", len(self.bare)),
            ("no-name", len(self.records.nameless)),
            ("unread-rows", self.unread),
            ("unread-columns", len(self.unread_columns)),
        ]
        limits = [Unchecked(ALL_LIMITS, Wording(f"gaps.{why}"), count) for why, count in found if count]
        return [*limits, *left_open, *self.undecided]

    def _not_used(self) -> int:
        """How many sheets were not used."""
        return sum(table.kind == "ignored" for table in self.records.tables)

    def _nameless_units(self) -> set[int]:
        unit_of = {id(rows.table): rows.unit for rows in self.records.units.tables}
        found = set()
        for table, row, _ in self.records.nameless:
            units = unit_of.get(id(self.records.tables[table]))
            if units is not None:
                found.add(int(units[row]))
        return found

    def _unread_column_units(self) -> set[int]:
        """The applications of tables a column of which names people and was left out."""
        unit_of = {id(rows.table): rows.unit for rows in self.records.units.tables}
        found: set[int] = set()
        for table in (self.records.tables[at] for at in self.unread_columns):
            if table.kind in ("applications", "application-members") and id(table) in unit_of:
                found.update(np.unique(unit_of[id(table)]).tolist())
        return found - {-1}

    def _unread_units(self) -> tuple[set[int], bool]:
        """The applications that unread rows belong to; rows whose application cannot be told may belong to any."""
        known = {key: number for number, (side, key) in enumerate(self.records.units.keys) if side == "application"}
        found: set[int] = set()
        anywhere = False
        for table in self.records.tables:
            if table.kind not in ("applications", "application-members"):
                continue
            for row in table.unread:
                unit = known.get(text_key(row.unit))
                if unit is None:
                    anywhere = True
                else:
                    found.add(unit)
        return found, anywhere


def _leaves_out_people(table: Table) -> bool:
    """Whether a column that was left out seems to name leaders or members, by its header and its cells."""
    headers = {one.number: one.header for one in table.headings}
    asked = [headers.get(doubt.column, "") for doubt in table.doubts if doubt.field == "members"]
    return any(map(begins_with_people, asked))

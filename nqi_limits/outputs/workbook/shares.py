"""Who and what belongs to each organisation, department or other group: the share of a report that is its own."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.errors import UsageProblem
from nqi_limits.findings.decisions import Decisions
from nqi_limits.findings.model import PersonRef, Severity, Wording
from nqi_limits.outputs.workbook.grouping_column import GroupingColumn
from nqi_limits.records.leading import leading
from nqi_limits.records.model import Held
from nqi_limits.report import Report
from nqi_limits.values.organisations import organisation_key, read_organisations
from nqi_limits.values.text import clean, is_placeholder, text_key
from nqi_limits.words.catalogue import LANGUAGES, entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from nqi_limits.findings.model import ApplicationVerdict, Finding
    from nqi_limits.report import Allowance
    from nqi_limits.rules.open_pairs import OpenPair
    from nqi_limits.tables.table import Place

_ORGANISATION = ("organisation", "organisation_name", "lead_organisation")
_ALSO = ("单位", "organisation")


@dataclass
class PartReport(Report):
    """A report cut down to one group: only what is the group's own, and its own numbers."""

    own_counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        """How many of them are the group's."""
        return dict(self.own_counts)


@dataclass
class Share:
    """One group, "" for those of whom no group is told: its people and applications, by index."""

    name: str
    people: set[int] = field(default_factory=set)
    units: set[int] = field(default_factory=set)


def shares_by(report: Report, column: str) -> list[Share]:
    """The groups by a column: the organisation, or what a column of that header holds. Sorted by name, "" last.

    People belong to every group that a row gives them; an application to that of its leading organisation (or of its own
    row), else to its project leaders'. Raises UsageProblem where no table has the column.
    """
    by_organisation = _is_organisation(column)
    found: dict[str, Share] = {}

    def share(name: str) -> Share:
        key = organisation_key(name) if by_organisation else text_key(name)
        return found.setdefault(key, Share(name))

    cells = None if by_organisation else _cells(report, column)
    groups = _by_organisation(report) if cells is None else _by_cells(report, cells)
    for person in range(report.records.people):
        for name in groups.get(person) or ("",):
            share(name).people.add(person)
    for unit, names in _of_units(report, cells, groups).items():
        for name in names or ("",):
            share(name).units.add(unit)
    return sorted(found.values(), key=lambda one: (not one.name, one.name))


def _is_organisation(column: str) -> bool:
    words = [*_ALSO, *(entry(f"fields.{name}")[lang] for name in _ORGANISATION for lang in LANGUAGES)]
    return text_key(column) in map(text_key, words)


def _cells(report: Report, column: str) -> dict[int, list[str]]:
    """What stands in the column, row by row, of each table (by its place among the tables) that has it."""
    grouping = GroupingColumn(column, report.files)
    found = {at: cells for at, one in enumerate(report.tables) if (cells := grouping.cells(one)) is not None}
    if not any(report.tables[at].kind != "ignored" for at in found):
        headers = sorted({clean(header) for table in report.tables for header in table.mapping if clean(header)})
        raise UsageProblem(Wording("split.problem.no-column", {"column": column, "headers": tuple(headers)}))
    return found


def _by_organisation(report: Report) -> dict[int, list[str]]:
    """The organisations of each person, in the order of the rows."""
    records, mentions = report.records, report.records.mentions
    found: dict[int, dict[str, None]] = defaultdict(dict)
    for row in np.flatnonzero(mentions.organisation >= 0).tolist():
        name = records.organisations[mentions.organisation[row]]
        if not is_placeholder(text_key(name)):
            found[int(mentions.person[row])].setdefault(records.organisation_names.called(name))
    return {person: list(names) for person, names in found.items()}


def _by_cells(report: Report, cells: Mapping[int, Sequence[str]]) -> dict[int, list[str]]:
    """What the column says of each person: beside a member, it speaks of the member, not of leaders named in the same row."""
    mentions = report.records.mentions
    found: dict[int, dict[str, None]] = defaultdict(dict)
    for index, texts in cells.items():
        rows = np.flatnonzero(mentions.table == index)
        for row in rows[mentions.source[rows] == mentions.source[rows].min(initial=9)].tolist():
            if name := texts[int(mentions.row[row])]:
                found[int(mentions.person[row])].setdefault(name)
    return {person: list(names) for person, names in found.items()}


def _of_units(
    report: Report, cells: Mapping[int, Sequence[str]] | None, groups: Mapping[int, Sequence[str]]
) -> dict[int, list[str]]:
    """The groups of each application: by its own row, else those of its project leaders."""
    records, mentions = report.records, report.records.mentions
    index_of = {id(table): at for at, table in enumerate(report.tables)}
    own: dict[int, dict[str, None]] = defaultdict(dict)
    for rows in records.units.tables if cells is not None else ():
        texts = cells.get(index_of[id(rows.table)], ()) if cells and rows.is_list else ()
        for unit, name in zip(rows.unit.tolist(), texts, strict=False):
            if unit >= 0 and name:
                own[unit].setdefault(name)
    found: dict[int, list[str]] = {}
    for unit, led in leading(records).items():
        names = list(led.organisations) if cells is None else list(own.get(unit, ()))
        if not names:
            rows_of = records.by_unit[unit]
            leaders = mentions.person[rows_of[(mentions.held[rows_of] & int(Held.PROJECT_LEADER)) > 0]]
            names = list(dict.fromkeys(name for person in leaders.tolist() for name in groups.get(person, ())))
        found[unit] = names
    return found


class Shares:
    """Cuts a report into shares. What it works out of the whole report, it works out once."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.by_id = {one.id: one for one in report.findings}
        records, mentions = report.records, report.records.mentions
        self.people_of: dict[PersonRef, set[int]] = defaultdict(set)
        for person in map(records.person, range(records.people)):
            number = person.id_number.key if person.id_number else ""
            ref = PersonRef(person.name, number, person.organisations[0] if person.organisations else "")
            self.people_of[ref].add(person.index)
        self.in_row: dict[tuple[str, str, int], set[int]] = defaultdict(set)
        for table, row, person in zip(
            mentions.table.tolist(), mentions.row.tolist(), mentions.person.tolist(), strict=True
        ):
            at = records.tables[table]
            self.in_row[at.file, at.sheet, int(at.rows[row])].add(person)

    def part(self, share: Share) -> PartReport:
        """The report with only what is the share's own: findings on its people, and on its applications and itself as such.

        A finding on somebody of another group is left out, though it may fall on an application of this one: the verdict
        keeps its rule and clause.
        """
        report, records = self.report, self.report.records
        numbers = {records.units.shown[unit] for unit in share.units}
        findings = [cut for one in report.findings if (cut := self._own(one, share, numbers)) is not None]
        known = {one.id for one in findings}
        places = {(place.file, place.sheet) for one in findings for place in one.places}
        tables = [
            one for one in report.tables if (one.file, one.sheet) in places or self._holds(one.file, one.sheet, share)
        ]
        files = {one.file for one in tables}
        is_project = np.append(records.units.is_project, False)
        mentions = records.mentions
        own_rows = np.isin(mentions.person, sorted(share.people)) & (mentions.unit >= 0)
        decisions = report.decisions
        if decisions is not None:
            decisions = Decisions((), tuple(one for one in decisions.changed if one.now in known))
        kept = {name: getattr(report, name) for name in report.__dataclass_fields__}
        kept |= {
            "files": [one for one in report.files if one.name in files],
            "tables": [one for one in tables if one.kind != "ignored"],
            "findings": findings,
            "applications": [self._verdict(one, known) for one in report.applications if one.id in numbers],
            "decisions": decisions,
            "accepted": replace(report.accepted, files=()) if report.accepted else None,
            "remarks": [],
        }
        counts = {
            "people": len(share.people),
            "ongoing_projects": len(np.unique(mentions.unit[own_rows & is_project[mentions.unit]])),
            "applications": len(share.units),
            "memberships": int(own_rows.sum()),
        }
        return PartReport(**kept, own_counts=counts)

    def allowances(self, share: Share, allowances: Iterable[Allowance]) -> list[Allowance]:
        """The rows of the share's people."""
        return [one for one in allowances if self.people_of.get(one.person, set()) & share.people]

    def pairs(self, share: Share, pairs: Iterable[OpenPair]) -> list[OpenPair]:
        """The pairs of which both records are of the share's people."""
        person = self.report.records.mentions.person
        return [one for one in pairs if set(person[[*one.one.mentions, *one.other.mentions]].tolist()) <= share.people]

    def _own(self, finding: Finding, share: Share, numbers: set[str]) -> Finding | None:
        if finding.person is not None:
            return finding if self.people_of.get(finding.person, set()) & share.people else None
        if finding.organisations:
            names = {
                organisation_key(one) for name in finding.organisations for one in (name, *read_organisations(name))
            }
            return finding if organisation_key(share.name) in names or numbers & set(finding.applications) else None
        if finding.applications:
            return finding if numbers & set(finding.applications) else None
        places = tuple(place for place in finding.places if self._of(place) and self._of(place) <= share.people)
        return replace(finding, places=places) if places and places == finding.places else None

    def _of(self, place: Place) -> set[int]:
        return self.in_row.get((place.file, place.sheet, place.row), set())

    def _holds(self, file: str, sheet: str, share: Share) -> bool:
        records = self.report.records
        at = [index for index, one in enumerate(records.tables) if (one.file, one.sheet) == (file, sheet)]
        inside = np.isin(records.mentions.table, at)
        return bool(set(records.mentions.person[inside].tolist()) & share.people)

    def _verdict(self, one: ApplicationVerdict, known: set[str]) -> ApplicationVerdict:
        left_out = (self.by_id[number] for number in one.findings if number not in known)
        others = dict.fromkeys((it.rule, it.clause) for it in left_out if it.severity is not Severity.NOTE)
        return replace(one, findings=tuple(it for it in one.findings if it in known), others=tuple(others))

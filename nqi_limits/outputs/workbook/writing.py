"""Write what a check found as workbooks: marked copies of the inputs, or, where a copy would lose anything, a report."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from openpyxl import Workbook
from openpyxl.workbook.properties import CalcProperties

from nqi_limits.errors import UsageProblem
from nqi_limits.findings.model import PersonRef, Wording
from nqi_limits.memory import collector_paused
from nqi_limits.outputs.telling import Teller
from nqi_limits.outputs.workbook import details, explained, overview, pairs, people
from nqi_limits.outputs.workbook.destinations import check_destinations, in_folder, is_folder, whole_file
from nqi_limits.outputs.workbook.joining import join, sheet_name
from nqi_limits.outputs.workbook.links import Links
from nqi_limits.outputs.workbook.loading import CannotCopyError, Copy, load_copy
from nqi_limits.outputs.workbook.marks import Marker, fit_notes, rows_of
from nqi_limits.outputs.workbook.package import Features, features, has_macros, is_package
from nqi_limits.outputs.workbook.saving import save

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from nqi_limits.findings.model import Finding
    from nqi_limits.outputs.workbook.sheet_writing import Later
    from nqi_limits.report import Allowance, Report
    from nqi_limits.rules.open_pairs import OpenPair
    from nqi_limits.sources.grid import SourceFile

SUFFIX = "-检查结果"
FRONT = (overview.SHEET, details.SHEET, people.SHEET)
BACK = (pairs.SHEET, explained.SHEET)
_TABS = {
    overview.SHEET: "1F3864",
    details.SHEET: "C00000",
    people.SHEET: "2E75B6",
    pairs.SHEET: "548235",
    explained.SHEET: "7F7F7F",
}

# What the overview says each sheet is for.
_GUIDE = {details.SHEET: "details", people.SHEET: "people", pairs.SHEET: "pairs", explained.SHEET: "rules"}


@collector_paused()
def write_marked(
    report: Report,
    output: str | os.PathLike[str],
    *,
    lang: str = "zh",
    force: bool = False,
    rules_left_out: Sequence[str] = (),
) -> list[Wording]:
    """Write the marked workbook of a report, or a marked copy of each input into a folder.

    `output` is a file, or a folder (one that exists, or a name without an ending or with a slash at its end).
    `rules_left_out` are the rules that were not run. Gives remarks on what the copies could not keep, and why a
    separate report was written instead. Raises UsageProblem, before anything is written, where the output would
    overwrite an input, or an existing file without `force`, or where it cannot be written; what was being written is
    removed then.
    """
    jobs = _jobs(report.files, output)
    check_output(report.files, output, force, [file.path for file in report.files_read])
    folder = Path(output) if is_folder(output) else None
    if folder is not None:
        _make(folder)
    teller, allowances = Teller(report, lang), report.allowances()
    open_pairs = [one for one in report.pairs if one.kind not in rules_left_out]
    remarks: list[Wording] = []
    for target, files in jobs:
        job = _Job(
            report, teller, target, files, _part_of(report, allowances, open_pairs, files), tuple(rules_left_out)
        )
        try:
            remarks += job.write()
        except OSError:
            raise UsageProblem(Wording("workbook.problem.cannot-write", {"folder": str(target.parent)})) from None
    return remarks


def check_output(
    files: Sequence[SourceFile], output: str | os.PathLike[str], force: bool, others: Sequence[Path] = ()
) -> None:
    """Raise UsageProblem where the marked workbook of these input files, or their copies, cannot be written to `output`.

    `others` are files besides that are never written over.
    """
    folder = Path(output) if is_folder(output) else None
    targets = [target for target, _ in _jobs(files, output)]
    check_destinations(targets, [*(file.path for file in files), *others], force, folder)
    if folder is None and Path(output).suffix.lower() == ".xlsm" and not any(map(_has_macros, files)):
        raise UsageProblem(Wording("workbook.problem.no-macros", {"file": str(output)}))


def _jobs(files: Sequence[SourceFile], output: str | os.PathLike[str]) -> list[tuple[Path, list[SourceFile]]]:
    """The workbooks to write, each with the files that it is made from."""
    if not is_folder(output):
        return [(Path(output), list(files))]
    targets = in_folder(Path(output), files, SUFFIX, [_ending(file) for file in files])
    return [(target, [file]) for target, file in zip(targets, files, strict=True)]


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise UsageProblem(Wording("workbook.problem.cannot-write", {"folder": str(folder.parent)})) from None


def _ending(file: SourceFile) -> str:
    return ".xlsm" if _has_macros(file) else ".xlsx"


def _has_macros(file: SourceFile) -> bool:
    return is_package(file.path) and has_macros(file.path)


@dataclass(frozen=True)
class _Part:
    """What of the report concerns the files that one workbook is made from."""

    findings: Sequence[Finding]
    allowances: Sequence[Allowance]
    pairs: Sequence[OpenPair]
    whole: bool


def _part_of(
    report: Report, allowances: Sequence[Allowance], open_pairs: Sequence[OpenPair], files: Sequence[SourceFile]
) -> _Part:
    # what is still open comes first
    findings = sorted(report.findings, key=lambda one: one.decided)
    if len(files) == len(report.files):
        return _Part(findings, allowances, open_pairs, True)
    names = {file.name for file in files}
    records = report.records
    tables = [at for at, table in enumerate(records.tables) if table.file in names]
    mentions = records.mentions
    found = np.unique(mentions.person[np.isin(mentions.table, tables)]).tolist()
    named = set()
    for person in map(records.person, found):
        number = person.id_number.key if person.id_number else ""
        named.add(PersonRef(person.name, number, person.organisations[0] if person.organisations else ""))
    return _Part(
        [one for one in findings if any(place.file in names for place in one.places)],
        [one for one in allowances if one.person in named],
        [one for one in open_pairs if np.isin(mentions.table[[*one.one.mentions, *one.other.mentions]], tables).any()],
        False,
    )


@dataclass
class _Job:
    """One workbook to write: from which files, where to."""

    report: Report
    teller: Teller
    target: Path
    files: Sequence[SourceFile]
    part: _Part
    rules_left_out: tuple[str, ...]

    def write(self) -> list[Wording]:
        """Write a marked copy, or a report where anything would be lost; the remarks on it."""
        reasons: list[Wording] = []
        copies: list[Copy] = []
        if details.too_many(self.part.findings):
            reasons.append(Wording("workbook.remark.too-many", {"n": details.MAX_ROWS}))
        for file in self.files:
            try:
                copy = load_copy(file, [table for table in self.report.tables if table.file == file.name])
            except CannotCopyError as problem:
                reasons.append(Wording(f"workbook.remark.{problem.why}", {"file": file.name}))
                continue
            if copy.macros and self.target.suffix.lower() != ".xlsm":
                reasons.append(Wording("workbook.remark.macros", {"file": file.name}))
            copies.append(copy)
        if copies and not reasons:
            try:
                return self._write_copy(copies)
            except _LostError as lost:
                reasons = lost.reasons
        remarks = [*reasons, Wording("workbook.remark.report", {"file": str(self.target)})] if reasons else []
        if reasons and len(self.files) > 1:
            remarks.append(Wording("workbook.remark.try-folder"))
        self._write_report(remarks)
        return remarks

    def _write_copy(self, copies: Sequence[Copy]) -> list[Wording]:
        before = Features()
        for copy in copies:
            before.add(copy.before)
        book = copies[0].book
        if len(copies) > 1:
            join(book, [copy.book for copy in copies[1:]], [copy.file.path.stem for copy in copies])
        remarks = [
            Wording("workbook.remark.values-only", {"file": copy.file.name, "ending": copy.file.path.suffix})
            for copy in copies
            if copy.values_only
        ]
        sheets = {(copy.file.name, name): sheet for copy in copies for name, sheet in copy.sheets.items()}
        own = self._own_sheets(book)
        later = self._fill(book, own, {key: sheet.title for key, sheet in sheets.items()}, remarks)
        self._mark(sheets, own[details.SHEET])
        for sheet in book._sheets:  # type: ignore[attr-defined]
            sheet.sheet_view.tabSelected = sheet.title == own[overview.SHEET]
        with whole_file(self.target) as temporary:
            save(
                book,
                temporary,
                {sheet: results for copy in copies for sheet, results in copy.results.items()},
                {sheet: kept for copy in copies for sheet, kept in copy.extensions.items()},
                later,
            )
            lost = before.missing_in(features(temporary, leave_out=set(own.values())))
            if lost:
                raise _LostError([_lost(copy, lost) for copy in copies if _concerns(copy, lost)])
        return remarks

    def _mark(self, sheets: dict[tuple[str, str], Any], details_name: str) -> None:
        rows = details.first_rows(self.part.findings)
        marker = Marker(self.teller, lambda finding: details.location(details_name, rows[finding.id]))
        marked = rows_of(self.part.findings)
        for (file, name), sheet in sheets.items():
            fit_notes(sheet)
            tables = [table for table in self.report.tables if (table.file, table.sheet) == (file, name)]
            marker.mark(sheet, tables, marked.get((file, name), {}))

    def _write_report(self, remarks: Sequence[Wording]) -> None:
        book = Workbook()
        book.remove(book.worksheets[0])
        later = self._fill(book, self._own_sheets(book), {}, remarks)
        with whole_file(self.target) as temporary:
            save(book, temporary, later=later)

    def _own_sheets(self, book: Any) -> dict[str, str]:
        """Add the tool's own sheets, before and behind those there are; what each is called."""
        names: dict[str, str] = {}
        back = [name for name in BACK if name != pairs.SHEET or self.part.pairs]
        for position, name in (*enumerate(FRONT), *((None, name) for name in back)):
            names[name] = sheet_name(name, book.sheetnames)
            sheet = book.create_sheet(names[name], position)
            sheet.sheet_properties.tabColor = _TABS[name]
        book.active = 0
        for view in book.views:
            view.firstSheet = 0
        book.calculation = book.calculation or CalcProperties()
        book.calculation.fullCalcOnLoad = True
        return names

    def _fill(
        self,
        book: Workbook,
        own: dict[str, str],
        sheets: dict[tuple[str, str], str],
        remarks: Sequence[Wording],
    ) -> dict[Any, Later]:
        """Fill the tool's own sheets, but for long ones' rows; `sheets` are the inputs' sheets that the workbook holds."""
        report, teller = self.report, self.teller
        rows = details.first_rows(self.part.findings)
        about = ""
        if not self.part.whole:
            about = teller.say("workbook.about", file=self.files[0].name, n=len(self.part.findings))
        guide = overview.Guide(
            {one: details.location(own[details.SHEET], row) for one, row in rows.items()},
            [(own[name], key) for name, key in _GUIDE.items() if name in own],
            [teller.said(one) for one in remarks],
            about,
            self.rules_left_out,
        )
        overview.write_overview(book[own[overview.SHEET]], report, teller, guide)
        links = Links(self.target, report.files, sheets)
        details.write_details(book[own[details.SHEET]], self.part.findings, teller, links)
        later = people.write_people(book[own[people.SHEET]], self.part.allowances, teller)
        if self.part.pairs:
            pairs.write_pairs(book[own[pairs.SHEET]], self.part.pairs, teller)
        explained.write_explained(book[own[explained.SHEET]], report.rulebook, report.readings, teller)
        return {book[own[people.SHEET]]: later}


class _LostError(Exception):
    """The copy would lack something that the input has; `reasons` say what, file by file."""

    def __init__(self, reasons: list[Wording]) -> None:
        self.reasons = reasons
        super().__init__()


def _concerns(copy: Copy, lost: Sequence[str]) -> bool:
    return not copy.values_only and any(_has(copy, one) for one in lost)


def _has(copy: Copy, feature: str) -> bool:
    if feature == "defined-names":
        return bool(copy.before.names)
    if feature == "chart-look":
        return any(key.startswith("chart-look:") for key in copy.before.counts)
    return copy.before.counts[feature] > 0


def _lost(copy: Copy, lost: Sequence[str]) -> Wording:
    things = tuple(
        Wording("workbook.lost.other", {"part": one.partition(":")[2]})
        if one.startswith("other:")
        else Wording(f"workbook.lost.{one}")
        for one in lost
        if _has(copy, one)
    )
    return Wording("workbook.remark.lost", {"file": copy.file.name, "things": things})

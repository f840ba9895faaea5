"""Run the stages in order: files → grids → tables → records → graph → rules → report. The only module that knows them all."""

from __future__ import annotations

from os import PathLike
from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.earlier.brought import Brought
from nqi_limits.earlier.pairs import decided_in, pair_remarks
from nqi_limits.errors import InputProblem, UsageProblem
from nqi_limits.findings.failures import Failures
from nqi_limits.findings.making import in_order
from nqi_limits.findings.model import Unchecked, Wording
from nqi_limits.findings.verdicts import Gaps, verdicts
from nqi_limits.graph.build import build_graph, person_node
from nqi_limits.memory import collector_paused
from nqi_limits.reading import Reading, read_tables
from nqi_limits.records.build import build_records
from nqi_limits.report import Report
from nqi_limits.rulebooks import DEFAULT
from nqi_limits.rulebooks.load import load_rulebook, settle
from nqi_limits.rules.data.facts import PAIR_RULES, DataFacts
from nqi_limits.rules.form.facts import FormFacts
from nqi_limits.rules.form.rule import FormRule
from nqi_limits.rules.people import Block, Settings
from nqi_limits.rules.registry import all_rules
from nqi_limits.rules.rule import DataRule, PersonRule
from nqi_limits.rules.screen import Tally
from nqi_limits.sources.files import find_marked

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from nqi_limits.earlier.accepted import Accepted
    from nqi_limits.findings.model import Finding
    from nqi_limits.reading import OnFiles, Progress
    from nqi_limits.records.judged import PairDecision
    from nqi_limits.records.model import Records
    from nqi_limits.rulebooks.model import Rulebook
    from nqi_limits.rules.rule import Rule
    from nqi_limits.sources.grid import Grid, SourceFile
    from nqi_limits.tables.table import Table


@collector_paused()
def check(
    paths: str | Path | Sequence[str | Path] = (),
    *,
    rulebook: str | Path = DEFAULT,
    readings: Mapping[str, str] | None = None,
    people: str | Path | Sequence[str | Path] = (),
    ongoing: str | Path | Sequence[str | Path] = (),
    applications: str | Path | Sequence[str | Path] = (),
    organisations: str | Path | Sequence[str | Path] = (),
    columns: str | Path | None = None,
    select: str | Sequence[str] = (),
    ignore: str | Sequence[str] = (),
    decisions: str | Path | Sequence[str | Path] = (),
    accepted: str | Path | Sequence[str | Path] = (),
    password: str | None = None,
    progress: Progress | None = None,
    on_files: OnFiles | None = None,
) -> Report:
    """Check workbooks and folders, or one of them, against a rulebook: the name of one that ships, or a TOML file.

    `people`, `ongoing`, `applications` and `organisations` name files, or sheets as FILE::SHEET, whose headers do not say
    what they are; `columns` names the office's column mapping. Each may be one name or several. `select` and `ignore` hold
    rule ids. `decisions` are marked workbooks of an earlier run that the office has filled in, `accepted` the accepted list
    of an earlier day: its workbooks or JSON reports. `password` opens encrypted files; what is in them stays in memory.
    `progress` is called with a stage, how much is done and of how much; `on_files` with the
    input files before any of them is read, and what it raises ends the check.
    Raises UsageProblem for wrong settings and InputProblem for files that cannot be read; no input is ever changed.
    """
    book = load_rulebook(str(rulebook))
    settings = Settings(book, settle(book, dict(readings or {})))
    rules = chosen_rules(_several(select), _several(ignore))
    said = {"people": people, "ongoing": ongoing, "applications": applications, "organisations": organisations}
    named = {kind: _several(names) for kind, names in said.items()}
    reading = read_tables(_several(paths), named, columns, password, progress, on_files=on_files)
    brought = _brought(_several(decisions), reading.problems)
    before = _accepted(_several(accepted), book, columns, password, reading.problems)
    reading.stop()
    pairs = [*brought.pairs, *reading.pairs]
    report = _check_tables(reading.files, reading.tables, settings, rules, progress, decided_in(pairs), before)
    report.mapping = reading.mapping
    report.remarks.extend([*reading.remarks, *pair_remarks(pairs, report.records.judged)])
    if brought.files:
        from nqi_limits.earlier.decisions import decide_findings

        decide_findings(report, brought, {rule.id for rule in rules})
    return report


def _several(given: str | Path | Sequence[str | Path]) -> Sequence[str]:
    """What is given singly or as several, as several texts."""
    return (str(given),) if isinstance(given, str | PathLike) else tuple(map(str, given))


def _brought(decisions: Sequence[str | Path], problems: list[Wording]) -> Brought:
    """What the marked workbooks hold; what is wrong with them is added to the problems of the inputs."""
    if not decisions:
        return Brought()
    from nqi_limits.earlier.decisions import read_decisions

    try:
        return read_decisions(find_marked(decisions))
    except InputProblem as problem:
        problems.extend(problem.wordings)
        return Brought()


def _accepted(
    paths: Sequence[str | Path],
    rulebook: Rulebook,
    columns: str | Path | None,
    password: str | None,
    problems: list[Wording],
) -> Accepted | None:
    """The accepted list, None without one; what is wrong with it is added to the problems of the inputs."""
    if not paths:
        return None
    from nqi_limits.earlier.accepted import read_accepted

    try:
        return read_accepted(paths, rulebook, columns, password)
    except InputProblem as problem:
        problems.extend(problem.wordings)
        return None


@collector_paused()
def check_grids(
    grids: Sequence[Grid],
    *,
    rulebook: str = DEFAULT,
    readings: Mapping[str, str] | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    accepted: Sequence[Grid] = (),
) -> Report:
    """As `check`, for cells that are in memory."""
    book = load_rulebook(rulebook)
    settings = Settings(book, settle(book, dict(readings or {})))
    reading = Reading()
    for grid in grids:
        reading.add(grid)
    reading.stop()
    before = None
    if accepted:
        from nqi_limits.earlier.accepted import accepted_grids

        before = accepted_grids(accepted, book)
    rules = chosen_rules(select, ignore)
    return _check_tables([], reading.tables, settings, rules, None, decided_in(reading.pairs), before)


def chosen_rules(select: Sequence[str], ignore: Sequence[str]) -> list[Rule]:
    """The rules to run. Raises UsageProblem for a name that no rule has."""
    names = tuple(rule.id for rule in all_rules())
    unknown = [one for one in (*select, *ignore) if one not in names]
    if unknown:
        raise UsageProblem([Wording("explain.no-such-rule", {"name": one, "names": names}) for one in unknown])
    return [rule for rule in all_rules() if (not select or rule.id in select) and rule.id not in ignore]


def _check_tables(
    files: list[SourceFile],
    tables: list[Table],
    settings: Settings,
    rules: Sequence[Rule],
    progress: Progress | None,
    decisions: Sequence[PairDecision],
    accepted: Accepted | None,
) -> Report:
    if progress:
        progress("records", 0, 1)
    records = build_records(tables, settings.rulebook, decisions)
    if progress:
        progress("rules", 0, 1)
    failures = Failures(records, settings.rulebook)
    people = _on_people(records, settings, rules, failures)
    form, undecided = _on_form(records, settings, rules, failures, accepted)
    facts = DataFacts(records, settings)
    data = _on_data(facts, rules, failures)
    findings = in_order([*people, *form, *data, *failures.findings])
    gaps = Gaps(records, [*undecided, *_untried(facts, rules), *failures.undecided])
    return Report(
        files=files,
        tables=tables,
        rulebook=settings.rulebook,
        readings=settings.readings,
        records=records,
        findings=findings,
        applications=verdicts(records, findings, gaps),
        unchecked=gaps.unchecked(rules, findings),
        alike=facts.alike,
        accepted=accepted,
    )


def _on_people(records: Records, settings: Settings, rules: Sequence[Rule], failures: Failures) -> list[Finding]:
    """Screen everyone, then walk the graph of those who can have a finding."""
    chosen = [rule for rule in rules if isinstance(rule, PersonRule)]
    found: list[Finding] = []
    if not chosen or not len(records.mentions):
        return found
    graph = build_graph(records)
    for limits in settings.rulebook.limit_sets:
        asked = [rule for rule in chosen if rule.applies(limits)]
        tally = Tally(records, limits, settings.strict)
        concerned = {}
        for rule in asked:
            with failures.caught(rule):
                concerned[rule.id] = rule.concerns(tally)
        if not concerned:
            continue
        anyone = np.logical_or.reduce(list(concerned.values()))
        people = np.flatnonzero(anyone[tally.block]).tolist()
        members: dict[int, list[str]] = {}
        for person in people:
            members.setdefault(int(tally.block[person]), []).append(person_node(person))
        for number, nodes in members.items():
            block = Block(graph, tuple(nodes), limits)
            for rule in asked:
                if rule.id in concerned and concerned[rule.id][number]:
                    with failures.caught(rule):
                        found.extend(rule.check(block, settings))
    return found


def _on_form(
    records: Records,
    settings: Settings,
    rules: Sequence[Rule],
    failures: Failures,
    accepted: Accepted | None,
) -> tuple[list[Finding], list[Unchecked]]:
    """The rest of form review: what was found, and what could not be decided."""
    facts = FormFacts(records, settings, accepted.applications if accepted else None)
    found: list[Finding] = []
    undecided: list[Unchecked] = []
    for rule in rules:
        if isinstance(rule, FormRule):
            with failures.caught(rule):
                for one in rule.run(facts):
                    (undecided if isinstance(one, Unchecked) else found).append(one)  # type: ignore[arg-type]
    return found, undecided


def _on_data(facts: DataFacts, rules: Sequence[Rule], failures: Failures) -> list[Finding]:
    found: list[Finding] = []
    for rule in rules:
        if isinstance(rule, DataRule):
            with failures.caught(rule):
                found.extend(rule.run(facts))
    return found


def _untried(facts: DataFacts, rules: Sequence[Rule]) -> list[Unchecked]:
    """Pairs of records that were too many for the rules about them, where these were asked."""
    asked = {rule.id for rule in rules} & set(PAIR_RULES)
    return [one for one in facts.alike.undecided if one.rule in asked] if asked else []

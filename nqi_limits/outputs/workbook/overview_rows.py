"""The rows of the tables on the printed page of 检查概览, a line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nqi_limits.findings.model import SEVERITIES, Verdict
from nqi_limits.outputs.harmless import harmless
from nqi_limits.outputs.outcome import deciding
from nqi_limits.outputs.workbook.grid import Shown, fits, span_for
from nqi_limits.rules.explaining import explain_reading
from nqi_limits.rules.registry import rule_ids
from nqi_limits.tables.mapping.model import base_name
from nqi_limits.words.catalogue import LIST_MARK

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nqi_limits.findings.model import ApplicationVerdict, Finding
    from nqi_limits.outputs.telling import Teller
    from nqi_limits.report import Report

# How many columns of the grid each cell takes.
RULES = (6, 2, 2, 2)
FILES = (5, 3)
_VERDICTS = (Verdict.VIOLATION, Verdict.REVIEW, Verdict.UNCHECKED, Verdict.CLEAR)
_HALF, _THIRD = 12, 8
_SHORT_SUM = 12


def by_rule(report: Report) -> dict[str, list[Finding]]:
    """The findings of each rule that has any, in the order of the rules."""
    found: dict[str, list[Finding]] = {}
    for finding in report.findings:
        found.setdefault(finding.rule, []).append(finding)
    order = {rule: at for at, rule in enumerate(rule_ids())}
    return dict(sorted(found.items(), key=lambda one: order[one[0]]))


def worst_first(report: Report) -> list[ApplicationVerdict]:
    """The applications, those with the gravest verdict first."""
    return sorted(report.applications, key=lambda one: _VERDICTS.index(one.verdict))


def by_severity(findings: list[Finding]) -> Iterator[Shown]:
    """How many of the findings are of each severity."""
    for severity in SEVERITIES:
        count = sum(one.severity is severity for one in findings)
        yield Shown(count or None, colour=str(severity) if count else "", centred=True)


def rule_rows(report: Report, teller: Teller, locations: Mapping[str, str]) -> list[list[Shown]]:
    """A row for each rule with findings: how many of each severity."""
    return [
        [Shown(teller.rule_title(rule), location=locations.get(findings[0].id, "")), *by_severity(findings)]
        for rule, findings in by_rule(report).items()
    ]


def application_spans(report: Report, teller: Teller) -> tuple[int, int, int]:
    """How many columns an application's number, verdict and reasons take: the number and the verdict what they need."""
    number = span_for((harmless(teller.text(one.id)) for one in report.applications), 3, 5)
    verdict = span_for(
        (teller.say(f"severity.verdict.{one}") for one in {one.verdict for one in report.applications}), 2, 4
    )
    return number, verdict, _HALF - number - verdict


def application_rows(report: Report, teller: Teller, locations: Mapping[str, str]) -> list[list[Shown]]:
    """A row for each application: its verdict, and whose findings it rests on."""
    by_id = {finding.id: finding for finding in report.findings}
    because = application_spans(report, teller)[-1]
    return [
        [
            Shown(harmless(teller.text(one.id)), location=first_location(one, locations)),
            Shown(teller.say(f"severity.verdict.{one.verdict}"), colour=str(one.verdict)),
            Shown(_few(deciding(one, by_id, teller, whole=False), teller, because)),
        ]
        for one in worst_first(report)
    ]


def first_location(one: ApplicationVerdict, locations: Mapping[str, str]) -> str:
    """Where the first finding on an application stands."""
    return next((locations[finding] for finding in one.findings if finding in locations), "")


def reading_spans(report: Report, teller: Teller) -> tuple[int, int]:
    """How many columns a reading's name and setting take: three blocks where every name fits, else two."""
    setting = span_for((teller.say(f"readings.settings.{one}") for one in report.readings.values()), 2, 4)
    names = (explain_reading(name, teller.lang, report.rulebook).title for name in report.readings)
    block = _THIRD if all(fits(name, _THIRD - setting) for name in names) else _HALF
    return block - setting, setting


def reading_rows(report: Report, teller: Teller) -> list[list[Shown]]:
    """A row for each reading: its setting, in colour where it is not the rulebook's."""
    return [
        [
            Shown(explain_reading(name, teller.lang, report.rulebook).title),
            Shown(
                teller.say(f"readings.settings.{setting}"),
                colour="review" if setting != report.rulebook.readings.get(name) else "",  # type: ignore[call-overload]
                centred=True,
            ),
        ]
        for name, setting in report.readings.items()
    ]


def checksums(report: Report, teller: Teller) -> dict[str, tuple[str, str]]:
    """Every file that was read: as what, and its checksum; "-" where there is none. The inputs come first."""
    found = {one.name: ("input", one.sha256) for one in report.files}
    for table in report.tables:
        found.setdefault(table.file, ("input", "-"))
    if report.mapping is not None:
        found.setdefault(base_name(report.mapping.name), ("mapping", report.mapping.sha256))
    for kind, given in (("decisions", report.decisions), ("accepted", report.accepted)):
        for file in given.files if given is not None else ():
            found.setdefault(file.name, (kind, file.sha256))
    return {harmless(teller.text(name)): told for name, told in found.items()}


def file_rows(report: Report, teller: Teller) -> list[list[Shown]]:
    """A row for each file that was read, with the beginning of its checksum."""
    return [
        [Shown(base_name(name), both_ends=True), Shown(sha256[:_SHORT_SUM])]
        for name, (_, sha256) in checksums(report, teller).items()
    ]


def _few(names: list[str], teller: Teller, span: int) -> str:
    """As many of the names as a cell has room for, and how many there are where they are more."""
    whole = told = LIST_MARK[teller.lang].join(names)
    for count in range(len(names) - 1, 0, -1):
        if fits(told, span):
            return told
        told = teller.say("workbook.and-others", names=LIST_MARK[teller.lang].join(names[:count]), n=len(names))
    return told if fits(told, span) else whole

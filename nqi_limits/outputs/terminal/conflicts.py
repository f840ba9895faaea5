"""The conflicts, person by person; then the findings that speak of nobody in particular, rule by rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from nqi_limits.findings.model import Severity, Wording
from nqi_limits.outputs.decided import carried_remark
from nqi_limits.outputs.places import cells_by_sheet
from nqi_limits.rules.explaining import explain_reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nqi_limits.findings.model import Finding, PersonRef
    from nqi_limits.outputs.telling import Teller
    from nqi_limits.outputs.terminal.page import Page
    from nqi_limits.records.units import Unit
    from nqi_limits.report import Report

LABELS = ("why", "applications", "ongoing", "falls", "readings", "ask", "places", "advice", "decision")
_INDENT = 4


def conflicts(page: Page, report: Report, teller: Teller) -> None:
    """Violations and reviews that the office has not decided on."""
    writer = _Writer(page, report, teller)
    by_person: dict[PersonRef, list[Finding]] = {}
    by_rule: dict[str, list[Finding]] = {}
    for finding in report.findings:
        if finding.severity is Severity.NOTE or finding.decided:
            continue
        if finding.person:
            by_person.setdefault(finding.person, []).append(finding)
        else:
            by_rule.setdefault(finding.rule, []).append(finding)
    if by_person:
        page.heading(teller.say("table.conflicts.heading", people=teller.counted("people", len(by_person))))
        for number, (person, found) in enumerate(by_person.items(), 1):
            page.blank()
            writer.person(number, person)
            for finding in found:
                writer.finding(finding)
    if by_rule:
        page.heading(teller.say("table.conflicts.others"))
        for found in by_rule.values():
            writer.rule(found)


class _Writer:
    def __init__(self, page: Page, report: Report, teller: Teller) -> None:
        self.page = page
        self.teller = teller
        self.rulebook = report.rulebook
        self.titles = {one.id: one.title for one in report.applications}
        self.units = report.records.units
        self.projects = {
            number: at
            for at, (number, is_project) in enumerate(
                zip(self.units.shown, self.units.is_project.tolist(), strict=True)
            )
            if is_project
        }
        self.labels = {name: teller.say(f"table.label.{name}") for name in LABELS}
        self.label_width = max(cell_len(label) for label in self.labels.values()) + 2

    def person(self, number: int, person: PersonRef) -> None:
        """Who it is."""
        who = [self.teller.text(person.name), self.teller.id_number(person), self.teller.text(person.organisation)]
        self.page.paragraph(f"{number}. {'  '.join(part for part in who if part)}", hang=3, style="heading")

    def finding(self, finding: Finding) -> None:
        """One finding, under the person's name."""
        self._head(finding, finding.arithmetic)
        self._label("why", [self.teller.said(finding.message)])
        self._label("applications", (self._application(number) for number in finding.applications))
        self._label("ongoing", (self._project(number) for number in finding.ongoing))
        if finding.falls:
            self._label("falls", [self.teller.listed(finding.falls)])
        self._readings(finding.readings)
        self._label("places", self._places(finding))
        self._label("advice", [self.teller.said(finding.advice)])
        self._decision(finding)

    def rule(self, found: Sequence[Finding]) -> None:
        """Findings of one rule without a person; the advice once where it is the same for all."""
        self.page.blank()
        alone = len(found) == 1
        self._head(found[0], found[0].arithmetic if alone else None, len(found))
        advice = [self.teller.said(finding.advice) for finding in found]
        for finding, own_advice in zip(found, advice, strict=True):
            message = self.teller.said(finding.message)
            if finding.arithmetic and not alone:
                message = self.teller.say("table.sums-behind", text=message, sums=self.teller.said(finding.arithmetic))
            self._label("why", [message])
            self._label("places", self._places(finding))
            if finding.falls:
                self._label("falls", [self.teller.listed(finding.falls)])
            self._readings(finding.readings)
            if len(set(advice)) > 1:
                self._label("advice", [own_advice])
            self._decision(finding)
        if len(set(advice)) == 1:
            self._label("advice", advice[:1])

    def _decision(self, finding: Finding) -> None:
        """What the office wrote, where that decides nothing: a remark, or a conclusion on other facts."""
        if finding.decision is not None and (text := carried_remark(finding.decision, self.teller)):
            self._label("decision", [text])

    def _head(self, finding: Finding, arithmetic: Wording | None, count: int = 1) -> None:
        teller = self.teller
        word = teller.say(f"severity.{finding.severity}")
        head = teller.say("table.cited", title=teller.rule_title(finding.rule), clause=teller.clause(finding))
        if count > 1:
            head = teller.say("table.several", text=head, findings=teller.counted("findings", count))
        if arithmetic:
            head = teller.say("table.with-sums", text=head, sums=teller.said(arithmetic))
        self.page.paragraph(head, indent=2, hang=2, style=str(finding.severity), first=f"{word}  ")

    def _label(self, name: str, texts: Iterable[str]) -> None:
        self.page.labelled(self.labels[name], list(texts), _INDENT, self.label_width)

    def _readings(self, names: Sequence[str]) -> None:
        told = [explain_reading(name, self.teller.lang, self.rulebook) for name in names]
        self._label(
            "readings",
            (
                self.teller.say("table.reading", title=one.title, name=one.name, lenient=one.lenient, strict=one.strict)
                for one in told
            ),
        )
        self._label("ask", dict.fromkeys(one.ask for one in told))

    def _application(self, number: str) -> str:
        title = self.titles.get(number, "")
        return self.teller.text(number if title in ("", number) else f"{number} {title}")

    def _project(self, number: str) -> str:
        at = self.projects.get(number)
        return self.teller.said(_until(self.units[at], number)) if at is not None else self.teller.text(number)

    def _places(self, finding: Finding) -> Iterator[str]:
        return (self.teller.text(" · ".join(one)) for one in cells_by_sheet(finding.places))


def _until(project: Unit, number: str) -> Wording:
    """A project's number and title with its end date."""
    shown = number if project.name in ("", number) else f"{number} {project.name}"
    end = project.end
    if end.last is None:
        return Wording("table.end.unreadable" if end.places else "table.end.missing", {"project": shown})
    extended = bool(end.places) and end.places[0].field == "extended_end_date"
    return Wording("table.end.extended" if extended else "table.end.date", {"project": shown, "end": end.last})

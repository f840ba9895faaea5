"""The findings that the office has decided on, and the decisions that have to be looked at again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from nqi_limits.outputs.decided import decision_sentence, stray_lines

if TYPE_CHECKING:
    from nqi_limits.findings.model import Finding
    from nqi_limits.outputs.telling import Teller
    from nqi_limits.outputs.terminal.page import Page
    from nqi_limits.report import Report

_INDENT = 4


def decided(page: Page, report: Report, teller: Teller) -> None:
    """A few lines for each decided finding: none is left out, whatever was decided."""
    found = [finding for finding in report.findings if finding.decided]
    if found:
        page.heading(teller.say("decisions.heading.decided", findings=teller.counted("findings", len(found))))
        page.paragraph(teller.say("decisions.intro.decided"))
        for finding in found:
            _finding(page, finding, teller)
    lines = stray_lines(report, teller)
    if lines:
        page.heading(teller.say("decisions.heading.strays"))
        for line in lines:
            page.paragraph(f"- {line}", hang=2)


def _finding(page: Page, finding: Finding, teller: Teller) -> None:
    assert finding.decision is not None
    word = teller.say(f"severity.{finding.severity}")
    head = teller.say("table.cited", title=teller.rule_title(finding.rule), clause=teller.clause(finding))
    if finding.person:
        person = finding.person
        who = [teller.text(person.name), teller.id_number(person), teller.text(person.organisation)]
        head = "  ".join([*(part for part in who if part), head])
    page.blank()
    page.paragraph(head, hang=2, style=str(finding.severity), first=f"{word}  ")
    rows = [
        ("why", teller.said(finding.message)),
        ("falls", teller.listed(finding.falls)),
        ("decision", decision_sentence(finding.decision, teller)),
    ]
    labels = {name: teller.say(f"table.label.{name}") for name, _ in rows}
    width = max(cell_len(label) for label in labels.values()) + 2
    for name, text in rows:
        if text:
            page.labelled(labels[name], [text], _INDENT, width)

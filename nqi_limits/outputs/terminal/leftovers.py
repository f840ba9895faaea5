"""What was not checked, and the notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nqi_limits.findings.model import Severity
from nqi_limits.outputs.outcome import unchecked_lines
from nqi_limits.outputs.places import cells_by_sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nqi_limits.findings.model import Finding
    from nqi_limits.outputs.telling import Teller
    from nqi_limits.outputs.terminal.page import Page
    from nqi_limits.report import Report

NOTES_SHOWN = 20


def unchecked(page: Page, report: Report, teller: Teller, rules_left_out: Sequence[str]) -> None:
    """Everything that could not be decided, sheets that were not used, rules that were not run."""
    page.heading(teller.say("table.unchecked.heading"))
    for line in unchecked_lines(report, teller, rules_left_out):
        page.paragraph(f"- {line}", hang=2)


def notes(page: Page, report: Report, teller: Teller) -> None:
    """The notes, rule by rule, the first few of each."""
    by_rule: dict[str, list[Finding]] = {}
    for finding in report.findings:
        if finding.severity is Severity.NOTE and not finding.decided:
            by_rule.setdefault(finding.rule, []).append(finding)
    if not by_rule:
        return
    page.heading(teller.say("table.notes.heading"))
    for rule, found in by_rule.items():
        count = teller.counted("findings", len(found))
        page.paragraph(teller.say("table.several", text=teller.rule_title(rule), findings=count), style="note")
        for finding in found[:NOTES_SHOWN]:
            places = "; ".join(" · ".join(one) for one in cells_by_sheet(finding.places))
            text = teller.said(finding.message)
            if places:
                text = teller.say("table.notes.at", text=text, places=teller.text(places))
            page.paragraph(f"- {text}", 2, 2)
        if len(found) > NOTES_SHOWN:
            more = teller.counted("findings", len(found) - NOTES_SHOWN)
            page.paragraph(f"- {teller.say('table.notes.more', findings=more)}", 2, 2)
        advice = {teller.said(finding.advice) for finding in found}
        if len(advice) == 1:
            page.paragraph(advice.pop(), 2)

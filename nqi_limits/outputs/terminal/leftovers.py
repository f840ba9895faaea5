"""What was not checked, and the notes: like ones together, the first few in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nqi_limits.findings.model import Severity
from nqi_limits.outputs.outcome import unchecked_lines
from nqi_limits.outputs.places import cells_by_sheet, on_sheets
from nqi_limits.words.catalogue import LIST_MARK

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nqi_limits.findings.model import Finding
    from nqi_limits.outputs.places import OnSheet
    from nqi_limits.outputs.telling import Teller
    from nqi_limits.outputs.terminal.page import Page
    from nqi_limits.report import Report

# Of notes that say the same of different people, so many are shown in full; where they speak of nobody, or of different
# ongoing projects, each has something of its own to say.
SHOWN, SHOWN_OF_NOBODY, PROJECTS = 1, 6, 6
# Of the others, so many names, and so many ranges of cells on so many sheets.
NAMES, CELLS, SHEETS = 8, 5, 3


def unchecked(page: Page, report: Report, teller: Teller, rules_left_out: Sequence[str]) -> None:
    """Everything that could not be decided, sheets that were not used, rules that were not run."""
    page.heading(teller.say("table.unchecked.heading"))
    for line in unchecked_lines(report, teller, rules_left_out):
        page.paragraph(f"- {line}", hang=2)


def notes(page: Page, report: Report, teller: Teller) -> None:
    """The notes, rule by rule; of those that say the same the first few, then whom and where the others concern."""
    by_rule: dict[str, list[Finding]] = {}
    for finding in report.findings:
        if finding.severity is Severity.NOTE and not finding.decided:
            by_rule.setdefault(finding.rule, []).append(finding)
    if not by_rule:
        return
    page.heading(teller.say("table.notes.heading"))
    shortened = False
    for rule, found in by_rule.items():
        count = teller.counted("findings", len(found))
        page.paragraph(teller.say("table.several", text=teller.rule_title(rule), findings=count), style="note")
        for alike, shown in _kinds(found):
            shortened |= _alike(page, alike, shown, teller)
        advice = {teller.said(finding.advice) for finding in found}
        if len(advice) == 1:
            page.paragraph(advice.pop(), 2)
    if shortened:
        page.blank()
        page.paragraph(teller.say("table.notes.all"))


def _kinds(found: Sequence[Finding]) -> Iterator[tuple[Sequence[Finding], int]]:
    """The notes of one rule that say the same, and how many of them to show in full."""
    kinds: dict[str, dict[tuple[str, ...], list[Finding]]] = {}
    for finding in found:
        kinds.setdefault(finding.message.key, {}).setdefault(finding.ongoing, []).append(finding)
    for by_project in kinds.values():
        several = list(by_project.values())
        yield from ((alike, _shown(alike)) for alike in several[:PROJECTS])
        if rest := [finding for alike in several[PROJECTS:] for finding in alike]:
            yield rest, 0


def _shown(found: Sequence[Finding]) -> int:
    if any(finding.person or finding.organisations for finding in found):
        return SHOWN
    return len(found) if len(found) <= SHOWN_OF_NOBODY + 1 else SHOWN_OF_NOBODY


def _alike(page: Page, found: Sequence[Finding], shown: int, teller: Teller) -> bool:
    """Notes that say the same, `shown` of them in full; whether the others were put together."""
    for finding in found[:shown]:
        places = "; ".join(" · ".join(one) for one in cells_by_sheet(finding.places))
        _item(page, teller.said(finding.message), teller.text(places), teller)
    rest = found[shown:]
    if not rest:
        return False
    names = list(dict.fromkeys(name for finding in rest for name in _names(finding)))
    text = teller.say("table.notes.others", n=len(rest))
    if names:
        listed = LIST_MARK[teller.lang].join(teller.texts(names[:NAMES]))
        if len(names) > NAMES:
            listed = teller.say("table.notes.first-names", shown=listed)
        text = teller.say("table.notes.others-of", n=len(rest), names=listed)
    _item(page, text, _first_places(rest, teller), teller)
    return True


def _item(page: Page, text: str, places: str, teller: Teller) -> None:
    if places:
        text = teller.say("table.notes.at", text=text, places=places)
    page.paragraph(f"- {text}", 2, 2)


def _names(finding: Finding) -> Iterator[str]:
    if finding.person:
        yield finding.person.name
    else:
        yield from finding.organisations


def _first_places(found: Sequence[Finding], teller: Teller) -> str:
    sheets = on_sheets(place for finding in found for place in finding.places)
    shown = [teller.text(" · ".join((one.file, one.sheet, _first_cells(one, teller)))) for one in sheets[:SHEETS]]
    if len(sheets) > SHEETS:
        shown.append(teller.say("table.notes.more-sheets", n=len(sheets) - SHEETS))
    return "; ".join(shown)


def _first_cells(sheet: OnSheet, teller: Teller) -> str:
    cells = ", ".join(sheet.cells[:CELLS])
    return cells if len(sheet.cells) <= CELLS else teller.say("table.notes.first-cells", shown=cells, n=sheet.count)

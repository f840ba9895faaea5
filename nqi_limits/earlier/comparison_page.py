"""A comparison on a terminal: how many findings are new, changed, gone and the same, then each that is not the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from nqi_limits.earlier.telling import ToldTeller
from nqi_limits.findings.model import SEVERITIES
from nqi_limits.outputs.terminal.page import STYLES, Page, page_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from nqi_limits.earlier.comparing import Change, Comparison
    from nqi_limits.earlier.model import Told

_INDENT = 4


def print_comparison(comparison: Comparison, console: Console, lang: str = "zh") -> None:
    """Print the whole comparison."""
    page = page_for(console, lang)
    teller = ToldTeller(comparison, lang)
    for side, report in (("old", comparison.old), ("new", comparison.new)):
        name = teller.text(report.name)
        page.paragraph(teller.say(f"diff.side.{side}", name=name, n=len(report.findings)))
    page.paragraph(_outcome(comparison, teller))
    page.blank()
    _counts(page, comparison, teller)
    if comparison.appeared:
        page.heading(teller.say("diff.heading.new", n=len(comparison.appeared)))
        for one in comparison.appeared:
            _finding(page, one, teller)
    if comparison.changed:
        page.heading(teller.say("diff.heading.changed", n=len(comparison.changed)))
        for change in sorted(comparison.changed, key=lambda one: not one.worse):
            _finding(page, change.new, teller, change)
    if comparison.gone:
        page.heading(teller.say("diff.heading.gone", n=len(comparison.gone)))
        for one in comparison.gone:
            _finding(page, one, teller)
    page.show(console)


def _outcome(comparison: Comparison, teller: ToldTeller) -> str:
    if not (comparison.appeared or comparison.changed or comparison.gone):
        return teller.say("diff.outcome.same")
    if not (comparison.appeared or comparison.worse):
        return teller.say("diff.outcome.no-worse")
    return teller.say("diff.outcome.worse", new=len(comparison.appeared), worse=len(comparison.worse))


def _counts(page: Page, comparison: Comparison, teller: ToldTeller) -> None:
    words = [teller.say(f"severity.{severity}") for severity in SEVERITIES]
    rows = [
        [
            teller.say(f"diff.state.{state}"),
            *(str(sum(one.severity == severity for one in found)) for severity in SEVERITIES),
            str(len(found)),
        ]
        for state, found in comparison.by_state().items()
    ]
    page.table(["", *words, teller.say("diff.all")], rows)


def _finding(page: Page, one: Told, teller: ToldTeller, change: Change | None = None) -> None:
    page.blank()
    first = teller.severity(one)
    if change is not None and change.worse:
        first = teller.say("diff.worse", severity=first)
    style = one.severity if one.severity in STYLES else ""
    page.paragraph(teller.head(one), hang=2, style=style, first=f"{first}  ")
    rows: list[tuple[str, Sequence[str]]] = [
        ("diff.label.changes", list(teller.changes(change)) if change else []),
        ("table.label.why", [teller.text(one.message)]),
        ("table.label.falls", [teller.listed(one.falls)] if one.falls else []),
    ]
    labels = {key: teller.say(key) for key, _ in rows}
    width = max(cell_len(label) for label in labels.values()) + 2
    for key, texts in rows:
        page.labelled(labels[key], texts, _INDENT, width)

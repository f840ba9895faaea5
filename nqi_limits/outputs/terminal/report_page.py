"""The report on a terminal: the sections in order, and the sentence that says how it came out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nqi_limits.findings.model import Verdict
from nqi_limits.outputs.decided import counts_sentence
from nqi_limits.outputs.outcome import (
    NOTHING_CHECKED,
    checked_sentence,
    deciding,
    outcome_of,
    outcome_sentence,
    verdicts_sentence,
)
from nqi_limits.outputs.telling import Teller
from nqi_limits.outputs.terminal.conflicts import conflicts
from nqi_limits.outputs.terminal.decided import decided
from nqi_limits.outputs.terminal.leftovers import notes, unchecked
from nqi_limits.outputs.terminal.page import STYLES, Page, page_for
from nqi_limits.outputs.terminal.sheets import sheets
from nqi_limits.words.catalogue import LIST_MARK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from nqi_limits.report import Report


def print_report(
    report: Report, console: Console, lang: str = "zh", show_ids: bool = False, rules_left_out: Sequence[str] = ()
) -> None:
    """Print the whole report; `rules_left_out` are the rules that were not run."""
    page = page_for(console, lang)
    teller = Teller(report, lang, show_ids)
    outcome = outcome_sentence(report, teller, rules_left_out)
    _summary(page, report, teller, outcome)
    sheets(page, report, teller)
    conflicts(page, report, teller)
    decided(page, report, teller)
    _open_pairs(page, report, teller)
    _verdicts(page, report, teller)
    unchecked(page, report, teller, rules_left_out)
    notes(page, report, teller)
    if report.findings or outcome_of(report, rules_left_out) in NOTHING_CHECKED:
        page.heading(teller.say("table.outcome.heading"))
        page.paragraph(outcome)
    page.show(console)


def _summary(page: Page, report: Report, teller: Teller, outcome: str) -> None:
    if checked := checked_sentence(report, teller):
        page.paragraph(checked)
    page.paragraph(outcome)
    if told := counts_sentence(report, teller):
        page.paragraph(told)
    if report.accepted is not None:
        page.paragraph(teller.say("accepted.read", n=len(report.accepted.applications)))
    changed = [
        teller.say("table.summary.setting", name=name, setting=teller.say(f"readings.settings.{setting}"))
        for name, setting in report.readings.items()
        if setting != report.rulebook.readings.get(name)  # type: ignore[call-overload]
    ]
    if changed:
        page.paragraph(teller.say("table.summary.settings", settings=tuple(changed)))


def _open_pairs(page: Page, report: Report, teller: Teller) -> None:
    """A line where findings hang on who is who: how many pairs, and where to answer."""
    count = sum(pair.judged is None and bool(pair.rules) for pair in report.pairs)
    if count:
        page.paragraph(teller.say("table.pairs", n=count))


def _verdicts(page: Page, report: Report, teller: Teller) -> None:
    """A row for each application: its verdict, and whose findings it rests on."""
    if not report.applications:
        return
    page.heading(teller.say("table.verdicts.heading"))
    words = {verdict: teller.say(f"severity.verdict.{verdict}") for verdict in Verdict}
    page.paragraph(verdicts_sentence(report, teller))
    by_id = {finding.id: finding for finding in report.findings}
    rows = []
    for one in report.applications:
        title = "" if one.title == one.id else teller.text(one.title)
        who = LIST_MARK[teller.lang].join(deciding(one, by_id, teller))
        rows.append([teller.text(one.id), words[one.verdict], who, title])
    header = [teller.say(f"table.verdicts.{column}") for column in ("application", "verdict", "who", "title")]
    if not any(row[-1] for row in rows):
        header, rows = header[:-1], [row[:-1] for row in rows]
    page.table(header, rows, styles={words[verdict]: STYLES[verdict] for verdict in Verdict})

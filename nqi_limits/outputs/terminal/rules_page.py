"""The rules on a terminal: the list, and the whole explanation of one with its worked examples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from nqi_limits.outputs.terminal.page import STYLES, Page, page_for
from nqi_limits.rulebooks import DEFAULT
from nqi_limits.rules.examples import rows_of
from nqi_limits.rules.explaining import legend
from nqi_limits.words.catalogue import LIST_MARK, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from nqi_limits.rules.explaining import Example, Explanation

LIST_COLUMNS = ("rule", "title", "clauses", "worst")
LABELS = ("clauses", "sets", "severities", "asks", "decides", "readings")


def print_rules(explanations: Sequence[Explanation], console: Console, lang: str) -> None:
    """A row for each rule: its name, title, clauses and the gravest finding that it can give."""
    page = page_for(console, lang)
    rows = []
    for one in explanations:
        clauses = [clause.partition(" (")[0] for clause in one.clauses]  # the gloss stands in the legend below
        worst = say(f"severity.{one.severities[0]}", lang) if one.clauses else say("explain.unasked", lang)
        rows.append([one.rule, one.title, LIST_MARK[lang].join(clauses), worst])
    page.table([say(f"explain.{column}", lang) for column in LIST_COLUMNS], rows)
    page.blank()
    if told := legend((clause for one in explanations for clause in one.clauses), lang):
        page.paragraph(told)
    page.paragraph(say("cli.rules.more", lang, rule=explanations[0].rule))
    page.show(console)


def print_explanations(
    explanations: Sequence[Explanation], console: Console, lang: str, other_rulebook: bool = False
) -> None:
    """Each rule in full. `other_rulebook`: the figures are not those that the examples were written for."""
    page = page_for(console, lang)
    for one in explanations:
        _explanation(page, one, lang)
        if other_rulebook:
            page.blank()
            page.paragraph(say("explain.other-rulebook", lang, name=DEFAULT))
        for name, example in (("breaks", one.breaks), ("holds", one.holds)):
            page.blank()
            page.paragraph(say(f"explain.{name}", lang), style="heading")
            _example(page, example, lang)
    page.show(console)


def _explanation(page: Page, one: Explanation, lang: str) -> None:
    page.heading(f"{one.rule}  {one.title}")
    texts = {
        "clauses": [LIST_MARK[lang].join(one.clauses) or say("explain.not-asked", lang)],
        "sets": one.sets,
        "severities": [_severities(one, lang)],
        "asks": [one.asks],
        "decides": one.decides,
        "readings": [
            say(
                "explain.labelled",
                lang,
                label=f"{reading.name} {reading.title}",
                text=say(
                    "explain.sides",
                    lang,
                    lenient=reading.lenient,
                    strict=reading.strict,
                    setting=say(f"readings.settings.{reading.setting}", lang),
                ),
            )
            for reading in one.readings
        ]
        or [say("explain.no-readings", lang)],
    }
    labels = {name: say(f"explain.{name}", lang) for name in LABELS}
    width = max(cell_len(label) for label in labels.values()) + 2
    for name in LABELS:
        page.labelled(labels[name], texts[name], 0, width)


def _example(page: Page, example: Example, lang: str) -> None:
    page.paragraph(example.story, indent=2)
    for name, table in example.tables(lang):
        header, *rows = rows_of(table)
        page.blank()
        page.paragraph(name, indent=2)
        page.table(header, rows, indent=2)
    page.blank()
    outcomes = [
        say("explain.outcome-person", lang, severity=say(f"severity.{one.severity}", lang), person=one.person)
        if one.person
        else say(f"severity.{one.severity}", lang)
        for one in example.expect
    ]
    style = example.expect[0].severity if example.expect else "clear"
    label = say("explain.labelled", lang, label=say("explain.outcome", lang), text="")
    outcome = LIST_MARK[lang].join(outcomes) or say("explain.outcome-none", lang)
    page.paragraph(outcome, indent=2, style=style if style in STYLES else "", first=label)


def _severities(one: Explanation, lang: str) -> str:
    return LIST_MARK[lang].join(say(f"severity.{severity}", lang) for severity in one.severities)

"""规则说明: every rule and reading, from the same text as `nqi-limits rules`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nqi_limits.outputs.workbook.look import (
    A3,
    BOLD,
    HEADING,
    Sheet,
    header_row,
    put,
    set_page,
    set_widths,
    text_row,
)
from nqi_limits.rules.explaining import explain_all, explain_reading

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nqi_limits.outputs.telling import Teller
    from nqi_limits.rulebooks.model import Rulebook
    from nqi_limits.rules.explaining import Example

SHEET = "规则说明"
WIDTHS = (24, 16, 40, 62, 34, 40, 40)
_RULE_HEADERS = ("rule", "clauses", "asks", "decides", "readings", "breaks", "holds")
_EXAMPLES = 2  # of these columns, the last
_READING_HEADERS = ("name", "setting", "lenient", "strict", "ask")
_READING_WIDTHS = (24, 16, 40, 62, 34)


def write_explained(
    sheet: Sheet, rulebook: Rulebook, readings: Mapping[str, str], teller: Teller, examples: bool = True
) -> None:
    """Fill the sheet: the rules, below them the readings with the settings of this check.

    Without `examples` there is no name in it, not even an invented one.
    """
    set_widths(sheet, WIDTHS)
    shown = len(_RULE_HEADERS) if examples else len(_RULE_HEADERS) - _EXAMPLES
    header_row(sheet, 1, [teller.say(f"workbook.rules.{key}") for key in _RULE_HEADERS[:shown]])
    sheet.row_dimensions[1].height = 24
    row = 2
    for one in explain_all(teller.lang, rulebook):
        texts = [
            f"{one.title}\n{one.rule}",
            teller.listed(one.clauses),
            one.asks,
            "\n".join(one.decides),
            "\n".join(reading.title for reading in one.readings) or teller.say("explain.no-readings"),
            _example(one.breaks, teller),
            _example(one.holds, teller),
        ]
        _row(sheet, row, texts[:shown], WIDTHS[:shown])
        row += 1
    row += 1
    put(sheet.cell(row, 1), teller.say("explain.all-readings")).font = HEADING
    row += 1
    header_row(sheet, row, [teller.say(f"workbook.readings.{key}") for key in _READING_HEADERS])
    for name, setting in readings.items():
        row += 1
        told = explain_reading(name, teller.lang, rulebook)
        texts = [
            f"{told.title}\n{name}",
            teller.say(f"readings.settings.{setting}"),
            told.lenient,
            told.strict,
            told.ask,
        ]
        _row(sheet, row, texts, _READING_WIDTHS)
    sheet.freeze_panes = "B2"
    set_page(sheet, teller.say("workbook.page"), landscape=True, paper=A3, repeat="1:1")


def _example(example: Example, teller: Teller) -> str:
    outcome = [
        teller.say("explain.outcome-person", severity=teller.say(f"severity.{one.severity}"), person=one.person)
        if one.person
        else teller.say(f"severity.{one.severity}")
        for one in example.expect
    ] or [teller.say("explain.outcome-none")]
    return f"{example.story}\n{teller.say('workbook.outcome', outcome=tuple(outcome))}"


def _row(sheet: Sheet, row: int, texts: Sequence[str], widths: Sequence[float]) -> None:
    text_row(sheet, row, texts, widths)
    sheet.cell(row, 1).font = BOLD

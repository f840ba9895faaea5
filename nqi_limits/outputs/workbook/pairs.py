"""身份核实: the pairs of records that may be one person, for the office to decide on; those decided stand below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from nqi_limits.outputs.harmless import harmless
from nqi_limits.outputs.workbook.look import (
    A4,
    DONE_FILL,
    PAPER_FILL,
    Sheet,
    header_row,
    set_page,
    set_widths,
    text_row,
)
from nqi_limits.records.entries import Entries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nqi_limits.outputs.telling import Teller
    from nqi_limits.records.judged import PairDecision
    from nqi_limits.rules.open_pairs import OpenPair

SHEET = "身份核实"
COLUMNS = (("name", 14), ("one", 44), ("other", 44), ("conclusion", 12), ("remark", 26), ("why", 46))
KEYS = tuple(key for key, _ in COLUMNS)
WIDTHS = tuple(width for _, width in COLUMNS)
CONCLUSION, REMARK = KEYS.index("conclusion") + 1, KEYS.index("remark") + 1
MAX_ROWS = 100_000


def write_pairs(sheet: Sheet, pairs: Sequence[OpenPair], teller: Teller) -> None:
    """Fill the sheet; ID numbers are masked whatever the settings, since what is written here is read back."""
    header_row(sheet, 1, [teller.say(f"pairs.column.{key}") for key in KEYS])
    sheet.row_dimensions[1].height = 24
    set_widths(sheet, WIDTHS)
    entries = Entries(teller.report.records)
    shown = pairs[:MAX_ROWS]
    for row, pair in enumerate(shown, 2):
        text_row(sheet, row, [harmless(text) for text in _texts(pair, entries, teller)], WIDTHS)
        for column in (CONCLUSION, REMARK):
            sheet.cell(row, column).fill = DONE_FILL if pair.judged else PAPER_FILL
    letter, last = get_column_letter(CONCLUSION), len(shown) + 1
    words = ",".join(teller.say(f"pairs.conclusion.{one}") for one in ("same", "different"))
    choice = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True, showErrorMessage=True)
    choice.error, choice.errorTitle = teller.say("pairs.conclusion.error"), teller.say("pairs.column.conclusion")
    choice.add(f"{letter}2:{letter}{last}")
    sheet.add_data_validation(choice)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{last}"
    set_page(sheet, teller.say("workbook.page"), landscape=True, paper=A4, repeat="1:1")


def _texts(pair: OpenPair, entries: Entries, teller: Teller) -> list[str]:
    names = [teller.report.records.names[one.name] for one in (pair.one, pair.other)]
    told = [entries.written(one, teller.lang, names[0] != names[1]) for one in (pair.one, pair.other)]
    conclusion = remark = ""
    if pair.judged:
        decision = pair.judged.decision
        conclusion = _word(decision, teller)
        remark = teller.text(decision.remark)
    elif pair.against:
        remark = "；".join(dict.fromkeys(_said(one.decision, teller) for one in pair.against))
    return [teller.listed(dict.fromkeys(names)), *told, conclusion, remark, _why(pair, teller)]


def _word(decision: PairDecision, teller: Teller) -> str:
    return teller.say(f"pairs.conclusion.{'same' if decision.same else 'different'}")


def _said(decision: PairDecision, teller: Teller) -> str:
    remark = teller.text(decision.remark)
    return (
        teller.say("pairs.against", conclusion=_word(decision, teller), remark=remark)
        if remark
        else _word(decision, teller)
    )


def _why(pair: OpenPair, teller: Teller) -> str:
    rules = teller.listed(teller.rule_title(rule) for rule in pair.rules)
    only = "" if pair.rules or pair.kind != "id-name-mismatch" else "-only"
    return teller.say(f"pairs.why.{pair.kind}{only}", rules=rules)

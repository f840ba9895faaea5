"""人员限额: for each person in an application or an ongoing project, what counts and how much room is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter

from nqi_limits.outputs.harmless import harmless
from nqi_limits.outputs.workbook.look import (
    A4,
    CENTRED,
    WORD_FILLS,
    WORD_FONTS,
    Sheet,
    dress,
    header_row,
    set_page,
    set_widths,
    text_row,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nqi_limits.outputs.telling import Teller
    from nqi_limits.report import Allowance

SHEET = "人员限额"
COLUMNS = (
    ("name", 11),
    ("id-number", 21),
    ("organisation", 26),
    ("applied", 22),
    ("counting", 22),
    ("depends", 20),
    ("exempt", 20),
    ("places", 13),
    ("may-lead", 12),
    ("barred-by", 34),
)
KEYS = tuple(key for key, _ in COLUMNS)
WIDTHS = tuple(width for _, width in COLUMNS)
PLACES, LEAD = KEYS.index("places") + 1, KEYS.index("may-lead") + 1
_VERDICT = {"yes": "clear", "depends": "review", "no": "violation"}


def write_people(sheet: Sheet, allowances: Sequence[Allowance], teller: Teller) -> Iterator[int]:
    """Set the sheet up; its rows are made one by one as they are asked for (see `saving.save`)."""
    header_row(sheet, 1, [teller.say(f"workbook.people.{key}") for key in KEYS])
    sheet.row_dimensions[1].height = 36
    set_widths(sheet, WIDTHS)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(KEYS))}{len(allowances) + 1}"
    set_page(sheet, teller.say("workbook.page"), landscape=True, paper=A4, repeat="1:1")
    return _rows(sheet, allowances, teller)


def _rows(sheet: Sheet, allowances: Sequence[Allowance], teller: Teller) -> Iterator[int]:
    for row, one in enumerate(allowances, 2):
        texts = [
            harmless(teller.text(one.person.name)),
            harmless(teller.id_number(one.person)),
            harmless(teller.text(one.person.organisation)),
            *(harmless(teller.listed(numbers)) for numbers in (one.applied, one.counting, one.depends, one.exempt)),
            teller.say("workbook.places", certain=one.places_certain, best=one.places_at_best),
            teller.say(f"workbook.may.{one.may_lead}"),
            teller.listed(teller.rule_title(rule) for rule in one.barred_by),
        ]
        text_row(sheet, row, texts, WIDTHS)
        for column, verdict in ((PLACES, _room(one)), (LEAD, _VERDICT[one.may_lead])):
            dress(sheet.cell(row, column), WORD_FONTS[verdict], CENTRED, fill=WORD_FILLS[verdict])
        yield row


def _room(one: Allowance) -> str:
    if one.places_certain:
        return "clear"
    return "review" if one.places_at_best else "violation"

"""The template: an empty workbook to fill in, with drop-downs, notes, and one example row that `check` leaves out."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from nqi_limits.errors import UsageProblem
from nqi_limits.findings.model import Wording
from nqi_limits.outputs.workbook.destinations import check_destinations, is_folder, whole_file
from nqi_limits.outputs.workbook.look import A4, BOX, CENTRED, FACE, HEADER, HEADER_FILL, Sheet, put, set_page
from nqi_limits.outputs.workbook.marks import AUTHOR, note_height
from nqi_limits.outputs.workbook.saving import save
from nqi_limits.rulebooks import DEFAULT
from nqi_limits.rulebooks.load import load_rulebook
from nqi_limits.rules.explaining import form_facts
from nqi_limits.words.catalogue import say, shown

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence


ROWS = 2000
_EXAMPLE = Font(name=FACE, size=10, italic=True, color="808080")
_BODY = Font(name=FACE, size=10)
_TEXT = "@"
_NOTE_WIDTH = 320
_TABS = {
    "人员": "2E75B6",
    "在研项目": "548235",
    "在研人员": "548235",
    "申报项目": "C55A11",
    "申报人员": "C55A11",
    "单位": "7F7F7F",
}


@cache
def template_sheets() -> Sequence[Mapping[str, Any]]:
    """The sheets with their columns, as template_sheets.toml has them."""
    text = resources.files("nqi_limits.outputs").joinpath("template_sheets.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["sheet"])


def write_template(output: str | os.PathLike[str], *, lang: str = "zh", force: bool = False) -> None:
    """Write the template to the file `output`; sheets and columns are Chinese, notes in `lang`.

    Raises UsageProblem where the file exists (without `force`), does not end in .xlsx, or cannot be written.
    """
    target = Path(output)
    if is_folder(output):
        raise UsageProblem(Wording("template.folder", {"file": str(output)}))
    if target.suffix.lower() != ".xlsx":
        raise UsageProblem(Wording("template.ending", {"file": str(output)}))
    check_destinations([target], [], force, None)
    book = Workbook()
    book.remove(book.worksheets[0])
    for about in template_sheets():
        sheet = book.create_sheet(about["name"])
        sheet.sheet_properties.tabColor = _TABS[about["name"]]
        _fill(sheet, about["columns"], lang)
    with whole_file(target) as temporary:
        try:
            save(book, temporary)
        except OSError:
            raise UsageProblem(Wording("workbook.problem.cannot-write", {"folder": str(target.parent)})) from None


def _fill(sheet: Sheet, columns: Sequence[Mapping[str, Any]], lang: str) -> None:
    figures = form_facts(load_rulebook(DEFAULT), lang)
    for number, column in enumerate(columns, 1):
        letter = get_column_letter(number)
        text = column.get("text", False)
        dimension = sheet.column_dimensions[letter]
        dimension.width = column["width"]
        dimension.font = _BODY
        if text:
            dimension.number_format = _TEXT
        head = put(sheet.cell(1, number), column["header"])
        head.font, head.fill, head.border, head.alignment = HEADER, HEADER_FILL, BOX, CENTRED
        note = say(f"template.note.{column['note']}", lang, **figures)
        head.comment = Comment(note, AUTHOR, height=note_height(note), width=_NOTE_WIDTH)
        example = put(sheet.cell(2, number), None if column["example"] == "" else column["example"])
        example.font, example.alignment = _EXAMPLE, Alignment(vertical="center")
        if text:
            example.number_format = _TEXT
        validation = _validation(column, lang)
        if validation is not None:
            validation.add(f"{letter}3:{letter}{ROWS}")
            sheet.add_data_validation(validation)
    sheet.row_dimensions[1].height = 26
    sheet.freeze_panes = "A2"
    set_page(sheet, say("workbook.page", lang), landscape=True, paper=A4, repeat="1:1")


def _validation(column: Mapping[str, Any], lang: str) -> DataValidation | None:
    """The drop-down of a column, or its range of numbers."""
    if "number" in column:
        low, high = column["number"]
        validation = DataValidation(
            type="decimal",
            operator="between",
            formula1=str(low),
            formula2=str(high),
            allow_blank=True,
            showErrorMessage=True,
        )
        validation.error = say("template.number-error", lang, low=low, high=high)
    elif "choices" in column:
        choices = _choices(column["choices"])
        validation = DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=True)
        validation.showErrorMessage = column.get("only", False)
        validation.error = say("template.choice-error", lang, choices=shown(tuple(choices), lang))
    else:
        return None
    validation.errorTitle = column["header"]
    return validation


def _choices(named: list[str] | str) -> list[str]:
    """The choices of a drop-down; those of the guide's directions stand in the rulebook."""
    if isinstance(named, list):
        return named
    directions = load_rulebook(DEFAULT).form_review.guide_direction
    return list(directions.directions) if directions and isinstance(directions.directions, list) else []

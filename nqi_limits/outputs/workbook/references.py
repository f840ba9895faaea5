"""Formulas of a sheet that moves into another workbook: the sheets, tables and files they name may be called otherwise there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from openpyxl.formula.tokenizer import Token, Tokenizer
from openpyxl.utils import quote_sheetname

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Renaming:
    """Old names to new ones, by the old name in lower case; `links` is added to the numbers of other files ([1]Sheet1!A1)."""

    sheets: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, str] = field(default_factory=dict)
    links: int = 0

    def __bool__(self) -> bool:
        return bool(self.sheets or self.tables or self.links)

    def formula(self, text: str) -> str:
        """A formula (with = before it) under the new names."""
        if not self or not text.startswith("="):
            return text
        tokens: Any = Tokenizer(text)
        for token in tokens.items:
            if token.type == Token.OPERAND and token.subtype == Token.RANGE:
                token.value = self._operand(token.value)
        return str(tokens.render())

    def expression(self, text: str | None) -> str | None:
        """The same for a formula that is written without =, as in rules, lists and names."""
        return text if not text else self.formula(f"={text}")[1:]

    def _operand(self, operand: str) -> str:
        sheet, mark, cells = operand.rpartition("!")
        if not mark:
            table, bracket, rest = operand.partition("[")
            return self.tables.get(table.lower(), table) + bracket + rest
        name = sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet
        if name.startswith("["):
            number, _, rest = name[1:].partition("]")
            name = f"[{int(number) + self.links}]{rest}" if number.isdigit() else name
            return f"{quote_sheetname(name) if sheet.startswith(chr(39)) else name}!{cells}"
        found = [self.sheets.get(one.lower(), one) for one in name.split(":")]
        if found == name.split(":"):
            return operand
        return f"{quote_sheetname(':'.join(found))}!{cells}"

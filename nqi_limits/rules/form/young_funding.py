"""The guide's general part: what a young scientist's project asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nqi_limits.rules.form.application_rule import ApplicationFactRule
from nqi_limits.rules.form.outcomes import Says
from nqi_limits.values.amounts import read_amount
from nqi_limits.values.text import is_placeholder, text_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nqi_limits.rulebooks.model import Funding
    from nqi_limits.rules.form.facts import FormFacts
    from nqi_limits.rules.form.outcomes import Bits
    from nqi_limits.sources.grid import Cell

_SLACK = 1e-6


class YoungFunding(ApplicationFactRule):
    """Just the amount, by the unit in the cell or else in the header."""

    id = "young-funding"
    fields = ("funding",)
    young_only = True

    def said(self, facts: FormFacts, entry: Funding) -> Bits:
        """Whether the amount in the cells is the one that is asked."""
        assert not isinstance(entry.amount, str)
        amount = entry.amount
        return facts.said_of_units("funding", lambda raw, header: _says(raw, header, amount))

    def words(self, facts: FormFacts, entry: Funding, unit: int) -> tuple[str, Mapping[str, object]]:
        """With the cells as written, and what they come to."""
        cells = facts.unit_cells(unit, self.fields)
        written = tuple(text for place in cells if (text := text_key(place.value)))
        read = {amount for place in cells if (amount := read_amount(place.value, place.header)) is not None}
        return "message", {
            "header": cells[0].header if cells else "",
            "written": written,
            "amounts": tuple(f"{one:.6g}" for one in sorted(read)),
            "asked": f"{entry.amount:g}",
        }


def _says(raw: Cell, header: str, asked: float) -> Says:
    amount = read_amount(raw, header)
    if amount is None:
        return Says.NOTHING if is_placeholder(text_key(raw)) else Says.UNCLEAR
    return Says.HOLDS if abs(amount - asked) < _SLACK else Says.BREAKS

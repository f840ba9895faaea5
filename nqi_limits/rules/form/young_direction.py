"""The guide's general part: young scientists' projects are open in some directions only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nqi_limits.rules.form.application_rule import ApplicationFactRule
from nqi_limits.rules.form.guide_direction import may_mean, numbers_of
from nqi_limits.rules.form.outcomes import Says
from nqi_limits.values.directions import read_directions
from nqi_limits.values.text import is_placeholder, text_key

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from nqi_limits.rulebooks.model import Directions
    from nqi_limits.rules.form.facts import FormFacts
    from nqi_limits.rules.form.outcomes import Bits
    from nqi_limits.sources.grid import Cell


class YoungDirection(ApplicationFactRule):
    """Of several directions in a cell all must be open to them, or none: else it is not told which is meant."""

    id = "young-direction"
    fields = ("direction",)
    young_only = True

    def said(self, facts: FormFacts, entry: Directions) -> Bits:
        """Whether the directions in the cells are open to young scientists."""
        open_to_them = numbers_of(entry)
        return facts.said_of_units("direction", lambda raw, _: _says(raw, open_to_them, facts.programme_names))

    def words(self, facts: FormFacts, entry: Directions, unit: int) -> tuple[str, Mapping[str, object]]:
        """With the cells as written, and the directions that are open."""
        assert not isinstance(entry.directions, str)
        return "message", {"directions": tuple(facts.unit_texts(unit, "direction")), "open": tuple(entry.directions)}


def _says(raw: Cell, open_to_them: Collection[str], programme: tuple[str, ...]) -> Says:
    if is_placeholder(text_key(raw)):
        return Says.NOTHING
    found = read_directions(raw, programme)
    if found and all(one <= frozenset(open_to_them) for one in found):
        return Says.HOLDS
    open_perhaps = any(may_mean(number, open_to_them) for one in found for number in one)
    return Says.BREAKS if found and not open_perhaps else Says.UNCLEAR

"""形审 1(3): the direction that an application names is one of the guide's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nqi_limits.rules.form.application_rule import ApplicationFactRule
from nqi_limits.rules.form.outcomes import Says
from nqi_limits.values.directions import direction_key, read_directions
from nqi_limits.values.text import is_placeholder, text_key

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from nqi_limits.rulebooks.model import Directions
    from nqi_limits.rules.form.facts import FormFacts
    from nqi_limits.rules.form.outcomes import Bits
    from nqi_limits.sources.grid import Cell


class GuideDirection(ApplicationFactRule):
    """Only the number is compared; a name without one, or a chapter without its direction, leaves it open."""

    id = "guide-direction"
    fields = ("direction",)

    def said(self, facts: FormFacts, entry: Directions) -> Bits:
        """Whether every number in the cells is a direction's."""
        known = numbers_of(entry)
        return facts.said_of_units("direction", lambda raw, _: _says(raw, known, facts.programme_names))

    def words(self, facts: FormFacts, entry: Directions, unit: int) -> tuple[str, Mapping[str, object]]:
        """With the cells as written."""
        return "message", {"directions": tuple(facts.unit_texts(unit, "direction"))}


def numbers_of(entry: Directions) -> frozenset[str]:
    """The numbers of an entry's directions."""
    return frozenset(direction_key(number) for number in entry.directions)


def chapters_of(directions: Collection[str]) -> frozenset[str]:
    """The chapters that directions are in: 3 of 3.5."""
    return frozenset(
        ".".join(number.split(".")[:length]) for number in directions for length in range(1, number.count(".") + 1)
    )


def _says(raw: Cell, known: Collection[str], programme: tuple[str, ...]) -> Says:
    if is_placeholder(text_key(raw)):
        return Says.NOTHING
    found = read_directions(raw, programme)
    if not found:
        return Says.UNCLEAR
    if all(one & frozenset(known) for one in found):
        return Says.HOLDS
    strange = [one for one in found if not one & frozenset(known)]
    return Says.UNCLEAR if all(one & chapters_of(known) for one in strange) else Says.BREAKS

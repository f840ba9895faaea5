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
    """Only the number is compared; a name without one, a chapter or a part of a direction leaves it open."""

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


def may_mean(number: str, directions: Collection[str]) -> bool:
    """Whether a number may mean one of some directions: it is one, its chapter (3 of 3.5), or a part of it (3.5.1)."""
    return any(f"{one}.".startswith(f"{number}.") or number.startswith(f"{one}.") for one in directions)


def _says(raw: Cell, known: Collection[str], programme: tuple[str, ...]) -> Says:
    if is_placeholder(text_key(raw)):
        return Says.NOTHING
    found = read_directions(raw, programme)
    if not found:
        return Says.UNCLEAR
    if all(one & frozenset(known) for one in found):
        return Says.HOLDS
    return Says.UNCLEAR if all(any(may_mean(number, known) for number in one) for one in found) else Says.BREAKS

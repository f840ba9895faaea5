"""资格 1: no organisation inside a penalty period for serious research misconduct, or on a credit blacklist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nqi_limits.rules.form.organisation_rule import OrganisationFormRule
from nqi_limits.rules.form.organisations import LISTED
from nqi_limits.rules.form.outcomes import Says
from nqi_limits.values.flags import read_person_flag
from nqi_limits.values.text import is_placeholder, text_key

if TYPE_CHECKING:
    from nqi_limits.rulebooks.model import Asked
    from nqi_limits.rules.form.facts import FormFacts
    from nqi_limits.rules.form.outcomes import Bits
    from nqi_limits.sources.grid import Cell


class OrgDiscredited(OrganisationFormRule):
    """Only lists of organisations are asked: elsewhere the column speaks of people."""

    id = "org-discredited"
    clauses = ("资格 1",)
    fields = ("discredited",)
    kinds = (LISTED,)

    def said(self, facts: FormFacts, entry: Asked) -> Bits:
        """Whether the flag is set."""
        return facts.organisations.said("discredited", _says, self.kinds)


def _says(raw: Cell) -> Says:
    flag = read_person_flag(raw, "discredited")
    if flag is None:
        return Says.NOTHING if is_placeholder(text_key(raw)) else Says.UNCLEAR
    return Says.BREAKS if flag else Says.HOLDS

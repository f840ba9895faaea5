"""资格 1: no organisation inside a penalty period for serious research misconduct, or on a credit blacklist."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.findings.model import Severity
from nqi_limits.rules.form.organisation_rule import OrganisationFormRule
from nqi_limits.rules.form.organisations import LISTED
from nqi_limits.rules.form.outcomes import KNOWN, Says, preferring_doubt
from nqi_limits.values.flags import may_be_over, read_person_flag
from nqi_limits.values.text import is_placeholder, text_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nqi_limits.rulebooks.model import Asked
    from nqi_limits.rules.form.facts import FormFacts
    from nqi_limits.rules.form.outcomes import Bits
    from nqi_limits.sources.grid import Cell
    from nqi_limits.tables.table import Place

FLAG = "discredited"


class OrgDiscredited(OrganisationFormRule):
    """The column of lists of organisations decides (elsewhere it speaks of people), and before it a list of the discredited.

    Whoever such a list does not name is none of them.
    """

    id = "org-discredited"
    fields = (FLAG,)
    severities = (Severity.REVIEW, Severity.NOTE)
    kinds = (LISTED,)

    def said(self, facts: FormFacts, entry: Asked) -> Bits:
        """Whether the flag is set, or the list names the organisation."""
        said = self._column(facts)
        if facts.organisations.list_given(FLAG):
            told = said & (KNOWN | int(Says.DOUBTFUL))
            said = np.where(told > 0, said, int(Says.HOLDS)).astype(np.int8)
            said[list(facts.organisations.in_list(FLAG))] = int(Says.BREAKS)
        return said

    def words(self, facts: FormFacts, entry: Asked, organisation: int) -> tuple[str, Mapping[str, object]]:
        """By the list, where it names the organisation."""
        places = facts.organisations.in_list(FLAG).get(organisation)
        if places:
            return "message.listed", {"sheet": places[0].sheet}
        return "message.over" if self._column(facts)[organisation] & Says.DOUBTFUL else "message.flag", {}

    def cells(self, facts: FormFacts, organisation: int) -> list[Place]:
        """Those of the column and of the list."""
        return [*super().cells(facts, organisation), *facts.organisations.in_list(FLAG).get(organisation, ())]

    def _column(self, facts: FormFacts) -> Bits:
        return preferring_doubt(facts.organisations.said(FLAG, _says, self.kinds))


def _says(raw: Cell) -> Says:
    flag = read_person_flag(raw, FLAG)
    if flag is None:
        return Says.NOTHING if is_placeholder(text_key(raw)) else Says.UNCLEAR
    if flag and may_be_over(raw, FLAG):
        return Says.DOUBTFUL
    return Says.BREAKS if flag else Says.HOLDS

"""资格 1, 形审 3(1): mainland legal persons; no state organ leads or takes part."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.findings.model import Severity
from nqi_limits.rules.form.organisation_rule import OrganisationFormRule
from nqi_limits.rules.form.outcomes import KNOWN, Says
from nqi_limits.values.organisations import (
    MAINLAND,
    OUTSIDE,
    OrganisationKind,
    read_credit_code,
    read_kind,
    read_region,
)
from nqi_limits.values.text import is_placeholder, text_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nqi_limits.rulebooks.model import Asked
    from nqi_limits.rules.form.facts import FormFacts
    from nqi_limits.rules.form.outcomes import Bits
    from nqi_limits.sources.grid import Cell
    from nqi_limits.tables.table import Place

# How the 统一社会信用代码 of an organ begins (GB 32100).
_ORGAN = "11"
_MESSAGES = {"organisation_kind": "kind", "registered_in": "place", "credit_code": "code"}


class OrgKind(OrganisationFormRule):
    """By 单位性质 and 注册地; where the kind is not given, the 统一社会信用代码 of a state organ asks for a review."""

    id = "org-kind"
    severities = (Severity.REVIEW, Severity.NOTE)
    fields = ("organisation_kind", "registered_in")

    def said(self, facts: FormFacts, entry: Asked) -> Bits:
        """Both what it is and where it is registered must be known to be right; either is enough to be wrong."""
        said = facts.organisations.said
        what = said("organisation_kind", _of_kind)
        where = said("registered_in", _of_region) | said("organisation_kind", _outside)
        breaks = ((what & KNOWN) == Says.BREAKS) | ((where & KNOWN) == Says.BREAKS)
        holds = ((what & KNOWN) == Says.HOLDS) & ((where & KNOWN) == Says.HOLDS)
        both = int(Says.HOLDS | Says.BREAKS)
        contradictory = ((what & KNOWN) == both) | ((where & KNOWN) == both)
        organ = ((what & KNOWN) == 0) & (said("credit_code", _of_code) > 0)
        doubtful = np.where(organ, int(Says.DOUBTFUL), 0)
        left = np.where(contradictory, both, ((what | where) & int(Says.UNCLEAR)) | doubtful)
        return np.where(breaks, int(Says.BREAKS), np.where(holds, int(Says.HOLDS), left)).astype(np.int8)

    def words(self, facts: FormFacts, entry: Asked, organisation: int) -> tuple[str, Mapping[str, object]]:
        """With what is wrong as written: the kind, the place or both."""
        wrong = self._wrong(facts, organisation)
        message = "both" if len(wrong) > 1 else _MESSAGES[next(iter(wrong))]
        return f"message.{message}", {f"{_MESSAGES[field]}s": texts for field, texts in wrong.items()}

    def cells(self, facts: FormFacts, organisation: int) -> list[Place]:
        """Those that are wrong; without any, all that tell kind and place."""
        wrong = self._wrong(facts, organisation)
        return facts.organisations.cells(organisation, tuple(wrong) or self.fields)

    def _wrong(self, facts: FormFacts, organisation: int) -> dict[str, tuple[str, ...]]:
        """The columns whose cells are wrong by themselves, with these cells as written; a code counts without anything else."""
        texts = facts.organisations.texts
        kinds = [
            text for text in texts(organisation, "organisation_kind") if _of_kind(text) & Says.BREAKS or _outside(text)
        ]
        places = [text for text in texts(organisation, "registered_in") if _of_region(text) is Says.BREAKS]
        codes = [text for text in texts(organisation, "credit_code") if _of_code(text)]
        found = {"organisation_kind": tuple(kinds), "registered_in": tuple(places)}
        found = {field: written for field, written in found.items() if written}
        return found or ({"credit_code": tuple(codes)} if codes else {})


def _of_kind(raw: Cell) -> Says:
    kind = read_kind(raw)
    if kind in (OrganisationKind.STATE_ORGAN, OrganisationKind.NO_LEGAL_PERSON):
        return Says.BREAKS
    if kind in (OrganisationKind.MAINLAND, OrganisationKind.OTHER):
        return Says.HOLDS
    if kind is OrganisationKind.OUTSIDE or is_placeholder(text_key(raw)):
        return Says.NOTHING
    return Says.UNCLEAR


def _outside(raw: Cell) -> Says:
    return Says.BREAKS if read_kind(raw) is OrganisationKind.OUTSIDE else Says.NOTHING


def _of_region(raw: Cell) -> Says:
    region = read_region(raw)
    if region:
        return {MAINLAND: Says.HOLDS, OUTSIDE: Says.BREAKS}[region]
    return Says.NOTHING if is_placeholder(text_key(raw)) else Says.UNCLEAR


def _of_code(raw: Cell) -> Says:
    return Says.DOUBTFUL if read_credit_code(raw).startswith(_ORGAN) else Says.NOTHING

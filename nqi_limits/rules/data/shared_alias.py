"""A former or short name that the office gives to two organisations: it can stand for neither."""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.findings.making import make_finding
from nqi_limits.findings.model import Severity, Wording
from nqi_limits.rules.rule import DataRule
from nqi_limits.values.organisations import organisation_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from nqi_limits.findings.model import Finding
    from nqi_limits.rules.data.facts import DataFacts


class SharedAlias(DataRule):
    """One finding for each such name."""

    id = "shared-alias"
    severities = (Severity.REVIEW,)

    def concerns(self, facts: DataFacts) -> NDArray[np.bool_]:
        """The contradictions in 单位, all of them."""
        return np.ones(len(facts.records.organisation_names.contradictions), dtype=np.bool_)

    def check(self, facts: DataFacts, concerned: NDArray[np.bool_]) -> Iterable[Finding]:
        """The contradictions in 单位."""
        for one in compress(facts.records.organisation_names.contradictions, concerned):
            told = {"alias": one.name, "organisations": one.organisations}
            yield make_finding(
                self,
                Severity.REVIEW,
                organisations=one.organisations,
                message=Wording(f"rule.{self.id}.message", told),
                advice=Wording(f"rule.{self.id}.advice.review"),
                places=one.places,
                about=(organisation_key(one.name),),
            )

"""A role word that the program does not know. What it may be taken for is the reading `unknown-role`."""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.findings.making import make_finding
from nqi_limits.findings.model import Severity, Wording
from nqi_limits.rules.rule import DataRule
from nqi_limits.values.roles import Role, read_role
from nqi_limits.values.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from nqi_limits.findings.model import Finding
    from nqi_limits.rules.data.facts import DataFacts


class UnknownRole(DataRule):
    """One note for each word and sheet."""

    id = "unknown-role"
    severities = (Severity.NOTE,)
    readings = ("unknown-role",)

    def concerns(self, facts: DataFacts) -> NDArray[np.bool_]:
        """The tables of members and of projects that have roles."""
        asked = ["role" in table.columns and table.kind not in ("ignored", "people") for table in facts.records.tables]
        return np.array(asked, dtype=np.bool_)

    def check(self, facts: DataFacts, concerned: NDArray[np.bool_]) -> Iterable[Finding]:
        """Words in role columns that no list of roles has."""
        for table in compress(facts.records.tables, concerned):
            column = table.columns.get("role")
            if column is None or table.kind in ("ignored", "people"):
                continue
            for code, raw in enumerate(column.values):
                if Role.UNKNOWN not in read_role(raw).roles:
                    continue
                rows = np.flatnonzero(column.codes == code).tolist()
                word = clean(raw)
                yield make_finding(
                    self,
                    Severity.NOTE,
                    message=Wording(f"rule.{self.id}.message", {"word": word, "count": len(rows)}),
                    advice=Wording(f"rule.{self.id}.advice.note"),
                    places=(place for row in rows for place in table.places(row, ("role",))),
                    about=(table.file, table.sheet, word),
                )

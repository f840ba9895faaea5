"""形审 4: how many organisations a project may have, the leading one included."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.rules.form.counting import CountRule

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nqi_limits.rules.form.facts import FormFacts
    from nqi_limits.tables.table import Place


class OrgCount(CountRule):
    """The organisations that lead an application and those of its members."""

    id = "org-count"
    fields = ("organisation_count",)

    def counted(self, facts: FormFacts) -> NDArray[np.int64]:
        """The organisations that rows of applications and of their members name."""
        return np.bincount(facts.organisations.applying.unit, minlength=len(facts.records.units))

    def shown(self, facts: FormFacts, unit: int) -> list[Place]:
        """The first cell that names each organisation."""
        return list(facts.organisations.cells_of_application(unit).values())

"""A member row of a project that no list has: its end date and programme cannot be known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.findings.making import make_finding
from nqi_limits.findings.model import Severity, Wording
from nqi_limits.records.units import END_FIELDS
from nqi_limits.rules.rule import DataRule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from nqi_limits.findings.model import Finding
    from nqi_limits.records.model import Records
    from nqi_limits.rules.data.facts import DataFacts
    from nqi_limits.tables.table import Place

LIST_OF = {"ongoing-members": "ongoing-projects", "application-members": "applications"}


class UnknownProject(DataRule):
    """One finding for each project or application; silent where there is no list that it could be missing from."""

    id = "unknown-project"
    severities = (Severity.REVIEW,)

    def concerns(self, facts: DataFacts) -> NDArray[np.bool_]:
        """The projects and applications that no list has."""
        return _unlisted(facts.records)

    def check(self, facts: DataFacts, concerned: NDArray[np.bool_]) -> Iterable[Finding]:
        """Projects and applications that stand only in lists of members."""
        records = facts.records
        given = {rows.table.kind for rows in records.units.tables}
        unlisted = np.append(concerned & _unlisted(records), False)
        for kind, wanted in LIST_OF.items():
            if wanted not in given:
                continue
            for rows in records.units.tables:
                if rows.table.kind != kind:
                    continue
                for unit in np.unique(rows.unit[unlisted[rows.unit]]).tolist():
                    at = np.flatnonzero(rows.unit == unit).tolist()
                    fields = ("project_number", "application_number", "topic_number", "project_name")
                    places = [place for row in at for place in rows.table.places(row, fields)]
                    yield self._finding(facts, unit, len(at), places)

    def _finding(self, facts: DataFacts, unit: int, count: int, places: list[Place]) -> Finding:
        units = facts.records.units
        number = units.shown[unit]
        is_project = bool(units.is_project[unit])
        return make_finding(
            self,
            Severity.REVIEW,
            applications=() if is_project else (number,),
            ongoing=(number,) if is_project else (),
            message=Wording(f"rule.{self.id}.message", {"number": number, "count": count}),
            advice=Wording(f"rule.{self.id}.advice.review", {"projects": number}),
            places=places,
            about=(*units.keys[unit],),
        )


def _unlisted(records: Records) -> NDArray[np.bool_]:
    """For each project and application whether it stands in lists of members only."""
    unlisted = np.ones(len(records.units) + 1, dtype=np.bool_)
    for rows in records.units.tables:
        # a flat sheet carries the project's own columns: it is a list too
        if rows.is_list or any(name in rows.table.columns for name in (*END_FIELDS, "project_name")):
            unlisted[rows.unit] = False
    return unlisted[:-1]

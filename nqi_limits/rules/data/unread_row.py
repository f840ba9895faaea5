"""A row that holds something and could not be understood. Never dropped in silence: who stands in it was not checked."""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.findings.making import make_finding
from nqi_limits.findings.model import Severity, Wording
from nqi_limits.rules.rule import DataRule
from nqi_limits.tables.table import Place
from nqi_limits.values.glued_names import glued_names, parts_of
from nqi_limits.values.name_words import names_organisation
from nqi_limits.values.person_names import hidden_names, names_elsewhere, read_names
from nqi_limits.values.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from nqi_limits.findings.model import Finding
    from nqi_limits.rules.data.facts import DataFacts
    from nqi_limits.sources.grid import Cell


class UnreadRow(DataRule):
    """One finding for each row."""

    id = "unread-row"
    severities = (Severity.REVIEW,)

    def concerns(self, facts: DataFacts) -> NDArray[np.bool_]:
        """The tables with rows that could not be understood, or that name nobody."""
        nameless = {at for at, _, _ in facts.records.nameless}
        tables = enumerate(facts.records.tables)
        return np.array([bool(table.unread) or at in nameless for at, table in tables], dtype=np.bool_)

    def check(self, facts: DataFacts, concerned: NDArray[np.bool_]) -> Iterable[Finding]:
        """Rows without what their table needs, and cells that name nobody (待定) or point to names elsewhere (见附件)."""
        for table in compress(facts.records.tables, concerned):
            if table.kind == "ignored":
                continue
            for row in table.unread:
                place = Place(table.file, table.sheet, row.row, row.column, row.header, row.value)
                yield self._finding(place, Wording(row.why))
        for index, at, field in facts.records.nameless:
            found = facts.records.tables[index].place(at, field)
            if found is not None and concerned[index]:
                why = _why_nobody(found.value)
                yield self._finding(found, why, "" if why.key == "gaps.no-person" else found.header)

    def _finding(self, place: Place, why: Wording, column: str = "") -> Finding:
        """The finding of a row, or of one cell of it where `column`, its header, is given."""
        key = f"rule.{self.id}.message.{'cell' if column else 'row'}"
        return make_finding(
            self,
            Severity.REVIEW,
            message=Wording(key, {"why": why, "sheet": place.sheet, "row": place.row}),
            advice=Wording(f"rule.{self.id}.advice.review"),
            places=(place,),
            about=(place.file, place.sheet, str(place.row), *([column] if column else ())),
        )


def _why_nobody(raw: Cell) -> Wording:
    """Why a cell of names names nobody that was checked."""
    if names_elsewhere(raw):
        return Wording("gaps.named-elsewhere")
    if any(hidden_names([name.shown for name in read_names(raw)])):
        return Wording("gaps.hidden-name")
    if glued := glued_names(raw):
        parts = tuple(part for name in glued for part in parts_of(name))
        return Wording("gaps.glued-names", {"names": parts}) if parts else Wording("gaps.more-than-a-name")
    return Wording("gaps.organisation-for-name" if names_organisation(clean(raw)) else "gaps.no-person")

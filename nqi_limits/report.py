"""What `check` gives back: inputs, findings, verdicts, what was not checked, and the graph behind them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    import networkx as nx
    import pandas as pd

    from nqi_limits.earlier.accepted import Accepted
    from nqi_limits.findings.decisions import Decisions
    from nqi_limits.findings.model import ApplicationVerdict, Finding, PersonRef, Unchecked, Wording
    from nqi_limits.records.model import Records
    from nqi_limits.rulebooks.model import Rulebook
    from nqi_limits.rules.alike import Alike
    from nqi_limits.rules.open_pairs import OpenPair
    from nqi_limits.sources.grid import SourceFile
    from nqi_limits.tables.mapping.model import ColumnMapping
    from nqi_limits.tables.table import Place, Table


@dataclass(frozen=True, slots=True)
class Allowance:
    """How much room one person has left: a row of the sheet 人员限额.

    `places_certain` counts under every open reading settled strictly, `places_at_best` leniently. `may_lead` is "yes", "no"
    or "depends" ; `barred_by` holds the numbers of the ongoing projects (or ids of rules) that bar the person.
    """

    person: PersonRef
    applied: tuple[str, ...]
    counting: tuple[str, ...]
    depends: tuple[str, ...]
    exempt: tuple[str, ...]
    places_certain: int
    places_at_best: int
    may_join: str
    may_lead: str
    barred_by: tuple[str, ...]


@dataclass
class Report:
    """The outcome of one check.

    `alike` finds the pairs of records that may be one person.
    `decisions` is None where none were brought back, `accepted` where no accepted list was given. `remarks` tell how
    inputs were read where that is worth knowing: repaired, hidden, unknown.
    """

    files: list[SourceFile]
    tables: list[Table]
    rulebook: Rulebook
    readings: Mapping[str, str]
    records: Records
    findings: list[Finding]
    applications: list[ApplicationVerdict]
    unchecked: list[Unchecked]
    alike: Alike
    decisions: Decisions | None = None
    accepted: Accepted | None = None
    remarks: list[Wording] = field(default_factory=list)
    mapping: ColumnMapping | None = None
    checked_at: dt.datetime = field(default_factory=lambda: dt.datetime.now().astimezone())

    @cached_property
    def graph(self) -> nx.MultiDiGraph[str]:
        """The whole graph of people, projects, topics, applications and organisations, built when first asked for."""
        from nqi_limits.graph.build import build_graph

        return build_graph(self.records)

    def frame(self, lang: str = "zh") -> pd.DataFrame:
        """The findings as a table of texts, a row for each, with the columns of the CSV file; ID numbers are masked."""
        import pandas as pd

        from nqi_limits.outputs.csv import findings_in_rows

        headers, rows = findings_in_rows(self, lang)
        return pd.DataFrame(rows, columns=headers, dtype=object)

    @cached_property
    def pairs(self) -> list[OpenPair]:
        """The pairs of records on which the office has to decide who is who, then those on which it has decided."""
        from nqi_limits.rules.open_pairs import open_pairs

        return open_pairs(self.alike)

    @property
    def files_read(self) -> list[SourceFile]:
        """Every file that was read, the inputs first: none of them may be written to."""
        brought = (*(self.decisions.files if self.decisions else ()), *(self.accepted.files if self.accepted else ()))
        return [*self.files, *brought]

    @property
    def rules_without_list(self) -> tuple[str, ...]:
        """The rules that had nothing to compare with, for want of an accepted list."""
        from nqi_limits.rules.form.changed_after_acceptance import ChangedAfterAcceptance as Rule

        asked = self.accepted is None and self.counts["applications"] and Rule().entry(self.rulebook)
        return (Rule.id,) if asked else ()

    @property
    def counts(self) -> dict[str, int]:
        """How many people, ongoing projects, applications and memberships the inputs hold."""
        return self.records.counts()

    def allowances(self) -> list[Allowance]:
        """A row for each person, sorted by organisation and name."""
        from nqi_limits.findings.allowances import allowances

        return allowances(self.records, self.rulebook, self.readings)

    def to_dict(self, lang: str = "zh", show_ids: bool = False) -> dict[str, Any]:
        """The report as the JSON document that docs/report.schema.json describes; ID numbers are masked unless `show_ids`."""
        from nqi_limits.outputs.json import report_as_dict

        return report_as_dict(self, lang, show_ids)


__all__ = ["Allowance", "Place", "Report"]

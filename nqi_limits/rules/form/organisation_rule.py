"""A rule of form review that asks something of each organisation that leads an application or takes part in one."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from nqi_limits.findings.making import make_finding
from nqi_limits.findings.model import Wording
from nqi_limits.rules.form.facts import APPLYING
from nqi_limits.rules.form.organisations import OWNERS
from nqi_limits.rules.form.outcomes import BOUNDARY_DAY, KNOWN, Says, settled
from nqi_limits.rules.form.rule import FormRule
from nqi_limits.rules.grading import NOTED, certain, doubtful
from nqi_limits.values.organisations import organisation_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from nqi_limits.findings.model import Finding, Unchecked
    from nqi_limits.rules.form.facts import FormFacts
    from nqi_limits.rules.form.outcomes import Bits
    from nqi_limits.rules.grading import Graded
    from nqi_limits.tables.table import Place

NAMED_BY = ("lead_organisation", "organisation")


class OrganisationFormRule(FormRule):
    """One finding for each organisation that breaks the rule, with every application that it leads or takes part in."""

    kinds: ClassVar[Sequence[str]] = tuple(OWNERS)

    @abstractmethod
    def said(self, facts: FormFacts, entry: Any) -> Bits:
        """For each organisation what is said of the requirement."""

    def words(self, facts: FormFacts, entry: Any, organisation: int) -> tuple[str, Mapping[str, object]]:
        """Which message to give and what fills its blanks, beside the organisation and the applications."""
        return "message", {}

    def cells(self, facts: FormFacts, organisation: int) -> list[Place]:
        """The cells that say it."""
        return facts.organisations.cells(organisation, self.fields)

    def concerns(self, facts: FormFacts) -> NDArray[np.bool_]:
        """The units that are applications: whoever leads them or takes part in them is asked."""
        return ~facts.records.units.is_project

    def check(self, facts: FormFacts, entry: Any, concerned: NDArray[np.bool_]) -> Iterable[Finding | Unchecked]:
        """The findings, and what could not be decided: organisations without the fact, applications without organisations."""
        apply = facts.organisations.in_any(concerned)
        bits = settled(self.said(facts, entry), facts.settings.readings)
        known = bits & KNOWN
        in_doubt = (bits & int(Says.DOUBTFUL)) > 0
        broken = apply & ((known == Says.BREAKS) | (known == Says.BOUNDARY) | in_doubt)
        graded = {
            int(Says.BREAKS): certain(entry.grade, facts.settings.readings),
            int(Says.BOUNDARY): doubtful([BOUNDARY_DAY]),
        }
        for one in np.flatnonzero(broken).tolist():
            grade = graded.get(int(known[one]), doubtful())
            yield self._made(facts, entry, grade, one, *self.words(facts, entry, one))
        yield from self._unknown(facts, entry, apply & ~broken & (known != Says.HOLDS), bits)
        asked = np.flatnonzero(concerned & ~facts.records.units.is_project)
        nameless = set(asked.tolist()) - set(facts.organisations.applying.unit.tolist())
        named = facts.has(*NAMED_BY, kinds=APPLYING)
        yield from self.undecided(facts, len(nameless), nameless, named, NAMED_BY)

    def _unknown(
        self, facts: FormFacts, entry: Any, which: NDArray[np.bool_], bits: Bits
    ) -> Iterator[Finding | Unchecked]:
        found = np.flatnonzero(which).tolist()
        missing = tuple(field for field in self.fields if not facts.has(field, kinds=self.kinds))
        told = not missing
        columns = tuple(Wording(f"fields.{field}") for field in self.fields)
        for one in found if told else ():
            why = "contradictory" if bits[one] & KNOWN else "unclear" if bits[one] & Says.UNCLEAR else "blank"
            if why == "blank" and not facts.organisations.listed[one]:
                why = "unlisted"
            more = {"columns": columns, "rule": Wording(f"rule.{self.id}.title")}
            yield self._made(facts, entry, NOTED, one, f"findings.form.organisation.{why}", more)
        units = {unit for one in found for unit in facts.organisations.units_of(one)}
        yield from self.undecided(facts, len(found), units, told, missing)

    def _made(
        self,
        facts: FormFacts,
        entry: Any,
        graded: Graded,
        organisation: int,
        message: str,
        more: Mapping[str, object],
    ) -> Finding:
        organisations = facts.organisations
        name = organisations.names[organisation]
        units = organisations.units_of(organisation)
        applications = tuple(sorted(facts.records.units.shown[unit] for unit in units))
        # Nothing falls with a note: one application shows where the organisation is named.
        shown_in = units[:1] if graded is NOTED else units
        key = message if message.startswith("findings.") else f"rule.{self.id}.{message}"
        return make_finding(
            self,
            graded.severity,
            applications=applications,
            falls=() if graded is NOTED else applications,
            organisations=(name,),
            readings=graded.readings,
            message=Wording(key, {"organisation": name, "applications": applications, **more}),
            advice=graded.advice(self.id, {"applications": applications}),
            places=(
                *self.cells(facts, organisation),
                *(organisations.cells_of_application(unit)[organisation] for unit in shown_in),
            ),
            clauses=entry.clauses,
            about=(organisation_key(name),),
        )

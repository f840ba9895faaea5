"""Rules of form review that ask something of each application."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from nqi_limits.findings.making import make_finding
from nqi_limits.findings.model import Wording
from nqi_limits.rules.form.facts import APPLYING
from nqi_limits.rules.form.outcomes import KNOWN, Says
from nqi_limits.rules.form.rule import FormRule
from nqi_limits.rules.grading import NOTED, asked, certain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from nqi_limits.findings.model import Finding, Unchecked
    from nqi_limits.rules.form.facts import FormFacts
    from nqi_limits.rules.form.outcomes import Bits
    from nqi_limits.rules.grading import Graded
    from nqi_limits.tables.table import Place

CATEGORY = ("category",)
NAMES = ("application_number", "project_name")


class ApplicationFormRule(FormRule):
    """A finding for each application that breaks the rule, a note for each of which too little is told."""

    def concerns(self, facts: FormFacts) -> NDArray[np.bool_]:
        """The units that are applications."""
        return ~facts.records.units.is_project

    def told(self, facts: FormFacts) -> bool:
        """Whether any list of applications or of their members has a column that tells what is asked."""
        return facts.has(*self.fields, kinds=APPLYING)

    def places(self, facts: FormFacts, unit: int) -> list[Place]:
        """The cells that say it."""
        return facts.unit_cells(unit, self.fields)

    def unknown(self, facts: FormFacts, units: NDArray[np.bool_], bits: Bits) -> Iterator[Finding | Unchecked]:
        """Notes on applications of which too little is told, and how many they are."""
        found = np.flatnonzero(units).tolist()
        told = self.told(facts)
        if told:
            for unit in found:
                yield self._note(facts, unit, int(bits[unit]))
        yield from self.undecided(facts, len(found), found, told)

    def category_unknown(self, facts: FormFacts, units: NDArray[np.bool_]) -> Iterator[Unchecked]:
        """What to say of applications that hang on whether they are young scientists' projects (青年科学家项目)."""
        found = np.flatnonzero(units).tolist()
        yield from self.undecided(facts, len(found), found, facts.has(*CATEGORY, kinds=APPLYING), CATEGORY)

    def _note(self, facts: FormFacts, unit: int, bits: int) -> Finding:
        why = "contradictory" if bits & KNOWN else "unclear" if bits & Says.UNCLEAR else "blank"
        columns = tuple(Wording(f"fields.{field}") for field in self.fields)
        told = {"columns": columns, "rule": Wording(f"rule.{self.id}.title")}
        places = self.places(facts, unit) or facts.unit_cells(unit, NAMES)[:1]
        return self.made(facts, NOTED, (unit,), f"findings.form.application.{why}", told, places)

    def made(
        self,
        facts: FormFacts,
        graded: Graded,
        units: Sequence[int],
        message: str,
        told: Mapping[str, object],
        places: Iterable[Place],
        arithmetic: Wording | None = None,
        about: tuple[str, ...] = (),
    ) -> Finding:
        """A finding on these applications; `message` is a key of the rule's, or a whole key; `about` tells several apart."""
        numbers = tuple(sorted(facts.records.units.shown[unit] for unit in units))
        key = message if message.startswith("findings.") else f"rule.{self.id}.{message}"
        entry = self.entry(facts.settings.rulebook)
        assert entry is not None
        blanks = {"applications": numbers, "asked": asked(entry.grade), **told}
        return make_finding(
            self,
            graded.severity,
            applications=numbers,
            falls=() if graded is NOTED else numbers,
            readings=graded.readings,
            message=Wording(key, blanks),
            advice=graded.advice(self.id, blanks),
            arithmetic=arithmetic,
            places=places,
            clauses=entry.clauses,
            about=(*sorted(facts.records.units.keys[unit][1] for unit in units), *about),
        )


class ApplicationFactRule(ApplicationFormRule):
    """What its cells say of each application decides by itself; `young_only` rules are about young scientists' projects."""

    young_only: ClassVar[bool] = False

    @abstractmethod
    def said(self, facts: FormFacts, entry: Any) -> Bits:
        """For each unit what is said of the requirement."""

    @abstractmethod
    def words(self, facts: FormFacts, entry: Any, unit: int) -> tuple[str, Mapping[str, object]]:
        """Which message to give and what fills its blanks, beside the application."""

    def arithmetic(self, facts: FormFacts, entry: Any, unit: int) -> Wording | None:
        """The sum, where there is one to show."""
        return None

    def concerns(self, facts: FormFacts) -> NDArray[np.bool_]:
        """The units that are applications, young scientists' or such as may be only where the rule is about them."""
        applications = super().concerns(facts)
        return applications & ((facts.young & KNOWN) != Says.BREAKS) if self.young_only else applications

    def check(self, facts: FormFacts, entry: Any, concerned: NDArray[np.bool_]) -> Iterable[Finding | Unchecked]:
        """The findings, and what could not be decided: for want of the fact itself, or of the category."""
        asked = concerned & ~facts.records.units.is_project
        young = facts.young & KNOWN
        sure = asked & (young == Says.HOLDS) if self.young_only else asked
        possible = asked & (young != Says.BREAKS) if self.young_only else asked
        bits = self.said(facts, entry)
        known = bits & KNOWN
        graded = certain(entry.grade, facts.settings.readings)
        for unit in np.flatnonzero(sure & (known == Says.BREAKS)).tolist():
            places = self.places(facts, unit)
            yield self.made(
                facts, graded, (unit,), *self.words(facts, entry, unit), places, self.arithmetic(facts, entry, unit)
            )
        yield from self.unknown(facts, sure & (known != Says.HOLDS) & (known != Says.BREAKS), bits)
        yield from self.category_unknown(facts, possible & ~sure & (known != Says.HOLDS))

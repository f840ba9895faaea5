"""What the two rules on ages in young scientists' projects share: men and women are born on or after a day of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.findings.model import Wording
from nqi_limits.rules.form.births import (
    FEMALE,
    MALE,
    birth_places,
    birth_text,
    births,
    births_told,
    sex_places,
    sexes,
)
from nqi_limits.rules.form.facts import APPLYING
from nqi_limits.rules.form.outcomes import BOUNDARY_DAY, KNOWN, Says, born_from, settled
from nqi_limits.rules.form.rule import PersonFormRule

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from nqi_limits.findings.model import Finding, Unchecked
    from nqi_limits.rulebooks.model import YoungAges
    from nqi_limits.rules.form.facts import FormFacts, Scope
    from nqi_limits.rules.form.outcomes import Bits
    from nqi_limits.tables.table import Place


class YoungAgeRule(PersonFormRule):
    """Those of `asked` who are in young scientists' projects. Where an application's category is not known, whoever is not
    young enough is counted as not checked.
    """

    fields = ("birth_date", "sex", "id_number")

    def asked(self, facts: FormFacts) -> Scope:
        """Whom the rule would speak of in a young scientists' project."""
        raise NotImplementedError

    def scope(self, facts: FormFacts) -> Scope:
        """Them, in projects that are."""
        return self.asked(facts).within(_of_units(facts, facts.is_young))

    def told(self, facts: FormFacts) -> bool:
        """Whether birth dates or valid ID numbers are given at all."""
        return births_told(facts)

    def said(self, facts: FormFacts, entry: YoungAges) -> Bits:
        """Whether the person is young enough."""
        return young_enough(facts, entry)[facts.records.mentions.person]

    def concerns(self, facts: FormFacts) -> NDArray[np.bool_]:
        """Those who are, or may be, in a young scientists' project."""
        return self.asked(facts).within(_of_units(facts, facts.is_young | ((facts.young & KNOWN) == 0))).possible

    def check(self, facts: FormFacts, entry: YoungAges, concerned: NDArray[np.bool_]) -> Iterable[Finding | Unchecked]:
        """The findings in young scientists' projects, and the cases that hang on a category that is not given."""
        yield from super().check(facts, entry, concerned)
        unsure = self.asked(facts).within(_of_units(facts, (facts.young & KNOWN) == 0)).possible & concerned
        if unsure.any():
            mentions = facts.records.mentions
            unsure &= (self.said(facts, entry) & KNOWN) != int(Says.HOLDS)
            told = facts.has("category", kinds=APPLYING)
            people, units = np.unique(mentions.person[unsure]), np.unique(mentions.unit[unsure])
            yield from self.undecided(facts, len(people), units.tolist(), told, ("category",))

    def words(
        self, facts: FormFacts, entry: YoungAges, person: int, rows: Sequence[int]
    ) -> tuple[str, Mapping[str, object]]:
        """With the birth date as written, the sex, and the day for it; both days where the sex is not known."""
        sex = int(sexes(facts)[person])
        limits = {MALE: entry.men_born_from, FEMALE: entry.women_born_from}
        said = {MALE: "male", FEMALE: "female"}
        limit: object = limits.get(sex, (entry.men_born_from, entry.women_born_from))
        return "message", {
            "birth": birth_text(facts, person),
            "sex": Wording(f"findings.form.sex-{said.get(sex, 'unknown')}"),
            "limit": limit,
        }

    def places(self, facts: FormFacts, person: int, rows: Sequence[int]) -> list[Place]:
        """The cells that tell birth date and sex, and the application's category."""
        units = sorted({int(facts.records.mentions.unit[row]) for row in rows})
        categories = [place for unit in units for place in facts.unit_cells(unit, ("category",))]
        return [*birth_places(facts, person), *sex_places(facts, person), *categories]


def _of_units(facts: FormFacts, which: NDArray[np.bool_]) -> NDArray[np.bool_]:
    return np.append(which, False)[facts.records.mentions.unit]


def young_enough(facts: FormFacts, entry: YoungAges) -> Bits:
    """What is said of each person's age. Of whom no sex is known: what is so for men and for women, else UNCLEAR."""
    men, women = (_of_sex(facts, limit) for limit in (entry.men_born_from, entry.women_born_from))
    sex = sexes(facts)
    breaking = int(Says.BREAKS | Says.BOUNDARY)
    known = (men & KNOWN, women & KNOWN)
    fails = ((known[0] & ~breaking) == 0) & ((known[1] & ~breaking) == 0) & (known[0] > 0) & (known[1] > 0)
    on_limit = fails & (((men | women) & int(Says.BOUNDARY)) > 0)
    either = np.where(
        on_limit,
        int(Says.BOUNDARY),
        np.where(
            fails,
            int(Says.BREAKS),
            np.where(men == women, men, np.where(men | women, int(Says.UNCLEAR), 0)),
        ),
    )
    return np.where(sex == MALE, men, np.where(sex == FEMALE, women, either)).astype(np.int8)


def _of_sex(facts: FormFacts, limit: dt.date | str) -> Bits:
    assert not isinstance(limit, str)
    readings = facts.settings.readings
    return settled(births(facts, lambda dates: born_from(dates, limit, readings[BOUNDARY_DAY])), readings)

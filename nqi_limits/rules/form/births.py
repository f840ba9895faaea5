"""When people were born and of which sex they are: what columns say, else what a valid ID number says, else their age."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.rules.form.facts import APPLYING
from nqi_limits.rules.form.outcomes import Says, preferred
from nqi_limits.values.ages import read_age
from nqi_limits.values.dates import Dates, read_date
from nqi_limits.values.flags import read_sex
from nqi_limits.values.text import is_placeholder, text_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from nqi_limits.rules.form.facts import FormFacts
    from nqi_limits.rules.form.outcomes import Bits
    from nqi_limits.sources.grid import Cell
    from nqi_limits.tables.table import Place

BIRTH_FIELDS = ("birth_date", "id_number", "age")
WITH_AGES = ("people", *APPLYING)  # lists of ongoing projects may be years old
MALE, FEMALE = 1, 2
_SEXES = {"male": MALE, "female": FEMALE, "": 0}


def births(facts: FormFacts, read: Callable[[Dates], Says]) -> Bits:
    """What the birth date of each person says; an age is taken to be that of the call's year or the year before."""
    column = facts.of_people(facts.said("birth_date", lambda raw, _: read(read_date(raw))))
    number = facts.from_ids(lambda one: read(read_date(one.birth)) if one.birth else Says.NOTHING)
    told = preferred(column, number)
    year = facts.settings.rulebook.year
    return preferred(told, facts.of_people(facts.said("age", partial(_of_age, read, year), WITH_AGES)))


def births_told(facts: FormFacts) -> bool:
    """Whether birth dates or ages are told at all."""
    return facts.has("birth_date", "age") or bool((facts.records.id_numbers.birth > 0).any())


def sexes(facts: FormFacts) -> NDArray[np.int8]:
    """For each person MALE, FEMALE, or 0 where neither column nor number tells, or rows contradict each other."""
    column = facts.of_people(facts.said("sex", lambda raw, _: _SEXES[read_sex(raw)]))
    number = facts.from_ids(lambda one: _SEXES[one.sex])
    found = np.where(column > 0, column, number).astype(np.int8)
    return np.where(found == MALE | FEMALE, 0, found).astype(np.int8)


def birth_text(facts: FormFacts, person: int) -> str:
    """The birth date of a person as written, else as in the ID number, else the age; "" where none is there."""
    if written := facts.texts(person, "birth_date"):
        return written[0]
    number = facts.records.person(person).id_number
    if number and number.valid and number.birth:
        return number.birth.isoformat()
    return next(iter(facts.texts(person, "age")), "")


def birth_places(facts: FormFacts, person: int) -> list[Place]:
    """The cells that tell a birth date: the column's, where none is filled those of the ID number and the age too."""
    return facts.cells(person, ("birth_date",) if facts.texts(person, "birth_date") else BIRTH_FIELDS)


def sex_places(facts: FormFacts, person: int) -> list[Place]:
    """The cells that tell the sex: the column's, where none is filled those of the ID number too."""
    return facts.cells(person, ("sex",) if facts.texts(person, "sex") else ("sex", "id_number"))


def _of_age(read: Callable[[Dates], Says], year: int, raw: Cell, _: str) -> Says:
    age = read_age(raw)
    if age is None:
        return Says.NOTHING if is_placeholder(text_key(raw)) else Says.UNCLEAR
    return read(Dates(dt.date(year - age - 2, 1, 1), dt.date(year - age, 12, 31), "year"))

"""What the rules share that ask whether somebody is one of those who may not take part: a yes/no column decides, or a list."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from nqi_limits.findings.model import Severity, Wording
from nqi_limits.records.listed import Likeness
from nqi_limits.rules.form.outcomes import KNOWN, Says, preferring_doubt
from nqi_limits.rules.form.rule import PersonFormRule, by_person
from nqi_limits.rules.grading import NOTED
from nqi_limits.values.flags import may_be_over, read_person_flag
from nqi_limits.values.text import is_placeholder, text_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from nqi_limits.findings.model import Finding, Unchecked
    from nqi_limits.rulebooks.model import Asked
    from nqi_limits.rules.form.facts import FormFacts, Scope
    from nqi_limits.rules.form.outcomes import Bits
    from nqi_limits.sources.grid import Cell
    from nqi_limits.tables.table import Place

SAME_NAME_ORG = "same-name-org"
NAMESAKE = (Likeness.APART, Likeness.BARE)


class FlagRule(PersonFormRule):
    """Nobody who takes part is what `flag` says, by the column of that name or a list kept as a sheet of its own.

    A list comes before the column, and whoever it does not name is none of them. A namesake in it is a note. A column that is
    blank for everyone gives no notes. A cell that says 是 and that it is over, 是（已退休）, is in doubt.
    """

    severities: ClassVar[tuple[Severity, ...]] = (Severity.REVIEW, Severity.NOTE)
    readings = ("ordinary-member", "unknown-role", SAME_NAME_ORG)
    unclear = "unclear-word"
    flag: ClassVar[str]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.fields = (cls.flag,)

    def scope(self, facts: FormFacts) -> Scope:
        """Whoever takes part."""
        return facts.members()

    def told(self, facts: FormFacts) -> bool:
        """Whether there is a column or a list."""
        return super().told(facts) or facts.lists.given(self.flag)

    def said(self, facts: FormFacts, entry: Asked) -> Bits:
        """Yes breaks, no holds; the list decides for those whom it names, and for those of whom the column says nothing."""
        said = self._column(facts)
        if facts.lists.given(self.flag):
            told = said & (KNOWN | int(Says.DOUBTFUL))
            said = np.where(told > 0, said, int(Says.HOLDS)).astype(np.int8)
            for person, match in facts.lists.matches(self.flag).items():
                said[person] = _of_match(match.likeness, int(told[person]), facts.settings.readings[SAME_NAME_ORG])
        return said[facts.records.mentions.person]

    def noted(self, facts: FormFacts) -> NDArray[np.bool_]:
        """Leaders, where the column is filled for anybody, and anyone of whom it holds what cannot be read.

        Namesakes get a note of their own.
        """
        column = self._column(facts)
        strange = ((column & int(Says.UNCLEAR)) > 0)[facts.records.mentions.person]
        return ((facts.leads & column.any()) | strange) & ~self._namesakes(facts)

    def doubts(self, facts: FormFacts, entry: Asked, person: int) -> tuple[str, ...]:
        """Whether the person is the one in the list."""
        return (SAME_NAME_ORG,) if self._may_be_named(facts, person) else ()

    def check(self, facts: FormFacts, entry: Asked, concerned: NDArray[np.bool_]) -> Iterable[Finding | Unchecked]:
        """The findings, what could not be decided, and a note on each who has a namesake in a list."""
        yield from super().check(facts, entry, concerned)
        namesakes = self._namesakes(facts)
        if namesakes.any():
            matches = facts.lists.matches(self.flag)
            for person, rows in by_person(facts, namesakes & concerned & self.scope(facts).possible).items():
                match = matches[person]
                message = f"findings.form.namesake-{match.likeness.name.casefold()}"
                yield self.made(facts, entry, NOTED, person, rows, message, _of_list(self.flag, match.table.sheet))
        yield from self._penalties_over(facts, entry, concerned)

    def _penalties_over(self, facts: FormFacts, entry: Asked, concerned: NDArray[np.bool_]) -> Iterator[Finding]:
        """A note on each who stands in a list with a penalty that is over, where the column does not say yes."""
        over = facts.lists.over(self.flag)
        if not over:
            return
        flagged = (self._column(facts) & int(Says.BREAKS | Says.DOUBTFUL)) > 0
        named = np.zeros(facts.records.people, dtype=np.bool_)
        named[list(over)] = True
        named &= ~flagged
        wanted = named[facts.records.mentions.person] & concerned & self.scope(facts).possible
        for person, rows in by_person(facts, wanted).items():
            match = over[person]
            told = {**_of_list(self.flag, match.table.sheet), "ended": match.ended}
            found = self.made(facts, entry, NOTED, person, rows, "findings.form.penalty-over", told)
            yield replace(found, places=(*found.places, *match.places))

    def words(
        self, facts: FormFacts, entry: Asked, person: int, rows: Sequence[int]
    ) -> tuple[str, Mapping[str, object]]:
        """By the list, where it rests on one."""
        match = facts.lists.matches(self.flag).get(person)
        if match is None or not self._may_be_named(facts, person):
            if not self._column(facts)[person] & Says.DOUBTFUL:
                return "message", {}
            written = {"column": Wording(f"fields.{self.flag}"), "written": tuple(facts.texts(person, self.flag)[:2])}
            return "findings.form.flag-over", {**written, "rule": Wording(f"rule.{self.id}.title")}
        same = match.likeness is Likeness.SAME
        return f"findings.form.{'listed' if same else 'listed-maybe'}", _of_list(self.flag, match.table.sheet)

    def places(self, facts: FormFacts, person: int, rows: Sequence[int]) -> Iterable[Place]:
        """The cells of the column and of the list."""
        match = facts.lists.matches(self.flag).get(person)
        return [*facts.cells(person, self.fields), *(match.places if match else ())]

    def _column(self, facts: FormFacts) -> Bits:
        """What the column says of each person; one cell that says that it is over puts a 是 elsewhere in doubt."""
        return preferring_doubt(facts.of_people(facts.said(self.flag, partial(_says, self.flag))))

    def _may_be_named(self, facts: FormFacts, person: int) -> bool:
        """Whether a finding on a person rests on a list."""
        match = facts.lists.matches(self.flag).get(person)
        if match is None or match.likeness in NAMESAKE:
            return False
        return match.likeness is Likeness.SAME or not self._column(facts)[person] & Says.DOUBTFUL

    def _namesakes(self, facts: FormFacts) -> NDArray[np.bool_]:
        """The mentions of people who share no more than the name with someone in a list, and of whom the column says nothing."""
        found = np.zeros(facts.records.people, dtype=np.bool_)
        lenient = facts.settings.readings[SAME_NAME_ORG] == "lenient"
        for person, match in facts.lists.matches(self.flag).items():
            found[person] = match.likeness in NAMESAKE or (lenient and match.likeness is Likeness.SAME_NAME_ORG)
        found &= (self._column(facts) & KNOWN) == 0
        return found[facts.records.mentions.person]


def _of_match(likeness: Likeness, told: int, reading: str) -> Says:
    """What a row of a list says of a person, beside what the column has `told` of them."""
    if likeness is Likeness.SAME or (likeness is Likeness.SAME_NAME_ORG and reading == "strict"):
        return Says.BREAKS
    if told & Says.BREAKS:
        return Says(told)
    if likeness is Likeness.SAME_NAME_ORG and reading == "open":
        return Says.DOUBTFUL
    if told:
        return Says(told)
    return Says.UNCLEAR if likeness is Likeness.BARE else Says.HOLDS


def _of_list(flag: str, sheet: str) -> Mapping[str, object]:
    return {"list": Wording(f"tables.list.{flag}"), "sheet": sheet}


def _says(flag: str, raw: Cell, _: str) -> Says:
    answer = read_person_flag(raw, flag)
    if answer is None:
        return Says.NOTHING if is_placeholder(text_key(raw)) else Says.UNCLEAR
    if answer and may_be_over(raw, flag):
        return Says.DOUBTFUL
    return Says.BREAKS if answer else Says.HOLDS

"""What a rule of form review is: it asks what its entry in the rulebook says, and tells what it could not decide."""

from __future__ import annotations

from abc import abstractmethod
from collections import defaultdict
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from nqi_limits.findings.making import make_finding
from nqi_limits.findings.model import Severity, Unchecked, Wording
from nqi_limits.rulebooks.entries import figures
from nqi_limits.rulebooks.model import OPEN
from nqi_limits.rules.form.outcomes import BOUNDARY_DAY, KNOWN, Says, settled
from nqi_limits.rules.grading import NOTED, asked, certain, doubtful
from nqi_limits.rules.rule import Rule
from nqi_limits.values.text import is_placeholder, text_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from nqi_limits.findings.model import Finding
    from nqi_limits.rulebooks.model import Entry, Rulebook
    from nqi_limits.rules.form.facts import FormFacts, Scope
    from nqi_limits.rules.form.outcomes import Bits
    from nqi_limits.rules.grading import Graded


class FormRule(Rule):
    """A rule of form review; its numbers and dates are those of its entry in the rulebook.

    `fields` are the columns it rests on: they are what a finding shows, and what would settle it where they are missing.
    """

    severities: ClassVar[tuple[Severity, ...]] = (Severity.NOTE,)
    fields: ClassVar[tuple[str, ...]] = ()

    def entry(self, rulebook: Rulebook) -> Entry | None:
        """What the call asks, None where it does not ask it."""
        entry: Entry | None = getattr(rulebook.form_review, self.id.replace("-", "_"))
        return None if entry is None or getattr(entry, "asked", True) is False else entry

    def left_open_by(self, rulebook: Rulebook) -> bool:
        """Whether its entry leaves open what it needs to decide anything."""
        return any(self.left_open(entry) for entry in self.entries(rulebook))

    def run(self, facts: FormFacts) -> Iterable[Finding | Unchecked]:
        """The findings, and what could not be decided; nothing where the call does not ask it."""
        entry = self.entry(facts.settings.rulebook)
        if entry is None:
            return
        if self.left_open(entry):
            yield Unchecked(self.id, self.why("open-parameter"), len(facts.applications))
        elif (concerned := self.concerns(facts)).any():
            yield from self.check(facts, entry, concerned)

    def left_open(self, entry: Entry) -> bool:
        """Whether the rulebook leaves open what the rule needs to decide anything."""
        return any(value == OPEN for _, value in figures(entry))

    @abstractmethod
    def concerns(self, facts: FormFacts) -> NDArray[np.bool_]:
        """What to look at: a mask over mentions, units or organisations, as the kind of rule says."""

    @abstractmethod
    def check(self, facts: FormFacts, entry: Any, concerned: NDArray[np.bool_]) -> Iterable[Finding | Unchecked]:
        """The findings on what the rule concerns, and what could not be decided of it."""

    def why(self, reason: str, fields: Sequence[str] = ()) -> Wording:
        """Why something was not checked, and which columns would settle it."""
        columns = tuple(Wording(f"fields.{field}") for field in fields or self.fields)
        return Wording(f"gaps.{reason}", {"rule": Wording(f"rule.{self.id}.title"), "columns": columns})

    def undecided(
        self, facts: FormFacts, count: int, units: Iterable[int], told: bool, fields: Sequence[str] = ()
    ) -> Iterator[Unchecked]:
        """What to say of `count` cases without facts; where no column tells (not `told`), no application is held up by it."""
        if count and told:
            yield Unchecked(self.id, self.why("no-fact", fields), count, frozenset(units))
        elif count:
            yield Unchecked(self.id, self.why("no-column", fields), count)


class PersonFormRule(FormRule):
    """A rule that asks something of each leader or member.

    Of whom it could not be decided, leaders get a note each; the others are only counted. `unclear` is how the note says that
    cells are filled and decide nothing; "unclear-word" quotes them.
    """

    unclear: ClassVar[str] = "unclear"

    @abstractmethod
    def scope(self, facts: FormFacts) -> Scope:
        """Whom the rule speaks of."""

    @abstractmethod
    def said(self, facts: FormFacts, entry: Any) -> Bits:
        """For each mention what is said of the requirement."""

    def told(self, facts: FormFacts) -> bool:
        """Whether any table has a column that tells what is asked."""
        return facts.has(*self.fields)

    def words(self, facts: FormFacts, entry: Any, person: int, rows: Sequence[int]) -> tuple[str, Mapping[str, object]]:
        """Which message to give and what fills its blanks, beside the person's name and the applications."""
        return "message", {}

    def noted(self, facts: FormFacts) -> NDArray[np.bool_]:
        """The mentions that get a note where nothing could be decided."""
        return facts.leads

    def doubts(self, facts: FormFacts, entry: Any, person: int) -> tuple[str, ...]:
        """The open readings on which it hangs whether someone of whom DOUBTFUL is said breaks the rule."""
        return ()

    def concerns(self, facts: FormFacts) -> NDArray[np.bool_]:
        """The mentions of those of whom the rule may speak."""
        return self.scope(facts).possible

    def check(self, facts: FormFacts, entry: Any, concerned: NDArray[np.bool_]) -> Iterable[Finding | Unchecked]:
        """One finding for each person that breaks the rule, and what could not be decided."""
        scope = self.scope(facts).within(concerned)
        bits = settled(self.said(facts, entry), facts.settings.readings)
        known = bits & KNOWN
        in_doubt = (bits & int(Says.DOUBTFUL)) > 0
        broken = scope.possible & ((known == Says.BREAKS) | (known == Says.BOUNDARY) | in_doubt)
        unknown = scope.possible & (known != Says.HOLDS) & ~broken
        for person, rows in by_person(facts, broken).items():
            yield from self._findings(facts, entry, scope, person, rows, bits)
        if not unknown.any():
            return
        told = self.told(facts)
        if told:
            for person, rows in by_person(facts, unknown & scope.sure & self.noted(facts)).items():
                yield self._note(facts, entry, person, rows, int(bits[rows[0]]))
        mentions = facts.records.mentions
        people = np.unique(mentions.person[unknown])
        yield from self.undecided(facts, len(people), np.unique(mentions.unit[unknown]).tolist(), told)

    def _findings(
        self, facts: FormFacts, entry: Any, scope: Scope, person: int, rows: list[int], bits: Bits
    ) -> Iterator[Finding]:
        """What is certain, and what hangs on readings in other applications; the latter may come to nothing by itself."""
        units = facts.records.mentions.unit
        sure = [row for row in rows if scope.sure[row] and bits[row] & KNOWN == Says.BREAKS]
        if sure:
            graded = certain(entry.grade, facts.settings.readings)
            yield self._made_of(facts, entry, graded, person, sure)
        settled_units = {int(units[row]) for row in sure}
        rest = [row for row in rows if int(units[row]) not in settled_units]
        if not rest:
            return
        unsure = [row for row in rest if not scope.sure[row]]
        readings: set[str] = set(scope.hangs_on(unsure) if unsure else ())
        readings.update([BOUNDARY_DAY] if any(bits[row] & KNOWN == Says.BOUNDARY for row in rest) else [])
        if any(bits[row] & KNOWN != Says.BREAKS and bits[row] & Says.DOUBTFUL for row in rest):
            readings.update(self.doubts(facts, entry, person))
        yield self._made_of(facts, entry, doubtful(readings), person, rest, ("open",) if sure else ())

    def _made_of(
        self,
        facts: FormFacts,
        entry: Any,
        graded: Graded,
        person: int,
        rows: list[int],
        about: tuple[str, ...] = (),
    ) -> Finding:
        message, more = self.words(facts, entry, person, rows)
        return self.made(facts, entry, graded, person, rows, message, more, about)

    def _note(self, facts: FormFacts, entry: Any, person: int, rows: list[int], bits: int) -> Finding:
        given = bits & Says.UNCLEAR or any(
            not is_placeholder(text_key(text)) for field in self.fields for text in facts.texts(person, field)
        )
        why = "contradictory" if bits & KNOWN else self.unclear if given else "blank"
        columns = tuple(Wording(f"fields.{field}") for field in self.fields)
        more: dict[str, object] = {"columns": columns, "rule": Wording(f"rule.{self.id}.title")}
        if why == "unclear-word":
            more["written"] = tuple(dict.fromkeys(text for field in self.fields for text in facts.texts(person, field)))
        return self.made(facts, entry, NOTED, person, rows, f"findings.form.{why}", more)

    def made(
        self,
        facts: FormFacts,
        entry: Any,
        graded: Graded,
        person: int,
        rows: list[int],
        message: str,
        more: Mapping[str, object],
        about: tuple[str, ...] = (),
    ) -> Finding:
        """A finding on a person in the applications of some mentions; `message` is a key of the rule's, or a whole key.

        `about` tells two findings of one person apart.
        """
        who = facts.who(person)
        units = sorted({int(facts.records.mentions.unit[row]) for row in rows})
        applications = tuple(sorted(facts.records.units.shown[unit] for unit in units))
        blanks = {"name": who["name"], "applications": applications, "asked": asked(entry.grade), **more}
        key = message if message.startswith("findings.") else f"rule.{self.id}.{message}"
        return make_finding(
            self,
            graded.severity,
            person=who,
            applications=applications,
            falls=() if graded is NOTED else applications,
            readings=graded.readings,
            message=Wording(key, blanks),
            advice=graded.advice(self.id, blanks),
            places=(*facts.role_cells(rows), *self.places(facts, person, rows)),
            clauses=entry.clauses,
            about=about,
        )

    def places(self, facts: FormFacts, person: int, rows: Sequence[int]) -> Iterable[Any]:
        """The cells that say it."""
        return facts.cells(person, self.fields)


def by_person(facts: FormFacts, mask: NDArray[np.bool_]) -> dict[int, list[int]]:
    """The mentions in a mask, person by person."""
    found: dict[int, list[int]] = defaultdict(list)
    for row in np.flatnonzero(mask).tolist():
        found[int(facts.records.mentions.person[row])].append(row)
    return found

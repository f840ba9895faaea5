"""What a rule is. A limit rule says three things: whom it can concern, which readings it knows, and what breaks it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from nqi_limits.findings.making import DATA
from nqi_limits.findings.model import Severity
from nqi_limits.rulebooks.entries import form_review
from nqi_limits.rules.grading import possible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from nqi_limits.findings.model import Finding, Wording
    from nqi_limits.rulebooks.model import Entry, Grade, LimitSet, Rulebook
    from nqi_limits.rules.data.facts import DataFacts
    from nqi_limits.rules.people import Block, Settings
    from nqi_limits.rules.screen import Tally
    from nqi_limits.rules.standing import Stake, View


COUNTING = ("cutoff-day", "missing-end", "unknown-programme")
ROLES = ("ordinary-member", "unknown-role")


class Rule(ABC):
    """Every rule: its id, the readings it knows, and the severities that it gives beside the grade of its entry.

    `concerns` says what the rule has to look at, as a mask over people, rows, applications … What it leaves out can have
    neither a finding nor anything undecided under any reading: it may name too much, never too little, and is quick, since it
    is asked of whole columns. `check` looks at nothing else.
    """

    id: ClassVar[str]
    severities: ClassVar[tuple[Severity, ...]] = ()
    readings: ClassVar[tuple[str, ...]] = ()

    def entries(self, rulebook: Rulebook) -> Sequence[Entry]:
        """The entries of the rulebook that the rule decides by: the one of its name; none where the call does not ask it."""
        named = [entry for name, entry in form_review(rulebook) if name == self.id]
        return [entry for entry in named if getattr(entry, "asked", True) is not False]

    def clauses_under(self, rulebook: Rulebook) -> tuple[str, ...]:
        """The clauses that it rests on under a rulebook; none where the call does not ask it."""
        return tuple(dict.fromkeys(clause for entry in self.entries(rulebook) for clause in entry.clauses))

    def grades(self, rulebook: Rulebook) -> Iterable[Grade]:
        """How grave it is under a rulebook to break what the rule checks for certain."""
        return [entry.grade for entry in self.entries(rulebook)]

    def severities_under(self, rulebook: Rulebook) -> tuple[Severity, ...]:
        """All severities that it can give under a rulebook, the gravest first."""
        return possible(self.grades(rulebook), self.severities)

    def left_open_by(self, rulebook: Rulebook) -> bool:
        """Whether the rulebook leaves open all that the rule would need to decide anything."""
        return False


class PersonRule(Rule):
    """A rule decided person by person, by walking the graph."""

    @abstractmethod
    def concerns(self, tally: Tally) -> NDArray[np.bool_]:
        """For each block of the tally, whether anyone in it can have a finding under any reading. Never too few."""

    def applies(self, limits: LimitSet) -> bool:
        """Whether this limit asks what the rule checks."""
        return True

    def entries(self, rulebook: Rulebook) -> Sequence[Entry]:
        """The limits that ask what the rule checks."""
        return [limits for limits in rulebook.limit_sets if self.applies(limits)]

    @abstractmethod
    def check(self, block: Block, settings: Settings) -> Iterable[Finding]:
        """The findings on the people of one block, under the block's limit set."""


@dataclass(frozen=True)
class Breach:
    """What breaks a limit rule under settled readings: the stakes it rests on and the words for it.

    `certain` is False where a fact that no reading is about is not known: then it is a point for review however the readings
    are settled. `way` ends the key of the advice where that hangs on how the rule is broken (".leading").
    """

    applications: tuple[Stake, ...]
    ongoing: tuple[Stake, ...]
    arithmetic: Wording | None
    message: str = "message"
    facts: Mapping[str, object] = field(default_factory=dict)
    certain: bool = True
    way: str = ""


class LimitRule(PersonRule):
    """One of the limit rules (资格 4). `breach` must be monotone: what breaks it leniently breaks it strictly.

    `own_readings` are those of `readings` that hang on the rule rather than on a fact about a project or role.
    """

    severities = (Severity.REVIEW,)
    own_readings: ClassVar[tuple[str, ...]] = ()

    def grade(self, limits: LimitSet) -> Grade:
        """How grave it is to break the rule for certain."""
        return limits.grade

    def grades(self, rulebook: Rulebook) -> Iterable[Grade]:
        """The grade under each limit that asks what the rule checks."""
        return [self.grade(limits) for limits in rulebook.limit_sets if self.applies(limits)]

    @abstractmethod
    def breach(self, view: View, limits: LimitSet) -> Breach | None:
        """What breaks the rule under this view, or None."""

    def check(self, block: Block, settings: Settings) -> Iterable[Finding]:
        """The findings of this rule in one block, graded over the open readings."""
        from nqi_limits.rules.deciding import decide

        return decide(self, block, settings)


class DataRule(Rule):
    """A rule about the data itself: what could not be read or does not fit together."""

    @abstractmethod
    def concerns(self, facts: DataFacts) -> NDArray[np.bool_]:
        """What to look at: a mask over mentions, people, units or tables, as the rule says."""

    def clauses_under(self, rulebook: Rulebook) -> tuple[str, ...]:
        """No call asks it: the same under every rulebook."""
        return DATA

    @abstractmethod
    def check(self, facts: DataFacts, concerned: NDArray[np.bool_]) -> Iterable[Finding]:
        """The findings on what the rule concerns."""

    def run(self, facts: DataFacts) -> Iterable[Finding]:
        """The findings in all tables."""
        concerned = self.concerns(facts)
        return self.check(facts, concerned) if concerned.any() else ()

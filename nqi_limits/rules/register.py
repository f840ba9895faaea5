"""The register of clauses: every clause of a call with the rules that decide it, or why none can.

Which rules decide a clause is not written down anywhere: it follows from the clauses that the rulebook's entries name and
from the rules that are registered.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nqi_limits.rulebooks.entries import all_entries, form_review
from nqi_limits.rules.registry import all_rules
from nqi_limits.rules.rule import DataRule

if TYPE_CHECKING:
    from nqi_limits.rulebooks.model import Rulebook


@dataclass(frozen=True, slots=True)
class Registered:
    """One clause in words, and the ids of the rules that have to do with it.

    `rules` decide it; `left_open` would, but the rulebook leaves open what they need; `missing` are asked by the rulebook
    while this version has no such rule. `paper` is what the office must see on paper, "" where there is nothing of the kind.
    """

    id: str
    about: str
    rules: tuple[str, ...]
    left_open: tuple[str, ...]
    missing: tuple[str, ...]
    paper: str

    @property
    def undecided(self) -> tuple[str, ...]:
        """The rules that ought to decide it and do not."""
        return (*self.left_open, *self.missing)

    @property
    def in_hands(self) -> bool:
        """Whether a rule decides it, or the register says that the office must."""
        return bool(self.rules) or bool(self.paper and not self.undecided)


def register(rulebook: Rulebook, lang: str) -> list[Registered]:
    """The clauses that the rulebook lists, in its order, then those that its entries name beside them."""
    listed = {clause.id: clause for clause in rulebook.clauses}
    named = dict.fromkeys(clause for _, entry in all_entries(rulebook) for clause in entry.clauses)
    deciding, left_open = _by_clause(rulebook)
    missing = _missing(rulebook)
    found = []
    for name in dict.fromkeys([*listed, *named]):
        clause = listed.get(name)
        found.append(
            Registered(
                id=name,
                about=getattr(clause.about, lang) if clause else "",
                rules=tuple(deciding.get(name, ())),
                left_open=tuple(left_open.get(name, ())),
                missing=tuple(missing.get(name, ())),
                paper=getattr(clause.paper, lang) if clause and clause.paper else "",
            )
        )
    return found


def _by_clause(rulebook: Rulebook) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """For each clause the rules that decide it, and those that the rulebook leaves without what they need."""
    deciding: dict[str, list[str]] = {}
    left_open: dict[str, list[str]] = {}
    for rule in all_rules():
        if isinstance(rule, DataRule):
            continue
        for clause in rule.clauses_under(rulebook):
            (left_open if rule.left_open_by(rulebook) else deciding).setdefault(clause, []).append(rule.id)
    return deciding, left_open


def _missing(rulebook: Rulebook) -> dict[str, list[str]]:
    """For each clause the entries for which there is no rule."""
    known = {rule.id for rule in all_rules()}
    found: dict[str, list[str]] = {}
    for name, entry in form_review(rulebook):
        if name not in known and getattr(entry, "asked", True) is not False:
            for clause in entry.clauses:
                found.setdefault(clause, []).append(name)
    return found

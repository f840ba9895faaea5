"""The register of clauses in words: who decides a clause, and what became of the clauses in one check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nqi_limits.rules.register import register
from nqi_limits.words.catalogue import say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nqi_limits.outputs.telling import Teller
    from nqi_limits.report import Report
    from nqi_limits.rules.register import Registered


def decided_by(clause: Registered, lang: str, shown: Callable[[str], str] = str) -> str:
    """Who decides a clause; `shown` is how a rule's id is written."""
    told = {"rules": clause.rules, "left-open": clause.left_open, "missing": clause.missing}
    parts = [
        say(f"register.{key}", lang, rules=tuple(shown(rule) for rule in rules)) for key, rules in told.items() if rules
    ]
    return say("register.mark", lang).join(parts) or say(
        "register.none" if clause.paper else "register.unhandled", lang
    )


def coverage_lines(report: Report, teller: Teller, rules_left_out: Sequence[str] = ()) -> list[str]:
    """The clauses that were checked whole, in part and not at all, and those that the office must see on paper; a line each."""
    told: dict[str, list[str]] = {key: [] for key in ("whole", "partly", "not-checked", "on-paper", "paper-too")}
    left_out = {*rules_left_out, *report.rules_without_list}
    short = left_out | {one.rule for one in report.unchecked}
    for clause in register(report.rulebook, teller.lang):
        outcome = _outcome(clause, left_out, short)
        name = (
            clause.id if outcome != "on-paper" else teller.say("register.named", clause=clause.id, about=clause.about)
        )
        told[outcome].append(name)
        if clause.paper and (clause.rules or clause.undecided):
            told["paper-too"].append(clause.id)
    return [teller.say(f"register.{key}", clauses=tuple(clauses)) for key, clauses in told.items() if clauses]


def _outcome(clause: Registered, left_out: set[str], short: set[str]) -> str:
    if not clause.rules and not clause.undecided:
        return "on-paper" if clause.paper else "not-checked"
    if not set(clause.rules) - left_out:
        return "not-checked"
    return "partly" if clause.undecided or short & set(clause.rules) else "whole"

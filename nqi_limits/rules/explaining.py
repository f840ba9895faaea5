"""One rule explained, the same for `nqi-limits rules`, docs/rules.md and the workbook's sheet 规则说明."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nqi_limits.errors import UsageProblem
from nqi_limits.findings.model import Wording
from nqi_limits.rulebooks.model import OPEN
from nqi_limits.rulebooks.says import figure, says
from nqi_limits.rules.registry import all_rules
from nqi_limits.words.catalogue import LIST_MARK, entry, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from nqi_limits.rulebooks.model import Entry, LimitSet, Rulebook
    from nqi_limits.rules.rule import Rule

_GUIDE = ("资格", "形审")


@dataclass(frozen=True, slots=True)
class Expected:
    """A finding that an example gives: its severity, and the person's name ("" where it speaks of no person)."""

    severity: str
    person: str


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example: the story, its sheets (name -> pipe table) and what the rule reports on them.

    `accepted` are the sheets of the accepted list of an earlier day, where the rule compares with one.
    """

    story: str
    sheets: Mapping[str, str]
    expect: tuple[Expected, ...]
    accepted: Mapping[str, str]

    def tables(self, lang: str) -> Iterator[tuple[str, str]]:
        """What each of its tables is called, and the table; those of the accepted list first."""
        for sheet, table in self.accepted.items():
            yield say("explain.accepted-sheet", lang, sheet=sheet), table
        for sheet, table in self.sheets.items():
            yield say("explain.sheet", lang, sheet=sheet), table


@dataclass(frozen=True, slots=True)
class ReadingText:
    """One reading in words: both sides, the rulebook's setting ("open", "lenient" or "strict"), how to settle it."""

    name: str
    title: str
    lenient: str
    strict: str
    setting: str
    ask: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """All there is to say of one rule.

    `clauses` are as cited; `sets` is what the rulebook's entries say that the rule decides by, both empty where the call does
    not ask it; `decides` holds one point to an item.
    """

    rule: str
    title: str
    clauses: tuple[str, ...]
    sets: tuple[str, ...]
    severities: tuple[str, ...]
    asks: str
    decides: tuple[str, ...]
    readings: tuple[ReadingText, ...]
    breaks: Example
    holds: Example


def rule_facts(rulebook: Rulebook, lang: str) -> dict[str, object]:
    """What fills the blanks of explanations and readings: the call's limits, cut-off day and counted programmes."""
    limits = rulebook.limits
    names = {programme.id: programme.name for programme in rulebook.programmes}
    return {
        **form_facts(rulebook, lang),
        "lead_limit": figure(limits.max_led_applications, lang),
        "total_limit": limits.max_total,
        "cutoff": figure(limits.cutoff, lang),
        "programmes": LIST_MARK[lang].join(getattr(names[one], lang) for one in limits.programmes),
        **_of_leaders(limits, {one: getattr(name, lang) for one, name in names.items()}),
    }


def _of_leaders(limits: LimitSet, names: Mapping[str, str]) -> dict[str, object]:
    """What leaders of ongoing projects may not do: lead; join, too; or join only where theirs is of certain programmes."""
    join, lead = set(limits.leader_may_not_join), set(limits.leader_may_not_lead)
    way = "leading" if not join else "joining" if lead <= join else "some"
    which = {"programmes": tuple(names[one] for one in limits.leader_may_not_join)}
    rule = "rule.ongoing-leader-applies"
    return {f"leader_{blank}": Wording(f"{rule}.{blank}.{way}", which) for blank in ("barred", "barring")}


def form_facts(rulebook: Rulebook, lang: str) -> dict[str, object]:
    """The blanks of the rest of form review; what the rulebook leaves open or does not ask is said in words."""
    form = rulebook.form_review
    asked: dict[str, object] = {
        "leader_born_from": form.leader_birth_date and form.leader_birth_date.born_from,
        "leader_months": form.leader_months and form.leader_months.months_a_year,
        "young_men_born_from": form.young_leader_age and form.young_leader_age.men_born_from,
        "young_women_born_from": form.young_leader_age and form.young_leader_age.women_born_from,
        "young_members_men_born_from": form.young_member_age and form.young_member_age.men_born_from,
        "young_members_women_born_from": form.young_member_age and form.young_member_age.women_born_from,
        "org_registered_by": form.org_registered and form.org_registered.registered_before,
        "max_topics": form.topic_count and form.topic_count.at_most,
        "max_organisations": form.org_count and form.org_count.at_most,
        "max_organisations_young": form.org_count and form.org_count.young_at_most,
        "min_years": form.project_period and form.project_period.from_years,
        "max_years": form.project_period and form.project_period.to_years,
        "young_directions": form.young_direction and form.young_direction.directions,
        "young_funding": form.young_funding and form.young_funding.amount,
    }
    unknown: dict[object, str] = {None: say("rulebook.not-asked", lang), OPEN: say("rulebook.left-open", lang)}
    young_topics = form.topic_count and form.topic_count.young_at_most
    topics = {"most": _plain(young_topics, unknown)}
    return {
        **{name: _plain(value, unknown) for name, value in asked.items()},
        "young_topics": Wording(f"rule.topic-count.young.{'none' if young_topics == 0 else 'some'}", topics),
    }


def _plain(value: object, unknown: Mapping[object, str]) -> object:
    if isinstance(value, float):
        return f"{value:g}"
    return unknown.get(value, value) if value is None or isinstance(value, str) else value


def cited(clause: str, lang: str) -> str:
    """A clause as cited in `lang`: 资格 4, in English with a gloss; 数据 for a rule about the data itself.

    A blank after the source may be left out. Clauses of sources that the catalogue does not know are cited as the rulebook
    writes them.
    """
    source = next((one for one in entry("clauses") if clause.startswith(one)), "")
    return say(f"clauses.{source}", lang, item=clause.removeprefix(source).strip()) if source else clause


def legend(clauses: Iterable[str], lang: str) -> str:
    """How the guide's clauses are cited; "" where none of these clauses is one of them."""
    return say("clauses.legend", lang) if any(clause.startswith(_GUIDE) for clause in clauses) else ""


def explain_reading(name: str, lang: str, rulebook: Rulebook) -> ReadingText:
    """The reading of this name in words."""
    facts = rule_facts(rulebook, lang)
    return ReadingText(
        name=name,
        title=say(f"readings.{name}.title", lang),
        lenient=say(f"readings.{name}.lenient", lang, **facts),
        strict=say(f"readings.{name}.strict", lang, **facts),
        setting=rulebook.readings[name],  # type: ignore[index]
        ask=say(f"readings.{name}.ask", lang, **facts),
    )


def explain(rule_id: str, lang: str, rulebook: Rulebook) -> Explanation:
    """The whole explanation of a registered rule. Raises UsageProblem where there is no rule of this name."""
    rules = {rule.id: rule for rule in all_rules()}
    if rule_id not in rules:
        raise UsageProblem(Wording("explain.no-such-rule", {"name": rule_id, "names": tuple(rules)}))
    rule: Rule = rules[rule_id]
    grades = tuple(dict.fromkeys(rule.grades(rulebook)))
    principle = say(f"explain.principle.{'review' if grades == ('review',) else 'flatly'}", lang)
    facts = {**rule_facts(rulebook, lang), "principle": principle}
    decides = say(f"rule.{rule.id}.decides", lang, **facts).strip().splitlines()
    return Explanation(
        rule=rule.id,
        title=say(f"rule.{rule.id}.title", lang),
        clauses=tuple(cited(clause, lang) for clause in rule.clauses_under(rulebook)),
        sets=tuple(_sets(entry, lang) for entry in rule.entries(rulebook)),
        severities=tuple(str(severity) for severity in rule.severities_under(rulebook)),
        asks=say(f"rule.{rule.id}.asks", lang, **facts),
        decides=(*decides, *(say(f"explain.graded.{grade}", lang) for grade in grades)),
        readings=tuple(explain_reading(name, lang, rulebook) for name in rule.readings if name in rulebook.readings),
        breaks=_example(rule.id, "breaks", lang),
        holds=_example(rule.id, "holds", lang),
    )


def _sets(entry: Entry, lang: str) -> str:
    """What an entry sets, where it is from, and when it was last compared with that."""
    return say("explain.set", lang, text=says(entry, lang), clause=cited(entry.clause, lang), day=entry.checked)


def _example(rule_id: str, which: str, lang: str) -> Example:
    told = entry(f"rule.{rule_id}.{which}")
    return Example(
        story=told[lang],
        sheets=told["sheets"],
        expect=tuple(_expected(line) for line in told.get("expect", ())),
        accepted=told.get("accepted", {}),
    )


def _expected(line: str) -> Expected:
    severity, _, person = line.partition(" ")
    return Expected(severity, person)


def explain_all(lang: str, rulebook: Rulebook) -> Sequence[Explanation]:
    """Every registered rule explained, in the order of the registry."""
    return [explain(rule.id, lang, rulebook) for rule in all_rules()]

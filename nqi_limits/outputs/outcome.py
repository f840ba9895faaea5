"""How a check came out, in sentences: never that all is well where something was not checked."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING

from nqi_limits.findings.model import Severity, Verdict
from nqi_limits.outputs.harmless import harmless
from nqi_limits.rules.explaining import cited

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nqi_limits.findings.model import ApplicationVerdict, Finding
    from nqi_limits.outputs.telling import Teller
    from nqi_limits.report import Report

# Sheets that are no lists: nothing in them goes unchecked.
NO_LISTS = ("tables.ignored.empty", "tables.ignored.decisions", "tables.ignored.results")
NO_COLUMN, NO_FACT = "gaps.no-column", "gaps.no-fact"
LEFT_OPEN = "gaps.open-parameter"
# Remarks on cells of which nothing is known.
UNKNOWN_CELLS = frozenset({"sources.remark.uncalculated", "sources.remark.error-cells"})


class Outcome(StrEnum):
    """How a check came out. Only CLEAR says that nothing was found and that all that could be asked was."""

    VIOLATION = "violation"
    REVIEW = "review"
    NOTHING_READ = "nothing-read"
    NO_APPLICATIONS = "no-applications"
    CLEAR_SO_FAR = "clear-so-far"
    CLEAR = "clear"


NOTHING_CHECKED = frozenset({Outcome.NOTHING_READ, Outcome.NO_APPLICATIONS})


def outcome_of(report: Report, rules_left_out: Sequence[str] = ()) -> Outcome:
    """The worst of what was found, on others where a verdict rests on them; where nothing was, whether that can be relied on."""
    found = {str(one) for one in _severities(report)} | {str(one.verdict) for one in report.applications if one.others}
    for outcome in (Outcome.VIOLATION, Outcome.REVIEW):
        if outcome in found:
            return outcome
    if not report.counts["applications"]:
        return _without_applications(report)
    return Outcome.CLEAR_SO_FAR if incomplete(report, rules_left_out) else Outcome.CLEAR


def _severities(report: Report) -> set[Severity]:
    return {finding.severity for finding in report.findings}


def _without_applications(report: Report) -> Outcome:
    understood = any(table.kind != "ignored" for table in report.tables)
    return Outcome.NO_APPLICATIONS if understood else Outcome.NOTHING_READ


def checked_sentence(report: Report, teller: Teller) -> str:
    """How much was checked; "" where no sheet was understood."""
    if _without_applications(report) is Outcome.NOTHING_READ:
        return ""
    counts = report.counts
    return teller.say(
        "table.summary.checked",
        people=teller.counted("people", counts["people"]),
        ongoing=teller.counted("ongoing", counts["ongoing_projects"]),
        applications=teller.counted("applications", counts["applications"]),
        memberships=teller.counted("memberships", counts["memberships"]),
    )


def verdicts_sentence(report: Report, teller: Teller) -> str:
    """How many applications have which verdict; "" without applications."""
    if not report.applications:
        return ""
    counts = Counter(one.verdict for one in report.applications)
    return teller.say(
        "table.verdicts.counts",
        applications=teller.counted("applications", len(report.applications)),
        parts=teller.in_one(
            teller.say("table.verdicts.count", verdict=teller.say(f"severity.verdict.{verdict}"), n=counts[verdict])
            for verdict in Verdict
            if counts[verdict]
        ),
    )


def deciding(
    application: ApplicationVerdict, by_id: Mapping[str, Finding], teller: Teller, *, whole: bool = True
) -> list[str]:
    """Whose findings a verdict rests on: people's names, titles of rules where a finding speaks of nobody.

    Of other members, who are not in the report, only the rules are told, and only where there is room for the `whole`.
    """
    found = (by_id[number] for number in application.findings)
    names = [
        harmless(teller.text(one.person.name)) if one.person else teller.rule_title(one.rule)
        for one in found
        if one.severity is not Severity.NOTE
    ]
    others = [
        teller.say("split.others", rule=teller.rule_title(rule), clause=cited(clause, teller.lang))
        if whole
        else teller.say("split.others-short")
        for rule, clause in application.others
    ]
    return list(dict.fromkeys((*names, *others)))


def outcome_sentence(report: Report, teller: Teller, rules_left_out: Sequence[str] = ()) -> str:
    """What was found; where nothing was, whether that can be relied on."""
    parts = [part for severity in Severity if (part := _found(report, teller, severity))]
    found = teller.say("table.summary.found", parts=teller.in_one(parts)) if parts else ""
    outcome = outcome_of(report, rules_left_out)
    others = sum(bool(one.others) for one in report.applications)
    if others:
        key = "others-too" if _severities(report) - {Severity.NOTE} else "others-only"
        return " ".join(part for part in (found, teller.say(f"split.{key}", n=others)) if part)
    if outcome in (Outcome.VIOLATION, Outcome.REVIEW):
        return found
    return " ".join(part for part in (teller.say(f"table.summary.{outcome}"), found) if part)


def incomplete(report: Report, rules_left_out: Sequence[str] = ()) -> bool:
    """Whether anything was left unchecked that could hide a conflict."""
    return (
        bool(report.unchecked or rules_left_out)
        or any(one.key in UNKNOWN_CELLS for one in report.remarks)
        or any(one.verdict is Verdict.UNCHECKED for one in report.applications)
        or any(table.kind == "ignored" and table.why_ignored not in NO_LISTS for table in report.tables)
    )


def unchecked_lines(report: Report, teller: Teller, rules_left_out: Sequence[str] = ()) -> list[str]:
    """What was not checked, a line each: facts that were missing, sheets not used, rules left out, files not given."""
    lines = [
        teller.say("table.unchecked.item", why=teller.said(one.why), n=one.count)
        for one in report.unchecked
        if one.why.key not in (NO_COLUMN, NO_FACT, LEFT_OPEN)
    ]
    for key, line in ((NO_FACT, "gaps.no-facts"), (NO_COLUMN, "gaps.no-columns")):
        alike = [one for one in report.unchecked if one.why.key == key]
        told = [teller.say(f"{line}-of", **one.why.facts, n=one.count) for one in alike]
        if told:
            lines.append(teller.say(line, rules=teller.in_one(told)))
    left_open = tuple(teller.rule_title(one.rule) for one in report.unchecked if one.why.key == LEFT_OPEN)
    if left_open:
        lines.append(teller.say("gaps.open-parameters", rulebook=report.rulebook.name, rules=left_open))
    lines.extend(
        teller.say("gaps.no-accepted-list", rule=teller.rule_title(rule))
        for rule in report.rules_without_list
        if rule not in rules_left_out
    )
    ignored = tuple(
        teller.say("table.unchecked.sheet", file=table.file, sheet=table.sheet)
        for table in report.tables
        if table.kind == "ignored" and table.why_ignored not in NO_LISTS
    )
    if ignored:
        lines.append(teller.say("table.unchecked.sheets", sheets=ignored))
    lines.extend(teller.said(one) for one in report.remarks if one.key in UNKNOWN_CELLS)
    if rules_left_out:
        titles = tuple(teller.rule_title(rule) for rule in rules_left_out)
        lines.append(teller.say("table.unchecked.rules", rules=titles))
    lines.append(teller.say("table.unchecked.only-these-files"))
    return [teller.text(line) for line in lines]


def _found(report: Report, teller: Teller, severity: Severity) -> str:
    found = [finding for finding in report.findings if finding.severity is severity]
    if not found:
        return ""
    counted = teller.counted(severity, len(found))
    people = {finding.person for finding in found if finding.person}
    falling = {number for finding in found for number in finding.falls}
    concerned = [
        teller.counted(what, count)
        for what, count in (("people", len(people)), ("applications", len(falling)))
        if count
    ]
    if severity is Severity.NOTE or not concerned:
        return counted
    return teller.say("table.summary.concerning", counted=counted, concerned=tuple(concerned))

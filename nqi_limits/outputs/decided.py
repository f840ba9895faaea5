"""The office's decisions, told: in words for the terminal and the workbook, as plain data for JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nqi_limits.findings.decisions import Conclusion

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nqi_limits.findings.decisions import Contradiction, Decision, Decisions, Stray, Written
    from nqi_limits.findings.model import Finding
    from nqi_limits.outputs.telling import Teller
    from nqi_limits.report import Report


def conclusion_word(conclusion: Conclusion, teller: Teller) -> str:
    """The word that 核实结论 is filled in with."""
    return teller.say(f"workbook.conclusion.{conclusion}")


def decision_sentence(decision: Decision, teller: Teller) -> str:
    """A decision in a line: the conclusion, the remark, who and when."""
    remark = teller.say("decisions.remark-mark", remark=teller.text(decision.remark)) if decision.remark else ""
    if decision.conclusion is None:
        text = teller.say("decisions.pending", remark=remark)
    else:
        text = conclusion_word(decision.conclusion, teller) + remark
    signature = " ".join(teller.text(part) for part in (decision.by, decision.on) if part)
    return teller.say("decisions.signed", decision=text, signature=signature) if signature else text


def carried_remark(decision: Decision, teller: Teller) -> str:
    """What 核实说明 holds in the next workbook: the remark; with the old conclusion where it holds no more."""
    if decision.conclusion is not None and decision.changed:
        facts = _facts(decision, teller)
        return teller.say("decisions.stale", decision=decision_sentence(decision, teller), facts=facts)
    return teller.text(decision.remark)


def counts_sentence(report: Report, teller: Teller) -> str:
    """How many findings have which conclusion, and how many decisions are to be looked at again; "" without decisions."""
    if report.decisions is None:
        return ""
    parts = [
        teller.say("decisions.count.conclusion", conclusion=conclusion_word(one, teller), n=count)
        for one, count in _counts(report.findings).items()
        if count
    ]
    for name in ("changed", "gone", "unasked", "contradictory"):
        if count := len(getattr(report.decisions, name)):
            parts.append(teller.say(f"decisions.count.{name}", n=count))
    return (
        teller.say("decisions.count.all", parts=teller.in_one(parts)) if parts else teller.say("decisions.count.none")
    )


def stray_lines(report: Report, teller: Teller) -> list[str]:
    """A line for each decision to look at again: contradictory, changed, gone, or put right where nothing was changed."""
    decisions = report.decisions
    if decisions is None:
        return []
    lines = [
        teller.say(
            "decisions.stray.contradictory",
            finding=_finding(one, (), teller),
            conclusions=teller.in_one(
                teller.say(
                    "decisions.stray.conclusion-at",
                    file=teller.text(where.file),
                    cell=where.cell,
                    conclusion=conclusion_word(conclusion, teller),
                )
                for conclusion, where in one.conclusions
            ),
        )
        for one in decisions.contradictory
    ]
    lines += [
        teller.say("decisions.stray.unadjusted", finding=_finding(one, one.applications, teller))
        for one in report.findings
        if one.decision is not None and one.decision.holds and one.decision.conclusion is Conclusion.ADJUSTED
    ]
    for name, strays in (("changed", decisions.changed), ("gone", decisions.gone), ("unasked", decisions.unasked)):
        lines += [
            teller.say(
                f"decisions.stray.{name}",
                finding=_finding(one, one.applications, teller),
                decision=decision_sentence(one.decision, teller),
                facts=_facts(one.decision, teller),
            )
            for one in strays
        ]
    return lines


def decision_as_dict(decision: Decision, teller: Teller) -> dict[str, Any]:
    """A decision as docs/report.schema.json describes it."""
    return {
        "conclusion": str(decision.conclusion) if decision.conclusion else None,
        "word": conclusion_word(decision.conclusion, teller) if decision.conclusion else "",
        "remark": teller.text(decision.remark),
        "by": teller.text(decision.by),
        "on": teller.text(decision.on),
        "holds": decision.holds,
        "changed": list(decision.changed),
        "place": _place(decision.written, teller),
    }


def decisions_as_dict(decisions: Decisions, findings: Sequence[Finding], teller: Teller) -> dict[str, Any]:
    """What became of all decisions, as docs/report.schema.json describes it."""
    return {
        "files": [{"file": teller.text(file.name), "sha256": file.sha256} for file in decisions.files],
        "counts": {str(one): count for one, count in _counts(findings).items()},
        "changed": [_stray(one, teller) for one in decisions.changed],
        "gone": [_stray(one, teller) for one in decisions.gone],
        "unasked": [_stray(one, teller) for one in decisions.unasked],
        "contradictory": [
            {
                "id": one.id,
                "rule": one.rule,
                "person": teller.text(one.person) or None,
                "conclusions": [
                    {"conclusion": str(conclusion), "place": _place(where, teller)}
                    for conclusion, where in one.conclusions
                ],
            }
            for one in decisions.contradictory
        ],
    }


def _counts(findings: Sequence[Finding]) -> dict[Conclusion, int]:
    decided = [one.decision.conclusion for one in findings if one.decision is not None and one.decision.holds]
    return {one: decided.count(one) for one in Conclusion}


def _facts(decision: Decision, teller: Teller) -> tuple[str, ...]:
    return tuple(teller.say(f"decisions.fact.{name}") for name in decision.changed)


def _finding(one: Stray | Contradiction | Finding, applications: Sequence[str], teller: Teller) -> str:
    text = teller.rule_title(one.rule)
    name = one.person if isinstance(one.person, str) else one.person.name if one.person else ""
    if name:
        text = teller.say("decisions.stray.finding", title=text, person=teller.text(name))
    if applications:
        facts = {"finding": text, "applications": teller.listed(applications)}
        text = teller.say("decisions.stray.with-applications", **facts)
    return text


def _stray(one: Stray, teller: Teller) -> dict[str, Any]:
    return {
        "id": one.id,
        "now": one.now or None,
        "rule": one.rule,
        "person": teller.text(one.person) or None,
        "applications": teller.texts(one.applications),
        "decision": decision_as_dict(one.decision, teller),
    }


def _place(where: Written, teller: Teller) -> dict[str, str]:
    return {"file": teller.text(where.file), "sheet": teller.text(where.sheet), "cell": where.cell}

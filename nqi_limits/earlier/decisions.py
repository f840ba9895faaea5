"""The office's decisions, brought back in marked workbooks and put beside the findings of this run."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from nqi_limits.earlier.brought import Brought
from nqi_limits.earlier.document import told_in
from nqi_limits.earlier.matching import match
from nqi_limits.earlier.model import differing
from nqi_limits.earlier.pairs import read_pair_sheets
from nqi_limits.earlier.sheet import read_marked
from nqi_limits.errors import InputProblem
from nqi_limits.findings.decisions import Conclusion, Contradiction, Decision, Decisions, Stray, Written
from nqi_limits.findings.model import Wording
from nqi_limits.values.text import clean, text_key
from nqi_limits.words.catalogue import LANGUAGES, say

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from nqi_limits.earlier.model import Told
    from nqi_limits.earlier.sheet import Marked, Row
    from nqi_limits.report import Report
    from nqi_limits.sources.grid import SourceFile

_MARKS = "，,。.、；;：:！!（）() "


def read_decisions(files: Iterable[SourceFile]) -> Brought:
    """What the marked workbooks hold. Raises InputProblem, for all files at once, for what cannot be read or understood."""
    result = Brought()
    problems: list[Wording] = []
    for file in files:
        try:
            pairs = read_pair_sheets(file)
            marked = read_marked(file, needed=not pairs)
        except InputProblem as problem:
            problems.extend(problem.wordings)
            continue
        result.files.append(file)
        result.pairs += pairs
        problems.extend(problem for sheet in pairs for problem in sheet.problems)
        if marked is not None:
            problems.extend(_not_understood(marked))
            result.marked.append(marked)
    if problems:
        raise InputProblem(problems)
    return result


def decide_findings(report: Report, brought: Brought, asked: Collection[str]) -> None:
    """Put the decisions beside the report's findings, and say which have no finding any more, or one that has changed.

    `asked` are the rules that ran: of others a finding is not gone.
    """
    old: dict[str, Told] = {}
    rows: dict[str, list[tuple[Marked, Row]]] = {}
    for marked in brought.marked:
        old.update({one.id: one for one in marked.findings if one.id in marked.rows})
        for one, filled in marked.rows.items():
            rows.setdefault(one, []).extend((marked, row) for row in filled)
    decided: dict[str, Decision] = {}
    contradictory: list[Contradiction] = []
    for one, found in rows.items():
        conclusions = _conclusions(found)
        if len({conclusion for conclusion, _ in conclusions}) > 1:
            contradictory.append(Contradiction(one, old[one].rule, _name(old[one]), conclusions))
            decided[one] = _undecided(found)
        else:
            decided[one] = _decision(found, conclusions)
    matched = match([old[one] for one in decided], told_in(report.to_dict()))
    changed: list[Stray] = []
    now: dict[str, Decision] = {}
    for before, after in matched.pairs:
        differences = differing(before, after)
        decision = now[after.id] = replace(decided[before.id], changed=differences)
        if differences and decision.conclusion is not None:
            changed.append(_stray(before, after.id, decision))
    told = {one.id for one in contradictory}
    gone = [_stray(one, "", decided[one.id]) for one in matched.gone if one.id not in told]
    report.findings = [replace(one, decision=now[one.id]) if one.id in now else one for one in report.findings]
    report.decisions = Decisions(
        tuple(brought.files),
        tuple(changed),
        tuple(one for one in gone if one.rule in asked),
        tuple(one for one in gone if one.rule not in asked),
        tuple(contradictory),
    )


@cache
def conclusion_words() -> dict[str, Conclusion]:
    """Conclusions by the key of the word for them, in every language."""
    return {_key(say(f"workbook.conclusion.{one}", lang)): one for one in Conclusion for lang in LANGUAGES}


def _key(text: str) -> str:
    return text_key(text).translate(dict.fromkeys(map(ord, _MARKS)))


def _not_understood(marked: Marked) -> list[Wording]:
    allowed = {lang: tuple(say(f"workbook.conclusion.{one}", lang) for one in Conclusion) for lang in LANGUAGES}
    return [
        Wording(
            "decisions.problem.conclusion",
            {
                "file": marked.file.name,
                "sheet": marked.sheet,
                "cell": row.cells["conclusion"],
                "found": clean(row.conclusion),
                "expected": allowed["zh"],
                "expected_en": allowed["en"],
            },
        )
        for rows in marked.rows.values()
        for row in rows
        if row.conclusion and _key(row.conclusion) not in conclusion_words()
    ]


def _conclusions(found: Sequence[tuple[Marked, Row]]) -> tuple[tuple[Conclusion, Written], ...]:
    return tuple(
        (conclusion_words()[_key(row.conclusion)], _written(marked, row, "conclusion"))
        for marked, row in found
        if row.conclusion
    )


def _written(marked: Marked, row: Row, key: str) -> Written:
    return Written(marked.file.name, marked.sheet, row.cells[key])


def _decision(found: Sequence[tuple[Marked, Row]], conclusions: Sequence[tuple[Conclusion, Written]]) -> Decision:
    """One decision from all rows of a finding: what they say alike once, what they say differently together."""
    where = conclusions[0][1] if conclusions else _written(*found[0], "remark")
    remark, by, on = (
        "；".join(dict.fromkeys(text for _, row in found if (text := getattr(row, name))))
        for name in ("remark", "by", "on")
    )
    return Decision(conclusions[0][0] if conclusions else None, remark, by, on, where)


def _undecided(found: Sequence[tuple[Marked, Row]]) -> Decision:
    """What is left of rows that contradict each other: no conclusion, and as a remark all that was written."""
    texts = ["：".join(filter(None, (row.conclusion, row.remark))) for _, row in found]
    bare = [
        (marked, replace(row, conclusion="", remark=text)) for (marked, row), text in zip(found, texts, strict=True)
    ]
    return _decision(bare, ())


def _stray(before: Told, now: str, decision: Decision) -> Stray:
    return Stray(before.id, now, before.rule, _name(before), before.applications, decision)


def _name(one: Told) -> str:
    return one.person.name if one.person else ""

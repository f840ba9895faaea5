"""The report as JSON; docs/report.schema.json describes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nqi_limits.outputs.decided import decision_as_dict, decisions_as_dict
from nqi_limits.outputs.json_text import as_json
from nqi_limits.outputs.outcome import outcome_of, outcome_sentence
from nqi_limits.outputs.telling import Teller
from nqi_limits.outputs.told import told_as_dicts
from nqi_limits.records.leading import leading
from nqi_limits.tables.mapping.model import base_name
from nqi_limits.values.id_numbers import mask_id
from nqi_limits.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nqi_limits.findings.model import Finding, PersonRef
    from nqi_limits.records.leading import Leader, Leading
    from nqi_limits.report import Report
    from nqi_limits.tables.table import Place, Table


def report_as_json(
    report: Report, lang: str = "zh", show_ids: bool = False, rules_left_out: Sequence[str] = ()
) -> bytes:
    """The document as UTF-8, indented, with a line end; `rules_left_out` are the rules that were not run."""
    return as_json(report_as_dict(report, lang, show_ids, rules_left_out))


def report_as_dict(
    report: Report, lang: str = "zh", show_ids: bool = False, rules_left_out: Sequence[str] = ()
) -> dict[str, Any]:
    """The document as plain dicts, lists, strings and numbers; ID numbers are masked unless `show_ids`."""
    teller = Teller(report, lang, show_ids)
    document = {
        "tool": {"name": "nqi-limits", "version": __version__},
        "rulebook": {"name": report.rulebook.name, "readings": dict(report.readings)},
        "inputs": _inputs(report, teller),
        "outcome": {
            "state": str(outcome_of(report, rules_left_out)),
            "message": teller.text(outcome_sentence(report, teller, rules_left_out)),
        },
        "counts": dict(report.counts),
        "findings": [_finding(finding, teller) for finding in report.findings],
        "applications": [
            {"id": teller.text(one.id), "verdict": str(one.verdict), "findings": list(one.findings)}
            for one in report.applications
        ],
        "unchecked": [{"rule": one.rule, "why": teller.said(one.why), "count": one.count} for one in report.unchecked],
        "leading": [_leading(one, teller) for one in leading(report.records).values()],
    }
    if report.accepted is not None:
        document["accepted"] = {
            "files": [{"file": teller.text(file.name), "sha256": file.sha256} for file in report.accepted.files],
            "applications": len(report.accepted.applications),
        }
    if report.mapping is not None:
        document["column_mapping"] = {
            "file": teller.text(base_name(report.mapping.name)),
            "sha256": report.mapping.sha256,
        }
    if report.decisions is not None:
        document["decisions"] = decisions_as_dict(report.decisions, report.findings, teller)
    return document


def _inputs(report: Report, teller: Teller) -> list[dict[str, Any]]:
    sums = {file.name: file.sha256 for file in report.files}
    sheets: dict[str, list[dict[str, Any]]] = {name: [] for name in sums}
    for table in report.tables:
        sheets.setdefault(table.file, []).append(_sheet(table, teller))
    return [
        {
            "file": teller.text(name),
            "sha256": sums.get(name, ""),
            "sheets": found,
            "remarks": [teller.said(one) for one in report.remarks if one.facts.get("file") == name],
        }
        for name, found in sheets.items()
    ]


def _sheet(table: Table, teller: Teller) -> dict[str, Any]:
    return {
        "sheet": teller.text(table.sheet),
        "kind": table.kind,
        "rows": len(table),
        "header_row": table.header_row,
        "columns": {teller.text(header): field for header, field in table.mapping.items()},
        "told": told_as_dicts(table, teller.text),
        "unread_rows": len(table.unread),
        "hidden": table.hidden,
        "hidden_rows": table.hidden_rows,
        "hidden_columns": table.hidden_columns,
    }


def _finding(finding: Finding, teller: Teller) -> dict[str, Any]:
    told = {
        "id": finding.id,
        "rule": finding.rule,
        "clause": finding.clause,
        "severity": str(finding.severity),
        "person": _person(finding.person, teller) if finding.person else None,
        "applications": teller.texts(finding.applications),
        "ongoing": teller.texts(finding.ongoing),
        "falls": teller.texts(finding.falls),
        "may_fall": teller.texts(finding.may_fall),
        "organisations": teller.texts(finding.organisations),
        "readings": list(finding.readings),
        "arithmetic": teller.said(finding.arithmetic) if finding.arithmetic else None,
        "message": teller.said(finding.message),
        "advice": teller.said(finding.advice),
        "places": [_place(place, teller) for place in finding.places],
    }
    return told if finding.decision is None else {**told, "decision": decision_as_dict(finding.decision, teller)}


def _person(person: PersonRef, teller: Teller) -> dict[str, str]:
    return {
        "name": teller.text(person.name),
        "id": teller.id_number(person),
        "organisation": teller.text(person.organisation),
    }


def _leading(one: Leading, teller: Teller) -> dict[str, Any]:
    return {
        "application": teller.text(one.number),
        "organisations": teller.texts(one.organisations),
        "project_leaders": [_leader(leader, teller) for leader in one.project_leaders],
        "topic_leaders": [_leader(leader, teller) for leader in one.topic_leaders],
    }


def _leader(one: Leader, teller: Teller) -> dict[str, str]:
    return {"name": teller.text(one.name), "id": one.id_number if teller.show_ids else mask_id(one.id_number)}


def _place(place: Place, teller: Teller) -> dict[str, str]:
    return {
        "file": teller.text(place.file),
        "sheet": teller.text(place.sheet),
        "cell": place.cell,
        "header": teller.text(place.header),
        "value": teller.value(place),
    }

"""A comparison as JSON; docs/diff.schema.json describes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nqi_limits.earlier.telling import ToldTeller
from nqi_limits.outputs.json_text import as_json
from nqi_limits.version import __version__

if TYPE_CHECKING:
    from nqi_limits.earlier.comparing import Comparison
    from nqi_limits.earlier.model import Told
    from nqi_limits.earlier.reports import ToldReport


def comparison_as_json(comparison: Comparison, lang: str = "zh") -> bytes:
    """The document as UTF-8, indented, with a line end."""
    return as_json(comparison_as_dict(comparison, lang))


def comparison_as_dict(comparison: Comparison, lang: str = "zh") -> dict[str, Any]:
    """The document as plain dicts, lists, strings and numbers; ID numbers are masked."""
    teller = ToldTeller(comparison, lang)
    counts = {state: len(found) for state, found in comparison.by_state().items()}
    return {
        "tool": {"name": "nqi-limits", "version": __version__},
        "reports": {"old": _report(comparison.old, teller), "new": _report(comparison.new, teller)},
        "counts": {**counts, "worse": len(comparison.worse)},
        "new": [_finding(one, teller) for one in comparison.appeared],
        "changed": [
            {
                **_finding(one.new, teller),
                "changed": list(one.facts),
                "worse": one.worse,
                "before": _finding(one.old, teller),
            }
            for one in comparison.changed
        ],
        "gone": [_finding(one, teller) for one in comparison.gone],
        "same": [_finding(one, teller) for one in comparison.same],
    }


def _report(report: ToldReport, teller: ToldTeller) -> dict[str, Any]:
    return {
        "name": teller.text(report.name),
        "files": [{"file": teller.text(file.name), "sha256": file.sha256} for file in report.files],
        "findings": len(report.findings),
    }


def _finding(one: Told, teller: ToldTeller) -> dict[str, Any]:
    return {
        "id": one.id,
        "rule": one.rule,
        "severity": one.severity,
        "person": {
            "name": teller.text(one.person.name),
            "id": one.person.id_number,
            "organisation": teller.text(one.person.organisation),
        }
        if one.person
        else None,
        "applications": teller.texts(one.applications),
        "ongoing": teller.texts(one.ongoing),
        "falls": teller.texts(one.falls),
        "may_fall": teller.texts(one.may_fall),
        "readings": list(one.readings),
        "message": teller.text(one.message),
    }

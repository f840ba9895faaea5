"""Rules explained, and the register of clauses, as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from nqi_limits.outputs.json_text import as_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nqi_limits.rulebooks.model import Rulebook
    from nqi_limits.rules.explaining import Explanation
    from nqi_limits.rules.register import Registered


def rules_as_json(rulebook: Rulebook, explanations: Sequence[Explanation]) -> bytes:
    """Rules as UTF-8, indented, with a line end."""
    return _document(rulebook, "rules", [asdict(one) for one in explanations])


def clauses_as_json(rulebook: Rulebook, clauses: Sequence[Registered]) -> bytes:
    """Clauses as UTF-8, indented, with a line end."""
    return _document(rulebook, "clauses", [asdict(one) for one in clauses])


def _document(rulebook: Rulebook, key: str, items: list[dict[str, Any]]) -> bytes:
    document = {"rulebook": rulebook.name, key: items}
    return as_json(document)

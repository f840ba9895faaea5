"""A rulebook as JSON: the keys of its TOML file, with all that it extends in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nqi_limits.outputs.json_text import as_json
from nqi_limits.rulebooks.entries import open_parameters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nqi_limits.rulebooks.model import Rulebook


def rulebook_as_json(books: Rulebook | Sequence[Rulebook]) -> bytes:
    """One rulebook, or a list of them, as UTF-8, indented, with a line end; days are ISO texts."""
    document = [_as_dict(one) for one in books] if isinstance(books, list) else _as_dict(books)  # type: ignore[arg-type]
    return as_json(document)


def _as_dict(book: Rulebook) -> dict[str, Any]:
    """`open` names the parameters that the sources leave open."""
    return {**book.model_dump(mode="json", by_alias=True, exclude_none=True), "open": list(open_parameters(book))}

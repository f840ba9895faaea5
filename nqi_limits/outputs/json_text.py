"""A document as JSON text, the same way for all that is written as JSON."""

from __future__ import annotations

import json
from typing import Any

import orjson

from nqi_limits.outputs.harmless import harmless_json


def as_json(document: dict[str, Any] | list[dict[str, Any]]) -> bytes:
    """The document as UTF-8, indented by two, with a line end; characters that could do harm are escapes."""
    try:
        text = orjson.dumps(document, option=orjson.OPT_INDENT_2).decode("utf-8")
    except TypeError:  # half of a surrogate pair, which only the slower encoder can write
        text = json.dumps(document, ensure_ascii=False, indent=2)
    return harmless_json(text).encode("utf-8") + b"\n"

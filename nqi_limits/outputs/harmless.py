"""Text from the user's cells, made safe to show: no control characters, no terminal commands, no reversed writing."""

from __future__ import annotations

import re

_BLANKS = re.compile(r"[\s\u115f\u1160\u2800]+")
_UNSEEN = re.compile("[\u00ad\u180e\u200b-\u200d\u2060-\u2064\ufeff]+")
_CONTROLS = "\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ud800-\udfff"
_HARMFUL = re.compile(f"[{_CONTROLS}]")
_HARMFUL_IN_JSON = re.compile(f"[{_CONTROLS.removeprefix(chr(0) + '-' + chr(0x1F))}\u200b-\u200d\u2060-\u2064\ufeff]")


def harmless(text: str) -> str:
    """One line that can be printed anywhere.

    Line breaks and runs of blanks become one blank, what cannot be seen is dropped, and every control character is
    written out (`\\x1b`).
    """
    if text.isascii() and text.isprintable() and "  " not in text:
        return text
    return _HARMFUL.sub(_written_out, _UNSEEN.sub("", _BLANKS.sub(" ", text)))


def harmless_json(text: str) -> str:
    """A JSON text with every such character as its escape: it reads back as the same."""
    return _HARMFUL_IN_JSON.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _written_out(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"

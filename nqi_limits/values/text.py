"""Text of a cell: the readable form, and the key by which two spellings of the same thing are equal."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from typing import TYPE_CHECKING

from nqi_limits.sources.grid import NO_RESULT

if TYPE_CHECKING:
    from nqi_limits.sources.grid import Cell

# Characters that take no room: joiners, direction marks, soft hyphen, byte order mark, control characters but blanks.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff"
    "\x00-\x08\x0e-\x1b\x7f]+"
)
# Characters that look blank and that neither NFKC nor \s takes for one: Hangul fillers, the empty Braille pattern.
_BLANK = re.compile(r"(?:_x000[dD]_|[\s\u115f\u1160\u2800])+")

# Letters that every form of unification leaves as they are: the short way for most cells.
_PLAIN = re.compile("[0-9A-Za-z\u4e00-\u9fff]*")

DASHES = "‐‑‒–—―−﹘﹣－─━⸺⸻"
_DASHES = re.compile(f"[{DASHES}-]+")

PLACEHOLDERS = frozenset(
    [
        *("无", "暂无", "没有", "待定", "未定", "待补", "待补充", "待填", "待聘", "空", "空缺"),
        *("略", "不详", "未知", "不适用"),
        *("n/a", "na", "nan", "none", "null", "nil", "tbd"),
    ]
)

_NO_RESULT = NO_RESULT.rstrip()
_ERROR = re.compile(
    r"\s*(?:#(?:REF!|N/A!?|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA)|Err:\d{3})\s*", re.IGNORECASE
)


def written(raw: Cell | None) -> str:
    """A cell as text, untouched where it is text: whole floats without a fraction, dates in ISO form, nothing as ""."""
    if isinstance(raw, str):
        return raw
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, float):
        if not math.isfinite(raw):
            return ""
        return str(int(raw)) if raw.is_integer() else repr(raw)
    if isinstance(raw, dt.datetime):
        return raw.date().isoformat() if raw.time() == dt.time() else raw.isoformat(sep=" ")
    if isinstance(raw, dt.date | dt.time):
        return raw.isoformat()
    return str(raw)


def clean(raw: Cell | None) -> str:
    """A cell as readable text.

    Compatibility forms are unified (NFKC: full width becomes half width), what cannot be seen is dropped, and line
    breaks and runs of blanks become one blank. A whole float loses its fraction; a date is given in ISO form; nothing
    gives "".
    """
    text = written(raw)
    if _PLAIN.fullmatch(text):
        return text
    if not text.isascii():
        text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    elif not text.isprintable():
        text = _INVISIBLE.sub("", text)
    return _BLANK.sub(" ", text).strip()


def text_key(raw: Cell | None) -> str:
    """The key of a text: `clean`, all blanks removed, case folded."""
    return key_of_clean(clean(raw))


def key_of_clean(text: str) -> str:
    """The key of a text that `clean` gave."""
    return text.replace(" ", "").casefold()


def one_dash(text: str) -> str:
    """The text with every run of dashes of any kind as one hyphen."""
    return _DASHES.sub("-", text)


def is_placeholder(key: str) -> bool:
    """Whether a text key names nothing: blank, only punctuation, a word such as 无, 待定, N/A, or an error value."""
    return not key or key in PLACEHOLDERS or not any(map(str.isalnum, key)) or is_error(key)


def is_error(raw: Cell | None) -> bool:
    """Whether a cell, or its text key, is an error value or a formula that was never calculated.

    It names nothing, yet it is not blank: something stands there that nobody knows.
    """
    if not isinstance(raw, str) or raw[:1] not in "#Ee \t":  # the short way for all but a few cells
        return False
    return raw.startswith(_NO_RESULT) or bool(_ERROR.fullmatch(raw))

"""The number in a cell without what people write around it: quotation marks, the kind of document, a full stop at the end."""

from __future__ import annotations

import re
from functools import cache

from nqi_limits.values.text import DASHES
from nqi_limits.values.word_lists import word_lists

UNSEEN = re.compile(rf"[\s{DASHES}-]+")

_LABEL = re.compile(r"^([^\W\d_a-z]{2,}?)(?:号码?)?:\s*", re.IGNORECASE)
_NUMERO = re.compile(r"^no[.:]\s*(?=\w)", re.IGNORECASE)
_QUOTES = "'\"‘’“”`´「」『』"
_ENDS = f"{_QUOTES},.;:、。"
# Signs that stand for the X at the end: multiplication sign, Cyrillic and Greek letters.
_LOOKS_LIKE_X = str.maketrans("×ХΧ✕", "XXXX")
_LOOKS_LIKE_DIGIT = str.maketrans("OIL", "011")
# A resident number between words and marks: nothing else in the cell is a letter or a digit of a number.
_RESIDENT_AMONG_WORDS = re.compile(r"[^0-9A-Z]*?(\d{17}[\dX]|\d{15})[^0-9A-Z]*")
_CHECK_IN_BRACKETS = re.compile(r"(?<=\d)\((\w)\)$")  # as identity cards of Hong Kong and Macao have it
_SEPARATED = re.compile(r"[._/·]+")
_NEARLY_EIGHTEEN = re.compile(r"[\dOIL]{17}[\dOILX]")
_RUN = "01234567890123456789"
_FEWEST_DIGITS = 4
_SAME_DIGIT_FROM = 6
_RUN_FROM = 15


def without_surroundings(text: str) -> tuple[str, str]:
    """The number in a text as `clean` gives it, and the kind of document that is written with it, "" for none."""
    shown = text.lstrip(_QUOTES).rstrip(_ENDS)
    if label := _LABEL.match(shown):
        return _NUMERO.sub("", shown[label.end() :]), label[1]
    for pattern in _papers():
        if found := pattern.fullmatch(shown):
            return _NUMERO.sub("", found["number"]), found["paper"]
    return _NUMERO.sub("", shown), ""


def key_of(shown: str) -> str:
    """The number in capitals, without blanks and dashes, and a resident number without all else that is no part of it."""
    key = UNSEEN.sub("", shown).upper()
    if not key.isascii():
        key = key[:-1] + key[-1].translate(_LOOKS_LIKE_X)
    key = _CHECK_IN_BRACKETS.sub(r"\1", key)
    found = _RESIDENT_AMONG_WORDS.fullmatch(key) or _RESIDENT_AMONG_WORDS.fullmatch(_SEPARATED.sub("", key))
    return found[1] if found else key


def with_digits_for_letters(key: str) -> str:
    """The 18 characters in which letters O, I and L may stand for digits, with the digits; "" for all other keys."""
    return key.translate(_LOOKS_LIKE_DIGIT) if _NEARLY_EIGHTEEN.fullmatch(key) else ""


def is_filler(key: str) -> bool:
    """Whether a key is no number of anybody: words, hardly a digit, one digit over and over, or the digits in their order."""
    digits = "".join(filter(str.isdecimal, key))
    if len(digits) < _FEWEST_DIGITS:
        return True
    if digits not in (key, key[:-1]):
        return False
    return (len(digits) >= _SAME_DIGIT_FROM and len(set(digits)) == 1) or (len(digits) >= _RUN_FROM and digits in _RUN)


@cache
def _papers() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The name of a document before or behind a number; of officers' papers the number itself has words."""
    words = [
        word for listed in word_lists("id_types").values() for word in listed if word.endswith(("证", "照", "port"))
    ]
    paper = "(?P<paper>" + "|".join(sorted(words, key=len, reverse=True)) + ")"
    number = r"(?P<number>[0-9A-Za-z][\w\s()*./+-]*?)"
    return (
        re.compile(rf"[(\[]?{paper}(?:号码?)?\s*[)\]:.]?\s*{number}", re.IGNORECASE),
        re.compile(rf"{number}\s*[(\[]?\s*{paper}\s*[)\]]?", re.IGNORECASE),
    )

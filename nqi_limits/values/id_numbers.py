"""ID numbers: what kind a number is, whether it can be trusted, its key, and how it is masked.

The number's own form decides what it is; the 证件类型 beside it only where the form leaves it open: 15 digits are an old resident
number, unless the type says something else. But for these the key depends on the number alone, so that a sheet with and one
without a type column agree.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from stdnum.cn import ric

from nqi_limits.values.id_spelling import UNSEEN, is_filler, key_of, with_digits_for_letters, without_surroundings
from nqi_limits.values.text import clean, is_placeholder, text_key
from nqi_limits.values.word_lists import word_lists

if TYPE_CHECKING:
    from nqi_limits.sources.grid import Cell


class IdKind(StrEnum):
    """The kinds of numbers that are told apart."""

    RESIDENT = "resident"
    RESIDENT_15 = "resident-15"
    PERMIT_HMT = "permit-hmt"
    FOREIGN_PERMANENT = "foreign-permanent"
    TRAVEL_PERMIT = "travel-permit"
    PASSPORT = "passport"
    OFFICER = "officer"
    OTHER = "other"
    LOST_DIGITS = "lost-digits"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class IdNumber:
    """An ID number as read.

    `key`: equal keys are the same number; "" for a blank cell, a number whose digits are lost, and what is nobody's number
    (words, 000000): no identity.
    `valid`: the number can be trusted to tell people apart. `birth` and `sex` ("male", "female" or "") are what a
    valid number says; one with lost digits may still give the birth date. `problem`: "", "length", "birth-date",
    "checksum", "lost-digits", or "region", a mere remark.
    """

    shown: str
    key: str
    kind: IdKind
    valid: bool
    birth: dt.date | None = None
    sex: str = ""
    problem: str = ""

    @property
    def checked(self) -> bool:
        """Whether a check digit vouches for the number: no slip of one digit or one swap leads to another such number."""
        return self.valid and self.birth is not None and self.kind is not IdKind.RESIDENT_15


# None: nobody says.
_WITH_RESIDENT_NUMBERS = (None, IdKind.RESIDENT, IdKind.RESIDENT_15, IdKind.PERMIT_HMT)
_FIFTEEN = 15
_BLANK = IdNumber("", "", IdKind.BLANK, False)

_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+?\d{2}")
_PLAIN = re.compile(r"(?!(\d)\1{16}|01234567890123456|12345678901234567)[0-9]{17}[0-9Xx]")  # see is_filler
_DIGITS = re.compile(r"[0-9]{17}[0-9Xx]")
_EIGHTEEN = re.compile(r"\d{17}[\dX]")
_MASKED = re.compile(r"\d{6}\*{8}\d{3}[\dXx]")
HMT_REGIONS = ("810000", "820000", "830000")
_PROVINCES = re.compile("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
_FOREIGN_OLD = re.compile(r"[A-Z]{3}\d{12}")
_HONG_KONG_MACAO_PERMIT = re.compile(r"([HM]\d{8})(?:\d{2})?")
_PASSPORT = re.compile(r"(?=.*[A-Z])[A-Z]{1,2}\d{6,8}")
_OFFICER = re.compile(r".*[字军武警兵士文].*\d{4,}.*")
_OFFICER_NUMBERED = re.compile(r"(\D*[^\d第])第?(\d{4,})号?")  # 军字第1234567号, also written 军字1234567
_WITH_FRACTION = re.compile(r"(\d{7,20})\.0+")
_WRONG_LENGTH = re.compile(r"\d{14}|\d{16,17}|\d{19,20}|\d{13,16}X|\d{18}X")
_PLAUSIBLE = re.compile(r"(?=(?:.*\d){4})[\w().第号字]{5,30}")
BIRTH_YEARS = range(1800, 2100)

# The check characters and weights as arrays of digits need them; for one number python-stdnum has the rule.
CHECK_DIGITS = "10X98765432"
WEIGHTS = tuple(pow(2, 17 - position, 11) for position in range(17))


def check_digit(first17: str) -> str:
    """The 18th character that belongs to 17 digits (GB 11643: ISO 7064 MOD 11-2)."""
    return ric.calc_check_digit(first17 + "0")


def is_plain(text: str) -> bool:
    """Whether a text is 17 digits and a digit or X that cannot have lost its last digits: its key is the text in capitals."""
    return _PLAIN.fullmatch(text) is not None and not text.endswith("000")


def read_id_number(raw: Cell | None, id_type: str = "") -> IdNumber:
    """The ID number in a cell; `id_type` is the text of the 证件类型 cell beside it."""
    if isinstance(raw, str) and _PLAIN.fullmatch(raw):  # the short way for all but a few cells
        return _eighteen(raw, raw.upper(), _said_kind(id_type))
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return _stored_as_number(raw, id_type)
    shown, written_type = without_surroundings(clean(raw))
    id_type = id_type or written_type
    if is_placeholder(shown.casefold()) and "*" not in shown:
        return _BLANK
    if number := _WITH_FRACTION.fullmatch(shown):  # how some programs write a number that a cell stores
        return _stored_as_number(float(number[1]), id_type)
    key = key_of(shown)
    if "*" in key or _SCIENTIFIC.fullmatch(key):
        return IdNumber(shown, "", IdKind.LOST_DIGITS, False, problem="lost-digits")
    return _by_form(shown, key, id_type)


def fifteen_digits(raw: Cell | None) -> str:
    """The 15 digits of a cell that holds just so many, "" for any other: only the type can say what they are."""
    shown = clean(raw) if isinstance(raw, str | int | float) else ""
    key = key_of(without_surroundings(shown)[0]) if len(shown) >= _FIFTEEN else ""
    return key if _is_fifteen(key) else ""


def is_other_paper(id_type: str) -> bool:
    """Whether a 证件类型 is one of papers that do not bear a resident number."""
    return _said_kind(id_type) not in _WITH_RESIDENT_NUMBERS


def _is_fifteen(key: str) -> bool:
    return len(key) == _FIFTEEN and key.isdecimal()


def _stored_as_number(raw: float, id_type: str) -> IdNumber:
    """A cell that holds a number: a spreadsheet keeps 15 digits of it, so all longer ones have lost their ends."""
    shown = clean(raw)
    if not shown:
        return _BLANK
    if abs(raw) >= 10**15:
        return _lost(shown)
    return _by_form(shown, key_of(shown), id_type)


def _lost(shown: str) -> IdNumber:
    birth = _date(shown[6:14]) if len(shown) == 18 else None
    return IdNumber(shown, "", IdKind.LOST_DIGITS, False, birth, problem="lost-digits")


def _by_form(shown: str, key: str, id_type: str) -> IdNumber:
    said = _said_kind(id_type)
    if is_filler(key):
        return IdNumber(shown, "", said or IdKind.OTHER, False, problem="length")
    if (digits := with_digits_for_letters(key)) and (meant := _eighteen(shown, digits, said)).valid:
        return meant
    if _EIGHTEEN.fullmatch(key):
        return _eighteen(shown, key, said)
    if _is_fifteen(key) and said in _WITH_RESIDENT_NUMBERS:
        birth = _date("19" + key[6:12])
        if birth is None:
            return IdNumber(shown, key, IdKind.RESIDENT_15, False, problem="birth-date")
        full = key[:6] + "19" + key[6:]
        return IdNumber(shown, full + check_digit(full), IdKind.RESIDENT_15, True, birth, _sex(key[-1]), _region(key))
    if _FOREIGN_OLD.fullmatch(key):
        return IdNumber(shown, key, IdKind.FOREIGN_PERMANENT, True)
    if permit := _HONG_KONG_MACAO_PERMIT.fullmatch(key):
        # Two more digits count how often the permit was issued anew; the rest stays the holder's for life.
        kind = IdKind.PASSPORT if said is IdKind.PASSPORT else IdKind.TRAVEL_PERMIT
        return IdNumber(shown, permit[1], kind, True)
    if said is IdKind.RESIDENT or (said is None and _WRONG_LENGTH.fullmatch(key)):
        return IdNumber(shown, key, IdKind.RESIDENT, False, problem="length")
    if not _PLAUSIBLE.fullmatch(key):
        return IdNumber(shown, key, said or IdKind.OTHER, False, problem="length")
    if said is None and _PASSPORT.fullmatch(key):
        said = IdKind.PASSPORT
    elif said in (None, IdKind.OFFICER) and _OFFICER.fullmatch(key):
        numbered = _OFFICER_NUMBERED.fullmatch(key)
        return IdNumber(shown, "".join(numbered.groups()) if numbered else key, IdKind.OFFICER, True)
    return IdNumber(shown, key, said or IdKind.OTHER, True)


def _eighteen(shown: str, key: str, said: IdKind | None) -> IdNumber:
    """A number of the form that residents, holders of residence permits and foreign permanent residents share."""
    kind, problem = IdKind.RESIDENT, ""
    if key.startswith(HMT_REGIONS):
        kind = IdKind.PERMIT_HMT
    elif (
        key[0] == "9" and said is not IdKind.RESIDENT and (said is IdKind.FOREIGN_PERMANENT or _PROVINCES.match(key, 1))
    ):
        # 9, the province of issue, the three digits of the country (ISO 3166), then as every other number.
        kind = IdKind.FOREIGN_PERMANENT
    else:
        problem = _region(key)
    birth = _date(key[6:14])
    checksum = check_digit(key[:17]) == key[17]
    if not checksum and key.endswith("000"):
        return _lost(shown if len(shown) == 18 else key)
    if birth is None:
        return IdNumber(shown, key, kind, False, problem="birth-date")
    if not checksum:
        return IdNumber(shown, key, kind, False, problem="checksum")
    return IdNumber(shown, key, kind, True, birth, _sex(key[16]), problem)


@cache
def _date(digits: str) -> dt.date | None:
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    if year not in BIRTH_YEARS:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _sex(digit: str) -> str:
    return "male" if int(digit) % 2 else "female"


def _region(key: str) -> str:
    return "" if is_province(key) else "region"


def is_province(key: str) -> bool:
    """Whether a number begins with the two digits of a province."""
    return _PROVINCES.match(key) is not None


@cache
def _type_words() -> list[tuple[str, IdKind]]:
    data = word_lists("id_types")
    words = [(word, IdKind(kind)) for kind, listed in data.items() for word in listed]
    return sorted(words, key=lambda item: -len(item[0]))


def is_id_type(raw: Cell | None) -> bool:
    """Whether a cell is one of the words of the 证件类型 column."""
    return any(word == text_key(raw) for word, _ in _type_words())


@cache
def _said_kind(id_type: str) -> IdKind | None:
    """The kind that a 证件类型 cell announces, or None. The ministry's form writes 1 for 身份证."""
    key = clean(id_type).replace(" ", "").casefold()
    if key in {"1", "01"}:
        return IdKind.RESIDENT
    return next((kind for word, kind in _type_words() if word in key), None)


def mask_id(text: str) -> str:
    """An ID number with its middle hidden: 110101********1234.

    Of a number that has not 18 characters at most the first two and the last two are shown, never more than half.
    What is masked already stays as it is.
    """
    if _DIGITS.fullmatch(text):  # the short way for all but a few
        return f"{text[:6]}********{text[14:]}"
    key = UNSEEN.sub("", clean(text))
    if _MASKED.fullmatch(key):
        return key
    if _EIGHTEEN.fullmatch(key.upper()):
        return f"{key[:6]}********{key[14:]}"
    kept = min(2, len(key) // 4)
    return key[:kept] + "*" * (len(key) - 2 * kept) + key[len(key) - kept :]


SHORTEST_ID = 15  # what a text must have to hold an ID number that would have to be masked
_ID_IN_TEXT = re.compile(
    r"(?<!\d)(?:\d{15,20}[Xx×]?"
    r"|\d{6}[\s-]\d{8}[\s-]?\d{3}[\dXx]|\d{6}[\s-]?\d{4}[\s-]\d{4}[\s-]\d{3}[\dXx]|\d{6}[\s-]?\d{4}[\s-]?\d{2}[\s-]\d{2}[\s-]\d{3}[\dXx])"
    r"(?!\d)"
)


def mask_ids_in(text: str) -> str:
    """A text with every ID number in it masked; any other run of 15 to 20 digits is taken for a mistyped one."""
    return _ID_IN_TEXT.sub(lambda match: mask_id(match[0]), text)

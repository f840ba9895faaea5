"""国籍或地区, 聘用方式 and 聘用证明: whether somebody comes from outside the mainland, how they are employed, what proves it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from nqi_limits.values.flags import read_flag
from nqi_limits.values.id_numbers import IdKind
from nqi_limits.values.text import is_placeholder, text_key
from nqi_limits.values.word_lists import word_lists

if TYPE_CHECKING:
    from nqi_limits.sources.grid import Cell

_COUNTRY = ("中国", "中华人民共和国", "中国的", "china")
_ENDINGS = ("籍", "人", "国籍", "公民", "居民")
_FROM_OUTSIDE = (IdKind.PERMIT_HMT, IdKind.TRAVEL_PERMIT, IdKind.FOREIGN_PERMANENT)
_FROM_MAINLAND = (IdKind.RESIDENT, IdKind.RESIDENT_15, IdKind.OFFICER)


class Proof(StrEnum):
    """What a 聘用证明 cell says is there."""

    YES = "yes"
    BOTH = "both"
    HOST = "host"  # only that of the employer in the mainland
    OTHER = "other"  # only that of the employer elsewhere
    ONE = "one"  # only that of one of the two, whichever
    UNTOLD = "untold"  # that of one; of the other nothing is said
    NONE = "none"
    UNSURE = "unsure"
    BLANK = "blank"


def _words() -> dict[str, Any]:
    return word_lists("nationalities")


def is_from_outside(raw: Cell | None) -> bool | None:
    """Whether a 国籍或地区 cell names a place outside the mainland; None for a blank cell and words that are not known."""
    key = text_key(raw)
    forms = [key, *(key.removesuffix(ending) for ending in _ENDINGS if key.endswith(ending))]
    words = _words()
    for form in forms:
        if form in words["mainland"]:
            return False
        if form in words["region"] or form in words["abroad"]:
            return True
        # 中国香港, 中国(台湾)
        if any(
            _bare(form.removeprefix(country)) in words["region"] for country in _COUNTRY if form.startswith(country)
        ):
            return True
    return None


def _bare(key: str) -> str:
    return key.strip("()-·—,/")


def kind_is_outside(kind: IdKind) -> bool | None:
    """Whether an ID number of this kind is one of people from outside the mainland; None where both have it."""
    if kind in _FROM_OUTSIDE:
        return True
    return False if kind in _FROM_MAINLAND else None


def type_is_outside(raw: Cell | None) -> bool | None:
    """Whether a 证件类型 is one of people from outside the mainland; None for a blank cell and types that both have."""
    key = text_key(raw)
    for outside, words in ((True, _words()["id_type"]["outside"]), (False, _words()["id_type"]["mainland"])):
        if key in words["whole"] or any(word in key for word in words["part"]):
            return outside
    return None


def read_employment(raw: Cell | None) -> bool | None:
    """True for full-time, False for part-time, None for a blank cell or any other word."""
    key = text_key(raw)
    words = _words()["employment"]
    for form in (key, key.split("(")[0]):
        if form in words["part"]:
            return False
        if form in words["full"]:
            return True
    return None


def read_proof(raw: Cell | None) -> Proof:
    """What proof of employment there is. A bare 有 leaves open whose it is."""
    key = text_key(raw)
    for proof in (Proof.BOTH, Proof.HOST, Proof.OTHER, Proof.ONE, Proof.UNTOLD):
        if key in _words()["proof"][proof]:
            return proof
    answer = read_flag(raw)
    if answer is None:
        return Proof.BLANK if is_placeholder(key) else Proof.UNSURE
    return Proof.YES if answer else Proof.NONE

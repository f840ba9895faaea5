"""What cells say of organisations: their names, what kind they are of, and where they are registered."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any

from stdnum.cn import uscc

from nqi_limits.values.text import clean, is_placeholder, text_key, written
from nqi_limits.values.word_lists import word_lists

if TYPE_CHECKING:
    from nqi_limits.sources.grid import Cell

MAINLAND, OUTSIDE = "mainland", "outside"
_SHORTEST = 3
_LONGEST_NAME = 4  # of people, but for a few
_SEPARATOR = re.compile(r"[、;/,]")
_BETWEEN_NAMES = re.compile("[、;/,，；|]")
_NUMBERING = re.compile(r"^[(\[]?\d{1,2}(?:[)\].、．:]|\.\s)\s*")
# 教育部和云岭省科技厅, 教育部 云岭省科技厅
_IN_WORDS = re.compile(r"(\s+|以及|[和及与并&+])")
_YEARS = re.compile(r"\([^()]*\d{4}[^()]*\)")
_ROUND = str.maketrans("[]{}【】〔〕〖〗「」", "()()()()()()")
_BLANK = re.compile(r"(?<=[^\x00-\x7f]) +| +(?=[^\x00-\x7f])")
_MARKS = re.compile(r"[\s\W_]+")


class OrganisationKind(StrEnum):
    """单位性质. A mainland one is a legal person that only the mainland has, such as a 事业单位; OTHER is any legal person."""

    STATE_ORGAN = "state-organ"
    NO_LEGAL_PERSON = "no-legal-person"
    OUTSIDE = "outside"
    MAINLAND = "mainland"
    OTHER = "other"
    UNKNOWN = "unknown"


def _words() -> dict[str, Any]:
    return word_lists("organisations")


@cache
def _pattern(*path: str) -> re.Pattern[str]:
    """The words of a list, the longest first. 非 before a word says that it is not so."""
    words = _words()
    for key in path:
        words = words[key]
    return re.compile("(?<!非)(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")")


def read_organisations(raw: Cell | None) -> tuple[str, ...]:
    """The organisations that a cell names, as readable text: 甲大学、乙研究院; () for a blank, 无, 待定 and the like."""
    found = [part for part in _parts(_BLANK.sub("", clean(raw))) if not is_placeholder(text_key(part))]
    return tuple(dict.fromkeys(found))


def read_organisation_list(raw: Cell | None) -> tuple[str, ...]:
    """As `read_organisations`, of a cell that lists them: line breaks part names that end as names do, and wrap others."""
    lines = [_NUMBERING.sub("", line).rstrip("、;/, ") for line in map(clean, written(raw).splitlines())]
    names = _names_of([("", line) for line in lines if line])
    if not names:
        return read_organisations(raw)
    return tuple(dict.fromkeys(one for name in names for one in read_organisations(name)))


def organisations_in_words(raw: Cell | None) -> tuple[str, ...]:
    """The names that blanks, line breaks or 和 may part in a cell, () where it can only be one.

    Whether they are several is not certain: 国家市场监督管理总局 科技和财务司, 中国科学院 某局.
    """
    first, *rest = _IN_WORDS.split(clean(raw))
    parts = [("", first), *zip(rest[::2], rest[1::2], strict=True)]
    return tuple(dict.fromkeys(_names_of([(mark.strip(), part) for mark, part in parts if part])))


def _names_of(parts: list[tuple[str, str]]) -> list[str]:
    """The names that parts make, each with the mark before it: one that does not end as names do goes on (工业 | 和 信息化部).

    Empty where they make one name, or something that is none.
    """
    names: list[str] = []
    for mark, part in parts:
        if names and not _ends_as_a_name(names[-1]):
            names[-1] += mark + part
        else:
            names.append(part)
    return names if len(names) > 1 and all(map(_ends_as_a_name, names)) else []


def is_organisation(text: str) -> bool:
    """Whether a text of one line is, by its ending, an organisation's name rather than a person's: 东海大学, 某省计量局."""
    ends = tuple(end for end in _words()["name"]["ends"] if len(end) > 1 or len(text) > _LONGEST_NAME)
    return len(text) >= _LONGEST_NAME and text.endswith(ends) and not text.isascii()


def _ends_as_a_name(text: str) -> bool:
    words = _words()["name"]
    bare = text.rstrip("、;/, ")
    if _depth(bare) == 0 and bare.endswith((")", "】", "〕", "]")):
        bare = re.split(r"[([【〔]", bare, maxsplit=1)[0]
    return len(bare) >= _SHORTEST and bare.endswith(tuple(words["ends"]))


def organisation_key(raw: Cell | None) -> str:
    """What two spellings of one organisation's name have in common: brackets of any kind are one kind."""
    return text_key(raw).translate(_ROUND)


def read_other_names(raw: Cell | None) -> tuple[str, ...]:
    """The names in a cell of 曾用名 or 简称, one or several; () for a blank, 无 and the like. Remarks on years are left out."""
    text = _YEARS.sub("", "、".join(clean(line) for line in written(raw).splitlines()))
    found = [part.strip() for part in _BETWEEN_NAMES.split(_BLANK.sub("", text))]
    return tuple(dict.fromkeys(part for part in found if not is_placeholder(text_key(part))))


def _parts(text: str) -> list[str]:
    """The parts between marks that stand outside brackets, where each is long enough for a name; else the whole."""
    one_name = [at.span() for name in _words()["name"]["with_marks"] for at in re.finditer(re.escape(name), text)]
    ends = [
        at.start()
        for at in _SEPARATOR.finditer(text)
        if _depth(text[: at.start()]) == 0 and not any(start < at.start() < end for start, end in one_name)
    ]
    parts = [text[start + 1 : end].strip() for start, end in zip([-1, *ends], [*ends, len(text)], strict=True)]
    parts = [part for part in parts if part]
    return parts if all(len(part) >= _SHORTEST for part in parts) else [text]


def _depth(text: str) -> int:
    return sum(text.count(mark) for mark in "([【〔") - sum(text.count(mark) for mark in ")]】〕")


def read_kind(raw: Cell | None) -> OrganisationKind:
    """The kind that a cell of 单位性质 says; UNKNOWN for a blank cell and any other word."""
    key = text_key(raw)
    if is_placeholder(key):
        return OrganisationKind.UNKNOWN
    words = _words()["kind"]
    for kind in OrganisationKind:
        if kind in words and key in words[kind].get("whole", ()):
            return kind
    for kind in OrganisationKind:
        if kind in words and "part" in words[kind] and _pattern("kind", kind, "part").search(key):
            return kind
    return OrganisationKind.UNKNOWN


def read_region(raw: Cell | None) -> str:
    """MAINLAND or OUTSIDE for a place of registration or an address, "" for a blank cell and any other word.

    The place that stands first decides: 上海市澳门路 is in Shanghai.
    """
    text = clean(raw).casefold()
    key = _MARKS.sub("", text)
    if key in _words()["region"]["mainland_whole"]:
        return MAINLAND
    bare = re.sub(r"^(?:中华人民共和国|中国|境内|大陆|china|prc)(?=.)", "", key)
    if _pattern("region", "outside").match(bare):
        return OUTSIDE
    if _pattern("region", "mainland").match(bare) or _pattern("region", "mainland_part").search(bare):
        return MAINLAND
    return OUTSIDE if _pattern("region", "abroad").search(bare) else ""


def read_credit_code(raw: Cell | None) -> str:
    """A valid 统一社会信用代码, "" for anything else. Its first two characters tell who registered what kind."""
    code = clean(raw).replace(" ", "").replace("-", "").upper()
    return code if len(code) == 18 and uscc.is_valid(code) else ""

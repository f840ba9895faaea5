"""How much time a person gives a project: an amount and its unit, from the cell and the column's header."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from nqi_limits.values.dates import read_duration
from nqi_limits.values.text import clean, is_placeholder, text_key

if TYPE_CHECKING:
    from nqi_limits.sources.grid import Cell


class Per(StrEnum):
    """What an amount is of: months in each year, person-months over the whole project, or one of the two."""

    YEAR = "year"
    PROJECT = "project"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class WorkTime:
    """Months, a year or in all. `months` is None where the cell is `blank` or cannot be read."""

    months: float | None
    per: Per = Per.UNSURE
    blank: bool = False


_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)(%|个?月|人月|人\*月|个?人月|months?|mm|pm)?(?:/(年)|/a|/y(?:ear)?)?")
_AROUND = re.compile(
    r"^(?:约|大约|每年|年均|不少于|不低于|至少|大于等于|≥|>=|共|合计|总计|累计)+|(?:以上|左右|及以上|\+)$"
)
_EACH_YEAR = ("每年", "年均", "/年", "/a", "peryear", "年工作", "月/年", "annual")
_IN_ALL = ("累计", "总", "合计", "全时工作时间", "全周期", "共计")
_PERSON_MONTHS = ("人月", "manmonth", "person-month", "人*月")
_MONTHS = ("月", "month")
MONTHS_A_YEAR = 12


def read_work_time(raw: Cell | None, header: str = "") -> WorkTime:
    """The time in a cell of a column with this header: 8, "8个月", "八个月", "6月/年", "24人月", "50%", 0.5 below （%）.

    What the cell itself says of a year or of a total goes before the header. Person-months are of the whole project, and
    unsure below a header that says a year but not person-months; so are plain months below a header that says neither. A share
    of the working time is of each year. Less than one with no unit in the cell cannot be read, whatever the header: it may be a
    share; nor can one with no unit anywhere.
    """
    text = clean(raw).casefold().replace(" ", "")
    if is_placeholder(text_key(raw)) and text != "0":
        return WorkTime(None, blank=True)
    each_year = text.startswith(("每年", "年均")) or _any(_EACH_YEAR, text)
    in_all = text.startswith(("共", "合计", "总计", "累计"))
    match = _AMOUNT.fullmatch(_AROUND.sub("", text))
    if match is None:
        years = read_duration(text) if "年" in text or "月" in text else None
        return WorkTime(None) if years is None else WorkTime(years * MONTHS_A_YEAR, _per(each_year, in_all, header))
    amount, unit = float(match[1]), match[2] or ""
    if not math.isfinite(amount):
        return WorkTime(None)
    if unit == "%" or (not unit and _is_share(header)):
        share = amount / 100 if unit == "%" or amount > 1 else amount
        return WorkTime(share * MONTHS_A_YEAR, Per.YEAR) if share <= 1 else WorkTime(None)
    if not unit and 0 < amount <= 1 and (amount < 1 or not _any(_MONTHS, text_key(header))):
        return WorkTime(None)  # of a month, or of the year: nothing says which
    per = _per(each_year, in_all, header, person_months="人" in unit or unit in ("mm", "pm"))
    return WorkTime(amount, Per.UNSURE if per is Per.YEAR and amount > MONTHS_A_YEAR else per)


def _is_share(header: str) -> bool:
    return _any(("%", "百分比", "比例", "占比", "全时率"), text_key(header))


def _per(each_year: bool, in_all: bool, header: str, *, person_months: bool = False) -> Per:
    """From what the cell says, then from the header."""
    if each_year or in_all:
        return Per.YEAR if each_year else Per.PROJECT
    key = text_key(header)
    header_in_person_months = _any(_PERSON_MONTHS, key)
    if _any(_EACH_YEAR, key):
        return Per.UNSURE if person_months and not header_in_person_months else Per.YEAR
    return Per.PROJECT if person_months or _any(_IN_ALL, key) or header_in_person_months else Per.UNSURE


def _any(words: tuple[str, ...], text: str) -> bool:
    return any(word in text for word in words)

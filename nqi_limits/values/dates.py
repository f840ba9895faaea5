"""Dates, spans and durations as offices write them, with the precision that the writing has.

A date given to the month or the year stands for all its days: `first` is the earliest and `last` the latest of them,
so that an end of 2022年12月 is its last day.
"""

from __future__ import annotations

import calendar
import datetime as dt
import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from nqi_limits.values.text import DASHES, clean, is_error, is_placeholder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nqi_limits.sources.grid import Cell

Precision = Literal["day", "month", "year", ""]
Problem = Literal["", "blank", "unreadable", "impossible", "ambiguous", "open-ended", "undecided"]


@dataclass(frozen=True, slots=True)
class Dates:
    """The days that a written date may mean, from `first` to `last`; both None where it could not be read.

    As a start date use `first`, as an end date `last`. `problem` is "" for a date that is clear, "blank" (nothing
    there), "unreadable", "impossible" (a day or month that does not exist), "ambiguous" (first..last spans all that it
    could be), "open-ended" (至今, 长期) or "undecided" (待定, 不详: a date that is to come or is not known).
    """

    first: dt.date | None = None
    last: dt.date | None = None
    precision: Precision = ""
    problem: Problem = ""


_BLANK = Dates(problem="blank")
_UNREADABLE = Dates(problem="unreadable")
_IMPOSSIBLE = Dates(problem="impossible")
_OPEN_ENDED = Dates(problem="open-ended")
_UNDECIDED = Dates(problem="undecided")

_OPEN_WORDS = frozenset(
    [
        *("至今", "今", "迄今", "到今", "现在", "至现在", "目前", "至目前"),
        *("长期", "长期有效", "永久", "无固定期限", "无期限", "持续"),
        *("present", "now", "ongoing", "today"),
    ]
)
_UNDECIDED_WORDS = frozenset(["待定", "未定", "待补", "待补充", "待填", "不详", "未知", "tbd"])
_MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_abbr) if name}
_MONTH_NAME = r"(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"

_YEARS = range(1800, 2200)
# Excel's serial numbers of 1954-10-03 to 2119-01-10: no other number of a date is so large and so small,
# but that 20221 may be meant for January 2022.
_SERIALS = range(20000, 80001)
_YEAR_AND_DIGIT = range(20101, 20400)
_SERIAL_ZERO = dt.date(1899, 12, 30)

_SERIAL_TEXT = re.compile(r"\d{5}(?:\.\d+)?")
_TIME = re.compile(r"(?:(?<=\d)t|\s+)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:z|[ap]m|[+-]\d{2}:?\d{2})?")
_REMARK = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^】]*】|〔[^〕]*〕")
_WEEKDAY = re.compile(r"\s*(?:星期|周)[一二三四五六日天]\s*$")
_BEFORE = re.compile(r"^(?:截止|截至|自|从|于|约|到|至|预计)+\s*")
_AFTER = re.compile(r"(?:月?底|月?末|之前|以前|前|截止|为止|止|起|初|上旬|中旬|下旬|份)+\s*$")
_NUMERALS = str.maketrans("〇零○Ｏ一二三四五六七八九", "0000123456789")
_CHINESE_NUMBER = re.compile("[〇零○一二三四五六七八九十]+")

_YMD = re.compile(r"(?P<y>\d{4})\s*(?P<sep>[./\-_,、\\ ])\s*(?P<m>\d{1,2})\s*(?P=sep)\s*(?P<d>\d{1,2})[.日号]?")
_YM = re.compile(r"(?P<y>\d{4})\s*[./\-_,、\\ ]\s*(?P<m>\d{1,2})\s*[月.]?")
_CHINESE = re.compile(
    r"(?P<y>\d{4}|\d{2}(?=\s*年))\s*[年./\-]\s*(?:度|(?P<m>\d{1,2})\s*(?:月\s*份?|(?=$)|[./\-](?=\s*\d))\s*(?:(?P<d>\d{1,2})\s*[日号]?)?)?"
)
_COMPACT = re.compile(r"(?P<y>(?:18|19|20|21)\d{2})(?:(?P<m>\d{2})(?P<d>\d{2})?)?")
_DAY_FIRST = re.compile(r"(?P<a>\d{1,2})\s*(?P<sep>[./\-])\s*(?P<b>\d{1,2})\s*(?P=sep)\s*(?P<y>\d{4})")
_ENGLISH = (
    re.compile(rf"(?:(?P<d>\d{{1,2}})[\s\-./]*)?{_MONTH_NAME}[\s\-./,]*(?P<y>\d{{4}})"),
    re.compile(rf"{_MONTH_NAME}\s*(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s*(?P<y>\d{{4}})"),
    re.compile(rf"(?P<y>\d{{4}})[\s\-./,]*{_MONTH_NAME}(?:[\s\-./,]*(?P<d>\d{{1,2}}))?"),
)


def read_date(raw: Cell | None) -> Dates:
    """The date in a cell: a date cell, an Excel serial number, or a date written in any usual way."""
    if isinstance(raw, bool):
        return _UNREADABLE
    if isinstance(raw, dt.datetime):
        return _days(raw.date(), raw.date(), "day")
    if isinstance(raw, dt.date):
        return _days(raw, raw, "day")
    if isinstance(raw, int | float):
        return _number(raw)
    if is_error(raw):
        return _UNREADABLE
    if isinstance(raw, str) or raw is None:
        return _text(_prepared(raw or ""))
    return _UNREADABLE


def day_of_serial(raw: Cell | None, later: int = 0) -> dt.date | None:
    """The day that a plain number in a date column stands for, counted so many days `later`; None for any other cell."""
    if isinstance(raw, str):
        raw = float(raw) if _SERIAL_TEXT.fullmatch(raw.strip()) else None
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not math.isfinite(raw):
        return None
    whole = math.floor(raw)
    if whole + later not in _SERIALS or whole in _YEAR_AND_DIGIT:
        return None
    return _SERIAL_ZERO + dt.timedelta(days=whole + later)


def _days(first: dt.date, last: dt.date, precision: Precision) -> Dates:
    return Dates(first, last, precision)


def _dates(year: int, month: int | None = None, day: int | None = None) -> Dates:
    """The days of a year, of a month, or one day."""
    if year not in _YEARS:
        return _UNREADABLE
    if month is None:
        return _days(dt.date(year, 1, 1), dt.date(year, 12, 31), "year")
    if not 1 <= month <= 12:
        return _IMPOSSIBLE
    length = calendar.monthrange(year, month)[1]
    if day is None:
        return _days(dt.date(year, month, 1), dt.date(year, month, length), "month")
    if not 1 <= day <= length:
        return _IMPOSSIBLE
    return _days(dt.date(year, month, day), dt.date(year, month, day), "day")


def _number(value: float) -> Dates:
    if not math.isfinite(value):
        return _BLANK
    if (day := day_of_serial(value)) is not None:
        return _days(day, day, "day")
    whole = math.floor(value)
    if value == whole:
        return _text(str(whole))
    if whole in _YEARS:
        fraction = repr(value).partition(".")[2]
        if fraction == "1":
            # A spreadsheet shows the number 2022.10 as 2022.1: January and October are written alike.
            return Dates(dt.date(whole, 1, 1), dt.date(whole, 10, 31), "month", "ambiguous")
        if len(fraction) <= 2:
            return _dates(whole, int(fraction))
        if len(fraction) == 4:
            return _dates(whole, int(fraction[:2]), int(fraction[2:]))
    return _UNREADABLE


def _prepared(text: str) -> str:
    """The text with one kind of dash, Chinese numerals as digits where it is a Chinese date, and no time of day."""
    text = _WEEKDAY.sub("", clean(text).casefold())
    if not text.isascii():
        text = re.sub(f"[{DASHES}]", "-", text)
        if "年" in text or "月" in text:
            text = _CHINESE_NUMBER.sub(_digits, text)
    return _TIME.sub("", text)


def _digits(match: re.Match[str]) -> str:
    number = match[0]
    if "十" not in number:
        return number.translate(_NUMERALS)
    tens, _, ones = number.partition("十")
    return (tens.translate(_NUMERALS) or "1") + (ones.translate(_NUMERALS) or "0")


def _text(text: str) -> Dates:
    """A prepared text as one date."""
    if text.replace(" ", "") in _UNDECIDED_WORDS:
        return _UNDECIDED
    if is_placeholder(text):
        return _BLANK
    if text.replace(" ", "") in _OPEN_WORDS:
        return _OPEN_ENDED
    bare = _REMARK.sub("", text).strip() or text.strip("()[]【】〔〕 ")
    bare = _BEFORE.sub("", bare)
    match = re.match(r"(.*\d\s*[年月])\s*" + _AFTER.pattern, bare)
    bare = match[1] if match else _AFTER.sub("", bare)
    return _one_form(bare.strip(" .,;。"))


def _one_form(text: str) -> Dates:
    if (day := day_of_serial(text)) is not None:
        return _days(day, day, "day")
    for form in (_YMD, _YM, _CHINESE, _COMPACT):
        if match := form.fullmatch(text):
            parts = match.groupdict()
            year = int(parts["y"])
            if len(parts["y"]) == 2:
                year += 1900 if year > 50 else 2000
            return _dates(year, _int(parts["m"]), _int(parts.get("d")))
    if match := _DAY_FIRST.fullmatch(text):
        return _day_first(int(match["a"]), int(match["b"]), int(match["y"]))
    for form in _ENGLISH:
        if match := form.fullmatch(text):
            return _dates(int(match["y"]), _MONTHS[match["name"]], _int(match["d"]))
    return _UNREADABLE


def _int(digits: str | None) -> int | None:
    return int(digits) if digits else None


def _day_first(a: int, b: int, year: int) -> Dates:
    """12/31/2022 or 31/12/2022: clear where one of the two cannot be a month."""
    readings = [found for found in (_dates(year, a, b), _dates(year, b, a)) if found.first is not None]
    if not readings:
        return _IMPOSSIBLE if year in _YEARS else _UNREADABLE
    days = sorted(found.first for found in readings if found.first)
    problem: Problem = "" if days[0] == days[-1] else "ambiguous"
    return Dates(days[0], days[-1], "day", problem)


_TILDE = re.compile(r"\s*-*\s*(?:[~〜∼〰至到迄]|\bto\b|\buntil\b|→|⇒|->)+\s*-*\s*")
_SEPARATOR = re.compile(r"\s*[-/,;、; ]+\s*")
_SHORT_END = re.compile(r"(?P<m>\d{1,2})(?:\s*月)?(?:\s*(?P<d>\d{1,2})\s*日)?")
_YEAR_AND_MONTH = re.compile(r"(?P<y>\d{4})\s*[年.]\s*(?P<m>\d{1,2})\s*月?")


def read_period(raw: Cell | None) -> tuple[Dates, Dates]:
    """The start and the end that one cell gives, such as 2018.07-2022.06 or 2018年7月至2021年6月.

    A single date is the start, and the end is "blank"; so an end that is not told frees nobody.
    """
    if raw is not None and not isinstance(raw, str):
        return read_date(raw), _BLANK
    if is_error(raw):
        return _UNREADABLE, _UNREADABLE
    text = _prepared(raw or "")
    bare = _REMARK.sub("", text).strip() or text
    if is_placeholder(bare):
        return _BLANK, _BLANK
    if re.fullmatch(r"(?:截止|截至|至|到|~|-)\s*\d.*", bare) or bare.endswith(("止", "底前")):
        end = _text(re.sub(r"^[~-]\s*", "", bare))
        if not end.problem:
            return _BLANK, end
    whole = _text(bare)
    if whole.problem != "unreadable":
        return (_BLANK, whole) if whole.problem == "open-ended" else (whole, _BLANK)
    for start, end in _splits(bare):
        if "unreadable" not in (start.problem, end.problem):
            return start, end
    halves = _TILDE.split(bare)
    if len(halves) == 2:
        return _text(halves[0]), _text(halves[1])
    return _UNREADABLE, _UNREADABLE


def _splits(text: str) -> Iterator[tuple[Dates, Dates]]:
    """Every way to take a text for a start and an end, the likeliest separators first."""
    for separator in (_TILDE, _SEPARATOR):
        for match in separator.finditer(text):
            left, right = text[: match.start()], text[match.end() :]
            yield _text(left), _text(right)
            # 2022年1月-12月: the end is of the same year.
            short, full = _SHORT_END.fullmatch(right), _YEAR_AND_MONTH.fullmatch(left)
            if short and full and int(short["m"]) >= int(full["m"]):
                yield _dates(int(full["y"]), int(full["m"])), _dates(int(full["y"]), int(short["m"]), _int(short["d"]))


_NUMBER = r"\d+(?:\.\d+)?"
_IN_MONTHS = re.compile(rf"({_NUMBER})(?:个?月|months?|m)")
_IN_YEARS = re.compile(
    rf"(?P<years>{_NUMBER})(?:个?(?:年度?|周年|years?|yrs?|y)(?P<half>半)?(?:[零又,]?(?P<months>{_NUMBER})(?:个?月|months?))?)?"
)


def read_duration(raw: Cell | None) -> float | None:
    """A length of time in years: 3, "3年", "3. 5年", "三年半", "36个月" (3.0); None where it cannot be told.

    A bare number above 12 is not taken for years, and 2021年12月 not for a length: it is a date.
    """
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        return None
    text = clean(raw).casefold().replace(" ", "")
    text = re.sub(r"^(?:共|约|为期|计)|[()]|整$", "", text)
    text = _CHINESE_NUMBER.sub(_digits, text).replace("两", "2")
    if text == "半年":
        return 0.5
    if in_months := _IN_MONTHS.fullmatch(text):
        return float(in_months[1]) / 12 or None
    match = _IN_YEARS.fullmatch(text)
    if match is None or float(match["years"]) >= _YEARS.start:
        return None
    years = float(match["years"]) + (0.5 if match["half"] else 0.0) + float(match["months"] or 0) / 12
    bare_number = match["years"] == text
    return years if years > 0 and not (bare_number and years > 12) else None


_DAY_SHOWN = re.compile(
    r"\d{1,2}月\d{1,2}日?|(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?: 0?0:00(?::00)?)?|\d{1,2}-[a-z]{3}|[a-z]{3}-\d{1,2}",
    re.IGNORECASE,
)


def is_a_day(raw: Cell | None) -> bool:
    """Whether a cell that should hold a short number holds a date, or one as a spreadsheet shows it: 1月3日, 3-Jan."""
    return isinstance(raw, dt.date) or (isinstance(raw, str) and _DAY_SHOWN.fullmatch(raw.strip()) is not None)

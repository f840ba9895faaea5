"""Projects and applications: the units of counting (资格 4). Numbered when the tables are read, described when asked for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.records.interning import Grouping, pairs
from nqi_limits.values.dates import Dates, read_date, read_duration, read_period
from nqi_limits.values.extensions import read_extension
from nqi_limits.values.programmes import OTHER, UNKNOWN
from nqi_limits.values.project_numbers import year_of_number
from nqi_limits.values.text import clean, is_error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from numpy.typing import NDArray

    from nqi_limits.sources.grid import Cell
    from nqi_limits.tables.table import Place, Table
    from nqi_limits.values.programmes import Programmes

LENGTH = "duration"
END_FIELDS = ("extended_end_date", "end_date", "period")
BLANK = "blank"


@dataclass(frozen=True, slots=True)
class End:
    """When a project ends: between `first` and `last`, both None where no cell says; `cells` are those that were read."""

    first: dt.date | None
    last: dt.date | None
    places: tuple[Place, ...] = ()

    @property
    def known(self) -> bool:
        """Whether any cell gives an end date that could be read."""
        return self.last is not None


class Unit:
    """One project or application; each fact is worked out when somebody asks for it."""

    def __init__(self, units: Units, index: int) -> None:
        self.index = index
        self.is_project = units.keys[index][0] == "project"
        self.number = units.shown[index]
        self._units = units

    @cached_property
    def name(self) -> str:
        """The title, "" where no cell gives one."""
        return self._units.title(self.index)

    @cached_property
    def _told_programme(self) -> tuple[str, tuple[Place, ...]]:
        return self._units.programme_of(self.index)

    @property
    def programme(self) -> str:
        """A programme's id, "other" (known, not counted) or "unknown"."""
        return self._told_programme[0]

    @property
    def programme_places(self) -> tuple[Place, ...]:
        """The cells that say it; none where the number does, and of applications."""
        return self._told_programme[1]

    @cached_property
    def end(self) -> End:
        """The end of a project, with extensions."""
        return self._units.ends(self.index, END_FIELDS) if self.is_project else End(None, None)

    @cached_property
    def original_end(self) -> End:
        """The end of a project without extensions."""
        return self._units.ends(self.index, END_FIELDS[1:]) if self.is_project else End(None, None)

    @cached_property
    def organisation(self) -> str:
        """The leading organisation as written, "" where no cell gives one."""
        return next((text for text, _ in self._units.texts(self.index, ("lead_organisation",))), "")

    @cached_property
    def category(self) -> str:
        """All that the cells say of category and programme."""
        return " ".join(text for text, _ in self._units.texts(self.index, ("category", "programme")))

    @cached_property
    def categories(self) -> tuple[str, ...]:
        """What the cells say of the category."""
        return tuple(text for text, _ in self._units.texts(self.index, ("category",)))

    @property
    def listed(self) -> bool:
        """Whether a list of projects or applications has it, not only one of members."""
        return self._units.is_listed(self.index)

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """The cell that gives the title."""
        return tuple(place for _, place in self._units.texts(self.index, ("project_name",))[:1])


@dataclass(slots=True)
class UnitRows:
    """The rows of one table that speak of units: `unit` and `topic` (-1 for none) for each row of the table."""

    table: Table
    unit: NDArray[np.int32]
    topic: NDArray[np.int32]
    is_list: bool


_READERS: Mapping[str, Callable[[Cell], Dates]] = {
    "extended_end_date": read_extension,
    "period": lambda raw: read_period(raw)[1],
}


def end_of(cells: Mapping[str, Cell]) -> tuple[Dates, str]:
    """The end date that a row gives, and the field that gives it: the first of `cells` that is filled.

    A filled extension that cannot be read leaves the end unknown rather than falling back to the original date.
    """
    for name, raw in cells.items():
        dates = _READERS.get(name, read_date)(raw)
        if dates.problem != BLANK:
            return dates, name
    return Dates(None, None, "", "blank"), ""


@dataclass
class Units:
    """All projects and applications, numbered; `keys` and `shown` run in parallel with the numbers."""

    keys: list[tuple[str, str]]
    shown: list[str]
    topics: list[tuple[int, str]]
    tables: list[UnitRows]
    programmes: Programmes
    applied_programme: str
    joint_topics: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    starts_within_years: int | None = None
    _described: dict[int, Unit] = field(default_factory=dict)
    _having: dict[tuple[str, ...], list[tuple[UnitRows, Grouping]]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.keys)

    def topics_in(self, topic: int) -> tuple[int, ...]:
        """The topics that one number stands for: several where a cell names several (课题 1、2)."""
        return self.joint_topics.get(topic, (topic,))

    @cached_property
    def is_project(self) -> NDArray[np.bool_]:
        """For each unit whether it is an ongoing project (else an application)."""
        return np.fromiter((kind == "project" for kind, _ in self.keys), dtype=np.bool_, count=len(self.keys))

    @cached_property
    def _groupings(self) -> list[Grouping]:
        return [Grouping(rows.unit, len(self)) for rows in self.tables]

    @cached_property
    def told_by_number(self) -> list[str]:
        """For each unit the programme that its number tells, "" where it tells none, and for applications."""
        told = self.programmes.by_number
        return [
            told(number) if kind == "project" else "" for (kind, _), number in zip(self.keys, self.shown, strict=True)
        ]

    def rows_of(self, unit: int) -> Iterator[tuple[UnitRows, NDArray[np.intp]]]:
        """The tables that speak of a unit, each with its rows."""
        for rows, grouping in zip(self.tables, self._groupings, strict=True):
            found = grouping[unit]
            if len(found):
                yield rows, found

    def _rows_with(self, unit: int, names: tuple[str, ...]) -> Iterator[tuple[UnitRows, NDArray[np.intp]]]:
        """As `rows_of`, only of tables that have any of these columns."""
        tables = self._having.get(names)
        if tables is None:
            tables = self._having[names] = [
                (rows, grouping)
                for rows, grouping in zip(self.tables, self._groupings, strict=True)
                if any(name in rows.table.columns for name in names)
            ]
        for rows, grouping in tables:
            found = grouping[unit]
            if len(found):
                yield rows, found

    @cached_property
    def _listed(self) -> NDArray[np.bool_]:
        listed = np.zeros(len(self) + 1, dtype=np.bool_)
        for rows in self.tables:
            if rows.is_list:
                listed[rows.unit] = True
        return listed

    def is_listed(self, unit: int) -> bool:
        """Whether a list of projects or applications has the unit, not only one of members."""
        return bool(self._listed[unit])

    def title(self, unit: int) -> str:
        """The name of a unit, "" where no cell gives one; of several the smallest text."""
        return self._titles.get(unit, "")

    @cached_property
    def _titles(self) -> dict[int, str]:
        found: dict[int, str] = {}
        for rows in self.tables:
            column = rows.table.columns.get("project_name")
            if column is not None:
                names = [clean(raw) for raw in column.values]
                for unit, code in pairs(rows.unit, column.codes):
                    if (name := names[code]) and not is_error(name):
                        found[unit] = min(name, found.get(unit, name))
        return found

    def __getitem__(self, unit: int) -> Unit:
        described = self._described.get(unit)
        if described is None:
            described = self._described[unit] = Unit(self, unit)
        return described

    def texts(self, unit: int, names: tuple[str, ...]) -> list[tuple[str, Place]]:
        """The distinct non-blank cells of a unit in these columns, as text with the first place, smallest text first."""
        found: dict[str, Place] = {}
        for rows, positions in self._rows_with(unit, names):
            for name in names:
                column = rows.table.columns.get(name)
                if column is None:
                    continue
                first: dict[int, int] = {}
                for code, position in zip(column.codes[positions].tolist(), positions.tolist(), strict=True):
                    first.setdefault(code, position)
                for code, position in sorted(first.items()):
                    text = clean(column.values[code])
                    place = rows.table.place(position, name)
                    if text and not is_error(text) and text not in found and place is not None:
                        found[text] = place
        return sorted(found.items(), key=lambda item: item[0])

    def _applied(self, unit: int) -> str:
        """The programme of an application: the call's own, unless its cells name another that is told apart."""
        written = {self.programmes.by_name(text) for text, _ in self.texts(unit, ("programme",))}
        return min(written - {OTHER, UNKNOWN, ""}, default=self.applied_programme)

    def programme_of(self, unit: int) -> tuple[str, tuple[Place, ...]]:
        """The programme of an application; that of a project by its number, else by what is written, with the cells.

        "unknown" where neither tells, and where one names a programme that is told apart and another one that is none of these.
        """
        if not self.is_project[unit]:
            return self._applied(unit), ()
        told = self.told_by_number[unit]
        written = self.texts(unit, ("programme",))
        by_name = {self.programmes.by_name(text) for text, _ in written}
        places = tuple(place for _, place in written)
        counted = sorted(by_name - {OTHER, UNKNOWN, ""})
        if (told or counted) and OTHER in by_name:
            return UNKNOWN, places
        if told:
            return told, ()
        if counted:
            return counted[0], places
        return OTHER if OTHER in by_name and UNKNOWN not in by_name else UNKNOWN, places

    def ends(self, unit: int, fields: tuple[str, ...]) -> End:
        """The end that dates give, else the span that the number's year and the stated length leave."""
        end = self._end(unit, fields)
        if end.places:
            return end
        ends = [
            (found, place) for text, place in self.texts(unit, (LENGTH,)) if (found := self.end_by_length(unit, text))
        ]
        if not ends:
            return end
        return End(
            min(first for (first, _), _ in ends), max(last for (_, last), _ in ends), tuple(at for _, at in ends)
        )

    def end_by_length(self, unit: int, raw: Cell) -> tuple[dt.date, dt.date] | None:
        """The first and the last day on which a project of this length may end; None where length or year are not known."""
        year = year_of_number(self.shown[unit])
        length = read_duration(raw)
        if self.starts_within_years is None or year is None or length is None:
            return None
        return _last_day(year, 1, length), _last_day(year + self.starts_within_years, 13, length)

    def _end(self, unit: int, fields: tuple[str, ...]) -> End:
        """The end of a project: its own rows before those of its topics, extensions before original dates.

        Rows that contradict each other leave a span, from the earliest to the latest. Topics alone tell that the project
        ends with the last of them.
        """
        own: list[tuple[Dates, Place, bool]] = []
        topics: list[tuple[Dates, Place, bool]] = []
        for rows, positions in self._rows_with(unit, fields):
            columns = [rows.table.columns.get(name) for name in fields]
            seen: set[tuple[object, ...]] = set()
            for position in positions.tolist():
                codes = tuple(column.codes[position] if column else -1 for column in columns)
                of_topic = bool(rows.is_list and rows.topic[position] >= 0)
                if (*codes, of_topic) in seen:
                    continue
                seen.add((*codes, of_topic))
                raw = [column.raw(position) if column else "" for column in columns]
                dates, used = end_of(dict(zip(fields, raw, strict=True)))
                if dates.problem == BLANK:
                    continue
                place = rows.table.place(position, used)
                if place is not None:
                    (topics if of_topic else own).append((dates, place, used == "extended_end_date"))
        chosen = own or topics
        if any(extended for _, _, extended in chosen):
            chosen = [one for one in chosen if one[2]]
        places = tuple(place for _, place, _ in chosen)
        readable = [dates for dates, _, _ in chosen if dates.last is not None]
        if not readable:
            return End(None, None, places)
        last = max(dates.last for dates in readable if dates.last)
        if not own:
            return End(last, last, places)
        return End(min(_earliest(dates) for dates in readable), last, places)


def _last_day(year: int, month: int, years: float) -> dt.date:
    """The last day of so many years from the first of a month (13: the end of the year)."""
    months = year * 12 + month - 1 + round(years * 12)
    return dt.date(months // 12, months % 12 + 1, 1) - dt.timedelta(days=1)


def _earliest(dates: Dates) -> dt.date:
    """The earliest day an end date can mean: a month as an end is its last day; a bare year and an ambiguous cell are spans."""
    assert dates.last is not None
    spans = dates.problem == "ambiguous" or dates.precision == "year"
    return dates.first if spans and dates.first else dates.last

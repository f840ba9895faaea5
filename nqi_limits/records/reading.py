"""From tables to mentions and units: each distinct cell is understood once, then whole columns are mapped."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.records.id_numbers import IdNumbers
from nqi_limits.records.interning import Interner, Once, distinct, first_known, read_column
from nqi_limits.records.model import LISTED, SOURCES, Held, Mentions
from nqi_limits.records.organisation_names import OrganisationNames
from nqi_limits.records.units import UnitRows
from nqi_limits.values.dates import read_date
from nqi_limits.values.flags import leaves_after, read_left
from nqi_limits.values.id_numbers import fifteen_digits, is_other_paper
from nqi_limits.values.organisations import organisation_key
from nqi_limits.values.person_names import read_names
from nqi_limits.values.project_numbers import read_project_number
from nqi_limits.values.roles import Role, read_role, read_topic_index, read_topic_indices
from nqi_limits.values.text import clean, is_placeholder, text_key

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from nqi_limits.records.model import Source
    from nqi_limits.sources.grid import Cell
    from nqi_limits.tables.table import Column, Table
    from nqi_limits.values.project_numbers import ProjectNumber
    from nqi_limits.values.roles import RoleWord

ONGOING = ("ongoing-projects", "ongoing-members")
APPLYING = ("applications", "application-members")
LISTS = ("ongoing-projects", "applications")
_NAMES_ENDING = re.compile(r"\s*的?(?:姓名|名单)$")
LEADER = 128  # 负责人 alone: leads the topic where one is given, else the project

HELD = {
    Role.PROJECT_LEADER: Held.PROJECT_LEADER,
    Role.TOPIC_LEADER: Held.TOPIC_LEADER,
    Role.KEY_MEMBER: Held.KEY_MEMBER,
    Role.TASK_LEADER: Held.TASK_LEADER,
    Role.ORDINARY: Held.ORDINARY,
    Role.NOT_MEMBER: Held.NOT_MEMBER,
    Role.UNKNOWN: Held.UNCLEAR,
    Role.MISSING: Held.UNCLEAR,
    Role.LEADER: LEADER,
}


class Reading:
    """What has been understood so far, numbered. The readers of cells remember: tables name the same people and projects.

    Whoever leaves a project after the day `left_by` is still in it.
    """

    def __init__(self, id_numbers: IdNumbers, organisation_names: OrganisationNames, left_by: dt.date) -> None:
        self.left_by = left_by
        self.organisation_names = organisation_names
        self.units: Interner[str] = Interner()
        self.topics: Interner[tuple[int, str]] = Interner()
        self.joint_labels: dict[int, tuple[int, ...]] = {}
        self.joint_topics: dict[int, tuple[int, ...]] = {}
        self.names: Interner[str] = Interner()
        self.organisations: Interner[str] = Interner()
        self.births: Interner[dt.date] = Interner()
        self.labels: Interner[str] = Interner()
        self.id_numbers = id_numbers
        self.unit_rows: list[UnitRows] = []
        self.parts: list[Mentions] = []
        self.nameless: list[tuple[int, int, str]] = []
        self.project_number: Once[ProjectNumber] = Once(read_project_number)
        self.people = Once(self._people)
        self.organisation = Once(self._organisation)
        self.id_number = Once(id_numbers.number)
        self.id_number.update(id_numbers.of_text)
        self.birth = Once(self._birth)
        self.project = Once(self._project)
        self.application = Once(self._application)
        self.topic_of_index = Once(self._topic_of_index)

    def _people(self, raw: Cell) -> tuple[int, ...]:
        """The numbers of the names in a cell."""
        return tuple([self.names.spelled(one.key, one.shown) for one in read_names(raw)])

    def _organisation(self, raw: Cell) -> int:
        """The number of an organisation, -1 for a blank cell."""
        text = self.organisation_names.called(clean(raw))
        return self.organisations.spelled(organisation_key(text), text) if text else -1

    def _birth(self, raw: Cell) -> int:
        """The number of an exact birth date, -1 where none is given to the day."""
        dates = read_date(raw)
        return self.births.number(dates.first, dates.first) if dates.first and dates.first == dates.last else -1

    def _project(self, raw: Cell) -> int:
        """The number of the project that a project or topic number belongs to, -1 for a blank cell."""
        number = self.project_number(raw)
        return self.units.spelled(("project", number.project), number.project) if number.project else -1

    def project_of_topic(self, raw: Cell) -> int:
        """As `project`, but only where the cell is a full topic number: a bare "1" names no project."""
        return self.project(raw) if self.project_number(raw).topic else -1

    def _application(self, raw: Cell) -> int:
        """The number of an application, by its own number."""
        key = text_key(raw)
        return self.units.spelled(("application", key), clean(raw)) if key else -1

    def topic_of_number(self, raw: Cell) -> int:
        """The topic that a full number or a bare index names: its label inside the project, -1 for none."""
        number = self.project_number(raw)
        if number.topic:
            return self.label(str(int(number.topic[-2:])) if number.topic[-2:].isdigit() else number.topic)
        return -1

    def _topic_of_index(self, raw: Cell) -> int:
        """The topic that a 课题序号 or a short 课题编号 names, -1 for none."""
        number = self.project_number(raw)
        if number.topic:
            return self.topic_of_number(raw)
        if number.shape == "ongoing":
            return -1
        several = read_topic_indices(raw)
        if len(several) > 1:
            return self.several_topics(several)
        index = read_topic_index(raw)
        text = text_key(raw) if index is None else str(index or "")
        return self.label(text) if text else -1

    def several_topics(self, indices: Sequence[int]) -> int:
        """The label that stands for several topics of one project together."""
        found = self.label("、".join(map(str, indices)))
        self.joint_labels[found] = tuple(self.label(str(index)) for index in indices)
        return found

    def topic_of_name(self, raw: Cell) -> int:
        """The topic of this name, -1 for a blank cell."""
        key = text_key(raw)
        return self.label(f"“{clean(raw)}”") if key else -1

    def label(self, text: str) -> int:
        """The number of a topic's label inside its project."""
        return self.labels.number(text, text)


def read_tables(tables: Sequence[Table], left_by: dt.date) -> Reading:
    """Units, topics and mentions of all tables, people not yet told apart."""
    reading = Reading(_id_numbers(tables), OrganisationNames(tables), left_by)
    titles = _titles(tables, reading)
    for index, table in enumerate(tables):
        if not len(table) or table.kind in ("ignored", "organisations") or table.lists:
            continue
        if table.kind == "people":
            none = np.full(len(table), -1, dtype=np.int32)
            _read_people(reading, index, table, none, none)
            continue
        unit = _read_units(reading, table, titles)
        topic = _read_topics(reading, table, unit)
        reading.unit_rows.append(UnitRows(table, unit, topic, table.kind in LISTS))
        _read_people(reading, index, table, unit, topic)
    return reading


def _id_numbers(tables: Sequence[Table]) -> IdNumbers:
    """The ID numbers in all columns that name people."""
    cells = [
        table.columns[source.id_number].values
        for table in tables
        if table.kind not in ("ignored", "organisations")
        for source in SOURCES
        if source.id_number in table.columns
    ]
    texts = dict.fromkeys(cell for column in cells for cell in column if isinstance(cell, str))
    others = (cell for column in cells for cell in column if not isinstance(cell, str))
    return IdNumbers(texts, others, _types_of_fifteen_digits(tables))


def _types_of_fifteen_digits(tables: Sequence[Table]) -> dict[str, str]:
    """The 证件类型 of 15 digits that some row says are no resident number, and no row says are one."""
    types: dict[str, str] = {}
    for table in tables:
        for digits, text in _typed(table, is_other_paper):
            types[digits] = min(text, types.get(digits, text))
    resident = {digits for table in tables for digits, _ in _typed(table, _is_resident)} if types else ()
    return {digits: text for digits, text in types.items() if digits not in resident}


def _is_resident(id_type: str) -> bool:
    return not is_other_paper(id_type) and not is_placeholder(text_key(id_type))


def _typed(table: Table, wanted: Callable[[str], bool]) -> Iterator[tuple[str, str]]:
    """Each number of 15 digits beside a 证件类型 that is wanted, and that type."""
    numbers, types = table.columns.get("id_number"), table.columns.get("id_type")
    if numbers is None or types is None:
        return
    fits = np.array([wanted(clean(raw)) for raw in types.values], dtype=np.bool_)
    if fits.any():
        rows = np.flatnonzero(fits[types.codes])
        pairs = distinct(numbers.codes[rows].astype(np.int64) * len(types.values) + types.codes[rows])
        for number, said in zip(*(one.tolist() for one in np.divmod(pairs, len(types.values))), strict=True):
            if digits := fifteen_digits(numbers.values[number]):
                yield digits, clean(types.values[said])


def _titles(tables: Sequence[Table], reading: Reading) -> dict[tuple[str, str], int]:
    """The numbered unit of each title that belongs to exactly one number, so that a row with the title alone finds it."""
    found: dict[tuple[str, str], set[int]] = {}
    for table in tables:
        side = "project" if table.kind in ONGOING else "application"
        number = table.columns.get("project_number" if side == "project" else "application_number")
        title = table.columns.get("project_name")
        if number is None or title is None or table.kind not in (*ONGOING, *APPLYING):
            continue
        pairs = np.unique(number.codes.astype(np.int64) * (len(title.values) + 1) + title.codes)
        read = reading.project if side == "project" else reading.application
        for pair in pairs.tolist():
            code, title_code = divmod(pair, len(title.values) + 1)
            key = text_key(title.values[title_code])
            unit = read(number.values[code])
            if key and unit >= 0:
                found.setdefault((side, key), set()).add(unit)
    return {key: units.pop() for key, units in found.items() if len(units) == 1}


def _read_units(reading: Reading, table: Table, titles: dict[tuple[str, str], int]) -> NDArray[np.int32]:
    """The unit of each row: by its number, by the number of its topic, by its title."""
    columns, rows = table.columns, len(table)
    side = "project" if table.kind in ONGOING else "application"

    def by_title(raw: Cell) -> int:
        key = text_key(raw)
        if not key:
            return -1
        return titles[side, key] if (side, key) in titles else reading.units.spelled((side, f"title:{key}"), clean(raw))

    if side == "project":
        numbers = first_known(
            read_column(columns.get("project_number"), rows, reading.project),
            read_column(columns.get("topic_number"), rows, reading.project_of_topic),
        )
    else:
        numbers = read_column(columns.get("application_number"), rows, reading.application)
    if (numbers >= 0).all():
        return numbers
    return first_known(numbers, read_column(columns.get("project_name"), rows, by_title))


def _read_topics(reading: Reading, table: Table, unit: NDArray[np.int32]) -> NDArray[np.int32]:
    """The topic of each row, numbered over all units, -1 for none."""
    columns, rows = table.columns, len(table)
    label = first_known(
        read_column(columns.get("topic_number"), rows, reading.topic_of_index),
        read_column(columns.get("topic_index"), rows, reading.topic_of_index),
        read_column(columns.get("project_number"), rows, reading.topic_of_number),
        read_column(columns.get("topic_name"), rows, reading.topic_of_name),
    )
    return _number_topics(reading, unit, label)


def _number_topics(reading: Reading, unit: NDArray[np.int32], label: NDArray[np.int32]) -> NDArray[np.int32]:
    topic = np.full(len(unit), -1, dtype=np.int32)
    given = (label >= 0) & (unit >= 0)
    if given.any():
        pairs, inverse = np.unique(
            unit[given].astype(np.int64) * (len(reading.labels) + 1) + label[given], return_inverse=True
        )
        numbered = []
        for pair in pairs.tolist():
            owner, text = divmod(pair, len(reading.labels) + 1)
            numbered.append(_topic(reading, owner, text))
            if text in reading.joint_labels:
                parts = tuple(_topic(reading, owner, part) for part in reading.joint_labels[text])
                reading.joint_topics[numbered[-1]] = parts
        topic[given] = np.array(numbered, dtype=np.int32)[inverse]
    return topic


def _topic(reading: Reading, unit: int, label: int) -> int:
    return reading.topics.number((unit, label), (unit, reading.labels.values[label]))


def _read_people(reading: Reading, index: int, table: Table, unit: NDArray[np.int32], topic: NDArray[np.int32]) -> None:
    for number, source in enumerate(SOURCES):
        if source.name in table.columns and (table.kind != "people" or number == 0):
            for part in _mentions(reading, index, table, number, source, unit, topic):
                reading.parts.append(part)


def _mentions(
    reading: Reading,
    index: int,
    table: Table,
    number: int,
    source: Source,
    unit: NDArray[np.int32],
    topic: NDArray[np.int32],
) -> Iterator[Mentions]:
    """The people that one set of columns names: a part for the first name in each cell, one for the second, and so on."""
    columns, rows = table.columns, len(table)
    name_column = columns[source.name]
    read = list(reading.people.all(name_column.values))
    counts = np.fromiter(map(len, read), dtype=np.int32, count=len(read))[name_column.codes]
    # beside a member's name, 工作单位 is the member's, not the leader's
    whose = [one for one in source.organisation if number == 0 or one != "organisation" or "name" not in columns]
    none = np.full(rows, -1, dtype=np.int32)
    organisation = first_known(none, *(read_column(columns.get(one), rows, reading.organisation) for one in whose))
    id_number = read_column(columns.get(source.id_number), rows, reading.id_number)
    birth = read_column(columns.get("birth_date") if number == 0 else None, rows, reading.birth)
    held, left, topic = _roles(reading, table, source, unit, topic)
    several = counts > 1
    for nth in range(counts.max(initial=0)):
        numbers = [names[nth] if len(names) > nth else -1 for names in read]
        name = np.array(numbers, dtype=np.int32)[name_column.codes]
        at = np.flatnonzero((name >= 0) & ((unit >= 0) | (table.kind == "people")))
        yield Mentions(
            table=np.full(len(at), index, dtype=np.int32),
            row=at.astype(np.int32),
            source=np.full(len(at), number, dtype=np.int32),
            name=name[at],
            id_number=np.where(several[at], -1, id_number[at]),
            organisation=organisation[at],
            birth=np.where(several[at], -1, birth[at]),
            unit=unit[at],
            topic=topic[at],
            held=held[at],
            left=left[at],
            person=np.full(len(at), -1, dtype=np.int32),
        )
    if number == 0 and table.kind != "people":
        blank = np.flatnonzero((counts == 0) & (unit >= 0) & ~_names_others(reading, columns, rows))
        reading.nameless.extend((index, row, source.name) for row in blank.tolist())


def _names_others(reading: Reading, columns: Mapping[str, Column], rows: int) -> NDArray[np.bool_]:
    """The rows in which a column that lists people names somebody."""
    found = np.zeros(rows, dtype=np.bool_)
    for source in SOURCES[LISTED:]:
        if (column := columns.get(source.name)) is not None:
            found |= np.array([bool(names) for names in reading.people.all(column.values)], dtype=np.bool_)[
                column.codes
            ]
    return found


def _roles(
    reading: Reading, table: Table, source: Source, unit: NDArray[np.int32], topic: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.bool_], NDArray[np.int32]]:
    """What each row makes of the person: roles, whether they have left, and the topic (a role may name it: 课题2负责人)."""
    rows = len(table)
    left = np.zeros(rows, dtype=np.bool_)
    if source.held is not None:
        return np.full(rows, source.held, dtype=np.int32), left, topic
    column = table.columns.get("role")
    held = np.full(rows, _held_by_header(table.columns[source.name].header), dtype=np.int32)
    if column is not None:
        words = [read_role(raw) for raw in column.values]
        masks = [_mask(word) for word in words]
        held = np.array(masks, dtype=np.int32)[column.codes]
        left = np.array([word.left for word in words], dtype=np.bool_)[column.codes]
        labels = np.array([_label_of_role(reading, word) for word in words], dtype=np.int32)
        told = _number_topics(reading, unit, labels[column.codes])
        several = np.array([len(word.topics_led) > 1 for word in words], dtype=np.bool_)[column.codes]
        topic = np.where(several & (told >= 0), told, first_known(topic, told))
    alone = (held & LEADER) > 0
    held = np.where(alone, (held & ~LEADER) | np.where(topic >= 0, Held.TOPIC_LEADER, Held.PROJECT_LEADER), held)
    gone = table.columns.get("left_date")
    if gone is not None:
        by = reading.left_by
        said = [read_left(raw) and not leaves_after(raw, by) for raw in gone.values]
        left |= np.array(said, dtype=np.bool_)[gone.codes]
    return held.astype(np.int32), left, topic


def _label_of_role(reading: Reading, word: RoleWord) -> int:
    if len(word.topics_led) > 1:
        return reading.several_topics(word.topics_led)
    return -1 if word.topic is None else reading.label(str(word.topic))


def _held_by_header(header: str) -> int:
    """The role that the header of a column of names gives (项目骨干姓名), where no other column gives one."""
    return _mask(read_role(_NAMES_ENDING.sub("", header)))


def _mask(word: RoleWord) -> int:
    return sum({int(HELD[role]) for role in word.roles})

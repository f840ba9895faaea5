"""From the rows of a table to mentions: whom the row names, and what it makes of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.records.interning import first_known, read_column
from nqi_limits.records.model import LISTED, SOURCES, Held, Mentions
from nqi_limits.values.flags import leaves_after, read_left
from nqi_limits.values.glued_names import glued_names
from nqi_limits.values.person_names import hidden_names, names_elsewhere
from nqi_limits.values.roles import Role, read_role

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from nqi_limits.records.cells import Named, Reading
    from nqi_limits.records.model import Source
    from nqi_limits.sources.grid import Cell
    from nqi_limits.tables.table import Column, Table
    from nqi_limits.values.roles import RoleWord

_NAMES_ENDING = re.compile(r"\s*(?:的?(?:姓名|名单)|(?<=[员人干])[\d一二三四五六七八九十]+)+$")
_PLAIN = 3  # characters of a name that is nothing else
LEADER = 128  # 负责人 alone: leads the topic where one is given, else the project

_BY_COLUMN = {source.name: source.held for source in SOURCES}
_LEADERS = ("project_leader", "topic_leader")

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


def read_people(reading: Reading, index: int, table: Table, unit: NDArray[np.int32], topic: NDArray[np.int32]) -> None:
    """Take in the people that a table names; `unit` and `topic` are those of its rows, -1 for none."""
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
    people = reading.people(name_column.values)
    first, several = people.first, people.several
    elsewhere = _pointing_elsewhere(name_column.values, people)
    counts = (first >= 0).astype(np.int32)
    counts[list(several)] = [len(names) for names in several.values()]
    named = counts[name_column.codes]
    # beside a member's name, 工作单位 is the member's, not the leader's
    whose = [one for one in source.organisation if number == 0 or one != "organisation" or "name" not in columns]
    if number == 0 and table.named in _LEADERS:
        whose.append("lead_organisation")
    none = np.full(rows, -1, dtype=np.int32)
    organisations = {one: read_column(columns.get(one), rows, reading.organisation) for one in whose if one in columns}
    of_all = organisations.pop("lead_organisation", none)  # of the project; what a cell of names tells goes before it
    own = first_known(none, *organisations.values())
    id_number = reading.id_cells.in_rows(index, table, source.id_number)
    birth = read_column(columns.get("birth_date") if number == 0 else None, rows, reading.birth)
    held, left, topic = _roles(reading, table, source, unit, topic)
    alone = named == 1
    for nth in range(counts.max(initial=0)):
        if nth:
            first = np.full(len(first), -1, dtype=np.int32)
            longer = {at: names[nth] for at, names in several.items() if len(names) > nth}
            first[list(longer)] = list(longer.values())
        name = first[name_column.codes]
        beside = reading.organisations_beside(name_column.values, people, nth)[name_column.codes]
        organisation = np.where(alone, first_known(own, beside, of_all), first_known(beside, own, of_all))
        at = np.flatnonzero((name >= 0) & ((unit >= 0) | (table.kind == "people")))
        if number and name_column.origins is not None:
            known = [part for part in reading.parts if len(part) and part.table[0] == index and part.source[0] == 0]
            told = [
                reading.first_time(table.place(row, source.name), int(unit[row]), int(name[row]))
                and not _stands_below(known, unit[row], name[row], held[row], id_number[row])
                for row in at.tolist()
            ]
            at = at[told]
        given = first[people.odd]
        given = given[given >= 0]
        unsaid = given[hidden_names([reading.names.values[one] for one in given.tolist()])]
        if len(unsaid):
            hidden = np.isin(name[at], unsaid) & ~(
                alone[at] & np.append(reading.id_cells.numbers.valid, False)[id_number[at]]
            )
            reading.nameless.extend((index, row, source.name) for row in dict.fromkeys(at[hidden].tolist()))
            at = at[~hidden]
        yield Mentions(
            table=np.full(len(at), index, dtype=np.int32),
            row=at.astype(np.int32),
            source=np.full(len(at), number, dtype=np.int32),
            name=name[at],
            id_number=np.where(alone[at], id_number[at], -1),
            organisation=organisation[at],
            birth=np.where(alone[at], birth[at], -1),
            unit=unit[at],
            topic=topic[at],
            held=held[at],
            left=left[at],
            person=np.full(len(at), -1, dtype=np.int32),
        )
    if table.kind != "people":
        several_in_one = np.zeros(len(first), dtype=np.bool_)
        several_in_one[people.odd] = [bool(glued_names(name_column.values[at])) for at in people.odd.tolist()]
        unsure = several_in_one[name_column.codes] & (unit >= 0) & ~(alone & ((id_number >= 0) | (birth >= 0)))
        reading.glued.extend((index, row, source.name) for row in np.flatnonzero(unsure).tolist())
        elsewhere = elsewhere[name_column.codes]
        if number == 0 and not table.named:
            # 项目骨干 may be blank in the row of a project; a row with a member's own number or role must name the member
            lists = _mask(_role_of_header(name_column.header)) != Held.UNCLEAR and "role" not in columns
            others = _names_others(reading, columns, rows, 1 if lists else LISTED)
            elsewhere |= (named == 0) & ~(others & ((id_number < 0) | (not lists)))
        nobody = np.flatnonzero(elsewhere & (unit >= 0))
        reading.nameless.extend((index, row, source.name) for row in nobody.tolist())


def _pointing_elsewhere(cells: Sequence[Cell], people: Named) -> NDArray[np.bool_]:
    """For each cell whether it says that names stand in another place."""
    found = np.zeros(len(cells), dtype=np.bool_)
    for at in people.odd.tolist():
        raw = cells[at]
        if people.first[at] < 0 or (isinstance(raw, str) and len(raw) > _PLAIN):
            found[at] = names_elsewhere(raw)
    return found


def _stands_below(known: Sequence[Mentions], unit: int, name: int, held: int, id_number: int) -> bool:
    """Whether the rows below a label have whom it names in the same role; one without an ID number takes the label's."""
    found = False
    for part in known:
        same = (part.unit == unit) & (part.name == name)
        if id_number >= 0 and not (same & (part.id_number >= 0) & (part.id_number != id_number)).any():
            part.id_number[same] = id_number
        alike = (part.id_number == id_number) | (id_number < 0)
        found |= bool((same & alike & ((part.held & held) > 0)).any())
    return found


def _names_others(reading: Reading, columns: Mapping[str, Column], rows: int, first: int) -> NDArray[np.bool_]:
    """The rows in which a column of the sources from the `first` on names somebody."""
    found = np.zeros(rows, dtype=np.bool_)
    for source in SOURCES[first:]:
        if (column := columns.get(source.name)) is not None:
            found |= (reading.people(column.values).first >= 0)[column.codes]
    return found


def _roles(
    reading: Reading, table: Table, source: Source, unit: NDArray[np.int32], topic: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.bool_], NDArray[np.int32]]:
    """What each row makes of the person: roles, whether they have left, and the topic (a role may name it: 课题2负责人)."""
    rows = len(table)
    left = np.zeros(rows, dtype=np.bool_)
    column = table.columns.get("role") if source.held is None else None
    if column is None:
        word = _role_of_header(table.columns[source.name].header)
        label = np.full(rows, _label_of_role(reading, word), dtype=np.int32)
        topic = first_known(topic, reading.number_topics(unit, label))
        by_column = source.held or _BY_COLUMN.get(table.named)
        if by_column is not None and (source.held or table.named in _LEADERS or _mask(word) == Held.UNCLEAR):
            held = np.full(rows, by_column, dtype=np.int32)
        else:
            held = np.full(rows, _mask(word), dtype=np.int32)
        if (
            word.roles == (Role.LEADER,)
            and by_column == Held.PROJECT_LEADER
            and (table.named or "name" not in table.columns)
        ):
            held = np.where(topic >= 0, Held.TOPIC_LEADER, Held.PROJECT_LEADER).astype(np.int32)  # a row for each topic
        if source.held is not None:
            return held, left, topic
    else:
        words = [read_role(raw) for raw in column.values]
        masks = [_mask(word) for word in words]
        held = np.array(masks, dtype=np.int32)[column.codes]
        left = np.array([word.left for word in words], dtype=np.bool_)[column.codes]
        labels = np.array([_label_of_role(reading, word) for word in words], dtype=np.int32)
        told = reading.number_topics(unit, labels[column.codes])
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


def _role_of_header(header: str) -> RoleWord:
    """The role that the header of a column of names gives (项目骨干姓名, 课题2负责人), where no other column gives one."""
    return read_role(_NAMES_ENDING.sub("", header))


def _mask(word: RoleWord) -> int:
    return sum({int(HELD[role]) for role in word.roles})

"""What single cells mean, numbered: each distinct cell is understood once."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import compress
from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.records.interning import Interner, Once
from nqi_limits.values.dates import is_a_day, read_date
from nqi_limits.values.name_columns import plain_names
from nqi_limits.values.organisations import organisation_key
from nqi_limits.values.person_names import read_names
from nqi_limits.values.project_numbers import shape_of_number
from nqi_limits.values.roles import read_topic_index, read_topic_indices
from nqi_limits.values.text import clean, is_placeholder, key_of_clean, text_key

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from nqi_limits.records.id_cells import IdCells
    from nqi_limits.records.model import Mentions
    from nqi_limits.records.organisation_names import OrganisationNames
    from nqi_limits.records.units import UnitRows
    from nqi_limits.sources.grid import Cell
    from nqi_limits.tables.table import Place
    from nqi_limits.values.project_numbers import ProjectNumber, ProjectNumbers


@dataclass(frozen=True, slots=True)
class Named:
    """Whom some cells name: the `first` name in each, -1 for none, and all names in the cells that hold `several`.

    `odd` are the cells that are not plainly one name: only they may hide a name, say more than one, or point elsewhere.
    """

    first: NDArray[np.int32]
    several: dict[int, tuple[int, ...]]
    odd: NDArray[np.intp]


class Reading:
    """What has been understood so far, numbered. The readers of cells remember: tables name the same people and projects.

    Whoever leaves a project after the day `left_by` is still in it.
    """

    def __init__(
        self, id_cells: IdCells, organisation_names: OrganisationNames, left_by: dt.date, numbers: ProjectNumbers
    ) -> None:
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
        self.id_cells = id_cells
        self.unit_rows: list[UnitRows] = []
        self.parts: list[Mentions] = []
        self._labels: set[tuple[str, str, str, int, int]] = set()
        self.nameless: list[tuple[int, int, str]] = []
        self.glued: list[tuple[int, int, str]] = []
        self.beside_names: dict[str, tuple[int, ...]] = {}
        self._numbers = numbers
        self.project_number: Once[ProjectNumber] = Once(numbers.read, numbers.read_texts)
        self.names_in = Once(self._names_in)
        self.organisation = Once(self._organisation)
        self.birth = Once(self._birth)
        self.project = Once(self._project, self._projects)
        self.application = Once(self._application)
        self.topic_of_number = Once(self._topic_of_number, self._topics_of_numbers)
        self.topic_of_index = Once(self._topic_of_index, self._topics_of_indices)
        self._label_of_digits = Once(self._label_of_number)

    def people(self, cells: Sequence[Cell]) -> Named:
        """Whom each of some cells names."""
        plain = plain_names(cells)
        first = np.full(len(cells), -1, dtype=np.int32)
        first[plain] = self.names.all(list(compress(cells, plain.tolist())))  # type: ignore[arg-type]
        several: dict[int, tuple[int, ...]] = {}
        odd = np.flatnonzero(~plain)
        for at in odd.tolist():
            names = self.names_in(cells[at])
            if names:
                first[at] = names[0]
            if len(names) > 1:
                several[at] = names
        return Named(first, several, odd)

    def first_time(self, label: Place | None, unit: int, name: int) -> bool:
        """Whether a label has not named this person for this project before: one may head several parts of a list."""
        if label is None:
            return True
        key = (label.file, label.sheet, label.cell, unit, name)
        new = key not in self._labels
        self._labels.add(key)
        return new

    def _names_in(self, raw: Cell) -> tuple[int, ...]:
        """The numbers of the names in a cell; `beside_names` keeps the organisations that the cell gives them, -1 for none."""
        people = read_names(raw)
        if isinstance(raw, str) and any(one.organisation for one in people):
            self.beside_names[raw] = tuple([self.organisation(one.organisation) for one in people])
        return tuple([self.names.spelled(one.key, one.shown) for one in people])

    def organisations_beside(self, cells: Sequence[Cell], people: Named, nth: int) -> NDArray[np.int32]:
        """The organisation that each of some cells of names gives the nth (from 0) of them, -1 for none."""
        found = np.full(len(cells), -1, dtype=np.int32)
        for at in people.odd.tolist() if self.beside_names else ():
            raw = cells[at]
            told = self.beside_names.get(raw, ()) if isinstance(raw, str) else ()
            if len(told) > nth:
                found[at] = told[nth]
        return found

    def _organisation(self, raw: Cell) -> int:
        """The number of an organisation, -1 for a blank cell."""
        text = clean(raw)
        if is_placeholder(text_key(text)):
            return -1
        text = self.organisation_names.called(text)
        return self.organisations.spelled(organisation_key(text), text)

    def _birth(self, raw: Cell) -> int:
        """The number of an exact birth date, -1 where none is given to the day."""
        dates = read_date(raw)
        return self.births.number(dates.first, dates.first) if dates.first and dates.first == dates.last else -1

    def _project(self, raw: Cell) -> int:
        """The number of the project that a project or topic number belongs to, -1 for a blank cell."""
        return self._project_of(self.project_number(raw))

    def _projects(self, texts: Sequence[str]) -> list[int]:
        return list(map(self._project_of, self.project_number.all(texts)))

    def _project_of(self, number: ProjectNumber) -> int:
        return self.units.spelled(("project", number.project), number.project) if number.project else -1

    def project_of_topic(self, raw: Cell) -> int:
        """As `project`, but only where the cell holds a whole number, of a topic or of the project: a bare "1" names none."""
        whole = self.project_number(raw).shape == "ongoing" or shape_of_number(raw) == "ongoing"
        return self.project(raw) if whole else -1

    def _application(self, raw: Cell) -> int:
        """The number of an application, by its own number."""
        shown = clean(raw)
        key = key_of_clean(shown)
        return -1 if is_placeholder(key) else self.units.spelled(("application", key), shown)

    def _topic_of_number(self, raw: Cell) -> int:
        """The topic that a full number or a bare index names: its label inside the project, -1 for none."""
        return self._label_of(self.project_number(raw).topic)

    def _topics_of_numbers(self, texts: Sequence[str]) -> list[int]:
        label_of, read = self._label_of, self._topic_of_number
        return [
            read(text) if topic is None else label_of(topic)
            for text, topic in zip(texts, self._numbers.topics(texts), strict=True)
        ]

    def _label_of(self, topic: str) -> int:
        """The label of a topic with a number of its own, -1 for none."""
        index = topic[-2:]
        if index.isdigit():
            return self._label_of_digits[index]
        return self.label(topic) if topic else -1

    def _label_of_number(self, digits: Cell) -> int:
        return self.label(str(int(clean(digits))))

    def _topic_of_index(self, raw: Cell) -> int:
        """The topic that a 课题序号 or a short 课题编号 names, -1 for none and for a date (see tables/topic_dates.py)."""
        if is_a_day(raw):
            return -1
        number = self.project_number(raw)
        if number.topic:
            return self._label_of(number.topic)
        if number.shape == "ongoing":
            return -1
        several = read_topic_indices(raw)
        if len(several) > 1:
            return self.several_topics(several)
        index = read_topic_index(raw)
        text = text_key(raw) if index is None else str(index or "")
        return -1 if is_placeholder(text) else self.label(text)

    def _topics_of_indices(self, texts: Sequence[str]) -> list[int]:
        label_of, read = self._label_of, self._topic_of_index
        return [
            label_of(topic) if topic else read(text)
            for text, topic in zip(texts, self._numbers.topics(texts), strict=True)
        ]

    def several_topics(self, indices: Sequence[int]) -> int:
        """The label that stands for several topics of one project together."""
        found = self.label("、".join(map(str, indices)))
        self.joint_labels[found] = tuple(self.label(str(index)) for index in indices)
        return found

    def topic_of_name(self, raw: Cell) -> int:
        """The topic of this name, -1 for a blank cell."""
        key = text_key(raw)
        return -1 if is_placeholder(key) else self.label(f"“{clean(raw)}”")

    def label(self, text: str) -> int:
        """The number of a topic's label inside its project."""
        return self.labels.number(text, text)

    def number_topics(self, unit: NDArray[np.int32], label: NDArray[np.int32]) -> NDArray[np.int32]:
        """The topic of each row, numbered over all units, by its unit and its label inside it; -1 for none."""
        topic = np.full(len(unit), -1, dtype=np.int32)
        given = (label >= 0) & (unit >= 0)
        if given.any():
            size = len(self.labels) + 1
            pairs, inverse = np.unique(unit[given].astype(np.int64) * size + label[given], return_inverse=True)
            keys = list(zip((pairs // size).tolist(), (pairs % size).tolist(), strict=True))
            numbered = self._topics(keys)
            for at, (owner, text) in enumerate(keys) if self.joint_labels else ():
                if text in self.joint_labels:
                    parts = [(owner, part) for part in self.joint_labels[text]]
                    self.joint_topics[numbered[at]] = tuple(self._topics(parts))
            topic[given] = np.array(numbered, dtype=np.int32)[inverse]
        return topic

    def _topics(self, keys: Sequence[tuple[int, int]]) -> list[int]:
        """The numbers of topics by their units and labels."""
        labels = self.labels.values
        return self.topics.many(keys, lambda key: (key[0], labels[key[1]]))

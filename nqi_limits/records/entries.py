"""Entries: all rows of one person under one name. How one is written for the office, and how it is found again later.

An entry is told by its ID number (masked), or else by what stands in its rows: birth date, organisations, the projects and
applications it is in, and the place of its first row. None of these is a number of this run, so an entry that was written
into a workbook is found again after rows have been moved or added.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePath
from typing import TYPE_CHECKING

from nqi_limits.records.model import SOURCES
from nqi_limits.records.namesakes import simplified
from nqi_limits.values.id_numbers import mask_id, mask_ids_in
from nqi_limits.values.person_names import read_names
from nqi_limits.values.text import clean, text_key
from nqi_limits.words.catalogue import LANGUAGES, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nqi_limits.records.model import Records
    from nqi_limits.values.id_numbers import IdNumber

MOST_ORGANISATIONS = 2
MOST_UNITS = 6
MOST_ROLES = 3
_MARK = "；"
_PIECES = re.compile(r"[；;\r\n]+")
_SMALLER = re.compile("[，,、]+")
KINDS = ("names", "numbers", "births", "organisations", "units", "roles", "places")
_LIKE_A_PLACE = re.compile(r"(?:第\d+行|row\d+)$")
_LIKE_A_NUMBER = re.compile(r"[0-9a-z]*\*+[0-9a-z]*|[0-9]{15,18}x?|[a-z]{1,2}[0-9]{7,8}")


@dataclass(frozen=True, slots=True)
class Entry:
    """The rows (`mentions`) of one person under one name (an index into the records' names)."""

    person: int
    name: int
    mentions: tuple[int, ...]


@dataclass
class Entries:
    """The entries of some records, made when they are asked for."""

    records: Records
    _marks: dict[Entry, _Marks] = field(default_factory=dict)

    def of_person(self, person: int) -> list[Entry]:
        """The entries of one person, one for each name, in the order of the names."""
        names = self.records.mentions.name
        found: dict[int, list[int]] = defaultdict(list)
        for mention in self.records.by_person[person].tolist():
            found[int(names[mention])].append(mention)
        spellings = self.records.names
        return [Entry(person, name, tuple(found[name])) for name in sorted(found, key=lambda one: spellings[one])]

    def entry(self, person: int, name: int = -1) -> Entry:
        """The entry of a person under this name; without a name all rows of the person."""
        if name >= 0:
            return next(one for one in self.of_person(person) if one.name == name)
        mentions = tuple(self.records.by_person[person].tolist())
        return Entry(person, int(self.records.mentions.name[mentions[0]]), mentions)

    def written(self, entry: Entry, lang: str, with_name: bool) -> str:
        """The entry in one line, as the office reads it; ID numbers masked."""
        marks = self.marks(entry)
        pieces = [self.records.names[entry.name]] if with_name else []
        if marks.number is not None:
            pieces.append(say("pairs.entry.number", lang, number=mask_id(marks.number.key)))
        else:
            pieces.append(say("pairs.entry.no-number", lang))
            pieces += [say("pairs.entry.born", lang, date=date) for date in marks.births]
        pieces += [*marks.organisations[:MOST_ORGANISATIONS], *marks.units[:MOST_UNITS]]
        pieces += marks.roles(lang) if marks.number is None else []
        pieces.append(marks.place(lang))
        return _MARK.join(mask_ids_in(_PIECES.sub(" ", piece)) for piece in pieces)

    def marks(self, entry: Entry) -> _Marks:
        """What an entry may be told by."""
        if entry not in self._marks:
            self._marks[entry] = _Marks(self.records, entry)
        return self._marks[entry]

    def named(self, texts: Iterable[str]) -> list[Entry]:
        """The entries under these names, in whatever spelling."""
        words = (word for text in texts for word in (text, *_PIECES.sub(" ", text).split()))
        keys = {simplified(name.key) for word in words for name in read_names(word)}
        names = sorted({name for key in keys for name in self._by_name.get(key, ())})
        people = {int(self.records.mentions.person[at]) for name in names for at in self._mentions_of(name)}
        return [entry for person in sorted(people) for entry in self.of_person(person) if entry.name in names]

    def _mentions_of(self, name: int) -> list[int]:
        found: list[int] = (self.records.mentions.name == name).nonzero()[0].tolist()
        return found

    @cached_property
    def _by_name(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for number, name in enumerate(self.records.names):
            found[simplified(text_key(name))].append(number)
            for one in read_names(name):
                if simplified(one.key) != simplified(text_key(name)):
                    found[simplified(one.key)].append(number)
        return found

    def find(self, text: str, among: Sequence[Entry], renumbered: bool = False) -> list[Entry]:
        """Those of `among` that the text fits best; [] where it fits none of them.

        A number or a name that the text gives must be the entry's. Without a number, one of the projects must be the
        entry's, or the organisation where the text gives no project. What else there is tells the rest apart.
        `renumbered`: the numbers may have been filled in or corrected since, so one of the projects must be the entry's.
        """
        given: dict[str, list[str]] = defaultdict(list)
        for piece in self._pieces(text, among):
            given[self._kind(piece, among)].append(piece)
        if renumbered:
            given.pop("numbers", None)
            if not given["units"]:
                return []
        fitting = list(among)
        for kind in ("names", "numbers"):
            for piece in given[kind]:
                fitting = self._telling([piece], kind, fitting)
        if set(given["numbers"]) <= _no_number():
            if given["units"] or given["unknown"]:
                fitting = self._telling(given["units"], "units", fitting)
            else:
                told = next((kind for kind in ("organisations", "births", "places") if given[kind]), None)
                fitting = self._telling(given[told], told, fitting) if told else fitting
        for kind in KINDS[2:]:
            if len(fitting) > 1:
                fitting = self._telling(given[kind], kind, fitting) or fitting
        return fitting

    def _telling(self, pieces: Iterable[str], kind: str, among: Sequence[Entry]) -> list[Entry]:
        given = set(pieces)
        return [one for one in among if given & self.marks(one).keys[kind]]

    def _kind(self, piece: str, among: Sequence[Entry]) -> str:
        """What a piece tells: the first kind of mark that any of these entries has; "unknown" may be a project that is gone."""
        for kind in KINDS:
            if any(piece in self.marks(one).keys[kind] for one in among):
                return kind
        if piece in _no_number() or _LIKE_A_NUMBER.fullmatch(_bare(piece)):
            return "numbers"
        return "places" if _LIKE_A_PLACE.search(piece) else "unknown"

    def _pieces(self, text: str, among: Sequence[Entry]) -> list[str]:
        """The keys of the text's pieces; a piece that means nothing whole is taken apart at its commas, then at its blanks."""
        marks = {key for one in among for keys in self.marks(one).keys.values() for key in keys}
        found: list[str] = []
        for piece in _PIECES.split(text):
            parts = [piece] if text_key(piece) in marks else _SMALLER.split(piece)
            for part in parts:
                words = [text_key(word) for word in part.split()]
                whole = text_key(part) in marks or marks.isdisjoint(words)
                found += [text_key(part)] if whole else words
        return [piece for piece in found if piece]


class _Marks:
    """What an entry may be told by, to show, and as keys: every way it may be written, by kind."""

    def __init__(self, records: Records, entry: Entry) -> None:
        self.records, self.entry = records, entry
        mentions, rows = records.mentions, list(entry.mentions)
        numbers = sorted({int(n) for n in mentions.id_number[rows] if n >= 0})
        ids = [records.id_numbers[n] for n in numbers]
        self.number: IdNumber | None = min(ids, key=lambda one: (not one.valid, one.key), default=None)
        self.births = sorted({records.births[int(b)].isoformat() for b in mentions.birth[rows] if b >= 0})
        self.organisations = sorted({records.organisations[int(o)] for o in mentions.organisation[rows] if o >= 0})
        found = {int(u) for u in mentions.unit[rows] if u >= 0}
        self.units = sorted(clean(records.units.shown[unit]) for unit in found)
        titles = [text_key(records.units[unit].name) for unit in found]
        self.keys: dict[str, set[str]] = {
            "names": {text_key(records.names[entry.name])},
            "numbers": self._number_keys(ids),
            "births": {text_key(written) for date in self.births for written in _in_all("born", date=date)}
            | set(self.births),
            "organisations": {
                text_key(mask_ids_in(called))
                for one in self.organisations
                for called in (one, *records.organisation_names.others(one))
            },
            "units": {text_key(mask_ids_in(one)) for one in self.units} | {title for title in titles if title},
            "roles": {text_key(role) for lang in LANGUAGES for role in self.roles(lang)},
            "places": {text_key(self.place(lang)) for lang in LANGUAGES},
        }

    def roles(self, lang: str) -> list[str]:
        """What the rows say the person is in a project, with the topic: what tells two namesakes in one project apart."""
        found = set()
        for mention in self.entry.mentions:
            topic = int(self.records.mentions.topic[mention])
            label = say("pairs.entry.topic", lang, topic=self.records.units.topics[topic][1]) if topic >= 0 else ""
            role = SOURCES[self.records.mentions.source[mention]].role
            words = [clean(place.value) for place in self.records.cells(mention, role) if role == "role"]
            found.add(" ".join(one for one in (label, *words) if one))
        return sorted(found - {""})[:MOST_ROLES]

    def place(self, lang: str) -> str:
        """Where the entry's first row stands: the file without its folder, the sheet, the row."""
        records = self.records
        at = min(self.entry.mentions)
        table = records.tables[records.mentions.table[at]]
        row = int(table.rows[records.mentions.row[at]])
        file = PurePath(table.file.replace("\\", "/")).name
        return say("pairs.entry.place", lang, file=file, sheet=table.sheet, row=row)

    def _number_keys(self, ids: Sequence[IdNumber]) -> set[str]:
        if not ids:
            return set(_no_number())
        found: set[str] = set()
        for one in ids:
            for number in (mask_id(one.key), one.key, mask_id(one.shown), one.shown):
                found.add(text_key(number))
                found.update(text_key(written) for written in _in_all("number", number=number))
        return found


def _in_all(key: str, **facts: object) -> list[str]:
    return [say(f"pairs.entry.{key}", lang, **facts) for lang in LANGUAGES]


def _no_number() -> frozenset[str]:
    return frozenset(text_key(one) for one in _in_all("no-number"))


def _bare(piece: str) -> str:
    """A piece without the word that introduces a number."""
    for word in (text_key(one) for one in _in_all("number", number="")):
        piece = piece.removeprefix(word)
    return piece

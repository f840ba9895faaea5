"""Numbers of projects and topics: which project a number belongs to, and whether it names one of its topics.

How the numbers of each programme look is the rulebook's: a pattern of two parts, the project's and the topic's. Only the
shape that all of them share is known here, for those who must tell a project's number before a rulebook is at hand.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from nqi_limits.values.text import clean, is_placeholder, key_of_clean, one_dash, text_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nqi_limits.sources.grid import Cell

Shape = Literal["ongoing", "application", ""]

# The ministry's system numbers applications so: SQ, the year, letters of the programme, digits.
_APPLICATION = re.compile(r"SQ\d{4}[A-Z]{2,3}\d{4,9}")
# A number given on approval: the year, letters of the programme, digits, the topic perhaps behind a hyphen.
_APPROVED = re.compile(r"(?<![0-9A-Z])(\d{4}[A-Z]{2,3}(?:\d{7,9}|\d{5,6}(?=-\d)))(?!\d)(-\d+)?")
_YEAR = re.compile(r"(?:19|20)\d\d(?=[A-Z])")
_FOOTNOTE = re.compile(r"[*※†‡#＊★☆]+")


class ProjectNumber(NamedTuple):
    """A number of a project or topic.

    `written` is the cell's text; `project` is the number of the whole project;
    `topic` is "" unless the number is a topic's. `shape` is "ongoing" (a number given on approval), "application"
    (SQ…) or "" for a form not known, whose `project` is the text itself in upper case.
    """

    written: str
    project: str
    topic: str = ""
    shape: Shape = ""


class ProjectNumbers:
    """The forms that the rulebook knows, each a pattern with two groups: what all topics of a project share, and the topic.

    A topic of digits only (300, 301) is replaced by noughts for the project, and is the project itself where it is nought; one
    that begins with a mark (-003) is left away for the project.
    """

    def __init__(self, patterns: Iterable[str]) -> None:
        listed = list(patterns)
        self._plain = [re.compile(pattern, re.ASCII) for pattern in listed]
        self._within = [re.compile(rf"(?<![0-9A-Z])(?:{pattern})(?!\d)") for pattern in listed]

    def read(self, raw: Cell | None) -> ProjectNumber:
        """The project number in a cell, also with words around it; all fields are "" for a blank cell or a placeholder."""
        if isinstance(raw, str):  # the short way for all but a few cells
            for pattern in self._plain:
                if plain := pattern.fullmatch(raw):
                    return ProjectNumber(raw, *_parts(plain), "ongoing")
        return self._read(raw)

    def read_texts(self, texts: Sequence[str]) -> list[ProjectNumber]:
        """As `read` for each of some texts, at once."""
        return [
            ProjectNumber(text, *_parts(match), "ongoing") if match else self._read(text)
            for match, text in zip(self._matches(texts), texts, strict=True)
        ]

    def topics(self, texts: Sequence[str]) -> list[str | None]:
        """The topic in each of some texts that are a number and nothing else, "" for a project's; None for all others."""
        return [_parts(match)[1] if match else None for match in self._matches(texts)]

    def _matches(self, texts: Sequence[str]) -> list[re.Match[str] | None]:
        matches: list[re.Match[str] | None] = [None] * len(texts)
        for pattern in self._plain:
            matches = [match or pattern.fullmatch(text) for match, text in zip(matches, texts, strict=True)]
        return matches

    def _read(self, raw: Cell | None) -> ProjectNumber:
        written = clean(raw)
        key = key_of_clean(written)
        if is_placeholder(key):
            return ProjectNumber("", "")
        number = _plain(key)
        application = _APPLICATION.search(number)
        if application:
            return ProjectNumber(written, application[0], shape="application")
        found = list(dict.fromkeys(self._known(number)))
        projects = {project for project, _ in found}
        if len(projects) != 1:
            # Two different projects in one cell are not split here: the text stays whole, so that it is asked about.
            return ProjectNumber(written, number)
        topics = [topic for _, topic in found if topic]
        return ProjectNumber(written, projects.pop(), topics[0] if len(topics) == 1 else "", "ongoing")

    def _known(self, number: str) -> Iterator[tuple[str, str]]:
        """Project and topic of every number of a known form in the text."""
        for pattern in self._within:
            for match in pattern.finditer(number):
                yield _parts(match)


def shape_of_number(raw: Cell | None) -> Shape:
    """What the shape alone tells of a cell that holds the number of one project, of whatever programme."""
    number = _plain(text_key(raw))
    if _APPLICATION.search(number):
        return "application"
    return "ongoing" if of_one_project([number]) else ""


def of_one_project(texts: Iterable[str]) -> bool:
    """Whether each of some texts has numbers given on approval, and all are of one project or of its topics.

    Without the programme it is not known which digits are a topic's: numbers that differ in the last two digits are of
    one project only where one of them is the project's own, …00.
    """
    found: set[str] = set()
    for text in texts:
        numbers = [match[1] for match in _APPROVED.finditer(_plain(text_key(text)))]
        if not numbers:
            return False
        found.update(numbers)
    same = len({number[:-2] for number in found}) == 1
    return len(found) == 1 or (same and any(number.endswith("00") for number in found))


def year_of_number(number: str) -> int | None:
    """The year in which a number as `ProjectNumbers.read` gives it was given; None where it begins with none."""
    year = _YEAR.match(number)
    return int(year[0]) if year else None


def _plain(key: str) -> str:
    return one_dash(_FOOTNOTE.sub("", key).upper())


def _parts(match: re.Match[str]) -> tuple[str, str]:
    """The project's number, and the topic's or ""."""
    stem, index = match[1], match[2] or ""
    if index.isdecimal():
        return stem + "0" * len(index), stem + index if index.strip("0") else ""
    return stem, stem + index if index else ""

"""Numbers of projects and topics: which project a number belongs to, and whether it names one of its topics.

A number of the 国家重点研发计划 or of 科技创新2030 ends in two digits that count the topics: 2018YFF0212300 is the
project, 2018YFF0212301 its first topic. In a 国家科技重大专项 number the topics follow a hyphen: 2018ZX09711001-003.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from nqi_limits.values.text import clean, is_placeholder, one_dash, text_key

if TYPE_CHECKING:
    from nqi_limits.sources.grid import Cell

Shape = Literal["ongoing", "application", ""]

_APPLICATION = re.compile(r"SQ\d{4}(?:YF[A-Z]|AAA|ZD|ZX)\d{4,9}")
_TWO_DIGITS = r"(\d{4}(?:YF[A-Z]|AAA|ZD)\d{5,6})(\d{2})"
_TWO_DIGIT_TOPIC = re.compile(rf"(?<![0-9A-Z]){_TWO_DIGITS}(?!\d)")
_PLAIN = re.compile(_TWO_DIGITS, re.ASCII)
_HYPHEN_TOPIC = re.compile(r"(?<![0-9A-Z])(\d{4}ZX\d{5,8})(?!\d)(-\d+)?")
_FOOTNOTE = re.compile(r"[*※†‡#＊★☆]+")


@dataclass(frozen=True, slots=True)
class ProjectNumber:
    """A number of a project or topic.

    `written` is the cell's text; `project` is the number of the whole project;
    `topic` is "" unless the number is a topic's. `shape` is "ongoing" (a number given on approval), "application"
    (SQ…) or "" for a form not known, whose `project` is the text itself in upper case.
    """

    written: str
    project: str
    topic: str = ""
    shape: Shape = ""

    @property
    def year(self) -> int | None:
        """The year in which the number was given; None for an application's number and for a form not known."""
        return int(self.project[:4]) if self.shape == "ongoing" else None


def read_project_number(raw: Cell | None) -> ProjectNumber:
    """The project number in a cell, also with words around it; all fields are "" for a blank cell or a placeholder."""
    if isinstance(raw, str) and (plain := _PLAIN.fullmatch(raw)):  # the short way for all but a few cells
        return ProjectNumber(raw, *_of_two_digits(*plain.groups()), "ongoing")
    written, key = clean(raw), text_key(raw)
    if is_placeholder(key):
        return ProjectNumber("", "")
    number = one_dash(_FOOTNOTE.sub("", key).upper())
    application = _APPLICATION.search(number)
    if application:
        return ProjectNumber(written, application[0], shape="application")
    found = list(dict.fromkeys(_known_numbers(number)))
    projects = {project for project, _ in found}
    if len(projects) != 1:
        # Two different projects in one cell are not split here: the text stays whole, so that it is asked about.
        return ProjectNumber(written, number)
    topics = [topic for _, topic in found if topic]
    return ProjectNumber(written, projects.pop(), topics[0] if len(topics) == 1 else "", "ongoing")


def _known_numbers(number: str) -> list[tuple[str, str]]:
    """Project and topic of every number of a known form in the text."""
    found = [_of_two_digits(stem, index) for stem, index in _TWO_DIGIT_TOPIC.findall(number)]
    for project, index in _HYPHEN_TOPIC.findall(number):
        found.append((project, project + index if index else ""))
    return found


def _of_two_digits(stem: str, index: str) -> tuple[str, str]:
    return stem + "00", "" if index == "00" else stem + index

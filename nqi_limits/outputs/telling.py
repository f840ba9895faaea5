"""Say what a report holds, in one language, ID numbers masked unless they are asked for whole."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from nqi_limits.rules.explaining import cited
from nqi_limits.values.id_numbers import SHORTEST_ID, mask_id, mask_ids_in, read_id_number
from nqi_limits.values.text import written
from nqi_limits.words.catalogue import LIST_MARK, said, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nqi_limits.findings.model import Finding, PersonRef, Wording
    from nqi_limits.report import Report
    from nqi_limits.tables.table import Place

ID_FIELDS = ("id_number", "project_leader_id", "topic_leader_id")
_LONG_RUN = re.compile(r"\d{15,}[Xx]?")


def long_numbers(shown: Iterable[str]) -> re.Pattern[str] | None:
    """Among numbers of projects and applications, those as long as an ID number that cannot be one; None without any."""
    found = [re.escape(number) for number in shown if is_no_id(number)]
    return re.compile(f"({'|'.join(sorted(found, key=len, reverse=True))})") if found else None


def masked(text: str, kept: re.Pattern[str] | None) -> str:
    """A text with the ID numbers in it masked; what `kept` finds stays."""
    if kept is None:
        return mask_ids_in(text)
    return "".join(part if at % 2 else mask_ids_in(part) for at, part in enumerate(kept.split(text)))


class Teller:
    """Turns the facts of one report into text. Every output goes through it, so that none forgets to mask."""

    def __init__(self, report: Report, lang: str, show_ids: bool = False) -> None:
        self.report = report
        self.lang = lang
        self.show_ids = show_ids

    def text(self, text: str) -> str:
        """Any text, ID numbers in it masked. Numbers of projects and applications stay, however long."""
        return text if self.show_ids or len(text) < SHORTEST_ID else masked(text, self._long_numbers)

    def texts(self, texts: Iterable[str]) -> list[str]:
        """Each of the texts, as `text`."""
        return [self.text(one) for one in texts]

    def listed(self, texts: Iterable[str]) -> str:
        """Texts joined by the language's list mark."""
        return LIST_MARK[self.lang].join(self.texts(texts))

    def in_one(self, parts: Iterable[str]) -> str:
        """Parts of one sentence, joined as the language joins them."""
        return self.say("table.mark").join(parts)

    def said(self, wording: Wording) -> str:
        """A wording in the report's language."""
        return self.text(said(wording, self.lang))

    def say(self, key: str, **facts: object) -> str:
        """The catalogue's sentence under a key."""
        return say(key, self.lang, **facts)

    def counted(self, what: str, count: int) -> str:
        """So many people, applications …: "3 人", "1 person"."""
        return self.say(f"table.count.{what}.{'one' if count == 1 else 'many'}", n=count)

    def id_number(self, person: PersonRef) -> str:
        """A person's ID number."""
        return person.id_number if self.show_ids else mask_id(person.id_number)

    def organisation(self, finding: Finding) -> str:
        """The organisation of the person that a finding speaks of; without a person, those that it is about."""
        return self.text(finding.person.organisation) if finding.person else self.listed(finding.organisations)

    def value(self, place: Place) -> str:
        """What a cell holds, as text."""
        text = written(place.value)
        if not self.show_ids and self._is_id_cell(place):
            return mask_id(text)
        return self.text(text)

    def rule_title(self, rule: str) -> str:
        """The short name of a rule."""
        return rule_title(rule, self.lang)

    def clause(self, finding: Finding) -> str:
        """The clause that a finding rests on, as cited in the report's language."""
        return cited(finding.clause, self.lang)

    def reading(self, name: str) -> str:
        """A reading's short name."""
        return self.say(f"readings.{name}.title")

    def _is_id_cell(self, place: Place) -> bool:
        return place.field in ID_FIELDS or (place.file, place.sheet, place.column) in self._id_columns

    @cached_property
    def _id_columns(self) -> set[tuple[str, str, int]]:
        return {
            (table.file, table.sheet, table.columns[name].number)
            for table in self.report.records.tables
            for name in ID_FIELDS
            if name in table.columns
        }

    @cached_property
    def _long_numbers(self) -> re.Pattern[str] | None:
        """Numbers of projects and applications that are as long as an ID number and cannot be one."""
        return long_numbers(self.report.records.units.shown)


def rule_title(rule: str, lang: str) -> str:
    """The short name of a rule; its id where there is none: results of another version may name rules that are no more."""
    try:
        return say(f"rule.{rule}.title", lang)
    except (OSError, KeyError):
        return rule


def is_no_id(number: str) -> bool:
    """Whether a project's number has a run of digits as long as an ID number's, and none that has a birth date in it."""
    runs = _LONG_RUN.findall(number) if number.isascii() else []
    return bool(runs) and all(read_id_number(run).problem in ("birth-date", "length") for run in runs)

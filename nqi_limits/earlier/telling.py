"""Say what a comparison holds, in one language, ID numbers masked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nqi_limits.earlier.model import parts
from nqi_limits.findings.model import SEVERITIES
from nqi_limits.outputs.telling import long_numbers, masked, rule_title
from nqi_limits.values.text import text_key
from nqi_limits.words.catalogue import LIST_MARK, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nqi_limits.earlier.comparing import Change, Comparison
    from nqi_limits.earlier.model import Told

_LISTS = ("applications", "ongoing", "falls", "may_fall", "readings")


class ToldTeller:
    """Turns findings as they were told into text; the sentences that they hold stay in the language of their report."""

    def __init__(self, comparison: Comparison, lang: str) -> None:
        self.lang = lang
        numbers = (
            number
            for report in (comparison.old, comparison.new)
            for one in report.findings
            for number in (*one.applications, *one.ongoing, *one.falls, *one.may_fall)
        )
        self._kept = long_numbers(dict.fromkeys(numbers))

    def text(self, text: str) -> str:
        """Any text, ID numbers in it masked. Numbers of projects and applications stay, however long."""
        return masked(text, self._kept)

    def texts(self, texts: Iterable[str]) -> list[str]:
        """Each of the texts, as `text`."""
        return [self.text(one) for one in texts]

    def listed(self, texts: Iterable[str]) -> str:
        """Texts joined by the language's list mark."""
        return LIST_MARK[self.lang].join(self.texts(texts))

    def say(self, key: str, **facts: object) -> str:
        """The catalogue's sentence under a key."""
        return say(key, self.lang, **facts)

    def severity(self, one: Told) -> str:
        """The word for a finding's severity; as it was written where it is none."""
        return self.say(f"severity.{one.severity}") if one.severity in SEVERITIES else self.text(one.severity)

    def head(self, one: Told) -> str:
        """Whom a finding speaks of, and its rule."""
        title = rule_title(one.rule, self.lang)
        if one.person is None:
            return title
        who = (self.text(one.person.name), one.person.id_number, self.text(one.person.organisation))
        return "  ".join((*(part for part in who if part), title))

    def changes(self, change: Change) -> Iterator[str]:
        """What has changed, fact by fact: from what to what where that can be said in a line."""
        for fact in change.facts:
            name = self.say(f"decisions.fact.{fact}")
            if fact == "severity":
                yield self._from_to(name, self.severity(change.old), self.severity(change.new))
            elif fact == "person":
                yield self._from_to(name, self._person(change.old), self._person(change.new))
            elif fact in _LISTS:
                yield from self._list(name, getattr(change.old, fact), getattr(change.new, fact))
            else:
                yield self.say("diff.change.other", fact=name)

    def _from_to(self, name: str, old: str, new: str) -> str:
        return self.say("diff.change.from-to", fact=name, old=old, new=new)

    def _person(self, one: Told) -> str:
        who = (one.person.name, one.person.id_number, one.person.organisation) if one.person else ()
        return " ".join(self.text(part) for part in who if part) or self.say("diff.change.nobody")

    def _list(self, name: str, old: Iterable[str], new: Iterable[str]) -> Iterator[str]:
        before, after = ({text_key(one): one for one in parts(names)} for names in (old, new))
        for key, names, others in (("more", after, before), ("fewer", before, after)):
            if left := [shown for one, shown in names.items() if one not in others]:
                yield self.say(f"diff.change.{key}", fact=name, names=self.listed(left))

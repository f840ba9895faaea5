"""A rulebook on a terminal: what it limits, the rest of form review, its readings, and what its sources leave open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nqi_limits.outputs.terminal.page import Page, page_for
from nqi_limits.rulebooks.entries import figures, form_review, open_parameters
from nqi_limits.rulebooks.model import BARRING, OPEN
from nqi_limits.rulebooks.says import figure, says
from nqi_limits.rules.explaining import cited
from nqi_limits.words.catalogue import LIST_MARK, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from nqi_limits.rulebooks.model import Counted, Entry, LimitSet, Rulebook

_LABEL = 28
_WORDS = ("cutoff_day", "end_date")


def print_rulebooks(books: Sequence[Rulebook], console: Console, lang: str) -> None:
    """A row for each rulebook."""
    page = page_for(console, lang)
    rows = [
        [one.name, getattr(one.title, lang), one.extends or "", str(len(list(open_parameters(one))))] for one in books
    ]
    page.table([say(f"rulebook-page.{key}", lang) for key in ("name", "title", "extends", "open-count")], rows)
    page.blank()
    page.paragraph(say("rulebook-page.more", lang, name=books[-1].name))
    page.show(console)


def print_rulebook(book: Rulebook, console: Console, lang: str) -> None:
    """All of one rulebook."""
    page = page_for(console, lang)
    page.heading(f"{book.name}  {getattr(book.title, lang)}")
    if book.extends:
        page.paragraph(say("rulebook-page.on-top-of", lang, name=book.extends))
    page.heading(say("rulebook-page.limits", lang))
    for limits in book.limit_sets:
        _head(page, limits.id, limits)
        _limit_set(page, limits, book)
    page.heading(say("rulebook-page.form", lang))
    for name, entry in form_review(book):
        _head(page, name, entry)
        for key, value in figures(entry):
            page.labelled(key, [figure(value, lang)], 2, _LABEL)
    _readings(page, book)
    page.heading(say("rulebook-page.open", lang))
    left = list(open_parameters(book))
    page.paragraph(say("rulebook-page.open-intro" if left else "rulebook-page.none-open", lang))
    for one in left:
        page.paragraph(one, indent=2)
    page.show(console)


def _head(page: Page, name: str, entry: Entry) -> None:
    lang = page.lang
    clauses = LIST_MARK[lang].join(cited(clause, lang) for clause in entry.clauses)
    page.blank()
    page.paragraph(say("rulebook-page.entry", lang, name=name, clauses=clauses, day=entry.checked), style="heading")
    page.paragraph(says(entry, lang), indent=2)
    page.labelled("grade", [say(f"rulebook-page.grade.{entry.grade}", lang)], 2, _LABEL)


def _limit_set(page: Page, limits: LimitSet, book: Rulebook) -> None:
    lang = page.lang
    names = {one.id: getattr(one.name, lang) for one in book.programmes}
    for key, value in figures(limits):
        if key == "counted":
            page.labelled(key, [_counted(one, names, lang) for one in limits.counted], 2, _LABEL)
        elif key in BARRING and value != OPEN:
            page.labelled(key, [figure(tuple(names[one] for one in getattr(limits, key)) or None, lang)], 2, _LABEL)
        elif key == "leaving_grade" and value is not None:
            page.labelled(key, [say(f"rulebook-page.grade.{value}", lang)], 2, _LABEL)
        elif key in _WORDS and value != OPEN:
            page.labelled(key, [say(f"rulebook-page.{key}.{value}", lang)], 2, _LABEL)
        else:
            page.labelled(key, [figure(value, lang)], 2, _LABEL)


def _counted(one: Counted, names: dict[str, str], lang: str) -> str:
    roles = tuple(say(f"rulebook-page.role.{role}", lang) for role in one.roles)
    text = say("rulebook-page.counted", lang, programme=names[one.programme], roles=roles)
    for key, words in (("counted-only", one.only_for), ("counted-except", one.except_for)):
        text = say(f"rulebook-page.{key}", lang, text=text, words=tuple(words)) if words else text
    return text


def _readings(page: Page, book: Rulebook) -> None:
    page.heading(say("rulebook-page.readings", page.lang))
    rows = [
        [name, say(f"readings.{name}.title", page.lang), say(f"readings.settings.{setting}", page.lang)]
        for name, setting in book.readings.items()
    ]
    page.table([say(f"rulebook-page.{key}", page.lang) for key in ("reading", "about", "setting")], rows)

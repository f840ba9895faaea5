"""What the fields of a rulebook alone do not show: names that nothing bears, patterns, blanks, contradictions.

It looks at the text as it stands, so that it speaks even where some fields are wrong.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from nqi_limits.findings.model import Wording
from nqi_limits.rulebooks.extending import identity
from nqi_limits.rulebooks.mistakes import BY_ID, Mistake, annotation_at, keys_of, shown_path
from nqi_limits.rulebooks.model import BARRING, READINGS
from nqi_limits.rulebooks.says import blanks
from nqi_limits.values.directions import direction_key, read_directions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nqi_limits.rulebooks.places import Node, Path

TOPIC_NUMBERS = "topic_numbers"
PATTERNS = ("numbers", TOPIC_NUMBERS)
# How many years before and after that of the call each day may lie.
_NEAR = {
    "born_from": (90, -15),
    "men_born_from": (90, -15),
    "women_born_from": (90, -15),
    "registered_before": (75, 1),
    "cutoff": (5, 10),
}
ABOUT = ("id", "clause", "also", "checked", "grade", "leaving_grade", "says")


def inconsistencies(root: Node) -> Iterator[Mistake]:
    """Every mistake of this kind in a whole rulebook."""
    yield from _readings(root)
    yield from _same_ids(root)
    yield from _patterns(root)
    yield from _spellings(root)
    yield from _programmes(root)
    for path, entry in _entries(root):
        yield from _words(root, path, entry)
    yield from _years(root)
    yield from _days(root)
    yield from _directions(root)
    yield from _leaving(root)
    if (drop := root.below("drop")) is not None:
        yield Mistake(drop.place, "drop", Wording("rulebook.drop-alone"))


def _readings(root: Node) -> Iterator[Mistake]:
    settings = root.below("readings")
    if settings is None or not isinstance(settings.value, dict):
        return
    missing = tuple(name for name in READINGS if name not in settings.value)
    if missing:
        yield Mistake(settings.place, "readings", Wording("rulebook.readings-missing", {"missing": missing}))


def _same_ids(root: Node) -> Iterator[Mistake]:
    for key in BY_ID:
        seen: dict[str, Node] = {}
        for node in _items(root.below(key)):
            name = identity(node)
            if name and name in seen:
                facts = {"name": name, "line": seen[name].place.line, "file": seen[name].place.file}
                yield Mistake(node.place, f"{key}[{name}]", Wording("rulebook.same-id", facts))
            seen.setdefault(name, node)


def _patterns(root: Node) -> Iterator[Mistake]:
    for at, programme in enumerate(_items(root.below("programmes"))):
        listed = [(key, *one) for key in PATTERNS for one in enumerate(_items(programme.below(key)))]
        for key, number, node in listed:
            if not isinstance(node.value, str):
                continue
            where = shown_path(root, ("programmes", at, key, number))
            try:
                pattern = re.compile(node.value)
            except re.error as error:
                facts = {"pattern": node.value, "at": (error.pos or 0) + 1}
                yield Mistake(node.place, where, Wording("rulebook.bad-pattern", facts))
                continue
            if pattern.search(""):
                yield Mistake(node.place, where, Wording("rulebook.fits-anything", {"pattern": node.value}))
            elif key == TOPIC_NUMBERS and pattern.groups != 2:
                facts = {"pattern": node.value, "groups": pattern.groups}
                yield Mistake(node.place, where, Wording("rulebook.two-groups", facts))


def _spellings(root: Node) -> Iterator[Mistake]:
    """Spellings and words without a letter or digit: they would be found in every name."""
    paths: list[Path] = [("other_programmes", "spellings"), ("young_categories",)]
    paths += [("programmes", at, "spellings") for at, _ in enumerate(_items(root.below("programmes")))]
    for at, limits in enumerate(_items(root.below("limit_sets"))):
        for number, _ in enumerate(_items(limits.below("counted"))):
            paths += [("limit_sets", at, "counted", number, key) for key in ("except_for", "only_for")]
    for path in paths:
        listed, found = root.at(path)
        for number, node in enumerate(_items(listed) if found == path else ()):
            if isinstance(node.value, str) and not any(map(str.isalnum, node.value)):
                facts = {"given": node.value}
                yield Mistake(node.place, shown_path(root, (*path, number)), Wording("rulebook.no-letters", facts))


def _programmes(root: Node) -> Iterator[Mistake]:
    known = tuple(name for name in map(identity, _items(root.below("programmes"))) if name)
    for path, node in _used(root):
        if isinstance(node.value, str) and node.value not in known:
            detail = Wording("rulebook.no-programme", {"given": node.value})
            yield Mistake(node.place, shown_path(root, path), detail, node.value, known)
    for at, limits in enumerate(_items(root.below("limit_sets"))):
        counted = _items(limits.below("counted"))
        names = [one.value for one in (node.below("programme") for node in counted) if one is not None]
        for name in BARRING:
            barred = limits.below(name)
            idle = tuple(one for one in barred.strings() if one in known and one not in names) if barred else ()
            if barred and idle:
                detail = Wording("rulebook.bars-uncounted", {"given": idle})
                yield Mistake(barred.place, shown_path(root, ("limit_sets", at, name)), detail)


def _used(root: Node) -> Iterator[tuple[Path, Node]]:
    """Every place that names a programme."""
    own = root.below("programme")
    if own is not None:
        yield ("programme",), own
    for at, limits in enumerate(_items(root.below("limit_sets"))):
        for number, counted in enumerate(_items(limits.below("counted"))):
            if (node := counted.below("programme")) is not None:
                yield ("limit_sets", at, "counted", number, "programme"), node
        for name in BARRING:
            for number, node in enumerate(_items(limits.below(name))):
                yield ("limit_sets", at, name, number), node


def _entries(root: Node) -> Iterator[tuple[Path, Node]]:
    for at, limits in enumerate(_items(root.below("limit_sets"))):
        yield ("limit_sets", at), limits
    form = root.below("form_review")
    if form is not None and isinstance(form.value, dict):
        for key, entry in form.value.items():
            yield ("form_review", key), entry


def _words(root: Node, path: Path, entry: Node) -> Iterator[Mistake]:
    """Blanks that stand for no figure of the entry."""
    figures = tuple(name for name in keys_of(annotation_at(path)) if name not in ABOUT)
    says = entry.below("says")
    for lang, node in says.value.items() if says is not None and isinstance(says.value, dict) else ():
        if not isinstance(node.value, str) or not figures:
            continue
        where = shown_path(root, (*path, "says", lang))
        try:
            unknown = sorted(blanks(node.value) - set(figures))
        except ValueError:
            yield Mistake(node.place, where, Wording("rulebook.bad-braces"))
            continue
        for name in unknown:
            yield Mistake(node.place, where, Wording("rulebook.no-figure", {"given": name}), name, figures)


def _years(root: Node) -> Iterator[Mistake]:
    node, path = root.at(("form_review", "project-period"))
    least, most = node.below("from_years"), node.below("to_years")
    figures = [one.value for one in (least, most) if one is not None and isinstance(one.value, int | float)]
    if len(figures) == 2 and figures[0] > figures[1]:
        facts = {"least": figures[0], "most": figures[1]}
        yield Mistake(node.place, shown_path(root, path), Wording("rulebook.years-reversed", facts))


def _days(root: Node) -> Iterator[Mistake]:
    """Days so far from the year of the call that a digit must be wrong."""
    year = root.below("year")
    if year is None or not isinstance(year.value, int) or not 2000 <= year.value <= 2100:
        return  # told as a mistake of the year itself
    for path, entry in _entries(root):
        for key, (before, after) in _NEAR.items():
            node = entry.below(key)
            day = node.value if node is not None else None
            if isinstance(day, dt.date) and not year.value - before <= day.year <= year.value + after:
                assert node is not None
                facts = {"day": day, "year": year.value, "first": year.value - before, "last": year.value + after}
                yield Mistake(node.place, shown_path(root, (*path, key)), Wording("rulebook.far-day", facts))


def _directions(root: Node) -> Iterator[Mistake]:
    """Directions that are no numbers, so that no cell could name them."""
    for rule in ("guide-direction", "young-direction"):
        path: Path = ("form_review", rule, "directions")
        listed, found = root.at(path)
        for number, node in enumerate(_items(listed) if found == path else ()):
            if isinstance(node.value, str) and read_directions(node.value) != (frozenset({direction_key(node.value)}),):
                facts = {"given": node.value}
                yield Mistake(node.place, shown_path(root, (*path, number)), Wording("rulebook.no-direction", facts))


def _leaving(root: Node) -> Iterator[Mistake]:
    """Limits that ask something of who leaves, without the grade of it."""
    for at, limits in enumerate(_items(root.below("limit_sets"))):
        asked = limits.below("leaving_is_no_way_out")
        if asked is not None and asked.value is not False and limits.below("leaving_grade") is None:
            where = shown_path(root, ("limit_sets", at, "leaving_grade"))
            yield Mistake(asked.place, where, Wording("rulebook.leaving-grade"))


def _items(node: Node | None) -> list[Node]:
    return node.value if node is not None and isinstance(node.value, list) else []

"""All entries of a rulebook, one after the other, and which of their parameters the sources leave open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nqi_limits.rulebooks.model import BARRING, OPEN, Entry, FormReview

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nqi_limits.rulebooks.model import Rulebook


def form_review(rulebook: Rulebook) -> Iterator[tuple[str, Entry]]:
    """The entries of the rest of form review, by rule, in the order of the model."""
    for name, info in FormReview.model_fields.items():
        entry = getattr(rulebook.form_review, name)
        if entry is not None:
            yield info.alias or name, entry


def all_entries(rulebook: Rulebook) -> Iterator[tuple[str, Entry]]:
    """Every entry with what to call it."""
    for limits in rulebook.limit_sets:
        yield f"limit_sets[{limits.id}]", limits
    for name, entry in form_review(rulebook):
        yield f"form_review.{name}", entry


def figures(entry: Entry) -> Iterator[tuple[str, object]]:
    """The figures of an entry with their names: all that is neither its clause, day nor words."""
    for name in type(entry).model_fields:
        if name not in Entry.model_fields and name != "id":
            yield name, getattr(entry, name)


def matters(entry: Entry) -> bool:
    """Whether the grade of an entry matters: not where all its figures are left open, so that nothing can break it."""
    return any(value != OPEN for _, value in figures(entry))


def open_parameters(rulebook: Rulebook) -> Iterator[str]:
    """The names of the parameters that the sources leave open."""
    for where, entry in all_entries(rulebook):
        values = dict(figures(entry))
        yield from (f"{where}.{name}" for name, value in values.items() if value == OPEN)
        if matters(entry) and entry.grade == OPEN:
            yield f"{where}.grade"


def readings_needed(rulebook: Rulebook) -> dict[str, bool]:
    """For each reading that only some rulebooks have, whether this one does: for a parameter that it leaves open, for a role."""
    limits = rulebook.limit_sets
    return {
        "open-cutoff": any(one.cutoff == OPEN for one in limits),
        "open-extension": any(one.end_date == OPEN for one in limits),
        "open-bar": any(getattr(one, name) == OPEN for one in limits for name in BARRING),
        "open-leaving": any(one.leaving_is_no_way_out == OPEN for one in limits),
        "senior-title": any("senior-participant" in counted.roles for one in limits for counted in one.counted),
        "project-kind": any(one.except_for or one.only_for for limits_ in limits for one in limits_.counted),
        "open-grade": OPEN in _grades(rulebook),
    }


def _grades(rulebook: Rulebook) -> Iterator[str | None]:
    """The grades that matter."""
    yield from (entry.grade for _, entry in all_entries(rulebook) if matters(entry))
    yield from (limits.leaving_grade for limits in rulebook.limit_sets)

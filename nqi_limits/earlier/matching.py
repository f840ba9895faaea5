"""Which finding of one run is which of another: by id, else by rule, person and what it rests on."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nqi_limits.values.text import text_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nqi_limits.earlier.model import Told, ToldPerson


@dataclass(frozen=True)
class Matched:
    """The findings that are in both runs, as pairs (old, new), those that are gone, and those that are new."""

    pairs: Sequence[tuple[Told, Told]]
    gone: Sequence[Told]
    new: Sequence[Told]


def match(old: Sequence[Told], new: Sequence[Told]) -> Matched:
    """Pair the findings of two runs, each at most once, in the order of `new`; the rest in their own order."""
    by_id = {one.id: one for one in old}
    partner = {one.id: by_id[one.id] for one in new if one.id in by_id}
    taken = set(partner)
    left: dict[tuple[str, ...], list[Told]] = defaultdict(list)
    for one in old:
        if one.id not in taken:
            for key in _keys(one):
                left[key].append(one)
    for one in new:
        if one.id in partner:
            continue
        found = next(
            (other for key in _keys(one) for other in left[key] if other.id not in taken and _alike(other, one)), None
        )
        if found is not None:
            partner[one.id] = found
            taken.add(found.id)
    return Matched(
        [(partner[one.id], one) for one in new if one.id in partner],
        [one for one in old if one.id not in taken],
        [one for one in new if one.id not in partner],
    )


def _keys(one: Told) -> Iterator[tuple[str, ...]]:
    """Under what a finding is looked for: its rule with the person's number, with the name, or alone."""
    if one.person is None:
        yield (one.rule,)
        return
    if one.person.id_number:
        yield (one.rule, "number", one.person.id_number)
    yield (one.rule, "name", text_key(one.person.name))


def _alike(old: Told, new: Told) -> bool:
    """Whether two findings of one rule are one: of one person, or of nobody, and resting on a project in common."""
    if old.person is None or new.person is None:
        return old.person is new.person and bool(old.projects & new.projects)
    return _same_person(old.person, new.person) and bool(
        not (old.projects and new.projects) or old.projects & new.projects
    )


def _same_person(old: ToldPerson, new: ToldPerson) -> bool:
    if old.id_number and old.id_number == new.id_number:
        return True
    return text_key(old.name) == text_key(new.name) and (
        not (old.id_number and new.id_number) or text_key(old.organisation) == text_key(new.organisation)
    )

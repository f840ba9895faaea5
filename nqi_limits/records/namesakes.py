"""People who share a name, in whatever spelling: who might be one person though nothing else says so."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.records.interning import distinct
from nqi_limits.values.person_names import fits_unknown, has_unknown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from nqi_limits.records.model import Records


def namesakes(records: Records, among: NDArray[np.bool_], doubtful: NDArray[np.bool_]) -> list[tuple[int, ...]]:
    """The groups of two or more people with one name, at least one of them `doubtful`; traditional and simplified forms
    are taken for the same. A name with a character that cannot be told makes a group with each name that it may be.

    `among` says for each person whether to look at them at all.
    """
    mentions = records.mentions
    wanted = among[mentions.person]
    keys = same_name_keys(records.names)
    pairs = distinct(keys[mentions.name[wanted]].astype(np.int64) * records.people + mentions.person[wanted])
    if not len(pairs):
        return []
    name, person = np.divmod(pairs, max(records.people, 1))
    starts = np.append(0, np.flatnonzero(np.diff(name)) + 1)
    ends = np.append(starts[1:], len(person))
    groups = np.flatnonzero((ends - starts > 1) & np.logical_or.reduceat(doubtful[person], starts))
    bounds = zip(starts[groups].tolist(), ends[groups].tolist(), strict=True)
    found = [tuple(person[start:end].tolist()) for start, end in bounds]
    for one, other in _may_be_one(records.names, keys):
        both = np.unique(person[np.isin(name, (one, other))])
        if doubtful[both].any() and np.isin((one, other), name).all() and len(both) > 1:
            found.append(tuple(both.tolist()))
    return found


def _may_be_one(names: Sequence[str], keys: NDArray[np.int64]) -> set[tuple[int, int]]:
    """Pairs of keys of names that differ in nothing but characters that cannot be told."""
    unknown = [at for at, name in enumerate(names) if has_unknown(name)]
    if not unknown:
        return set()
    of_length: dict[int, list[tuple[str, int]]] = {}
    for name, key in zip(names, keys.tolist(), strict=True):
        simple = simplified(name)
        of_length.setdefault(len(simple), []).append((simple, key))
    found: set[tuple[int, int]] = set()
    for at in unknown:
        simple, key = simplified(names[at]), int(keys[at])
        fitting = (other for name, other in of_length[len(simple)] if other != key and fits_unknown(simple, name))
        found.update((min(key, other), max(key, other)) for other in fitting)
    return found


def same_name_keys(names: Sequence[str]) -> NDArray[np.int64]:
    """One number for each name, equal for names that differ only in traditional and simplified forms."""
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(simplified(name), len(numbers)) for name in names], dtype=np.int64)


def simplified(name: str) -> str:
    """A name in simplified characters: for comparing only, since several traditional forms may share a simplified one."""
    key = "".join(name.split()).casefold()
    try:
        key.encode("gb2312")
    except UnicodeEncodeError:
        # characters that the simplified standard set lacks: traditional ones, or rare ones that stay as they are
        return _converter().convert(key)  # type: ignore[no-any-return,attr-defined]
    return key


@cache
def _converter() -> object:
    from opencc import OpenCC

    return OpenCC("t2s")


def differ_in_one_place(one: str, other: str) -> bool:
    """Whether two ID numbers differ by one character, typed wrongly, left out or swapped with its neighbour."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    if len(one) != len(other):
        shorter, longer = sorted((one, other), key=len)
        return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))
    places = [at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(places) == 1:
        return True
    return (
        len(places) == 2
        and places[1] == places[0] + 1
        and one[places[0]] == other[places[1]]
        and (one[places[1]] == other[places[0]])
    )

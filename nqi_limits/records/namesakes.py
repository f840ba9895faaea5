"""People who share a name, in whatever spelling: who might be one person though nothing else says so."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.records.interning import distinct
from nqi_limits.values.person_names import fits_unknown, has_unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from nqi_limits.records.model import Records

_PARTS = re.compile(r"[\s.·]+")


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
    if not any(map(has_unknown, names)):
        return set()
    of_name = {simplified(name): key for name, key in zip(names, keys.tolist(), strict=True)}
    found: set[tuple[int, int]] = set()
    for name, others in names_that_fit(of_name).items():
        found.update((min(of_name[name], of_name[one]), max(of_name[name], of_name[one])) for one in others)
    return found


def names_that_fit(simple: Iterable[str]) -> dict[str, set[str]]:
    """For simplified names those of the others that differ in nothing but characters that cannot be told, if there are any."""
    of_length: dict[int, list[str]] = {}
    for name in simple:
        of_length.setdefault(len(name), []).append(name)
    found: dict[str, set[str]] = {}
    for alike in of_length.values():
        for name in filter(has_unknown, alike):
            for other in alike:
                if other != name and fits_unknown(name, other):
                    found.setdefault(name, set()).add(other)
                    found.setdefault(other, set()).add(name)
    return found


def same_name_keys(names: Sequence[str]) -> NDArray[np.int64]:
    """One number for each name, equal for names that differ only in traditional and simplified forms."""
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(simplified(name), len(numbers)) for name in names], dtype=np.int64)


def simplified(name: str) -> str:
    """A name in simplified characters, a Latin one with its words in one order: for comparing only, since several traditional
    forms may share a simplified one, and nobody can tell which word is the surname.
    """
    words = _PARTS.split(name.casefold())
    key = "".join(sorted(words) if name.isascii() else words)
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

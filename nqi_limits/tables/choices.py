"""Which field each column of a header has, where that depends on the other columns and on the cells below."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nqi_limits.tables.sides import side_of_number, side_of_status
from nqi_limits.values.dates import read_duration, read_period
from nqi_limits.values.flags import read_flag
from nqi_limits.values.person_names import names_elsewhere, read_names
from nqi_limits.values.roles import names_a_role
from nqi_limits.values.text import clean, is_placeholder, text_key
from nqi_limits.values.word_lists import word_lists

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from nqi_limits.sources.grid import Cell
    from nqi_limits.tables.headers import Choice, Meaning

_CATEGORY = re.compile("|".join(map(re.escape, word_lists("table_cells")["categories"])))
_LONGEST_ROLE = 6  # letters of a role word that could be taken for a name
_INDEX = re.compile(r"(?:课题|第)*[0-9一二三四五六七八九十]{1,3}(?:课题)?")
_YEARS = re.compile(r"[(\[]?(?:1[89]|20|21)\d\d")


def fields_of(
    meanings: Mapping[int, Meaning], sample: Callable[[int], Sequence[Cell]], given: Mapping[str, int] | None = None
) -> dict[int, str]:
    """The field of each column (by its index), "" for one that is left out.

    `sample` gives some distinct filled cells of a column. Of two columns that claim a field the better spelled has it,
    of two equally well spelled the first. `given` are fields that columns beside these have already.
    """
    claims: dict[str, tuple[int, int]] = {}
    for column, meaning in sorted(meanings.items()):
        if meaning.field and (meaning.field not in claims or meaning.rank < claims[meaning.field][0]):
            claims[meaning.field] = (meaning.rank, column)
    taken = {**(given or {}), **{field: column for field, (_, column) in claims.items()}}
    _drop_flags(taken, sample)
    for column, meaning in sorted(meanings.items(), key=lambda item: (item[1].rank, item[0])):
        for choice in meaning.choices:
            if choice.field not in taken and _holds(choice, taken, lambda at=column: sample(at)):  # type: ignore[misc]
                taken[choice.field] = column
                break
    fields = dict.fromkeys(meanings, "")
    fields.update({column: field for field, column in taken.items() if column in meanings})
    return fields


def _drop_flags(taken: dict[str, int], sample: Callable[[int], Sequence[Cell]]) -> None:
    """A column 项目负责人 that says only 是 and 否 names nobody."""
    for field in ("project_leader", "topic_leader", "task_leaders"):
        if field in taken:
            cells = sample(taken[field])
            if cells and all(read_flag(cell) is not None for cell in cells):
                del taken[field]


def _holds(choice: Choice, taken: Mapping[str, int], cells: Callable[[], Sequence[Cell]]) -> bool:
    if choice.beside and choice.beside.isdisjoint(taken):
        return False
    if not choice.without.isdisjoint(taken):
        return False
    return not choice.values or TESTS[choice.values](cells())


def _most(test: Callable[[Cell], bool]) -> Callable[[Sequence[Cell]], bool]:
    return lambda cells: sum(map(test, cells)) * 2 > len(cells)


def _some(test: Callable[[Cell], bool]) -> Callable[[Sequence[Cell]], bool]:
    return lambda cells: any(map(test, cells))


def _is_name(raw: Cell) -> bool:
    if names_elsewhere(raw):
        return True
    if not isinstance(raw, str) or read_flag(raw) is not None or re.search(r"\d", raw):
        return False
    return bool(read_names(raw)) and not (len(raw) <= _LONGEST_ROLE and names_a_role(raw))


def _are_names(cells: Sequence[Cell]) -> bool:
    """Whether most cells name people; 无 says nothing."""
    given = [cell for cell in cells if not is_placeholder(text_key(cell))]
    return sum(map(_is_name, given)) * 2 > len(given)


def _are_lists(cells: Sequence[Cell]) -> bool:
    """Whether cells name people, and one of them several."""
    return _are_names(cells) and any(_is_name(cell) and len(read_names(cell)) > 1 for cell in cells)


def _is_whole_number(raw: Cell) -> bool:
    """Whether a cell holds a number that names a project, not just a count of rows or topics."""
    key = text_key(raw)
    return side_of_number(raw) != "" or len(key) > 4 or re.search("[a-z]", key) is not None


def _is_span(raw: Cell) -> bool:
    start, end = read_period(raw)
    return start.first is not None or end.last is not None or bool(_YEARS.match(clean(raw)))


def _has_both_ends(raw: Cell) -> bool:
    start, end = read_period(raw)
    return start.first is not None and end.last is not None and start.first < end.last


def _is_years(raw: Cell) -> bool:
    return read_duration(raw) is not None


TESTS: dict[str, Callable[[Sequence[Cell]], bool]] = {
    "whole numbers": _most(_is_whole_number),
    "project numbers": _most(lambda raw: side_of_number(raw) != ""),
    "indices": _most(lambda raw: _INDEX.fullmatch(text_key(raw)) is not None),
    "names": _are_names,
    "several names": _are_lists,
    "roles": _some(names_a_role),
    "categories": _some(lambda raw: _CATEGORY.search(clean(raw)) is not None),
    "statuses": _most(lambda raw: side_of_status(raw) != ""),
    "spans": _most(_is_span),
    "both ends": _most(_has_both_ends),
    "years": _most(_is_years),
}


def known(fields: Iterable[str]) -> set[str]:
    """Those of some columns' fields that say something: not a left-out column, a running number or a remark."""
    return set(fields) - {"", "serial", "remark"}

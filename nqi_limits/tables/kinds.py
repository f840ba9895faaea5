"""What kind of table a header makes, and on which side, ongoing or applied for, each of its rows stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.tables.sides import APPLICATION, ONGOING, side_of_number, side_of_status, side_of_words
from nqi_limits.values.text import PLACEHOLDERS, is_placeholder, text_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from nqi_limits.tables.columns import Coded

PEOPLE = "people"
ORGANISATIONS = "organisations"
MEMBERS = "members"
PROJECTS = "projects"

NUMBERS = ("application_number", "project_number", "number")
UNITS = frozenset([*NUMBERS, "project_name"])
LISTS_OF_PEOPLE = frozenset(["task_leaders", "key_members", "participants", "members"])
BY_ROLE = frozenset(["project_leader", "topic_leader"]) | LISTS_OF_PEOPLE  # columns that name people by their role
MEMBERSHIP = frozenset(["role", "months", "task", "left_date"])
_APPLICATION_ONLY = frozenset(["direction", "recommender", "topic_count", "organisation_count", "category"])
_ONGOING_ONLY = frozenset(["extended_end_date", "left_date", "programme"])

KIND = {
    (MEMBERS, ONGOING): "ongoing-members",
    (MEMBERS, APPLICATION): "application-members",
    (PROJECTS, ONGOING): "ongoing-projects",
    (PROJECTS, APPLICATION): "applications",
}


def make_of(fields: set[str], said: str | None) -> tuple[str, str]:
    """What a table with these fields is about (PEOPLE, ORGANISATIONS, MEMBERS, PROJECTS or ""), and if none, why: a key."""
    units = fields & UNITS
    if said == "people":
        return (PEOPLE, "") if "name" in fields else ("", "tables.ignored.no-name")
    if said == "organisations":
        return (ORGANISATIONS, "") if "organisation_name" in fields else ("", "tables.ignored.no-organisation")
    if "name" in fields:
        if units:
            return MEMBERS, ""
        if said or fields & MEMBERSHIP:
            return "", "tables.ignored.no-project"
        return (PEOPLE, "") if len(fields) > 1 else ("", "tables.ignored.few-headers")
    if units and (len(fields) > 1 or said):
        return PROJECTS, ""
    if "organisation_name" in fields and len(fields) > 1 and not said:
        return ORGANISATIONS, ""
    return "", "tables.ignored.no-project" if fields & BY_ROLE or said else "tables.ignored.few-headers"


def side_of_table(
    fields: set[str], columns: Mapping[str, Coded], headers: Iterable[str], names: Sequence[Sequence[str]]
) -> str:
    """The side of a table as a whole: by what only one side has, the shape of the numbers, titles and names; "" for none.

    `columns` are the number columns by field, `headers` all headers as written, `names` the texts around the table,
    nearest first: its titles and sheet, then its file.
    """
    if "application_number" in fields:
        return APPLICATION
    if "project_number" in fields:
        return ONGOING
    shapes: set[str] = set()
    for value in columns["number"].values if "number" in columns else ():
        shapes.add(side_of_number(value))
        if ONGOING in shapes:
            return ONGOING
    around = next((side for side in map(side_of_words, names) if side), "")
    if APPLICATION in shapes:
        # a project just approved may still be listed under the number it was applied for with
        return around if around == ONGOING and not fields & _APPLICATION_ONLY else APPLICATION
    by_fields = bool(fields & _APPLICATION_ONLY) - bool(fields & _ONGOING_ONLY)
    if by_fields:
        return APPLICATION if by_fields > 0 else ONGOING
    return side_of_words(headers) or around or (ONGOING if "number" in fields else "")


def sides(columns: Mapping[str, Coded], whole: str, titled: str, rows: int) -> NDArray[np.int8] | None:
    """For each row 0 (ongoing) or 1 (application); None where nothing tells.

    `columns` are the number and status columns of the rows by field, `whole` the side of the table as a whole,
    `titled` what its titles and its sheet's name say. A status decides, then which number is filled (the
    application's, where both are), then a number's shape, unless the title says that all are ongoing.
    """
    side = np.full(rows, {ONGOING: 0, APPLICATION: 1}.get(whole, -1), dtype=np.int8)
    project = columns.get("project_number", columns.get("number"))
    application = columns.get("application_number")
    if application is not None and project is not None:
        side[project.where(is_given, ordinary=True)] = 0
        side[application.where(is_given, ordinary=True)] = 1
    elif application is None and "project_number" not in columns and project is not None and titled != ONGOING:
        shapes = [side_of_number(value) for value in project.values]
        if ONGOING in shapes and APPLICATION in shapes:
            _apply(side, project, shapes)
    if "status" in columns:
        _apply(side, columns["status"], [side_of_status(value) for value in columns["status"].values])
    told = side[side >= 0]
    if rows and not len(told):
        return None
    # rows that nothing tells go with the most: they are checked, not dropped
    side[side < 0] = np.int8(len(told) > 0 and told.mean() >= 0.5)
    return side


def is_given(raw: object) -> bool:
    """Whether a cell names something: not blank, a dash, 无 or the like."""
    if not isinstance(raw, str):
        return True
    if raw.isalnum():  # the short way for all but a few cells
        return raw.casefold() not in PLACEHOLDERS
    return not is_placeholder(text_key(raw))


def _apply(side: NDArray[np.int8], column: Coded, told: Sequence[str]) -> None:
    for number, name in enumerate((ONGOING, APPLICATION)):
        mask = np.array([one == name for one in told], dtype=np.bool_)
        if mask.any():
            side[mask[column.codes]] = number

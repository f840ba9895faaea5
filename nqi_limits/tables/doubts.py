"""What is doubtful about how a header was understood: two columns for one meaning, a needed column that another may be."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from nqi_limits.findings.model import Wording
from nqi_limits.tables.headers import aliases, header_key, speaks_of_people
from nqi_limits.tables.kinds import BY_ROLE, NUMBERS
from nqi_limits.tables.mapping.model import mapped_meanings, quoted, written_heads
from nqi_limits.tables.sides import side_of_number
from nqi_limits.tables.table import Doubt, column_letters
from nqi_limits.values.dates import read_date
from nqi_limits.values.id_numbers import read_id_number
from nqi_limits.values.name_words import looks_like_a_name
from nqi_limits.values.person_names import read_names
from nqi_limits.values.roles import names_a_role
from nqi_limits.values.text import text_key
from nqi_limits.words.catalogue import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from nqi_limits.sources.grid import Cell
    from nqi_limits.tables.sheet import Sheet
    from nqi_limits.tables.table import Heading, Table

# Two columns of these are worth a question. Of 学历 and 学位, 职称 and 职称级别 sheets often have both.
_DECISIVE = frozenset(
    [
        *("name", "id_number", "birth_date", "sex", "organisation", "role", "left_date", "months", *NUMBERS, *BY_ROLE),
        *("project_name", "start_date", "end_date", "extended_end_date", "organisation_name", "credit_code"),
        "registered_on",
    ]
)
_ENDS = ("end_date", "extended_end_date", "period", "duration")
# The fields that each kind of table needs, in groups of which one is enough; the first of a group is asked for.
_NEEDED: dict[str, tuple[tuple[str, ...], ...]] = {
    "people": (("id_number",),),
    "ongoing-members": (("project_number",), ("id_number",), ("role", *sorted(BY_ROLE))),
    "application-members": (("application_number",), ("id_number",), ("role", *sorted(BY_ROLE))),
    "ongoing-projects": (("project_number",), _ENDS),
    "applications": (("application_number",),),
    "organisations": (),
    "ignored": (("name", *sorted(BY_ROLE)), ("number", *NUMBERS), ("id_number",), ("role",)),
}
_MEMBERS = ("ongoing-members", "application-members", "ongoing-projects", "applications")
_UNKNOWN = ("tables.unused.unknown", "tables.unused.unclear")
# So many columns, of each so many cells, and so many rows of two columns that are compared are looked at.
_COLUMNS, _CELLS, _ROWS = 40, 20, 100
_LIKE, _VERY_LIKE = 0.5, 0.8
_SHARE = 0.6
_WORDS = re.compile("[\u4e00-\u9fff]+")
_OWN_RANK = 500  # of headers.toml's own spellings; those that are put together from two rank lower


@dataclass(frozen=True, slots=True)
class _Likely:
    """How likely a column has a field: what its cells say, and how its header is spelled (`like` is the known spelling)."""

    heading: Heading
    by_cells: bool
    likeness: float
    like: str
    cells: int
    fitting: int

    def why(self, field: str) -> Wording:
        """The reason, in words."""
        meaning = Wording(f"fields.{field}")
        if self.by_cells:
            return Wording("tables.doubt.by-cells", {"n": self.cells, "fitting": self.fitting, "meaning": meaning})
        return Wording("tables.doubt.by-header", {"like": self.like})


def doubts(sheet: Sheet, tables: Sequence[Table]) -> tuple[Doubt, ...]:
    """The doubts about the tables under one header."""
    if not tables or tables[0].why_ignored == "tables.ignored.by-mapping":
        return ()
    first = tables[0].header_row or tables[0].guessed_row
    found = (*_rivals(sheet, tables[0], first), *_missing(sheet, tables, first))
    return (*found, *_people(sheet, tables[0], first, {one.column for one in found}))


def _rivals(sheet: Sheet, table: Table, first: int) -> Iterator[Doubt]:
    """Columns left out because another has their meaning, where the cells of both differ and no mapping chose."""
    rivals = [one for one in table.headings if one.rival and one.samples][:_COLUMNS]
    if not rivals:
        return
    by_number = {one.number: one for one in table.headings}
    texts = {one.number: one.header for one in table.headings}
    chosen = mapped_meanings(table.entry, texts) if table.entry else {}
    written = written_heads(texts)
    for one in rivals:
        winner = by_number.get(one.rival)
        if winner is None or winner.claim not in _DECISIVE or winner.number in chosen:
            continue
        if _equal(sheet, one, winner, first):
            continue
        meaning = Wording(f"fields.{winner.claim}")
        lines = (
            _line(written.get(winner.number, winner.header), Wording("mapping.unused")),
            _line(written.get(one.number, one.header), meaning),
        )
        facts = {**_about(table, one), "taken": winner.header, "other": _cell(table, winner)}
        yield Doubt(
            one.number, winner.claim, Wording("tables.doubt.rival", {**facts, "meaning": meaning, "lines": lines})
        )


def _equal(sheet: Sheet, one: Heading, other: Heading, first: int) -> bool:
    mine, theirs = (sheet.columns[heading.number - 1] for heading in (one, other))
    rows = range(first, min(first + _ROWS, len(sheet)))
    return all(text_key(mine.raw(row)) == text_key(theirs.raw(row)) for row in rows)


def _missing(sheet: Sheet, tables: Sequence[Table], first: int) -> Iterator[Doubt]:
    """Needed columns that the tables lack, each with the column that is most likely it."""
    table = tables[0]
    there = {one.claim for one in table.headings} | {field for one in tables for field in one.columns}
    lacking = [
        group[0]
        for group in dict.fromkeys(group for one in tables for group in _NEEDED[one.kind])
        if there.isdisjoint(group) and not (group[0] in NUMBERS and not there.isdisjoint(NUMBERS))
    ]
    if not lacking:
        return
    free = [one for one in table.headings if one.why in _UNKNOWN and one.samples][:_COLUMNS]
    found: list[tuple[str, _Likely]] = []
    for field in lacking:
        likely = _most_likely(field, free, sheet, first)
        if likely is not None:
            found.append((field, likely))
            free.remove(likely.heading)
    if table.kind == "ignored" and not _makes_a_table(there, found):
        return
    written = written_heads({one.number: one.header for one in table.headings}) if found else {}
    for field, likely in found:
        meaning = Wording(f"fields.{field}")
        facts = {
            **_about(table, likely.heading),
            "meaning": meaning,
            "why": likely.why(field),
            "rename": Wording("tables.doubt.either-number") if field == "number" else say(f"fields.{field}", "zh"),
            "line": _line(written.get(likely.heading.number, likely.heading.header), meaning),
        }
        yield Doubt(likely.heading.number, field, Wording("tables.doubt.likely", facts))


def _people(sheet: Sheet, table: Table, first: int, told: set[int]) -> Iterator[Doubt]:
    """Columns of a table of projects or members that are left out and name people: whoever stands there is not checked."""
    if table.kind not in _MEMBERS:
        return
    free = [one for one in table.headings if one.why in _UNKNOWN and one.header and one.number not in told][:_COLUMNS]
    names = [
        one
        for one in free
        for cells in [sheet.sample(one.number - 1, first)[:_CELLS]]
        if _names_people(cells) or (speaks_of_people(one.header) and _names_some(cells))
    ]
    written = written_heads({one.number: one.header for one in table.headings}) if names else {}
    for one in names:
        line = _line(written.get(one.number, one.header), Wording("fields.members"))
        yield Doubt(one.number, "members", Wording("tables.doubt.people", {**_about(table, one), "line": line}))


def _names_people(cells: Sequence[Cell]) -> bool:
    """Whether every cell names people by known surnames; one cell alone may be any word."""
    names = [[one.shown for one in read_names(cell)] for cell in cells if isinstance(cell, str)]
    return len(names) == len(cells) > 1 and all(found and all(map(looks_like_a_name, found)) for found in names)


def _names_some(cells: Sequence[Cell]) -> bool:
    """Whether most cells hold a name among other words: 张三 东海大学."""
    found = [isinstance(cell, str) and any(map(looks_like_a_name, _WORDS.findall(cell))) for cell in cells]
    return sum(found) * 2 > len(found)


def _about(table: Table, heading: Heading) -> dict[str, object]:
    return {"file": table.file, "sheet": table.sheet, "header": heading.header, "cell": _cell(table, heading)}


def _cell(table: Table, heading: Heading) -> str:
    return f"{column_letters(heading.number)}{table.header_row or table.guessed_row}"


def _line(header: str, meaning: Wording) -> Wording:
    """The line of a column mapping that gives a header this meaning."""
    return Wording("tables.doubt.line", {"header": quoted(header), "meaning": meaning})


def _makes_a_table(there: set[str], found: Sequence[tuple[str, _Likely]]) -> bool:
    """Whether a sheet that was left out would hold people or projects if the columns were what they seem to be."""
    fields = there | {field for field, _ in found}
    people = not fields.isdisjoint(("name", *BY_ROLE))
    return bool(found) and people and not fields.isdisjoint((*NUMBERS, "project_name", "id_number"))


def _most_likely(field: str, free: Sequence[Heading], sheet: Sheet, first: int) -> _Likely | None:
    test = _TESTS[field]
    best: _Likely | None = None
    for one in free:
        cells = sheet.sample(one.number - 1, first)[:_CELLS]
        fitting = sum(map(test, cells))
        if not fitting:
            continue
        likeness, like = _likeness(field, one.header)
        by_cells = fitting >= _SHARE * len(cells) and (field not in _BY_BOTH or likeness >= _LIKE)
        if by_cells or likeness >= _VERY_LIKE:
            now = _Likely(one, by_cells, likeness, like, len(cells), fitting)
            if best is None or (now.by_cells, now.likeness) > (best.by_cells, best.likeness):
                best = now
    return best


def _likeness(field: str, header: str) -> tuple[float, str]:
    """How much a header is spelled like the known ones of a field, from 0 to 1, and like which; below _LIKE it is 0."""
    matcher = difflib.SequenceMatcher(autojunk=False)
    matcher.set_seq2(header_key(header))
    best, like = _LIKE, ""
    for spelling in _spellings(field):
        matcher.set_seq1(spelling)
        if matcher.real_quick_ratio() >= best and matcher.quick_ratio() >= best:
            ratio = matcher.ratio()
            if ratio > best or (ratio == best and not like):
                best, like = ratio, spelling
    return (best, like) if like else (0.0, "")


@cache
def _spellings(field: str) -> tuple[str, ...]:
    also = NUMBERS if field in NUMBERS else (field,)
    return tuple(key for key, meaning in aliases().items() if meaning.field in also and meaning.rank < _OWN_RANK)


def _is_id(raw: Cell) -> bool:
    return read_id_number(raw).birth is not None


def _is_date(raw: Cell) -> bool:
    return read_date(raw).last is not None


def _is_number(raw: Cell) -> bool:
    return side_of_number(raw) != ""


_TESTS: dict[str, Callable[[Cell], bool]] = {
    "id_number": _is_id,
    "role": names_a_role,
    "name": looks_like_a_name,
    "end_date": _is_date,
    **dict.fromkeys(NUMBERS, _is_number),
}
# Dates and short words are much else besides: the header must speak for it too.
_BY_BOTH = frozenset(["end_date", "name"])

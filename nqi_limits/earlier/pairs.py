"""The sheet 身份核实, read back: from a marked workbook, or from a sheet that the office made itself and put among the inputs."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from nqi_limits.earlier.columns import find_header, known_headers, office_headers
from nqi_limits.findings.model import Wording
from nqi_limits.records.judged import CARRIED_OUT, PairDecision, Status
from nqi_limits.sources.read import read_own_sheets
from nqi_limits.tables.table import Place, column_letters
from nqi_limits.values.text import clean, text_key, written
from nqi_limits.words.catalogue import LANGUAGES, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nqi_limits.records.judged import Judged
    from nqi_limits.sources.grid import Cell, Grid, SourceFile

SHEET = "身份核实"
NEEDED = ("name", "one", "other", "conclusion")
READ = (*NEEDED, "remark")
_MARKS = dict.fromkeys(map(ord, "，,。.、；;：:！!（）() "))


@dataclass
class PairSheet:
    """One sheet of decisions: those that were filled in, and what is wrong with it; `header_row` counts from 1."""

    file: str
    sheet: str
    header_row: int
    columns: dict[str, str]
    rows: int = 0
    decisions: list[PairDecision] = field(default_factory=list)
    problems: list[Wording] = field(default_factory=list)


def read_pair_sheets(file: SourceFile) -> list[PairSheet]:
    """The sheets of a marked workbook that hold decisions. Raises InputProblem where the file cannot be read."""
    return [found for grid in read_own_sheets(file, SHEET) if (found := read_pairs(grid)) is not None]


def read_pairs(grid: Grid) -> PairSheet | None:
    """The decisions on a sheet; None where its headers are not those of 身份核实."""
    head = find_header(grid, _headers(), NEEDED)
    if head is None:
        return None
    at, columns = head
    (titles,) = grid.lines(at, at + 1)
    headers = {clean(titles[number]): key for key, number in columns.items()}
    result = PairSheet(grid.file, grid.sheet, at + 1, headers)
    for row, cells in enumerate(grid.lines(at + 1), at + 2):
        texts = {key: written(cells[number]).strip() if number < len(cells) else "" for key, number in columns.items()}
        result.rows += any(texts.values())
        if texts["conclusion"]:
            _read_row(result, row, columns, texts)
    return result


def decided_in(sheets: Iterable[PairSheet]) -> list[PairDecision]:
    """The decisions of all sheets."""
    return [decision for sheet in sheets for decision in sheet.decisions]


def pair_remarks(sheets: Iterable[PairSheet], judged: Iterable[Judged]) -> list[Wording]:
    """For each sheet on which something was decided, how many decisions it has and how many were used."""
    used = [one.decision.place for one in judged if one.status in (*CARRIED_OUT, Status.SETTLED)]
    return [
        Wording(
            "pairs.remark.read",
            {
                "file": one.file,
                "sheet": one.sheet,
                "n": len(one.decisions),
                "used": sum((place.file, place.sheet) == (one.file, one.sheet) for place in used),
            },
        )
        for one in sheets
        if one.decisions
    ]


def same_word(same: bool, lang: str) -> str:
    """The word for a conclusion: 同一人, 不同人."""
    return say(f"pairs.conclusion.{'same' if same else 'different'}", lang)


@cache
def _headers() -> dict[str, str]:
    """The column that a header stands for, by the header's key."""
    return known_headers("pairs.column", READ, office_headers()["pairs"])


@cache
def _conclusions() -> dict[str, bool]:
    return {_key(same_word(same, lang)): same for same in (True, False) for lang in LANGUAGES}


def _key(text: str) -> str:
    return text_key(text).translate(_MARKS)


def _read_row(result: PairSheet, row: int, columns: dict[str, int], texts: dict[str, str]) -> None:
    where = {key: f"{column_letters(number + 1)}{row}" for key, number in columns.items()}
    facts: dict[str, object] = {"file": result.file, "sheet": result.sheet}
    same = _conclusions().get(_key(texts["conclusion"]))
    if same is None:
        expected = {lang: tuple(same_word(one, lang) for one in (True, False)) for lang in LANGUAGES}
        facts |= {"cell": where["conclusion"], "found": clean(texts["conclusion"])}
        facts |= {"expected": expected["zh"], "expected_en": expected["en"]}
        result.problems.append(Wording("pairs.problem.conclusion", facts))
        return
    for key in ("one", "other"):
        if not clean(texts[key]):
            header = next(header for header, named in result.columns.items() if named == key)
            facts |= {"cell": where[key], "column": header}
            result.problems.append(Wording("pairs.problem.no-record", facts))
            return
    header = next(header for header, named in result.columns.items() if named == "conclusion")
    value: Cell = texts["conclusion"]
    place = Place(result.file, result.sheet, row, columns["conclusion"] + 1, header, value)
    records = texts["one"], texts["other"]
    names: Sequence[str] = (texts["name"],) if clean(texts["name"]) else ()
    result.decisions.append(PairDecision(tuple(names), records, same, texts.get("remark", ""), place))

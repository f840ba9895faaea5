"""What the tests share: invented ID numbers, cases written as pipe tables, findings as plain data to compare."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from nqi_limits.rules.examples import grids_from_tables
from nqi_limits.sources.read import read_file
from nqi_limits.values.id_numbers import check_digit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from nqi_limits.findings.model import Finding
    from nqi_limits.sources.grid import Cell, Grid, SourceFile

LIMIT_RULES = (
    "one-lead-application",
    "ongoing-leader-applies",
    "ongoing-topic-leader-leads",
    "two-project-total",
    "left-ongoing-project",
)


def invented_id(number: int) -> str:
    """A well-formed ID number that nobody has: no region is numbered 990001. Born on the given day of January 1970."""
    first17 = f"990001197001{number:02d}{number:03d}"
    return first17 + check_digit(first17)


def case_grids(sheets: Mapping[str, str]) -> list[Grid]:
    """The grids of pipe tables in which <7> stands for the seventh invented ID number, and ⏎ for a line break in a cell."""
    grids = grids_from_tables(
        {sheet: re.sub(r"<(\d+)>", lambda found: invented_id(int(found[1])), table) for sheet, table in sheets.items()}
    )
    for grid in grids:
        grid.rows[:] = [
            [cell.replace("⏎", "\n") if isinstance(cell, str) else cell for cell in row] for row in grid.rows
        ]
    return grids


def told(findings: Iterable[Finding], rules: Iterable[str]) -> list[dict[str, Any]]:
    """The findings of these rules without words and places, in an order of their own."""
    wanted = set(rules)
    return in_order(
        {
            "rule": one.rule,
            "severity": str(one.severity),
            "person": one.person.name if one.person else "",
            "applications": list(one.applications),
            "ongoing": list(one.ongoing),
            "falls": list(one.falls),
            "readings": list(one.readings),
            "organisations": list(one.organisations),
        }
        for one in findings
        if one.rule in wanted
    )


def in_order(findings: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Findings as plain data, sorted by all that they say."""
    return sorted(findings, key=lambda one: [str(one[key]) for key in sorted(one)])


def read_both_ways(file: SourceFile, sheet: str | None = None, password: str | None = None) -> list[Grid]:
    """The grids of a file as rows; that they are the same as columns is made sure of."""
    grids = read_file(file, sheet, password)
    for whole, coded in zip(grids, read_file(file, sheet, password, coded=True), strict=True):
        assert _filled(whole) == _filled(coded)
        for name in ("file", "sheet", "merged", "hidden", "hidden_rows", "hidden_columns", "remarks", "prose"):
            assert getattr(whole, name) == getattr(coded, name)
        for column in coded.coded or ():
            first = list(dict.fromkeys(column.codes.tolist()))
            assert first == list(range(len(column.values)))
            assert len({(isinstance(value, bool), value) for value in column.values}) == len(column.values)
    return grids


def _filled(grid: Grid) -> dict[tuple[int, int], tuple[type, Cell]]:
    """The cells that hold something, with their type, which `==` does not look at."""
    return {
        (row, column): (type(cell), cell)
        for row, cells in enumerate(grid.lines(), 1)
        for column, cell in enumerate(cells, 1)
        if cell != ""
    }

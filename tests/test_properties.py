"""What must not change a finding, and in which direction a settled reading may change them."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from random_rosters import rosters, settings_of_readings
from second_opinion import READINGS
from support import LIMIT_RULES, invented_id, told

from nqi_limits.checking import check_grids
from nqi_limits.sources.grid import Grid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from second_opinion import Roster

    from nqi_limits.sources.grid import Cell

    Drawn = tuple[Roster, list[Grid]]

RULES = (*LIMIT_RULES, "exempt-project")
WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}

quick = settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
seeds = st.integers(0, 2**32).map(random.Random)


def found(grids: Iterable[Grid], readings: Mapping[str, str] | None = None) -> list[tuple[str, Any]]:
    """The findings about people, ids and all, places left out."""
    findings = check_grids(list(grids), readings=readings).findings
    return sorted((one.id, repr(told([one], RULES))) for one in findings if one.rule in RULES)


def changed(grids: list[Grid], change: Callable[[str, str], str]) -> list[Grid]:
    """The grids with every text cell below the headers changed by `change(header, text)`."""
    return [
        Grid(
            grid.file,
            grid.sheet,
            [
                grid.rows[0],
                *(
                    [
                        change(str(header), cell) if isinstance(cell, str) and cell else cell
                        for header, cell in zip(grid.rows[0], row, strict=True)
                    ]
                    for row in grid.rows[1:]
                ),
            ],
        )
        for grid in grids
    ]


@given(drawn=rosters(), chance=seeds)
@quick
def test_the_order_of_rows_columns_and_sheets_changes_nothing(drawn: Drawn, chance: random.Random) -> None:
    _, grids = drawn
    shuffled = []
    for grid in chance.sample(grids, len(grids)):
        columns = chance.sample(range(len(grid.rows[0])), len(grid.rows[0]))
        body = chance.sample(grid.rows[1:], len(grid.rows) - 1)
        shuffled.append(Grid(grid.file, grid.sheet, [[row[at] for at in columns] for row in (grid.rows[0], *body)]))
    assert found(shuffled) == found(grids)


@given(drawn=rosters(), chance=seeds)
@quick
def test_names_of_files_and_sheets_and_rows_spread_over_files_change_nothing(
    drawn: Drawn, chance: random.Random
) -> None:
    _, grids = drawn
    spread = []
    for number, grid in enumerate(grids):
        cut = chance.randint(1, len(grid.rows))
        spread.append(Grid(f"b{number}.xlsx", f"Sheet{number}", grid.rows[:cut]))
        spread.append(Grid(f"a{number}.xlsx", "Sheet1", [grid.rows[0], *grid.rows[cut:]]))
    chance.shuffle(spread)
    assert found(spread) == found(grids)


@given(drawn=rosters(), chance=seeds)
@quick
def test_rows_above_and_below_the_table_and_blank_columns_change_nothing(drawn: Drawn, chance: random.Random) -> None:
    _, grids = drawn
    framed = []
    for grid in grids:
        blanks = chance.randint(0, 2)
        width = len(grid.rows[0]) + blanks
        above: list[list[Cell]] = [["东海大学申报情况汇总表", *[""] * (width - 1)], [""] * width]
        rows: list[list[Cell]] = [[*[""] * blanks, *row] for row in grid.rows]
        below: list[Cell] = [""] * width
        framed.append(Grid(grid.file, grid.sheet, [*above[: chance.randint(0, 2)], *rows, below]))
    assert found(framed) == found(grids)


@given(drawn=rosters())
@quick
def test_an_unrelated_person_changes_nothing(drawn: Drawn) -> None:
    _, grids = drawn
    more: dict[str, list[Cell]] = {
        "人员": ["王怀瑾", invented_id(20), "北原学院"],
        "在研项目": ["2020YFE0990100", "另一项目", "国家重点研发计划", "2025-12-31", ""],
        "在研人员": ["2020YFE0990100", "", "王怀瑾", invented_id(20), "北原学院", "项目骨干", ""],
        "申报人员": ["NQI-001", "", "王怀瑾", invented_id(20), "北原学院", "项目骨干"],
    }
    joined = [Grid(grid.file, grid.sheet, [*grid.rows, more[grid.sheet]]) for grid in grids]
    assert found(joined) == found(grids)


@given(drawn=rosters(), chance=seeds)
@quick
def test_a_row_written_twice_changes_nothing_for_people_with_numbers(drawn: Drawn, chance: random.Random) -> None:
    _, grids = drawn
    twice = []
    for grid in grids:
        numbers = grid.rows[0].index("证件号码") if "证件号码" in grid.rows[0] else 0
        sure = [row for row in grid.rows[1:] if row[numbers]]
        again = chance.sample(sure, min(2, len(sure))) if grid.sheet != "在研项目" else []
        twice.append(Grid(grid.file, grid.sheet, [*grid.rows, *again]))
    assert found(twice) == found(grids)


@given(drawn=rosters(), chance=seeds)
@quick
def test_spelling_noise_changes_nothing(drawn: Drawn, chance: random.Random) -> None:
    _, grids = drawn

    def spoil(header: str, text: str) -> str:
        at = chance.randrange(len(text) + 1)
        noise = [text + " ", "　" + text, text + "\n", text + "\u200b"]
        if header in ("姓名", "工作单位"):
            noise += [f"{text[:at]}{blank}{text[at:]}" for blank in (" ", "　", "\n", "\xa0")]
        if header == "证件号码":
            noise += [f"{text[:6]} {text[6:14]} {text[14:]}", text.lower(), text.translate(WIDE)]
        if header in ("角色", "项目编号", "课题编号", "申报编号", "课题序号"):
            noise += [text.translate(WIDE)]
        if header == "角色":
            noise += [f"{text[:at]} {text[at:]}" if not text.isascii() else text.lower(), f"{text[:at]}\n{text[at:]}"]
        if header in ("项目编号", "课题编号") and text.isascii():
            noise += [text.lower()]
        return chance.choice(noise)

    assert found(changed(grids, spoil)) == found(grids)


@given(drawn=rosters(), chance=seeds)
@quick
def test_a_role_by_its_code_letter_is_the_role_by_its_word(drawn: Drawn, chance: random.Random) -> None:
    _, grids = drawn
    codes = {"项目负责人": "A", "课题负责人": "B", "项目骨干": "C", "参与人员": "D"}
    words = {code: word for word, code in codes.items()}

    def otherwise(header: str, text: str) -> str:
        return codes.get(text, words.get(text, text)) if header == "角色" and chance.random() < 0.7 else text

    assert found(changed(grids, otherwise)) == found(grids)


@given(drawn=rosters(), readings=settings_of_readings(), name=st.sampled_from(READINGS))
@quick
def test_strict_never_yields_less_than_lenient_and_open_lies_between(
    drawn: Drawn, readings: dict[str, str], name: str
) -> None:
    _, grids = drawn
    severe, anything = {}, {}
    for setting in ("lenient", "open", "strict"):
        findings = check_grids(grids, readings={**readings, name: setting}, select=LIMIT_RULES).findings
        anything[setting] = {(one.rule, one.person.name) for one in findings if one.person}
        severe[setting] = {
            (one.rule, one.person.name) for one in findings if one.person and str(one.severity) == "violation"
        }
    assert anything["lenient"] <= anything["open"] == anything["strict"]
    assert severe["lenient"] == severe["open"] <= severe["strict"]


@given(drawn=rosters(), readings=settings_of_readings(), name=st.sampled_from(READINGS))
@quick
def test_settling_a_reading_never_adds_a_finding(drawn: Drawn, readings: dict[str, str], name: str) -> None:
    _, grids = drawn
    findings = check_grids(grids, readings={**readings, name: "open"}, select=LIMIT_RULES).findings
    before = {(one.id, one.rule) for one in findings}
    for setting in ("lenient", "strict"):
        after = check_grids(grids, readings={**readings, name: setting}, select=LIMIT_RULES).findings
        assert name not in {reading for one in after for reading in one.readings}
        assert {(one.id, one.rule) for one in after} <= before


@given(drawn=rosters(), readings=settings_of_readings())
@quick
def test_a_reading_that_a_review_names_is_open_and_settling_all_of_them_leniently_takes_it_away(
    drawn: Drawn, readings: dict[str, str]
) -> None:
    _, grids = drawn
    reviews = [
        one
        for one in check_grids(grids, readings=readings, select=LIMIT_RULES).findings
        if str(one.severity) == "review" and one.readings
    ]
    for review in reviews[:5]:
        assert {readings[name] for name in review.readings} == {"open"}
        settled = {**readings, **dict.fromkeys(review.readings, "lenient")}
        after = check_grids(grids, readings=settled, select=[review.rule]).findings
        assert review.id not in {one.id for one in after}


@given(drawn=rosters(), chance=seeds)
@quick
def test_deleting_an_id_number_never_makes_a_violation(drawn: Drawn, chance: random.Random) -> None:
    """With the roster as it is: what a sheet of members no longer says is never held against anyone it did not concern."""
    _, grids = drawn
    before = check_grids(grids, select=LIMIT_RULES).findings
    numbered = [grid for grid in grids if grid.sheet in ("在研人员", "申报人员") and len(grid.rows) > 1]
    if not numbered:
        return
    chosen = chance.choice(numbered)
    at = chance.randrange(1, len(chosen.rows))
    column = chosen.rows[0].index("证件号码")
    rows: list[list[Cell]] = [list(row) for row in chosen.rows]
    rows[at][column] = ""
    after = check_grids(
        [Grid(chosen.file, chosen.sheet, rows) if grid is chosen else grid for grid in grids], select=LIMIT_RULES
    ).findings
    listed = {(row[0], row[2]) for grid in grids if grid.sheet == "人员" for row in grid.rows[1:]}
    name, organisation = (rows[at][rows[0].index(header)] for header in ("姓名", "工作单位"))
    if (name, organisation) in listed:
        return

    def violations(findings: Iterable[Any]) -> set[tuple[str, str, str]]:
        return {
            (one.rule, one.person.name, one.person.id_number) for one in findings if str(one.severity) == "violation"
        }

    assert violations(after) <= violations(before)


@given(drawn=rosters())
@quick
def test_ids_of_findings_are_unlike_and_stay_the_same(drawn: Drawn) -> None:
    _, grids = drawn
    first = [one.id for one in check_grids(grids).findings]
    assert len(first) == len(set(first))
    assert first == [one.id for one in check_grids(grids).findings]

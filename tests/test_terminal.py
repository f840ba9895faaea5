"""The report on a terminal: everything in it, at any width, in any encoding, and no more certainty than there is."""

from __future__ import annotations

import datetime as dt
import io
import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from nqi_limits.checking import check_grids
from nqi_limits.findings.model import PersonRef, Severity, Wording
from nqi_limits.outputs.harmless import harmless
from nqi_limits.outputs.json import report_as_dict
from nqi_limits.outputs.outcome import NO_COLUMN, NO_FACT, NOTHING_CHECKED
from nqi_limits.outputs.places import cells_by_sheet
from nqi_limits.outputs.terminal.leftovers import CELLS, NAMES, PROJECTS, SHOWN, SHOWN_OF_NOBODY
from nqi_limits.outputs.terminal.report_page import print_report
from nqi_limits.outputs.terminal.rules_page import print_explanations, print_rules
from nqi_limits.outputs.terminal.wrapping import wrap
from nqi_limits.rulebooks.load import load_rulebook
from nqi_limits.rules.examples import grids_from_tables
from nqi_limits.rules.explaining import explain_all
from nqi_limits.rules.form.rule import FormRule
from nqi_limits.rules.registry import all_rules
from nqi_limits.tables.table import Place
from nqi_limits.words import catalogue
from nqi_limits.words.catalogue import LANGUAGES, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from nqi_limits.findings.model import Finding
    from nqi_limits.report import Report

TITLE = "认证认可共性关键技术研究与应用示范平台建设以及面向中小企业的一站式质量基础设施服务体系构建"
ID = "990001197403120136"
OTHER_ID = "990001197608250217"

BUSY = {
    "在研项目": f"""
项目编号 | 项目名称 | 所属计划 | 结束日期
2019YFF0699100 | {TITLE} | 国家重点研发计划 | 2023-06-30
2018YFF0699200 | 早已结束 | 国家重点研发计划 | 2022-12-30
2018YFF0699300 | 恰好结束 | 国家重点研发计划 | 2022-12-31
""",
    "在研人员": f"""
项目编号 | 姓名 | 身份证号 | 工作单位 | 角色
2019YFF0699100 | 林知远 | {ID} | 澄江工业大学 | 项目负责人
2018YFF0699200 | 林知远 | {ID} | 澄江工业大学 | 课题骨干
2018YFF0699300 | 周若谷 | {OTHER_ID} | 澄江工业大学 | 课题骨干
""",
    "申报项目": f"""
申报编号 | 项目名称
NQI-001 | 计量标准
NQI-002 | {TITLE}
NQI-003 | 没有名单
""",
    "申报人员": f"""
申报编号 | 姓名 | 身份证号 | 工作单位 | 角色
NQI-001 | 林知远 | {ID} | 澄江工业大学 | 项目负责人
NQI-001 | 周若谷 | {OTHER_ID} | 澄江工业大学 | 课题骨干
NQI-002 | 周若谷 | {OTHER_ID} | 澄江工业大学 | 课题骨干
NQI-002 |  |  | 澄江工业大学 | 课题骨干
""",
    "备忘": "随便写的 | 没有表头\n1 | 2",
}
QUIET = {
    "在研人员": f"项目编号 | 姓名 | 证件号码 | 角色\n2019YFF0699100 | 周若谷 | {OTHER_ID} | 课题骨干",
    "申报人员": f"申报编号 | 姓名 | 证件号码 | 角色\nNQI-001 | 林知远 | {ID} | 项目负责人",
}


def report_on(sheets: Mapping[str, str], **settings: object) -> Report:
    return check_grids(grids_from_tables(sheets), **settings)  # type: ignore[arg-type]


def put_findings(report: Report, findings: list[Finding]) -> None:
    report.findings = findings
    report.applications = []


def printed(
    report: Report, width: int = 80, lang: str = "zh", show_ids: bool = False, left_out: Sequence[str] = ()
) -> str:
    stream = io.StringIO()
    console = Console(file=stream, width=width, color_system=None, markup=False, highlight=False, emoji=False)
    print_report(report, console, lang, show_ids, left_out)
    return stream.getvalue()


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [40, 80, 100, 160])
def test_every_fact_is_printed_and_no_line_is_too_wide(width: int, lang: str) -> None:
    report = report_on(BUSY)
    text = printed(report, width, lang)
    assert max(cell_len(line) for line in text.splitlines()) <= width
    assert "\x1b" not in text
    shown = bare(text)
    for finding in report.findings:
        for fact in (*finding.applications, *finding.ongoing, *finding.falls):
            assert bare(fact) in shown
        assert bare(say(f"rule.{finding.rule}.title", lang)) in shown
        assert bare(catalogue.said(finding.message, lang)) in shown
        if finding.person:
            assert finding.person.name in shown
        for file, sheet, cells in cells_by_sheet(finding.places):
            assert all(bare(part) in shown for part in (file, sheet, cells))
    for reading in {name for finding in report.findings for name in finding.readings}:
        assert bare(say(f"readings.{reading}.title", lang)) in shown
    for verdict in {one.verdict for one in report.applications}:
        assert bare(say(f"severity.verdict.{verdict}", lang)) in shown
    assert "2023-06-30" in shown
    assert shown.count(bare(TITLE)) >= 2 or width < 80  # in a column of a narrow table it stands beside other cells


def test_wide_titles_wrap_instead_of_being_cut() -> None:
    report = report_on(BUSY)
    narrow, wide = printed(report, 80), printed(report, 300)
    assert "…" not in narrow
    assert len(narrow.splitlines()) > len(wide.splitlines())


def test_how_each_sheet_was_understood_is_said() -> None:
    text = printed(report_on(BUSY), 200)
    for sheet in BUSY:
        assert sheet in text
    assert re.search("身份证号.*证件号码", text)
    assert "没有表头" not in text.split("\n\n")[0]


def test_the_summary_counts_what_the_report_holds() -> None:
    report = report_on(BUSY)
    summary = printed(report, 300).split("\n\n")[0]
    for what, count in report.counts.items():
        key = {"ongoing_projects": "ongoing"}.get(what, what)
        assert say(f"table.count.{key}.many", "zh", n=count) in summary
    for severity in Severity:
        count = sum(finding.severity is severity for finding in report.findings)
        assert say(f"table.count.{severity}.many", "zh", n=count) in summary


def test_people_with_violations_come_first_and_each_person_once() -> None:
    report = report_on(BUSY)
    heads = re.findall(r"^(\d+)\. (\S+)", printed(report), re.MULTILINE)
    assert heads == [("1", "林知远"), ("2", "周若谷")]


def test_id_numbers_are_masked_unless_asked_for() -> None:
    report = report_on(BUSY)
    masked, whole = printed(report), printed(report, show_ids=True)
    assert ID not in bare(masked)
    assert "990001********0136" in masked
    assert ID in whole


CLEAR = {
    "clear": (QUIET, (), "clear"),
    "an application without members": (
        {**QUIET, "申报项目": "申报编号 | 项目名称\nNQI-001 | 甲\nNQI-002 | 乙"},
        (),
        "clear-so-far",
    ),
    "no list of ongoing projects": ({"申报人员": QUIET["申报人员"]}, (), "clear-so-far"),
    "a sheet that is not understood": ({**QUIET, "备忘": BUSY["备忘"]}, (), "clear-so-far"),
    "a rule that was not run": (QUIET, ("two-project-total",), "clear-so-far"),
    "no application at all": ({"在研人员": QUIET["在研人员"]}, (), "no-applications"),
    "no sheet that is understood": ({"备忘": BUSY["备忘"]}, (), "nothing-read"),
}


FORM_RULES = [rule.id for rule in all_rules() if isinstance(rule, FormRule)]


@pytest.mark.parametrize(("sheets", "left_out", "expected"), CLEAR.values(), ids=CLEAR.keys())
@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_conflict_is_said_outright_only_when_all_was_checked(
    sheets: Mapping[str, str], left_out: Sequence[str], expected: str, lang: str
) -> None:
    report = report_on(sheets, ignore=FORM_RULES)
    assert not [finding for finding in report.findings if finding.severity is not Severity.NOTE]
    text = printed(report, 300, lang, left_out=left_out)
    keys = ("clear", "clear-so-far", "no-applications", "nothing-read")
    assert {key for key in keys if say(f"table.summary.{key}", lang) in text} == {expected}
    assert report_as_dict(report, rules_left_out=left_out)["outcome"]["state"] == expected
    assert (say("table.outcome.heading", lang) in text) == (expected in NOTHING_CHECKED)


def test_rules_that_no_column_decides_are_not_passed() -> None:
    text = printed(report_on(QUIET), 300)
    assert say("table.summary.clear-so-far", "zh") in text
    assert say("rule.leader-months.title", "zh") in text.partition(say("table.unchecked.heading", "zh"))[2]


def test_what_was_not_checked_is_listed() -> None:
    report = report_on(BUSY)
    text = printed(report, 300, left_out=["exempt-project"])
    alike = [one for one in report.unchecked if one.why.key in (NO_COLUMN, NO_FACT)]
    told = [one for one in report.unchecked if one not in alike]
    assert alike
    assert told
    for one in told:
        assert catalogue.said(one.why, "zh") in text
    for one in alike:
        key = {NO_COLUMN: "gaps.no-columns-of", NO_FACT: "gaps.no-facts-of"}[one.why.key]
        assert bare(say(key, "zh", **one.why.facts, n=one.count)) in bare(text)
    assert say("rule.exempt-project.title", "zh") in text.partition(say("table.unchecked.heading", "zh"))[2]


def notes_alike(report: Report, many: int, *, nobody: bool = False, projects: int = 1) -> list[Finding]:
    """So many notes that say the same, each of another person in another row, or of nobody; resting on so many projects."""
    note = next(finding for finding in report.findings if finding.severity is Severity.NOTE)
    return [
        replace(
            note,
            id=f"{at:012x}",
            person=None if nobody else PersonRef(f"某人{at}", "", ""),
            ongoing=(f"P{at % projects}",),
            message=Wording("table.end.missing", {"project": f"第{at}条"}),
            places=(Place("a.xlsx", "表", 10 * at + 1, 1, "", ""),),
        )
        for at in range(many)
    ]


def test_notes_that_say_the_same_are_put_together_and_counted() -> None:
    report = report_on(BUSY)
    many = 30
    put_findings(report, notes_alike(report, many))
    text = printed(report, 300)
    assert [f"第{at}条" in text for at in range(many)] == [at < SHOWN for at in range(many)]
    assert [f"某人{at}" in text for at in range(SHOWN, many)] == [at < NAMES for at in range(many - SHOWN)]
    assert [f"A{10 * at + 1}" in text for at in range(SHOWN, many)] == [at < CELLS for at in range(many - SHOWN)]
    assert f" {many - SHOWN} " in text.partition(say("table.notes.heading", "zh"))[2]
    assert say("table.notes.all", "zh") in text


def test_notes_of_nobody_each_have_something_of_their_own_to_say() -> None:
    report = report_on(BUSY)
    put_findings(report, notes_alike(report, SHOWN_OF_NOBODY + 1, nobody=True))
    text = printed(report, 300)
    assert all(f"第{at}条" in text for at in range(SHOWN_OF_NOBODY + 1))
    assert say("table.notes.all", "zh") not in text
    put_findings(report, notes_alike(report, SHOWN_OF_NOBODY + 2, nobody=True))
    text = printed(report, 300)
    assert sum(f"第{at}条" in text for at in range(SHOWN_OF_NOBODY + 2)) == SHOWN_OF_NOBODY
    assert say("table.notes.all", "zh") in text


def test_notes_on_different_ongoing_projects_are_not_put_together_unless_there_are_many() -> None:
    report = report_on(BUSY)
    put_findings(report, notes_alike(report, PROJECTS, projects=PROJECTS))
    assert all(f"第{at}条" in printed(report, 300) for at in range(PROJECTS))
    put_findings(report, notes_alike(report, PROJECTS + 9, projects=PROJECTS + 9))
    text = printed(report, 300)
    assert sum(f"第{at}条" in text for at in range(PROJECTS + 9)) == PROJECTS


def test_changed_readings_are_named() -> None:
    changed = printed(report_on(BUSY, readings={"cutoff-day": "strict"}), 300).split("\n\n")[0]
    assert "cutoff-day" in changed
    assert "missing-end" not in changed


HARMFUL = {
    "markup": ("[bold]甲[/bold]", "[bold]甲[/bold]"),
    "clear the screen": ("甲\x1b[2J乙", "甲\\x1b[2J乙"),
    "one-byte escape": ("甲\x9b2J", "甲\\x9b2J"),
    "bell and backspace": ("甲\x07\x08乙", "甲\\x07\\x08乙"),
    "carriage return": ("甲\r乙", "甲 乙"),
    "reversed": ("甲\u202e乙", "甲\\u202e乙"),
    "zero width": ("甲\u200b乙", "甲乙"),
    "lone surrogate": ("甲\udcff", "甲\\udcff"),
    "emoji code": (":smile:", ":smile:"),
}


@pytest.mark.parametrize(("name", "expected"), HARMFUL.values(), ids=HARMFUL.keys())
def test_what_cells_hold_is_printed_literally_and_harmlessly(name: str, expected: str) -> None:
    report = report_on(BUSY)
    found = report.findings[0]
    assert found.person
    harmful = replace(
        found,
        person=PersonRef(name, ID, name),
        message=replace(found.message, facts={**found.message.facts, "name": name}),
        places=(Place(f"{name}.xlsx", name, 3, 2, "姓名", name),),
    )
    put_findings(report, [harmful])
    text = printed(report)
    assert expected in text
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", text)


@given(st.text())
def test_harmless_text_is_one_line_without_controls(text: str) -> None:
    shown = harmless(text)
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]", shown)
    assert harmless(shown) == shown


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8"])
def test_all_chinese_sentences_can_be_shown_on_a_chinese_console(encoding: str) -> None:
    folder = Path(catalogue.__file__).parent
    for path in sorted(folder.rglob("*.toml")):
        for text in _texts(tomllib.loads(path.read_text(encoding="utf-8"))):
            text.encode(encoding)


def _texts(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        for value in node.values():
            yield from _texts(value)
    elif isinstance(node, str):
        yield node


@pytest.mark.parametrize("file", ["table", "cli", "csv", "fields", "severity"])
def test_every_sentence_stands_in_both_languages_with_the_same_blanks(file: str) -> None:
    def check(node: Mapping[str, object], path: str) -> None:
        if set(node) & set(LANGUAGES):
            assert set(node) == set(LANGUAGES), path
            blanks = [sorted(re.findall(r"\{(\w+)\}", str(text))) for text in node.values()]
            assert blanks[0] == blanks[1], path
            return
        for key, below in node.items():
            assert isinstance(below, dict), path
            check(below, f"{path}.{key}")

    check(catalogue._file(f"{file}.toml"), file)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [60, 80, 160])
def test_rules_are_listed_and_explained_at_any_width(width: int, lang: str) -> None:
    explanations = explain_all(lang, load_rulebook("nqi-2022"))
    stream = io.StringIO()
    console = Console(file=stream, width=width, color_system=None)
    print_rules(explanations, console, lang)
    listed = stream.getvalue()
    for one in explanations:
        assert re.search(rf"^{one.rule}\b", listed, re.MULTILINE)
    print_explanations(explanations, console, lang)
    text = stream.getvalue()
    assert max(cell_len(line) for line in text.splitlines()) <= width
    shown = bare(text)
    for one in explanations:
        for part in (one.asks, *one.decides, one.breaks.story, one.holds.story, *one.breaks.sheets):
            assert bare(part) in shown


TEXTS = st.text(alphabet=st.sampled_from(list("计量标准（），。、“”：AB12-_.:; ()…·/\n")), max_size=120)


@pytest.mark.parametrize("whole", ["3.5", "D17:D20", "表.csv", "1,200", "2022-12-31"])
def test_a_mark_inside_a_number_or_a_name_parts_nothing(whole: str) -> None:
    for width in range(20, 40):
        assert any(whole in line for line in wrap(f"甲乙丙丁戊己庚辛壬癸甲乙丙丁{whole}、甲乙", width))


@given(TEXTS, st.integers(min_value=10, max_value=60))
def test_wrapping_loses_nothing_and_keeps_the_width(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert bare("".join(lines)) == bare(text)
    assert all(cell_len(line) <= width for line in lines)


def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one() -> None:
    text = "申报（含在研），合计“三”项；超过上限。" * 6
    for width in range(12, 60):
        lines = wrap(text, width)
        assert not [line for line in lines if line[0] in "），。；”" or line[-1] in "（“"]


PLACES = {
    "one": ([("A", 3, 2)], [("A", "B3")]),
    "below each other": ([("A", 3, 2), ("A", 4, 2), ("A", 5, 2)], [("A", "B3:B5")]),
    "a gap": ([("A", 3, 2), ("A", 5, 2), ("A", 6, 2)], [("A", "B3, B5:B6")]),
    "side by side": ([("A", 3, 2), ("A", 3, 28)], [("A", "B3, AB3")]),
    "two sheets": ([("A", 3, 2), ("B", 4, 2), ("A", 4, 2)], [("A", "B3:B4"), ("B", "B4")]),
    "twice the same": ([("A", 3, 2), ("A", 3, 2)], [("A", "B3")]),
}


@pytest.mark.parametrize(("places", "expected"), PLACES.values(), ids=PLACES.keys())
def test_places_are_told_by_sheet_and_range(
    places: list[tuple[str, int, int]], expected: list[tuple[str, str]]
) -> None:
    found = cells_by_sheet(Place("x.xlsx", sheet, row, column, "", "") for sheet, row, column in places)
    assert [(sheet, cells) for _, sheet, cells in found] == expected


def test_end_dates_of_ongoing_projects_are_told_as_far_as_they_are_known() -> None:
    sheets = {
        **BUSY,
        "在研项目": """
项目编号 | 所属计划 | 结束日期 | 延期至
2019YFF0699100 | 国家重点研发计划 | 2022-06-30 | 2023-12-31
2018YFF0699200 | 国家重点研发计划 | 明年 |
2018YFF0699300 | 国家重点研发计划 |  |
""",
    }
    text = bare(printed(report_on(sheets), 300))
    number = "2019YFF0699100"
    assert bare(say("table.end.extended", "zh", project=number, end=dt.date(2023, 12, 31))) in text
    assert bare(say("table.end.unreadable", "zh", project="2018YFF0699200")) in text
    assert bare(say("table.end.missing", "zh", project="2018YFF0699300")) in text


def test_findings_without_a_person_are_put_together_by_rule() -> None:
    report = report_on(BUSY)
    unread = next(finding for finding in report.findings if finding.rule == "unread-row")
    others = [
        replace(unread, id=f"{at:012x}", message=Wording(unread.message.key, {**unread.message.facts, "row": at}))
        for at in (7, 8, 9)
    ]
    put_findings(report, others)
    text = printed(report, 300)
    assert text.count(say("rule.unread-row.title", "zh")) == 1
    assert text.count(catalogue.said(unread.advice, "zh")) == 1

"""Rulebooks: every mistake at once with its place, one on top of another, and what is shown of one."""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from typing import TYPE_CHECKING

import pytest

from nqi_limits.cli.app import run
from nqi_limits.errors import UsageProblem
from nqi_limits.findings.model import Wording
from nqi_limits.rulebooks.entries import all_entries, open_parameters
from nqi_limits.rulebooks.load import load_rulebook, shipped_names
from nqi_limits.rulebooks.places import read_toml
from nqi_limits.rulebooks.says import says
from nqi_limits.words.catalogue import LANGUAGES, said

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Write = Callable[..., str]

HEAD = 'extends = "nqi-2022"\nname = "mine"\ntitle = { zh = "甲", en = "A" }\n'


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(text: str, name: str = "mine.toml") -> str:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def mistakes(name: str) -> list[tuple[int, str, str]]:
    """Line, key path and kind of each mistake; every one can be said in both languages."""
    with pytest.raises(UsageProblem) as raised:
        load_rulebook(name)
    assert raised.value.exit_status == 2
    for wording in raised.value.wordings:
        for lang in LANGUAGES:
            assert "{" not in said(wording, lang).replace("{month", "")
    return [
        (one.facts["line"], one.facts.get("where", ""), getattr(one.facts.get("detail"), "key", one.key))  # type: ignore[misc]
        for one in raised.value.wordings
    ]


def test_all_mistakes_are_told_at_once_each_with_its_line(write: Write) -> None:
    name = write(
        HEAD
        + """drop = ["form_review.no-such"]
coment = "x"
[readings]
cutof-day = "strict"
boundary-day = "lenien"
[[limit_sets]]
id = "national"
checked = 2026-01-01
says = { zh = "{month}", en = "{" }
cutoff = "2022-12-31"
max_total = 0
counted = [
  { programme = "national-key-rdd", roles = ["project-leader", "boss"] },
]
[form_review.leader-months]
checked = 2026-01-01T08:00:00
months_a_year = true
[form_review.project-period]
checked = 2026-01-01
from_years = 5
[[programmes]]
id = "x"
name = { zh = "", en = "x" }
spellings = []
numbers = ['^(20']
"""
    )
    found = mistakes(name)
    inherited = {where for _, where, key in found if key == "rulebook.bars-uncounted"}
    bars = ("leader_may_not_lead", "leader_may_not_join", "topic_leader_may_not_lead")
    assert inherited == {f"limit_sets[national].{one}" for one in bars}
    assert [one for one in found if one[2] != "rulebook.bars-uncounted"] == [
        (4, "drop#1", "rulebook.drop-unknown"),
        (5, "coment", "rulebook.unknown-key"),
        (7, "readings.cutof-day", "rulebook.unknown-key"),
        (8, "readings.boundary-day", "rulebook.found-expected"),
        (12, "limit_sets[national].says.en", "rulebook.bad-braces"),
        (12, "limit_sets[national].says.zh", "rulebook.no-figure"),
        (13, "limit_sets[national].cutoff", "rulebook.found-expected"),
        (14, "limit_sets[national].max_total", "rulebook.found-expected"),
        (16, "limit_sets[national].counted#1.programme", "rulebook.no-programme"),
        (16, "limit_sets[national].counted#1.roles#2", "rulebook.found-expected"),
        (19, "form_review.leader-months.checked", "rulebook.found-expected"),
        (20, "form_review.leader-months.months_a_year", "rulebook.found-expected"),
        (21, "form_review.project-period", "rulebook.years-reversed"),
        (26, "programmes[x].name.zh", "rulebook.found-expected"),
        (27, "programmes[x].spellings", "rulebook.found-expected"),
        (28, "programmes[x].numbers#1", "rulebook.bad-pattern"),
    ]


def test_a_rulebook_of_its_own_must_be_whole(write: Write) -> None:
    name = write('name = "mine"\ndrop = ["x"]\n[readings]\nboundary-day = "open"\n[[limit_sets]]\nid = "a"\n')
    found = mistakes(name)
    assert (2, "drop", "rulebook.drop-alone") in found
    assert (3, "readings", "rulebook.readings-missing") in found
    missing = {where for _, where, key in found if key == "rulebook.missing"}
    assert {"title", "year", "programme", "programmes", "form_review"} <= missing
    assert {"limit_sets[a].clause", "limit_sets[a].counted", "limit_sets[a].cutoff"} <= missing


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [("a = 1\nb = [1, 2\n", 2, 10), ('a = 1\nb = "x\n', 2, 7), ("a = 1\na = 2\n", 2, 6), ("甲 = 1\n", 1, 1)],
)
def test_what_is_not_toml_is_told_with_line_and_column(write: Write, text: str, line: int, column: int) -> None:
    with pytest.raises(UsageProblem) as raised:
        load_rulebook(write(text))
    (wording,) = raised.value.wordings
    assert wording.key == "rulebook.not-toml"
    assert (wording.facts["line"], wording.facts["column"]) == (line, column)


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("born_from = 2022-02-30", 1, "no-such-day"),
        ("\nborn_from = 2022-13-01", 2, "no-such-day"),
        ("born_from = 1962-1-1", 1, "date-form"),
        ("born_from = 1962年1月1日", 1, "date-form"),
        ("year = 2022\nyear = 2023", 2, "twice"),
        ("[a]\nx = 1\n[a]\n", 3, "twice"),
        ("a.b = 1\na = 2", 2, "twice"),
        ("name = “mine”", 1, "other-quotes"),
        ("name = mine  # “mine”", 1, "other"),
    ],
)
def test_why_a_text_is_not_toml_is_told_for_the_usual_slips(write: Write, text: str, line: int, reason: str) -> None:
    with pytest.raises(UsageProblem) as raised:
        load_rulebook(write(text))
    (wording,) = raised.value.wordings
    assert wording.facts["line"] == line
    assert wording.facts["hint"] == Wording(f"rulebook.toml.{reason}")


@pytest.mark.parametrize("text", ["", "\ufeff", "# nothing yet\n"])
def test_a_rulebook_with_nothing_in_it_is_one_mistake(write: Write, text: str) -> None:
    with pytest.raises(UsageProblem) as raised:
        load_rulebook(write(text))
    assert [one.key for one in raised.value.wordings] == ["rulebook.empty"]


@pytest.mark.parametrize("text", ["extends = 3", 'extends = ["nqi-2022"]', "extends = { name = 'nqi-2022' }"])
def test_what_follows_from_a_wrong_extends_is_not_told(write: Write, text: str) -> None:
    own = f'{text}\nname = "mine"\ndrop = ["clauses"]\n[form_review.leader-months]\nmonths_a_year = 99\n'
    assert mistakes(write(own)) == [
        (1, "extends", "rulebook.found-expected"),
        (5, "form_review.leader-months.months_a_year", "rulebook.found-expected"),
    ]


def test_an_entry_that_is_merged_with_none_is_one_mistake(write: Write) -> None:
    name = write(
        HEAD
        + """[[limit_sets]]
checked = 2026-01-01
max_total = 0
[[programmes]]
id = 973
numbers = ['x']
[[clauses]]
id = ""
[[limit_sets]]
id = "nationall"
checked = 2026-01-01
says = { zh = "{month}", en = "x" }
[[clauses]]
id = "2"
about = { zh = "x", en = "x" }
"""
    )
    assert mistakes(name) == [
        (4, "limit_sets#1", "rulebook.no-id"),
        (6, "limit_sets#2.max_total", "rulebook.found-expected"),
        (7, "programmes#1", "rulebook.no-id"),
        (10, "clauses#1", "rulebook.no-id"),
        (12, "limit_sets[nationall]", "rulebook.new-entry"),
        (15, "limit_sets[nationall].says.zh", "rulebook.no-figure"),
    ]


def test_a_topic_number_has_two_parts(write: Write) -> None:
    base = '[[programmes]]\nid = "sti2030"\n'
    assert mistakes(write(f"{HEAD}{base}topic_numbers = ['AI(\\d+)', '(', '(\\d*)(x)?', '(A(B)C)(\\d)']\n")) == [
        (6, "programmes[sti2030].topic_numbers#1", "rulebook.two-groups"),
        (6, "programmes[sti2030].topic_numbers#2", "rulebook.bad-pattern"),
        (6, "programmes[sti2030].topic_numbers#3", "rulebook.fits-anything"),
        (6, "programmes[sti2030].topic_numbers#4", "rulebook.two-groups"),
    ]


def test_days_far_from_the_call_wrong_directions_and_idle_lists_are_mistakes(write: Write) -> None:
    name = write(
        HEAD
        + """clauses = []
young_categories = ["", "-"]
[form_review.leader-birth-date]
checked = 2026-01-01
born_from = 2062-01-01
[form_review.young-leader-age]
checked = 2026-01-01
men_born_from = 1932-01-01
women_born_from = 1931-12-31
[form_review.org-registered]
checked = 2026-01-01
registered_before = 1921-06-30
[form_review.guide-direction]
checked = 2026-01-01
directions = ["1.1", 1.2, "方向一", "01.3"]
[form_review.young-direction]
checked = 2026-01-01
directions = []
[[limit_sets]]
id = "national"
checked = 2026-01-01
cutoff = 2122-12-31
"""
    )
    assert mistakes(name) == [
        (4, "clauses", "rulebook.empty-list"),
        (5, "young_categories#1", "rulebook.found-expected"),
        (5, "young_categories#1", "rulebook.no-letters"),
        (5, "young_categories#2", "rulebook.no-letters"),
        (8, "form_review.leader-birth-date.born_from", "rulebook.far-day"),
        (12, "form_review.young-leader-age.women_born_from", "rulebook.far-day"),
        (15, "form_review.org-registered.registered_before", "rulebook.far-day"),
        (18, "form_review.guide-direction.directions#2", "rulebook.found-expected"),
        (18, "form_review.guide-direction.directions#3", "rulebook.no-direction"),
        (21, "form_review.young-direction.directions", "rulebook.found-expected"),
        (25, "limit_sets[national].cutoff", "rulebook.far-day"),
    ]


def test_brackets_within_brackets_without_end_are_told(write: Write) -> None:
    with pytest.raises(UsageProblem) as raised:
        load_rulebook(write(f"a = {'[' * 5000}{']' * 5000}"))
    assert [one.key for one in raised.value.wordings] == ["rulebook.too-deep"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_wrong_rulebook_stops_a_check_with_status_2(
    write: Write, capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    name = write(HEAD + '[form_review.young-fundin]\namount = "x"\n')
    assert run(["check", "nothing.csv", "--rulebook", name, "--lang", lang]) == 2
    told = capsys.readouterr().err
    assert "young-funding" in told
    assert f"{name}" in told
    assert "Traceback" not in told


def test_lines_are_found_whatever_way_the_toml_is_written() -> None:
    text = '''# a remark with [brackets] and "quotes
a.b = 1
"c.d" = """
x = 1
""" # c
[t."u v".w]
list = [ # [
  "]",
  { p = 1, q = [2,
    3] },
]
[[s]]
x = 1
[[s.n]]
y = 1
[[s]]
x = '\\'
[[s.n]]
[[s.n]]
y = 2
'''
    root = read_toml(text, "f")
    assert root.plain() == tomllib.loads(text)
    lines = {
        ("a", "b"): 2,
        ("c.d",): 3,
        ("t", "u v", "w", "list", 0): 8,
        ("t", "u v", "w", "list", 1, "q", 1): 10,
        ("s", 0, "n", 0, "y"): 15,
        ("s", 1, "x"): 17,
        ("s", 1, "n", 1, "y"): 20,
    }
    assert {path: root.at(path)[0].place.line for path in lines} == lines


def test_a_rulebook_says_only_what_its_call_changes(write: Write) -> None:
    book = load_rulebook(
        write(
            HEAD
            + """drop = ["form_review.young-funding", "limit_sets.national.max_led_applications"]
[readings]
cutoff-day = "strict"
[[programmes]]
id = "national-key-rd"
spellings = ["...", "新写法"]
[[programmes]]
id = "new"
name = { zh = "新计划", en = "new" }
spellings = ["新计划"]
[[limit_sets]]
id = "national"
checked = 2026-02-01
cutoff = 2024-12-31
[[limit_sets]]
id = "joint"
clause = "某通知 3"
checked = 2026-02-01
grade = "violation"
counted = [{ programme = "new", roles = ["project-leader"] }]
max_total = 1
cutoff = "open"
says = { zh = "甲", en = "a" }
[form_review.leader-birth-date]
checked = 2026-02-01
born_from = 1964-01-01
"""
        )
    )
    base = load_rulebook("nqi-2022")
    assert (book.name, book.extends, book.year) == ("mine", "nqi-2022", base.year)
    assert [one.id for one in book.limit_sets] == ["national", "joint"]
    assert book.limits.cutoff == dt.date(2024, 12, 31)
    assert book.limits.max_led_applications is None
    assert book.limits.counted == base.limits.counted
    assert book.form_review.young_funding is None
    assert book.form_review.org_count == base.form_review.org_count
    assert book.readings == {**base.readings, "cutoff-day": "strict", "open-cutoff": "open"}
    spellings = {one.id: one.spellings for one in book.programmes}
    assert spellings["national-key-rd"] == [*base.programmes[1].spellings, "新写法"]
    assert list(spellings) == [*(one.id for one in base.programmes), "new"]
    birth = book.form_review.leader_birth_date
    assert birth is not None
    assert "1964-01-01" in says(birth, "zh")
    assert list(open_parameters(book)) == ["limit_sets[joint].cutoff"]


def test_a_changed_figure_needs_the_day_it_was_compared_and_words_that_fit(write: Write) -> None:
    name = write(
        HEAD
        + """[[limit_sets]]
id = "national"
end_date = "original"
[form_review.leader-birth-date]
born_from = 1964-01-01
[form_review.civil-servant]
asked = true
"""
    )
    assert mistakes(name) == [
        (4, "limit_sets[national]", "rulebook.changed-without-day"),
        (4, "limit_sets[national]", "rulebook.changed-without-words"),
        (7, "form_review.leader-birth-date", "rulebook.changed-without-day"),
    ]


def test_the_parent_may_be_a_file_beside_and_mistakes_name_the_file_they_are_in(write: Write) -> None:
    parent = write(HEAD + "[form_review.org-count]\nchecked = 2026-01-01\nat_most = -1\n", "base/parent.toml")
    child = write('extends = "base/parent.toml"\nname = "x"\ntitle = { zh = "", en = "b" }\n', "child.toml")
    with pytest.raises(UsageProblem) as raised:
        load_rulebook(child)
    assert {(one.facts["file"], one.facts["line"]) for one in raised.value.wordings} == {(parent, 6), (child, 3)}


def test_circles_and_missing_parents_are_told(write: Write) -> None:
    one = write('extends = "two.toml"\n', "one.toml")
    write('extends = "one.toml"\n', "two.toml")
    with pytest.raises(UsageProblem) as raised:
        load_rulebook(one)
    assert [wording.key for wording in raised.value.wordings] == ["rulebook.cycle"]
    for parent in ("nqi-2202", "gone.toml"):
        with pytest.raises(UsageProblem) as raised:
            load_rulebook(write(f'# x\nextends = "{parent}"\n'))
        first, second = raised.value.wordings
        assert (first.key, first.facts["line"]) == ("rulebook.no-parent", 2)
        assert second.key in ("rulebook.unknown", "rulebook.unreadable")


@pytest.mark.parametrize("name", shipped_names())
def test_a_shipped_rulebook_is_sound_and_says_what_it_sets(name: str) -> None:
    book = load_rulebook(name)
    assert book.name == name
    for _, entry in all_entries(book):
        for lang in LANGUAGES:
            assert says(entry, lang).strip()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", shipped_names())
def test_a_rulebook_is_shown_whole(capsys: pytest.CaptureFixture[str], name: str, lang: str) -> None:
    assert run(["rulebook", name, "--lang", lang]) == 0
    shown = capsys.readouterr().out
    book = load_rulebook(name)
    for where, entry in all_entries(book):
        assert where.rpartition(".")[2].rpartition("[")[2].rstrip("]") in shown
        assert str(entry.checked) in shown
    assert all(reading in shown for reading in book.readings)
    assert all(one in shown for one in open_parameters(book))
    assert "{" not in shown


def test_rulebooks_are_listed_and_given_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rulebook", "--list"]) == 0
    listed = capsys.readouterr().out
    assert all(name in listed for name in shipped_names())
    assert run(["rulebook", "--format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["limit_sets"][0]["cutoff"] == "2022-12-31"
    assert document["form_review"]["leader-birth-date"]["born_from"] == "1962-01-01"
    assert run(["rulebook", "--list", "--format", "json"]) == 0
    assert [one["name"] for one in json.loads(capsys.readouterr().out)] == list(shipped_names())
    assert run(["rulebook", "a.toml", "b.toml"]) == 2


def test_figures_and_words_that_would_fit_anything_are_mistakes(write: Write) -> None:
    name = write(
        HEAD
        + """year = 99999
[form_review.young-funding]
checked = 2026-01-01
amount = inf
[[programmes]]
id = "sti2030"
spellings = ["...", "", "。"]
numbers = ["", "x*"]
[[limit_sets]]
id = "extra"
clause = "某通知"
checked = 2026-01-01
grade = "violation"
counted = [{ programme = "sti2030", roles = ["project-leader"], except_for = [" "], only_for = ["-"] }]
max_total = 1
cutoff = "open"
says = { zh = "甲", en = "a" }
"""
    )
    assert [(line, key) for line, _, key in mistakes(name)] == [
        (4, "rulebook.found-expected"),
        (7, "rulebook.found-expected"),
        (10, "rulebook.no-letters"),
        (10, "rulebook.no-letters"),
        (11, "rulebook.fits-anything"),
        (11, "rulebook.fits-anything"),
        (17, "rulebook.no-letters"),
        (17, "rulebook.no-letters"),
    ]


@pytest.mark.parametrize("encoding", ["gbk", "utf-16"])
def test_a_file_that_is_not_utf_8_is_told_and_a_mark_before_utf_8_is_no_mistake(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(HEAD, encoding=encoding)
    with pytest.raises(UsageProblem) as raised:
        load_rulebook(str(path))
    assert [one.key for one in raised.value.wordings] == ["rulebook.not-utf8"]
    path.write_text(HEAD, encoding="utf-8-sig")
    assert load_rulebook(str(path)).name == "mine"

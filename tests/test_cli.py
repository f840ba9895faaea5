"""The command line: languages, exit statuses, streams, mistakes told in a sentence, and a start that costs little."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import nqi_limits
from nqi_limits.__main__ import main
from nqi_limits.cli import app, inputs, progress
from nqi_limits.cli.language import language
from nqi_limits.errors import InputProblem, UsageProblem
from nqi_limits.findings.model import Wording
from nqi_limits.outputs import workbook
from nqi_limits.version import __version__
from nqi_limits.words.catalogue import LANGUAGES, say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROOT = Path(__file__).resolve().parent.parent
HEAVY = ("pandas", "numpy", "networkx", "openpyxl", "pydantic")
ID = "990001197403120136"
OTHER_ID = "990001197608250217"
VIOLATION = [f"NQI-001,林知远,{ID},项目负责人", f"NQI-002,林知远,{ID},课题负责人"]
REVIEW = [f"NQI-001,1,林知远,{ID},课题负责人", f"NQI-001,2,林知远,{ID},课题负责人"]
CLEAR = [f"NQI-001,林知远,{ID},项目负责人", f"NQI-002,周若谷,{OTHER_ID},项目负责人"]
ONGOING = f"项目编号,姓名,证件号码,角色\n2019YFF0699100,白景行,{OTHER_ID},课题骨干\n"


@pytest.fixture(autouse=True)
def _chinese(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def roster(rows: Sequence[str], name: str = "申报人员.csv") -> str:
    header = "申报编号,课题序号,姓名,证件号码,角色" if rows[0].count(",") == 4 else "申报编号,姓名,证件号码,角色"
    Path(name).write_text("\n".join([header, *rows]) + "\n", encoding="utf-8-sig")
    return name


def process(*args: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[bytes]:
    full = {**os.environ, "PYTHONPATH": str(ROOT), **(env or {})}
    return subprocess.run([sys.executable, "-m", "nqi_limits", *args], capture_output=True, env=full, check=False)


def shell_python(code: str) -> str:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=env, text=True, check=False)
    return done.stdout.strip().splitlines()[-1] if done.stdout.strip() else done.stderr


# languages

LOCALES = {
    "nothing set": ({}, "zh"),
    "C": ({"LANG": "C"}, "zh"),
    "C with an encoding": ({"LC_ALL": "C.UTF-8"}, "zh"),
    "POSIX": ({"LC_ALL": "POSIX"}, "zh"),
    "Chinese": ({"LANG": "zh_CN.UTF-8"}, "zh"),
    "Taiwan": ({"LANG": "zh_TW"}, "zh"),
    "English": ({"LANG": "en_US.UTF-8"}, "en"),
    "English, bare": ({"LANG": "en"}, "en"),
    "German": ({"LANG": "de_DE@euro"}, "en"),
    "LC_ALL before LANG": ({"LC_ALL": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"}, "zh"),
    "LC_MESSAGES before LANG": ({"LC_MESSAGES": "en_GB", "LANG": "zh_CN"}, "en"),
    "an empty LC_ALL is not set": ({"LC_ALL": "", "LANG": "en_US"}, "en"),
    "nonsense": ({"LANG": "中文"}, "zh"),
}


@pytest.mark.parametrize(("environ", "expected"), LOCALES.values(), ids=LOCALES.keys())
def test_the_language_follows_the_locale(environ: dict[str, str], expected: str) -> None:
    assert language([], environ) == expected


ASKED = {
    "with a blank": (["check", "--lang", "en"], "en"),
    "with an equals sign": (["check", "--lang=en"], "en"),
    "the last one": (["--lang", "en", "check", "--lang=zh"], "zh"),
    "behind the end of the options": (["check", "--", "--lang", "en"], "zh"),
    "one that there is not": (["check", "--lang", "fr"], "zh"),
    "without a value": (["check", "--lang"], "zh"),
}


@pytest.mark.parametrize(("args", "expected"), ASKED.values(), ids=ASKED.keys())
def test_the_language_asked_for_wins(args: list[str], expected: str) -> None:
    assert language(args, {"LANG": "zh_CN"}) == expected


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("command", ["check", "template", "rules"])
def test_every_option_has_help_in_the_language(command: str, lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--help", "--lang", lang]) == 0
    told = re.sub(r"\s", "", capsys.readouterr().out)
    made = app.commands(lang).get_command(None, command)  # type: ignore[arg-type]
    assert made
    for param in made.params:
        if param.opts[0].startswith("-"):
            assert all(name in told for name in param.opts if name.startswith("-"))
            assert re.sub(r"\s", "", getattr(param, "help", "")) in told
    assert re.sub(r"\s", "", say(f"cli.{command}.help", lang)) in told
    assert ("Usage" in told) == (lang == "en")


def test_check_has_every_option_of_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--help"]) == 0
    told = capsys.readouterr().out
    options = ["--format", "-o", "--output", "--force", "--people", "--ongoing", "--applications", "--organisations"]
    options += ["--rulebook", "--reading", "--select", "--ignore", "--lang", "--fail-on", "--show-ids", "--password"]
    assert not [option for option in options if not re.search(rf"(^|[\s,]){option}\b", told, re.MULTILINE)]


def test_the_version_and_the_list_of_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert __version__ in capsys.readouterr().out
    assert main([]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert all(command in told.err for command in app.COMMANDS)


# exit statuses

STATUSES = [
    (VIOLATION, "violation", 1),
    (VIOLATION, "review", 1),
    (VIOLATION, "never", 0),
    (REVIEW, "violation", 0),
    (REVIEW, "review", 1),
    (REVIEW, "never", 0),
    (CLEAR, "violation", 0),
    (CLEAR, "review", 0),
]


@pytest.mark.parametrize(("rows", "fail_on", "expected"), STATUSES)
@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_the_exit_status_says_whether_anything_grave_was_found(
    rows: list[str], fail_on: str, expected: int, form: str
) -> None:
    assert main(["check", roster(rows), "--fail-on", fail_on, "--format", form]) == expected


def test_violations_fail_by_default(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", roster(VIOLATION)]) == 1
    assert main(["check", roster(REVIEW)]) == 0
    capsys.readouterr()


MISTAKES = {
    "no input": (["check"], 2, ""),
    "an unknown command": (["chek", "x.csv"], 2, "check"),
    "an unknown option": (["check", "x.csv", "--formt", "json"], 2, "--format"),
    "an unknown format": (["check", "x.csv", "--format", "jsn"], 2, "json"),
    "an unknown reading": (["check", "x.csv", "--reading", "cutof-day=strict"], 2, "cutoff-day"),
    "an unknown setting": (["check", "x.csv", "--reading", "cutoff-day=strickt"], 2, "strict"),
    "an unknown rule to select": (["check", "x.csv", "--select", "two-project-totals"], 2, "two-project-total"),
    "an unknown rule to ignore": (["check", "x.csv", "--ignore", "unread_row"], 2, "unread-row"),
    "an unknown rule to explain": (["rules", "two-projekt-total"], 2, "two-project-total"),
    "an unknown rulebook": (["check", "x.csv", "--rulebook", "nqi-2023"], 2, "nqi-2022"),
    "a grade that there is not": (["check", "x.csv", "--fail-on", "violations"], 2, "violation"),
    "a language that there is not": (["check", "x.csv", "--lang", "zhh"], 2, "zh"),
    "a reading without a setting": (["check", "x.csv", "--reading", "cutoff-day"], 2, ""),
    "an option without its value": (["check", "x.csv", "--output"], 2, ""),
    "a flag with a value": (["check", "x.csv", "--show-ids=1"], 2, ""),
    "a sheet without a file": (["check", "--ongoing", "::在研"], 2, ""),
    "a file with a mark and no sheet": (["check", "--ongoing", "x.csv::"], 2, ""),
    "an empty path": (["check", ""], 2, ""),
    "no file for the template": (["template"], 2, ""),
    "two files for the template": (["template", "a.xlsx", "b.xlsx"], 2, ""),
    "a file that is not there": (["check", "nirgends.xlsx"], 3, ""),
    "a file of another kind": (["check", "x.docx"], 3, ""),
    "a sheet that is not there": (["check", "--ongoing", "x.csv::没有"], 3, ""),
    "a damaged workbook": (["check", "damaged.xlsx"], 3, ""),
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("args", "status", "meant"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_told_in_a_sentence(
    args: list[str],
    status: int,
    meant: str,
    lang: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    roster(CLEAR, "x.csv")
    Path("x.docx").write_bytes(b"PK")
    Path("damaged.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    monkeypatch.setenv("LANG", {"zh": "zh_CN", "en": "en_US"}[lang])
    assert main(args) == status
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(say("cli.error", lang, text=""))
    assert "Traceback" not in told.err
    if meant:
        assert say("cli.did-you-mean", lang, name=meant) in told.err
    assert bool(re.search("[\u4e00-\u9fff]{4}", re.sub("[“”].*?[“”]|申报汇总.*", "", told.err))) == (lang == "zh")


def test_all_mistakes_in_the_settings_come_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    roster(CLEAR, "x.csv")
    assert main(["check", "x.csv", "--reading", "one", "--reading", "two"]) == 2
    told = capsys.readouterr().err
    assert "one" in told
    assert "two" in told


def test_a_failure_of_the_program_shows_neither_a_traceback_nor_data(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **settings: object) -> None:
        raise ValueError(f"林知远 {ID}")

    monkeypatch.setattr("nqi_limits.checking.check", fail)
    assert main(["check", roster(CLEAR)]) == 3
    told = capsys.readouterr().err
    assert "ValueError" in told
    assert len(told.splitlines()) == 1
    assert ID not in told
    assert "林知远" not in told


def test_an_interrupted_check_ends_with_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*args: object, **settings: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("nqi_limits.checking.check", interrupt)
    assert main(["check", roster(CLEAR)]) == 130
    told = capsys.readouterr()
    assert told.out == ""
    assert len(told.err.split()) == 1


# inputs


def test_with_a_kind_said_no_path_is_needed(capsys: pytest.CaptureFixture[str]) -> None:
    Path("台账.csv").write_text(ONGOING, encoding="utf-8")
    assert main(["check", "--ongoing", "台账.csv", "--applications", roster(CLEAR), "--format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert [one["sheets"][0]["kind"] for one in document["inputs"]] == ["ongoing-members", "application-members"]


def test_a_sheet_is_named_behind_two_colons(capsys: pytest.CaptureFixture[str]) -> None:
    Path("台账.csv").write_text(ONGOING, encoding="utf-8")
    assert main(["check", "--ongoing", "台账.csv::台账", roster(CLEAR), "--format", "json"]) == 0
    kinds = {one["file"]: one["sheets"][0]["kind"] for one in json.loads(capsys.readouterr().out)["inputs"]}
    assert kinds["台账.csv"] == "ongoing-members"


NAMES = {
    "C:\\台账\\在研.xlsx": False,
    "C:\\台账\\在研.xlsx::人员": False,
    "C:在研.xlsx": False,
    "在研.xlsx": False,
    "在研.xlsx::": True,
    "::人员": True,
    "": True,
}


@pytest.mark.parametrize(("name", "expected"), NAMES.items())
def test_a_drive_letter_is_no_mark_of_a_sheet(name: str, expected: bool) -> None:
    assert inputs._halved(name) == expected


def test_settings_reach_the_check(capsys: pytest.CaptureFixture[str]) -> None:
    name = roster(REVIEW)
    args = ["check", name, "--format", "json", "--reading", "two-topics-one-project=strict"]
    assert main(args) == 1
    document = json.loads(capsys.readouterr().out)
    assert document["rulebook"]["readings"]["two-topics-one-project"] == "strict"
    assert main([*args, "--ignore", "one-lead-application"]) == 0
    assert main([*args, "--select", "one-lead-application"]) == 1
    rules = {one["rule"] for one in json.loads(capsys.readouterr().out.split("\n}\n")[1] + "\n}")["findings"]}
    assert rules == {"one-lead-application"}


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_id_numbers_are_whole_only_when_asked_for(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    name = roster(VIOLATION)
    main(["check", name, "--format", form])
    assert ID not in capsys.readouterr().out
    main(["check", name, "--format", form, "--show-ids"])
    assert ID in capsys.readouterr().out


def test_id_numbers_in_names_of_files_are_masked_in_messages(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", f"{ID}.xlsx"]) == 3
    assert ID not in capsys.readouterr().err


# the marked workbook and the template


def test_the_workbook_is_asked_for_and_its_remarks_go_to_standard_error(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[Path, str, bool]] = []
    left_out: list[str] = []

    def write(report: object, output: Path, *, lang: str, force: bool, rules_left_out: Sequence[str]) -> list[Wording]:
        asked.append((output, lang, force))
        left_out.extend(rules_left_out)
        return [Wording("cli.empty-path")]

    monkeypatch.setattr(workbook, "write_marked", write, raising=False)
    assert main(["check", roster(VIOLATION), "-o", "结果.xlsx", "-f", "--format", "json", "--ignore", "near-id"]) == 1
    told = capsys.readouterr()
    assert asked == [(Path("结果.xlsx"), "zh", True)]
    assert left_out == ["near-id"]
    assert say("cli.empty-path", "zh") in told.err
    assert "结果.xlsx" in told.err
    json.loads(told.out)


@pytest.mark.parametrize("problem", [UsageProblem, InputProblem])
def test_findings_are_shown_even_where_the_workbook_cannot_be_written(
    problem: type[UsageProblem] | type[InputProblem],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def write(*args: object, **settings: object) -> list[Wording]:
        raise problem(Wording("cli.empty-path"))

    monkeypatch.setattr(workbook, "write_marked", write, raising=False)
    assert main(["check", roster(VIOLATION), "-o", "结果.xlsx", "--format", "json"]) == problem.exit_status
    told = capsys.readouterr()
    assert json.loads(told.out)["findings"]
    assert say("cli.empty-path", "zh") in told.err


def test_the_template_is_asked_for(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[Path, str, bool]] = []
    monkeypatch.setattr(
        "nqi_limits.outputs.template.write_template",
        lambda output, *, lang, force: asked.append((output, lang, force)),
        raising=False,
    )
    assert main(["template", "模板.xlsx", "--force", "--lang", "en"]) == 0
    assert asked == [(Path("模板.xlsx"), "en", True)]
    assert capsys.readouterr().out == ""


# streams


@pytest.mark.parametrize("form", ["table", "json", "csv"])
@pytest.mark.parametrize("encoding", ["gbk", "ascii", "latin-1", "utf-8", "gb18030"])
def test_any_console_can_show_it(encoding: str, form: str) -> None:
    name = roster([*VIOLATION, "NQI-003,䶮\u1820é,,项目负责人", "NQI-004,䶮\u1820é,,项目负责人"])
    done = process("check", name, "--format", form, "--lang", "zh", env={"PYTHONIOENCODING": encoding})
    assert (done.returncode, done.stderr) == (1, b"")
    own = "utf-8-sig" if form == "csv" else "utf-8"
    shown = done.stdout.decode(encoding if form == "table" and encoding in ("gbk", "gb18030") else own)
    assert "林知远" in shown
    assert "\x1b" not in shown


@pytest.mark.parametrize("name", ["NO_COLOR", "FORCE_COLOR"])
def test_a_pipe_gets_no_colour(name: str) -> None:
    done = process("check", roster(VIOLATION), env={name: "1", "TERM": "xterm-256color"})
    assert b"\x1b" not in done.stdout + done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(("no_color", "coloured"), [("", True), ("1", False)])
def test_a_terminal_gets_colour_unless_it_is_not_wanted(no_color: str, coloured: bool) -> None:
    import pty

    name = roster(VIOLATION)
    mine, theirs = pty.openpty()
    env = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", "NO_COLOR": no_color}
    command = [sys.executable, "-m", "nqi_limits", "check", name]
    with subprocess.Popen(command, stdout=theirs, stderr=theirs, env=env) as running:
        os.close(theirs)
        shown = b""
        while True:
            try:
                part = os.read(mine, 65536)
            except OSError:
                break
            if not part:
                break
            shown += part
    os.close(mine)
    assert running.returncode == 1
    assert "林知远" in shown.decode("utf-8")
    # a slow run also shows the progress bar, which hides the cursor and clears lines: that is no colour
    assert bool(re.search(rb"\x1b\[[\d;]*[1-9][\d;]*m", shown)) == coloured


@pytest.mark.parametrize(("columns", "widest"), [("60", 60), ("", 100)])
def test_a_pipe_is_as_wide_as_columns_says(columns: str, widest: int) -> None:
    from rich.cells import cell_len

    done = process("check", roster(VIOLATION), "--lang", "zh", env={"COLUMNS": columns, "PYTHONIOENCODING": "utf-8"})
    widths = [cell_len(line) for line in done.stdout.decode("utf-8").splitlines()]
    assert widest - 10 < max(widths) <= widest


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_a_reader_that_leaves_is_no_failure(form: str) -> None:
    rows = [f"NQI-{at:03},林知远,{ID},项目负责人" for at in range(800)]
    name = roster(rows)
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "nqi_limits", "check", name, "--format", form]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env) as running:
        assert running.stdout
        assert running.stderr
        running.stdout.read(10)
        running.stdout.close()
        complaint = running.stderr.read()
    assert complaint == b""
    assert running.returncode == 1


# progress


class Terminal(io.StringIO):
    """Standard error that says it is a terminal."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def shown_by(stream: io.StringIO, work: Callable[[progress.ProgressBar], None], monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", stream)
    with progress.ProgressBar("zh") as bar:
        work(bar)
    return stream.getvalue()


def long_work(bar: progress.ProgressBar) -> None:
    for done in range(4):
        bar("reading", done, 4)
        time.sleep(0.1)


def test_a_bar_is_shown_on_a_terminal_when_it_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0.05)
    assert say("cli.stage.reading", "zh") in shown_by(Terminal(), long_work, monkeypatch)


def test_no_bar_is_shown_for_quick_work(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown_by(Terminal(), lambda bar: bar("reading", 0, 1), monkeypatch) == ""


def test_no_bar_is_shown_in_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0.05)
    assert shown_by(io.StringIO(), long_work, monkeypatch) == ""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_stage_of_the_check_has_its_words(lang: str) -> None:
    stages = set(re.findall(r'progress\("(\w+)"', (ROOT / "nqi_limits" / "checking.py").read_text(encoding="utf-8")))
    assert stages
    assert all(say(f"cli.stage.{stage}", lang) for stage in stages)


# what it costs to start

IMPORTED = (
    "import sys; from nqi_limits.__main__ import main; main({args}); print([m for m in {names} if m in sys.modules])"
)


@pytest.mark.parametrize(
    ("args", "names"),
    [
        (["--help"], HEAVY),
        (["check", "--help"], HEAVY),
        (["template", "--help"], HEAVY),
        (["rules", "--help"], HEAVY),
        (["--version"], HEAVY),
        (["check"], HEAVY),
        (["template"], HEAVY),
        (["rules"], ("pandas", "networkx", "openpyxl")),
        (["rules", "two-project-total"], ("pandas", "networkx", "openpyxl")),
        (["template", "t.xlsx"], ("pandas", "networkx")),
    ],
)
def test_a_command_imports_no_more_than_it_needs(args: list[str], names: tuple[str, ...]) -> None:
    assert shell_python(IMPORTED.format(args=args, names=names)) == "[]"


def test_importing_the_package_imports_nothing_heavy() -> None:
    code = "import sys, nqi_limits, nqi_limits.cli; print([m for m in {names} if m in sys.modules])"
    assert shell_python(code.format(names=(*HEAVY, "rich", "click"))) == "[]"


def test_the_library_gives_check_and_report() -> None:
    from nqi_limits.checking import check as real_check
    from nqi_limits.report import Report

    assert nqi_limits.check is real_check
    assert nqi_limits.Report is Report
    assert nqi_limits.__version__ == __version__
    with pytest.raises(AttributeError):
        _ = nqi_limits.checks

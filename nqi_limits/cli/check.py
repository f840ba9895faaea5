"""`nqi-limits check`: the main job."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nqi_limits.cli.command import GRAVE, Command, OneOf, fail_on_option, flag, lang_option, option
from nqi_limits.cli.inputs import KINDS, ask_password, complain
from nqi_limits.errors import Problem, UsageProblem
from nqi_limits.findings.model import Wording
from nqi_limits.rulebooks import DEFAULT
from nqi_limits.words.catalogue import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nqi_limits.report import Report
    from nqi_limits.sources.grid import SourceFile


def make(lang: str) -> Command:
    """The command, speaking `lang`."""

    def check(**settings: Any) -> int:
        return run_check(lang, **settings)

    return Command(
        "check",
        lang,
        usage=say("cli.check.usage", lang),
        callback=check,
        epilog=say("cli.help.exit", lang),
        params=[
            click.Argument(["paths"], nargs=-1, type=str),
            option(lang, "format", OneOf("table", "json", "csv"), default="table", metavar="table|json|csv"),
            option(lang, "output", names=["-o", "--output"], metavar="FILE.xlsx|FOLDER"),
            option(lang, "split-by", metavar="COLUMN"),
            flag(lang, "force", ["-f"]),
            *(option(lang, kind, multiple=True, metavar="FILE[::SHEET]") for kind in KINDS),
            option(lang, "columns", metavar="COLUMNS.toml"),
            option(lang, "rulebook", default=DEFAULT, metavar="NAME|FILE.toml"),
            option(lang, "reading", multiple=True, names=["--reading", "readings"], metavar="NAME=open|lenient|strict"),
            option(lang, "select", multiple=True, metavar="RULE"),
            option(lang, "ignore", multiple=True, metavar="RULE"),
            option(lang, "decisions", multiple=True, metavar="FILE.xlsx"),
            option(lang, "accepted", multiple=True, metavar="FILE"),
            lang_option(lang),
            fail_on_option(lang, "fail-on"),
            flag(lang, "show-ids"),
            flag(lang, "password"),
        ],
    )


def run_check(
    lang: str,
    *,
    paths: Sequence[str],
    format: str,
    output: str | None,
    split_by: str | None,
    force: bool,
    fail_on: str,
    show_ids: bool,
    password: bool,
    readings: Sequence[str],
    columns: str | None,
    rulebook: str,
    select: Sequence[str],
    ignore: Sequence[str],
    decisions: Sequence[str],
    accepted: Sequence[str],
    **said: Sequence[str],
) -> int:
    """Check, write the marked workbook where one is wanted, show the findings, and return the exit status.

    `said` holds the values of --people, --ongoing, --applications and --organisations.
    """
    settled = _readings(readings)
    if split_by is not None and not output:
        raise UsageProblem(Wording("split.problem.no-output"))
    complain([*paths, *decisions, *accepted, *([] if columns is None else [columns])], bool(paths), said, output)
    from nqi_limits.cli.problems import tell_grouped
    from nqi_limits.cli.progress import ProgressBar

    opening = ask_password(lang) if password else None
    place = _Place(output, split_by, force, lang, [*decisions, *accepted])

    with ProgressBar(lang) as progress:
        from nqi_limits.checking import check
        from nqi_limits.rules.registry import rule_ids

        report = check(
            paths,
            columns=columns,
            rulebook=rulebook,
            readings=settled,
            select=select,
            ignore=ignore,
            decisions=decisions,
            accepted=accepted,
            password=opening,
            progress=progress,
            on_files=place.check,
            **said,
        )
    left_out = [rule for rule in rule_ids() if (select and rule not in select) or rule in ignore]
    tell_grouped(report.remarks, lang)
    problem = _write_workbooks(report, output, split_by, lang, force, left_out) if output else None
    _show(report, format, lang, show_ids, left_out)
    if problem:
        raise problem
    return int(any(finding.severity in GRAVE[fail_on] for finding in report.findings))


@dataclass(frozen=True)
class _Place:
    """Where the workbooks are to go: looked at before the files are read, for a check may last minutes."""

    output: str | None
    split_by: str | None
    force: bool
    lang: str
    also_read: Sequence[str]

    def check(self, files: Sequence[SourceFile]) -> None:
        """Raise UsageProblem where nothing can be written there."""
        if not self.output:
            return
        from nqi_limits.outputs.workbook import check_output, check_split_output

        if self.split_by is not None:
            check_split_output(self.output, self.force, self.lang)
        else:
            check_output(files, self.output, self.force, [Path(one) for one in self.also_read])


def _readings(given: Sequence[str]) -> dict[str, str]:
    pairs = [one.partition("=") for one in given]
    wrong = [Wording("cli.reading-form", {"given": "".join(pair)}) for pair in pairs if not pair[0] or not pair[2]]
    if wrong:
        raise UsageProblem(wrong)
    return {name.strip(): setting.strip() for name, _, setting in pairs}


def _write_workbooks(
    report: Report, output: str, split_by: str | None, lang: str, force: bool, left_out: Sequence[str]
) -> Problem | None:
    """Write the marked workbook, or one for each group of the column `split_by`, and say what it could not keep.

    What went wrong is told after the findings are shown.
    """
    from nqi_limits.cli.problems import tell
    from nqi_limits.outputs.workbook import write_marked, write_split

    try:
        if split_by is not None:
            remarks = write_split(report, output, split_by, lang=lang, force=force, rules_left_out=left_out)
        else:
            remarks = write_marked(report, Path(output), lang=lang, force=force, rules_left_out=left_out)
            remarks = [*remarks, Wording("cli.written", {"file": output})]
    except Problem as problem:
        return problem
    tell(remarks, lang, "remark")
    return None


def _show(report: Report, format: str, lang: str, show_ids: bool, left_out: Sequence[str]) -> None:
    from nqi_limits.cli.streams import page_console, write_bytes

    if format != "table":
        _warn_where_nothing_was_checked(report, lang)
    if format == "json":
        from nqi_limits.outputs.json import report_as_json

        write_bytes(report_as_json(report, lang, show_ids, left_out))
    elif format == "csv":
        from nqi_limits.outputs.csv import report_as_csv

        write_bytes(report_as_csv(report, lang, show_ids))
    else:
        from nqi_limits.outputs.terminal.report_page import print_report

        with page_console() as console:
            print_report(report, console, lang, show_ids, left_out)


def _warn_where_nothing_was_checked(report: Report, lang: str) -> None:
    """Say it on standard error too: a list without findings is easily taken for a pass."""
    from nqi_limits.cli.problems import tell
    from nqi_limits.outputs.outcome import NOTHING_CHECKED, outcome_of

    outcome = outcome_of(report)
    if outcome in NOTHING_CHECKED:
        tell([Wording(f"table.summary.{outcome}")], lang, "remark")

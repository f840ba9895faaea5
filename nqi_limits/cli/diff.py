"""`nqi-limits diff`: what is new since an earlier report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from nqi_limits.cli.command import GRAVE, Command, fail_on_option, json_option, lang_option
from nqi_limits.errors import InputProblem, UsageProblem
from nqi_limits.findings.model import Wording
from nqi_limits.words.catalogue import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nqi_limits.earlier.reports import ToldReport


def make(lang: str) -> Command:
    """The command, speaking `lang`."""

    def diff(reports: Sequence[str], format: str, fail_on: str) -> int:
        return run_diff(lang, reports, format, fail_on)

    return Command(
        "diff",
        lang,
        usage=say("cli.diff.usage", lang),
        callback=diff,
        epilog=say("cli.diff.exit", lang),
        params=[
            click.Argument(["reports"], nargs=-1, type=str),
            json_option(lang),
            fail_on_option(lang, "fail-on-new"),
            lang_option(lang),
        ],
    )


def run_diff(lang: str, reports: Sequence[str], form: str, fail_on: str) -> int:
    """Show what is new, gone and changed; 1 where something new, or become worse, is at or above `fail_on`.

    Raises UsageProblem unless two reports are given, and InputProblem for those that cannot be read.
    """
    if len(reports) != 2 or not all(reports):
        raise UsageProblem(Wording("cli.two-reports"))
    from nqi_limits.earlier.comparing import compare

    comparison = compare(*_both(reports))
    if form == "json":
        from nqi_limits.cli.streams import write_bytes
        from nqi_limits.earlier.comparison_json import comparison_as_json

        write_bytes(comparison_as_json(comparison, lang))
    else:
        from nqi_limits.cli.streams import page_console
        from nqi_limits.earlier.comparison_page import print_comparison

        with page_console() as console:
            print_comparison(comparison, console, lang)
    return int(comparison.adds(GRAVE[fail_on]))


def _both(reports: Sequence[str]) -> list[ToldReport]:
    """The two reports; what is wrong with either is told at once."""
    from nqi_limits.earlier.reports import read_report

    found: list[ToldReport] = []
    problems: list[Wording] = []
    for one in reports:
        try:
            found.append(read_report(one))
        except InputProblem as problem:
            problems.extend(problem.wordings)
    if problems:
        raise InputProblem(problems)
    return found

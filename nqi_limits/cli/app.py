"""The program as a whole: its commands, and what becomes of whatever stops them.

Exit statuses are those of the contract: 0 nothing found, 1 something found, 2 wrong usage or settings, 3 an input that could
not be read, or a failure of the program itself; 130 when the user interrupts.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from nqi_limits.cli.command import Commands, lang_option, option
from nqi_limits.cli.interrupts import INTERRUPTED
from nqi_limits.cli.language import language
from nqi_limits.cli.problems import grouped, tell, usage_wording
from nqi_limits.cli.streams import prepare
from nqi_limits.errors import Problem
from nqi_limits.findings.model import Wording
from nqi_limits.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

USAGE, FAILED = 2, 3
COMMANDS = ("check", "diff", "columns", "template", "rules", "rulebook")


def run(args: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit status; `args` default to the process's own."""
    prepare()
    lang = language(sys.argv[1:] if args is None else args)
    try:
        status = commands(lang).main(
            None if args is None else list(args), prog_name="nqi-limits", standalone_mode=False
        )
    except Problem as problem:
        tell(grouped(problem.wordings), lang)
        return problem.exit_status
    except click.ClickException as error:
        tell([usage_wording(error)], lang)
        context = getattr(error, "ctx", None)
        tell([Wording("cli.see-help", {"command": context.command_path if context else "nqi-limits"})], lang, "remark")
        return USAGE
    except (click.Abort, KeyboardInterrupt) as error:
        if isinstance(error.__cause__, EOFError):  # click takes the end of any file for the user's wish to stop
            return _failed(error.__cause__, lang)
        tell([Wording("cli.interrupted")], lang, "remark")
        return INTERRUPTED
    except Exception as error:  # the last line of defence: nobody is shown a traceback
        return _failed(error, lang)
    return int(status or 0)


def _failed(error: Exception, lang: str) -> int:
    facts = {"kind": type(error).__name__, "where": _where(error), "version": __version__}
    tell([Wording("cli.failed", facts)], lang)
    return FAILED


def commands(lang: str) -> Commands:
    """The program's commands, speaking `lang`."""

    def version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
        if value:
            click.echo(f"nqi-limits {__version__}")
            ctx.exit()

    @click.pass_context
    def start(ctx: click.Context) -> int:
        if ctx.invoked_subcommand is None:
            sys.stderr.write(ctx.get_help() + "\n")
        return USAGE

    return Commands(
        lang,
        COMMANDS,
        callback=start,
        invoke_without_command=True,
        params=[
            lang_option(lang),
            option(lang, "version", bool, is_flag=True, is_eager=True, expose_value=False, callback=version),
        ],
    )


def _where(error: BaseException) -> str:
    """The last line of our own code that the failure went through: it holds nothing of the user's data."""
    import traceback
    from pathlib import Path

    own = [one for one in traceback.extract_tb(error.__traceback__) if "nqi_limits" in Path(one.filename).parts]
    return f"{Path(own[-1].filename).name}:{own[-1].lineno}" if own else "-"

"""Commands whose help is in the user's language and wrapped as Chinese is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from nqi_limits.cli.streams import columns
from nqi_limits.errors import UsageProblem
from nqi_limits.findings.model import Severity, Wording
from nqi_limits.words.catalogue import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

GRAVE = {
    "violation": (Severity.VIOLATION,),
    "review": (Severity.VIOLATION, Severity.REVIEW),
    "never": (),
}
_WIDTH, _WIDEST = 80, 100
_LEFT = 34


class OneOf(click.ParamType):  # type: ignore[type-arg]
    """One of a few words."""

    name = "word"

    def __init__(self, *words: str) -> None:
        self.words = words

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word itself. Raises UsageProblem with the words there are."""
        if value not in self.words:
            option = param.opts[0] if param else ""
            raise UsageProblem(Wording("cli.not-one-of", {"option": option, "name": str(value), "names": self.words}))
        return str(value)


class _Speaking(click.Command):
    """A command that knows its language."""

    def __init__(self, name: str, lang: str, **settings: Any) -> None:
        self.lang = lang
        super().__init__(name, add_help_option=False, **settings)
        self.params.append(_help_option(lang))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does it; a mistake always knows the command it was made in."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The whole help, from the catalogue."""
        formatter.write("\n".join(self.help_lines(ctx)))

    def help_lines(self, ctx: click.Context) -> Iterator[str]:
        """Usage, what the command does, its options, and what else is to be said."""
        width = min(columns(_WIDTH), _WIDEST) - 1
        pieces = " ".join([ctx.command_path, *self.collect_usage_pieces(ctx)])
        yield from _wrapped(say("cli.help.usage", self.lang, text=pieces), width)
        yield from ("", *_wrapped(self.help or "", width))
        if listed := self.listed(ctx):
            yield from ("", say("cli.help.commands", self.lang), *_two_columns(listed, width))
        options = [one for one in self.params if isinstance(one, click.Option)]
        yield from (
            "",
            say("cli.help.options", self.lang),
            *_two_columns([one.get_help_record(ctx) or ("", "") for one in options], width),
        )
        if self.epilog:
            yield from ("", *_wrapped(self.epilog, width))

    def listed(self, ctx: click.Context) -> list[tuple[str, str]]:
        """The commands below this one, each with its short help."""
        return []


class Command(_Speaking):
    """One command. `usage` is what follows its name."""

    def __init__(self, name: str, lang: str, *, usage: str, **settings: Any) -> None:
        self.usage = usage
        super().__init__(
            name, lang, help=say(f"cli.{name}.help", lang), short_help=say(f"cli.{name}.short", lang), **settings
        )

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """The words after the command's name."""
        return [self.usage]


class Commands(_Speaking, click.Group):
    """All commands. `names` maps each to the module that makes it, imported when the command is wanted."""

    def __init__(self, lang: str, names: Sequence[str], **settings: Any) -> None:
        self.names = tuple(names)
        super().__init__(
            "nqi-limits", lang, help=say("cli.help.text", lang), epilog=say("cli.help.exit", lang), **settings
        )

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names, the main one first."""
        return list(self.names)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name. Raises UsageProblem where there is none."""
        from importlib import import_module

        if cmd_name not in self.names:
            raise UsageProblem(Wording("cli.no-such-command", {"name": cmd_name, "names": self.names}))
        made: click.Command = import_module(f"nqi_limits.cli.{cmd_name}").make(self.lang)
        return made

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """The words after the program's name."""
        return [say("cli.help.pieces", self.lang)]

    def listed(self, ctx: click.Context) -> list[tuple[str, str]]:
        """The commands with what they are for."""
        return [(name, say(f"cli.{name}.short", self.lang)) for name in self.names]


def lang_option(lang: str) -> click.Option:
    """`--lang`; it is read before the arguments are parsed, so its value goes nowhere."""
    return option(lang, "lang", OneOf("zh", "en"), expose_value=False, metavar="zh|en")


def json_option(lang: str) -> click.Option:
    """`--format` of the commands that print a page or JSON."""
    return click.Option(
        ["--format"],
        type=OneOf("table", "json"),
        default="table",
        metavar="table|json",
        help=say("cli.option.json-or-table", lang),
    )


def fail_on_option(lang: str, help: str) -> click.Option:
    """`--fail-on`; its help stands in the catalogue under `help`."""
    return click.Option(
        ["--fail-on"],
        type=OneOf(*GRAVE),
        default="violation",
        metavar="violation|review|never",
        help=say(f"cli.option.{help}", lang),
    )


def option(lang: str, name: str, kind: Any = str, **settings: Any) -> click.Option:
    """An option with its help from the catalogue."""
    names = settings.pop("names", [f"--{name}"])
    return click.Option(names, type=kind, help=say(f"cli.option.{name}", lang), **settings)


def flag(lang: str, name: str, names: Sequence[str] = ()) -> click.Option:
    """An option that is there or not."""
    return click.Option([*names, f"--{name}"], is_flag=True, help=say(f"cli.option.{name}", lang))


def _help_option(lang: str) -> click.Option:
    def show(ctx: click.Context, param: click.Parameter, value: bool) -> None:
        if value and not ctx.resilient_parsing:
            click.echo(ctx.get_help())
            ctx.exit()

    return click.Option(
        ["-h", "--help"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=show,
        help=say("cli.option.help", lang),
    )


def _wrapped(text: str, width: int, indent: int = 0) -> list[str]:
    from nqi_limits.outputs.terminal.wrapping import wrap

    return [" " * indent + line for part in text.strip().splitlines() for line in wrap(part, width - indent)]


def _two_columns(rows: Sequence[tuple[str, str]], width: int) -> Iterator[str]:
    from nqi_limits.outputs.terminal.wrapping import pad

    left = min(_LEFT, max(len(one) for one, _ in rows) + 2)
    for one, text in rows:
        lines = _wrapped(text, width - 2 - left) or [""]
        if len(one) + 2 > left:
            yield f"  {one}"
        else:
            yield f"  {pad(one, left)}{lines.pop(0)}"
        yield from (" " * (2 + left) + line for line in lines)

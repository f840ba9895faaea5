"""`nqi-limits rulebook`: what a rulebook sets, or the list of those that ship with the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from nqi_limits.cli.command import Command, flag, json_option, lang_option
from nqi_limits.errors import UsageProblem
from nqi_limits.findings.model import Wording
from nqi_limits.rulebooks import DEFAULT
from nqi_limits.words.catalogue import say

if TYPE_CHECKING:
    from collections.abc import Sequence


def make(lang: str) -> Command:
    """The command, speaking `lang`."""

    def rulebook(names: Sequence[str], **settings: object) -> int:
        return run_rulebook(names, lang, bool(settings["list"]), str(settings["format"]))

    return Command(
        "rulebook",
        lang,
        usage=say("cli.rulebook.usage", lang),
        callback=rulebook,
        params=[
            click.Argument(["names"], nargs=-1, type=str),
            flag(lang, "list"),
            json_option(lang),
            lang_option(lang),
        ],
    )


def run_rulebook(names: Sequence[str], lang: str, listed: bool, form: str) -> int:
    """Print the rulebook, or the list. Raises UsageProblem for one that does not exist or is wrong."""
    from nqi_limits.cli.streams import page_console
    from nqi_limits.outputs.terminal.rulebook_page import print_rulebook, print_rulebooks
    from nqi_limits.rulebooks.load import load_rulebook, shipped_names

    if len(names) > 1:
        raise UsageProblem(Wording("cli.one-rulebook"))
    books = [load_rulebook(name) for name in (shipped_names() if listed else names or (DEFAULT,))]
    if form == "json":
        from nqi_limits.cli.streams import write_bytes
        from nqi_limits.outputs.rulebook_json import rulebook_as_json

        write_bytes(rulebook_as_json(books if listed else books[0]))
        return 0
    with page_console() as console:
        if listed:
            print_rulebooks(books, console, lang)
        else:
            print_rulebook(books[0], console, lang)
    return 0

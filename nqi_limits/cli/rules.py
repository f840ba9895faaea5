"""`nqi-limits rules`: every rule in a line, the whole explanation of those named, or the register of clauses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from nqi_limits.cli.command import Command, flag, json_option, lang_option, option
from nqi_limits.rulebooks import DEFAULT
from nqi_limits.words.catalogue import say

if TYPE_CHECKING:
    from collections.abc import Sequence


def make(lang: str) -> Command:
    """The command, speaking `lang`."""

    def rules(names: Sequence[str], **settings: object) -> int:
        show = run_clauses if settings["clauses"] else run_rules
        return show(names, lang, str(settings["rulebook"]), str(settings["format"]))

    return Command(
        "rules",
        lang,
        usage=say("cli.rules.usage", lang),
        callback=rules,
        params=[
            click.Argument(["names"], nargs=-1, type=str),
            flag(lang, "clauses"),
            option(lang, "rulebook", default=DEFAULT, metavar="NAME|FILE.toml"),
            json_option(lang),
            lang_option(lang),
        ],
    )


def run_rules(names: Sequence[str], lang: str, book: str = DEFAULT, form: str = "table") -> int:
    """Print the list, or the explanations. Raises UsageProblem for a rule or rulebook that does not exist."""
    from nqi_limits.cli.streams import page_console, write_bytes
    from nqi_limits.outputs.terminal.rules_page import print_explanations, print_rules
    from nqi_limits.rulebooks.load import load_rulebook
    from nqi_limits.rules.explaining import explain, explain_all

    rulebook = load_rulebook(book)
    explanations = [explain(name, lang, rulebook) for name in names]
    if form == "json":
        from nqi_limits.outputs.rules_json import rules_as_json

        write_bytes(rules_as_json(rulebook, explanations or explain_all(lang, rulebook)))
        return 0
    with page_console() as console:
        if explanations:
            print_explanations(explanations, console, lang, rulebook.name != DEFAULT)
        else:
            print_rules(explain_all(lang, rulebook), console, lang)
    return 0


def run_clauses(names: Sequence[str], lang: str, book: str = DEFAULT, form: str = "table") -> int:
    """Print the register of clauses, or of it what the rules named have to do with. Raises UsageProblem as `run_rules`."""
    from nqi_limits.cli.streams import page_console, write_bytes
    from nqi_limits.outputs.terminal.clauses_page import print_clauses
    from nqi_limits.rulebooks.load import load_rulebook
    from nqi_limits.rules.explaining import explain
    from nqi_limits.rules.register import register

    rulebook = load_rulebook(book)
    wanted = {explain(name, lang, rulebook).rule for name in names}
    clauses = [one for one in register(rulebook, lang) if not names or wanted & {*one.rules, *one.undecided}]
    if form == "json":
        from nqi_limits.outputs.rules_json import clauses_as_json

        write_bytes(clauses_as_json(rulebook, clauses))
        return 0
    with page_console() as console:
        print_clauses(clauses, console, lang)
    return 0

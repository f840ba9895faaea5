"""`nqi-limits rules`: every rule in a line, or the whole explanation of those named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from nqi_limits.cli.command import Command, lang_option
from nqi_limits.words.catalogue import say

if TYPE_CHECKING:
    from collections.abc import Sequence


def make(lang: str) -> Command:
    """The command, speaking `lang`."""

    def rules(names: Sequence[str]) -> int:
        return run_rules(names, lang)

    return Command(
        "rules",
        lang,
        usage=say("cli.rules.usage", lang),
        callback=rules,
        params=[click.Argument(["names"], nargs=-1, type=str), lang_option(lang)],
    )


def run_rules(names: Sequence[str], lang: str) -> int:
    """Print the list, or the explanations. Raises UsageProblem for a rule that does not exist."""
    from nqi_limits.cli.streams import page_console
    from nqi_limits.outputs.terminal.rules_page import print_explanations, print_rules
    from nqi_limits.rulebooks import DEFAULT
    from nqi_limits.rulebooks.load import load_rulebook
    from nqi_limits.rules.explaining import explain, explain_all

    rulebook = load_rulebook(DEFAULT)
    explanations = [explain(name, lang, rulebook) for name in names]
    with page_console() as console:
        if explanations:
            print_explanations(explanations, console, lang)
        else:
            print_rules(explain_all(lang, rulebook), console, lang)
    return 0

"""`nqi-limits template`: the empty workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from nqi_limits.cli.command import Command, flag, lang_option
from nqi_limits.errors import UsageProblem
from nqi_limits.findings.model import Wording
from nqi_limits.words.catalogue import say

if TYPE_CHECKING:
    from collections.abc import Sequence


def make(lang: str) -> Command:
    """The command, speaking `lang`."""

    def template(files: Sequence[str], force: bool) -> int:
        return run_template(files, lang, force)

    return Command(
        "template",
        lang,
        usage=say("cli.template.usage", lang),
        callback=template,
        params=[click.Argument(["files"], nargs=-1, type=str), flag(lang, "force", ["-f"]), lang_option(lang)],
    )


def run_template(files: Sequence[str], lang: str, force: bool) -> int:
    """Write the template to the one file named. Raises UsageProblem where none or several are."""
    if len(files) != 1 or not files[0]:
        raise UsageProblem(Wording("cli.one-file"))
    from pathlib import Path

    from nqi_limits.cli.problems import tell
    from nqi_limits.outputs.template import write_template

    write_template(Path(files[0]), lang=lang, force=force)
    tell([Wording("cli.template-written", {"file": files[0]})], lang, "remark")
    return 0

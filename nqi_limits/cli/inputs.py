"""What the commands that read inputs share: how inputs are named, what is wrong with that at sight, the password."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nqi_limits.errors import UsageProblem
from nqi_limits.findings.model import Wording
from nqi_limits.words.catalogue import say

if TYPE_CHECKING:
    from collections.abc import Sequence

KINDS = ("people", "ongoing", "applications", "organisations")
SHEET_MARK = "::"
_LONGEST_NAME = 255  # bytes of one name, on all common systems


def ask_password(lang: str) -> str:
    """The password: asked for without showing it, or the first line of standard input where that is no terminal."""
    import sys

    if sys.stdin is None or not sys.stdin.isatty():
        line = sys.stdin.readline() if sys.stdin else ""
        found = line.rstrip("\r\n")
    else:
        found = click.prompt(say("cli.password", lang), hide_input=True, err=True, default="", show_default=False)
    if not found:
        raise UsageProblem(Wording("cli.no-password"))
    return found


def complain(named_paths: Sequence[str], any_input: bool, said: dict[str, Sequence[str]], output: str | None) -> None:
    """Raise UsageProblem for what can be told to be wrong before any file is read."""
    named = [(kind, one) for kind, names in said.items() for one in names]
    if not any_input and not named:
        raise UsageProblem(Wording("checking.no-input"))
    problems = [Wording("cli.sheet-form", {"option": f"--{kind}", "given": one}) for kind, one in named if _halved(one)]
    if "" in named_paths or output == "":
        problems.append(Wording("cli.empty-path"))
    if output and any(len(os.fsencode(part)) > _LONGEST_NAME for part in Path(output).parts):
        problems.append(Wording("cli.long-name", {"file": output}))
    if problems:
        raise UsageProblem(problems)


def _halved(name: str) -> bool:
    """Whether FILE or SHEET is missing from FILE::SHEET. A drive (C:) has one colon only."""
    file, mark, sheet = name.rpartition(SHEET_MARK)
    return not name or bool(mark and not (file and sheet))

"""`nqi-limits columns`: how each sheet is understood."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from nqi_limits.cli.command import Command, flag, json_option, lang_option, option
from nqi_limits.cli.inputs import KINDS, ask_password, complain
from nqi_limits.findings.model import Wording
from nqi_limits.words.catalogue import say

if TYPE_CHECKING:
    from collections.abc import Sequence


def make(lang: str) -> Command:
    """The command, speaking `lang`."""

    def columns(**settings: Any) -> int:
        return run_columns(lang, **settings)

    return Command(
        "columns",
        lang,
        usage=say("cli.columns.usage", lang),
        callback=columns,
        params=[
            click.Argument(["paths"], nargs=-1, type=str),
            json_option(lang),
            option(lang, "save", metavar="COLUMNS.toml"),
            flag(lang, "force", ["-f"]),
            option(lang, "columns", metavar="COLUMNS.toml"),
            *(option(lang, kind, multiple=True, metavar="FILE[::SHEET]") for kind in KINDS),
            lang_option(lang),
            flag(lang, "show-ids"),
            flag(lang, "password"),
        ],
    )


def run_columns(
    lang: str,
    *,
    paths: Sequence[str],
    format: str,
    save: str | None,
    force: bool,
    columns: str | None,
    show_ids: bool,
    password: bool,
    **said: Sequence[str],
) -> int:
    """Show how the sheets are understood, and keep it where that is wanted.

    `said` holds the values of --people, --ongoing … as for `check`.
    """
    complain([*paths, *(one for one in (save, columns) if one is not None)], bool(paths), said, None)
    from nqi_limits.cli.problems import tell, tell_grouped
    from nqi_limits.cli.progress import ProgressBar
    from nqi_limits.cli.streams import page_console, write_bytes

    opening = ask_password(lang) if password else None
    with ProgressBar(lang) as progress:
        from nqi_limits.understanding import understand

        understanding = understand(paths, columns=columns, password=opening, progress=progress, **said)
    tell_grouped(understanding.remarks, lang)
    if save is not None:
        from nqi_limits.outputs.columns_toml import write_mapping

        write_mapping(understanding, save, lang=lang, force=force, mapping=columns)
        tell([Wording("cli.mapping-written", {"file": save})], lang, "remark")
    if format == "json":
        from nqi_limits.outputs.columns_json import columns_as_json

        write_bytes(columns_as_json(understanding, lang, show_ids))
        return 0
    from nqi_limits.outputs.terminal.columns_page import print_columns

    with page_console() as console:
        print_columns(understanding, console, lang, show_ids)
    return 0

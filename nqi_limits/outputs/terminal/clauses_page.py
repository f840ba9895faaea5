"""The register of clauses on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from nqi_limits.outputs.clauses import decided_by
from nqi_limits.outputs.terminal.page import page_for
from nqi_limits.rules.explaining import legend
from nqi_limits.words.catalogue import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from nqi_limits.rules.register import Registered


def print_clauses(clauses: Sequence[Registered], console: Console, lang: str) -> None:
    """Each clause with what it is about, the rules that decide it and what is to be seen on paper."""
    page = page_for(console, lang)
    labels = {key: say(f"register.short.{key}", lang) for key in ("rules", "paper")}
    width = max(cell_len(label) for label in labels.values()) + 2
    for one in clauses:
        page.paragraph(one.about, first=f"{one.id}  ", style="heading", hang=2)
        texts = {"rules": decided_by(one, lang), "paper": one.paper}
        for key, text in texts.items():
            page.labelled(labels[key], [text] if text else [], 2, width)
    page.blank()
    if told := legend((one.id for one in clauses), lang):
        page.paragraph(told)
    page.paragraph(say("register.more", lang))
    page.show(console)

"""What stops a run, as sentences on standard error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nqi_limits.cli.streams import write_error
from nqi_limits.findings.model import Wording
from nqi_limits.words.catalogue import said, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import click


# So much before the results leaves them on the first screen, of 24 lines by 80.
MOST_REMARKS, MOST_LINES = 12, 18
_LINE = 80
# A remark names so many files, and no more than take so much room; the report names them all, with their whole paths.
_MOST_FILES, _ROOM = 5, 100
_LONGEST_PATH = 48


def tell_grouped(remarks: Sequence[Wording], lang: str) -> None:
    """Write remarks on the inputs, never more than a screen: what does not fit is counted, and stands in the report."""
    if not remarks:
        return
    from rich.cells import cell_len

    found = [_with_few_files(one) for one in grouped(remarks)]
    shown, lines = 0, 0
    for one in found[:MOST_REMARKS]:
        lines += -(-cell_len(said(one, lang)) // _LINE)
        if shown and lines > MOST_LINES:
            break
        shown += 1
    tell(found[:shown], lang, "remark")
    if len(found) > shown:
        tell([Wording("cli.more-remarks", {"n": len(found) - shown})], lang, "remark")


def _with_few_files(wording: Wording) -> Wording:
    from rich.cells import cell_len

    told = wording.facts.get("file")
    if not isinstance(told, str | tuple):
        return wording
    files = [_shortened(str(file)) for file in (told if isinstance(told, tuple) else (told,))]
    room, shown = _ROOM, 0
    for file in files[:_MOST_FILES]:
        room -= cell_len(file)
        if shown and room < 0:
            break
        shown += 1
    rest = [Wording("cli.more-files", {"n": len(files) - shown})] if shown < len(files) else []
    return Wording(wording.key, {**wording.facts, "file": (*files[:shown], *rest)})


def _shortened(path: str) -> str:
    """A long path as its first folder and its name."""
    from rich.cells import cell_len

    parts = path.replace("\\", "/").split("/")
    if cell_len(path) <= _LONGEST_PATH or len(parts) < 3:
        return path
    start = "/" if path.startswith("/") else f"{parts[0]}/"
    return f"{start}…/{parts[-1]}"


def grouped(wordings: Iterable[Wording]) -> list[Wording]:
    """The same sentence about several files as one sentence that names them all."""
    found: dict[object, Wording] = {}
    for one in wordings:
        others = {name: fact for name, fact in one.facts.items() if name != "file"}
        key = (one.key, repr(others))
        if key not in found or "file" not in one.facts:
            found[key] = one
            continue
        before = found[key].facts["file"]
        files = (*(before if isinstance(before, tuple) else (before,)), one.facts["file"])
        found[key] = Wording(one.key, {**others, "file": tuple(dict.fromkeys(files))})
    return list(found.values())


def tell(wordings: Iterable[Wording], lang: str, kind: str = "error") -> None:
    """Write each sentence on a line of its own; `kind` is "error" or "remark"."""
    from nqi_limits.values.id_numbers import mask_ids_in

    for wording in wordings:
        sentence = say(f"cli.{kind}", lang, text=said(wording, lang) + nearest(wording, lang))
        write_error(mask_ids_in(sentence))


def nearest(wording: Wording, lang: str) -> str:
    """ "Did you mean …?" for a sentence about an unknown name that says which names there are; else ""."""
    import difflib

    names = wording.facts.get("names")
    given = wording.facts.get("setting", wording.facts.get("name"))
    if not isinstance(names, list | tuple) or not isinstance(given, str):
        return ""
    plain = {str(name).lower(): str(name) for name in names}
    found = difflib.get_close_matches(given.lower().replace("_", "-"), plain, n=1, cutoff=0.5)
    return say("cli.did-you-mean", lang, name=plain[found[0]]) if found else ""


def usage_wording(error: click.ClickException) -> Wording:
    """What click has to say, in our words."""
    import click

    context = getattr(error, "ctx", None)
    params = context.command.params if context else []
    if isinstance(error, click.NoSuchOption):
        names = tuple(name for param in params for name in param.opts)
        return Wording("cli.no-such-option", {"name": error.option_name, "names": names})
    if isinstance(error, click.BadOptionUsage):
        flag = any(isinstance(one, click.Option) and one.is_flag and error.option_name in one.opts for one in params)
        return Wording("cli.takes-no-value" if flag else "cli.needs-value", {"name": error.option_name})
    return Wording("cli.usage", {"detail": error.format_message()})

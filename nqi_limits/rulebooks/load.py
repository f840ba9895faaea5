"""Find, read and validate a rulebook: one that ships with the program, by name, or a TOML file of the office's own."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from pathlib import Path

from pydantic import ValidationError

from nqi_limits.errors import UsageProblem
from nqi_limits.findings.model import Wording
from nqi_limits.rulebooks.consistency import inconsistencies
from nqi_limits.rulebooks.entries import readings_needed
from nqi_limits.rulebooks.extending import extended
from nqi_limits.rulebooks.mistakes import Mistake, field_mistakes, in_order
from nqi_limits.rulebooks.model import OPEN, SETTINGS, Rulebook
from nqi_limits.rulebooks.places import Node, read_toml, where_not_toml

_FOLDER = "nqi_limits.rulebooks"
_NO_PARENT = ("rulebook.unknown", "rulebook.unreadable", "rulebook.not-utf8")
# What may only be so because `extends` names no rulebook.
_FOLLOWS = ("rulebook.missing", "rulebook.readings-missing", "rulebook.no-programme", "rulebook.drop-alone")
# An entry that another rulebook's could not be merged with: what is missing in it was perhaps to come from there.
_STRANGE = ("rulebook.no-id", "rulebook.new-entry")


@cache
def shipped_names() -> tuple[str, ...]:
    """The names of the rulebooks that ship with the program."""
    found = (entry.name for entry in resources.files(_FOLDER).iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in found if name.endswith(".toml")))


def load_rulebook(name: str) -> Rulebook:
    """The rulebook of this name, or in this TOML file. Raises UsageProblem, with every mistake at once."""
    mistakes: list[Mistake] = []
    root = _whole(name, (), mistakes)
    found = [*mistakes, *inconsistencies(root)]
    try:
        rulebook = Rulebook.model_validate(root.plain())
    except ValidationError as error:
        found += field_mistakes(root, error)
    if found:
        strange = {one.place for one in found if one.detail.key in _STRANGE}
        found = [one for one in found if one.detail.key != "rulebook.missing" or one.place not in strange]
        based = root.below("extends")
        if based is not None and not isinstance(based.value, str):
            found = [one for one in found if one.detail.key not in _FOLLOWS]
        raise UsageProblem(in_order(found))
    return _with_parameters(rulebook)


def _whole(name: str, below: tuple[str, ...], mistakes: list[Mistake]) -> Node:
    """The rulebook on top of all that it extends; `below` are the files that lead to it."""
    file, text = _text(name)
    if file in below:
        raise UsageProblem(Wording("rulebook.cycle", {"chain": " → ".join((*below[below.index(file) :], file))}))
    try:
        own = read_toml(text, file)
    except tomllib.TOMLDecodeError as error:
        raise UsageProblem(Wording("rulebook.not-toml", where_not_toml(text, file, str(error)))) from None
    except RecursionError:
        raise UsageProblem(Wording("rulebook.too-deep", {"file": file})) from None
    if not own.value:
        raise UsageProblem(Wording("rulebook.empty", {"file": file}))
    parent = own.below("extends")
    if parent is None or not isinstance(parent.value, str):
        return own
    try:
        base = _whole(_named_from(file, parent.value), (*below, file), mistakes)
    except UsageProblem as problem:
        if not any(one.key in _NO_PARENT for one in problem.wordings):
            raise
        facts = {"file": file, "line": parent.place.line}
        raise UsageProblem([Wording("rulebook.no-parent", facts), *problem.wordings]) from None
    return extended(base, own, mistakes)


def _text(name: str) -> tuple[str, str]:
    """What to call the rulebook in messages, and its text."""
    if name in shipped_names():
        return name, resources.files(_FOLDER).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    if Path(name).suffix.lower() != ".toml":
        raise UsageProblem(Wording("rulebook.unknown", {"name": name, "names": shipped_names()}))
    try:
        return name, Path(name).read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        key = "not-utf8" if isinstance(error, UnicodeDecodeError) else "unreadable"
        raise UsageProblem(Wording(f"rulebook.{key}", {"file": name})) from None


def _named_from(file: str, parent: str) -> str:
    """The parent as seen from the folder of the file that names it."""
    if parent in shipped_names() or Path(parent).suffix.lower() != ".toml":
        return parent
    return str(Path(file).parent / parent)


def _with_parameters(rulebook: Rulebook) -> Rulebook:
    """Readings that only some rulebooks have are there where, and only where, this one needs them."""
    needed = readings_needed(rulebook)
    kept = {name: setting for name, setting in rulebook.readings.items() if needed.get(name, True)}
    added = {name: OPEN for name, is_open in needed.items() if is_open and name not in kept}
    return rulebook.model_copy(update={"readings": {**kept, **added}})


def settle(rulebook: Rulebook, settings: dict[str, str] | None) -> dict[str, str]:
    """The readings in force: the rulebook's, changed by `settings` (name -> open, lenient or strict)."""
    readings: dict[str, str] = {str(name): setting for name, setting in rulebook.readings.items()}
    for name, setting in (settings or {}).items():
        if name not in readings:
            raise UsageProblem(Wording("rulebook.no-such-reading", {"name": name, "names": tuple(readings)}))
        if setting not in SETTINGS:
            raise UsageProblem(
                Wording("rulebook.no-such-setting", {"name": name, "setting": setting, "names": SETTINGS})
            )
        readings[name] = setting
    return readings

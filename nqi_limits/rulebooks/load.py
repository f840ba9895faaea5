"""Find, read and validate a rulebook: one that ships with the program, by name, or a TOML file of the office's own."""

from __future__ import annotations

import tomllib
from importlib import resources
from pathlib import Path

from pydantic import ValidationError

from nqi_limits.errors import UsageProblem
from nqi_limits.findings.model import Wording
from nqi_limits.rulebooks.model import SETTINGS, Rulebook


def shipped_names() -> list[str]:
    """The names of the rulebooks that ship with the program."""
    folder = resources.files("nqi_limits.rulebooks")
    return sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml"))


def load_rulebook(name: str) -> Rulebook:
    """The rulebook of this name, or in this TOML file. Raises UsageProblem, with every mistake in the file at once."""
    if name in shipped_names():
        text = resources.files("nqi_limits.rulebooks").joinpath(f"{name}.toml").read_text(encoding="utf-8")
    else:
        path = Path(name)
        if path.suffix.lower() != ".toml":
            raise UsageProblem(Wording("rulebook.unknown", {"name": name, "names": tuple(shipped_names())}))
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError):
            raise UsageProblem(Wording("rulebook.unreadable", {"file": name})) from None
    try:
        return Rulebook.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise UsageProblem(Wording("rulebook.not-toml", {"file": name, "detail": str(error)})) from None
    except ValidationError as error:
        raise UsageProblem(
            [
                Wording(
                    "rulebook.mistake",
                    {"file": name, "where": ".".join(str(part) for part in one["loc"]) or "-", "detail": one["msg"]},
                )
                for one in error.errors()
            ]
        ) from None


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

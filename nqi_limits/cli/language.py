"""The language to speak: what `--lang` says, else the locale's, else Chinese."""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LANGUAGES = ("zh", "en")
_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
_LOCALE = re.compile(r"([a-z]{2,3})(?:[_-].*)?")
_CHINESE = ("zh", "cmn", "yue", "wuu")
_WINDOWS_CHINESE = 0x04


def language(args: Sequence[str], environ: Mapping[str, str] = os.environ) -> str:
    """ "zh" or "en". Looked for before the arguments are parsed, so that mistakes in them are told in it too."""
    return _asked_for(args) or _from_locale(environ) or _from_windows() or "zh"


def _asked_for(args: Sequence[str]) -> str | None:
    asked = None
    for at, arg in enumerate(args):
        if arg == "--":
            break
        if arg == "--lang" and at + 1 < len(args):
            asked = args[at + 1]
        elif arg.startswith("--lang="):
            asked = arg.removeprefix("--lang=")
    return asked if asked in LANGUAGES else None


def _from_locale(environ: Mapping[str, str]) -> str | None:
    """The language of the first variable that is set: C and POSIX name none, any but Chinese is answered in English."""
    value = next((environ[name] for name in _VARIABLES if environ.get(name)), "")
    named = _LOCALE.fullmatch(re.split("[.@]", value)[0].lower())
    if not named:
        return "zh" if value else None
    return "zh" if named[1] in _CHINESE else "en"


def _from_windows() -> str | None:
    """The language that Windows speaks to the user, None elsewhere."""
    if sys.platform == "win32":
        import ctypes

        return "zh" if ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF == _WINDOWS_CHINESE else "en"
    return None

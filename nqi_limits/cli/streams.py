"""Standard output and standard error on whatever console or pipe they are."""

from __future__ import annotations

import errno
import io
import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from nqi_limits.errors import UsageProblem
from nqi_limits.findings.model import Wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

PIPE_WIDTH = 100
_NARROWEST = 40


def prepare() -> None:
    """Make both streams write anything: what an encoding lacks becomes a question mark.

    A stream that cannot write Chinese at all (ASCII, Latin-1) is changed to UTF-8; a GBK console stays as it is.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # no console at all
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if _writes_chinese(stream.encoding) else "utf-8", errors="replace")


def _writes_chinese(encoding: str) -> bool:
    try:
        "冲突".encode(encoding)
    except UnicodeError:
        return False
    return True


def write_bytes(data: bytes) -> None:
    """Write to standard output as they are, whatever its encoding."""
    with _reader_may_leave():
        buffer = getattr(sys.stdout, "buffer", None)
        if buffer is None:
            sys.stdout.write(data.decode("utf-8"))
        else:
            sys.stdout.flush()
            buffer.write(data)
        sys.stdout.flush()


def write_error(sentence: str) -> None:
    """Write a line to standard error."""
    from nqi_limits.outputs.harmless import harmless

    with _reader_may_leave("stderr"):
        sys.stderr.write(harmless(sentence) + "\n")
        sys.stderr.flush()


@contextmanager
def page_console() -> Iterator[Console]:
    """A console on standard output: in colour only on a terminal, without one control character in a pipe."""
    from rich.console import Console

    terminal = sys.stdout.isatty()
    colour = terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    console = Console(
        file=sys.stdout,
        force_terminal=terminal,
        color_system="auto" if colour else None,
        width=None if terminal else columns(),
        highlight=False,
        markup=False,
        emoji=False,
    )
    if console.width < _NARROWEST:
        console.width = _NARROWEST
    with _reader_may_leave():
        try:
            yield console
        except SystemExit:  # how rich leaves when the reader has gone
            _silence(sys.stdout)


def columns(otherwise: int = PIPE_WIDTH) -> int:
    """The width of standard output: what COLUMNS says, the terminal's, or `otherwise`."""
    said = os.environ.get("COLUMNS", "")
    if said.isascii() and said.isdecimal() and int(said):
        return int(said)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or otherwise
    except (OSError, ValueError):
        return otherwise


@contextmanager
def _reader_may_leave(name: str = "stdout") -> Iterator[None]:
    """Whoever reads the pipe may stop (`| head`): then say nothing more. Windows reports a closed pipe as EINVAL.

    Raises UsageProblem where standard output goes to a file that takes no more, as on a full disk.
    """
    stream = getattr(sys, name)
    full = False
    try:
        yield
    except OSError as error:
        _silence(stream)
        full = name == "stdout" and error.errno not in (errno.EPIPE, errno.EINVAL)
    if full:
        raise UsageProblem(Wording("cli.cannot-print"))


def _silence(stream: TextIO) -> None:
    """Let what is still buffered go nowhere, so that closing the stream at exit does not fail."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    except (OSError, ValueError):
        return

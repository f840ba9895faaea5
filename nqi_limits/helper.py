"""A second Python process that reads files while this one reads others, and sends back their tables.

Both sides talk through pipes, in pickles: nothing of a file, and no password, is on the disk or on a command line. The
helper lives as long as its standard input is open, so it ends with the process that started it, however that ends. Whatever
goes wrong with it is a `HelperError`: whoever asked reads the file here and gets the same.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import nqi_limits
from nqi_limits.file_tables import FileTables, tables_of_file
from nqi_limits.memory import collector_paused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nqi_limits.file_tables import Told
    from nqi_limits.sources.grid import SourceFile

_PROTOCOL = 5
# The modules are found where this process finds them, and never in the folder that the user happens to be in.
_START = """
import pickle, sys
sys.path[:], sys.dont_write_bytecode = pickle.load(sys.stdin.buffer)
from nqi_limits.helper import serve
serve()
"""


class HelperError(Exception):
    """The helper cannot be started, has ended, or says what cannot be understood."""


@contextmanager
def helper_for(told: Told) -> Iterator[Helper | None]:
    """A helper that knows what is `told` of the files, ended with the block; None where there is a single core or no Python."""
    helper = None
    if _cores() > 1 and _can_start():
        with suppress(HelperError):
            helper = Helper(told)
    try:
        yield helper
    finally:
        if helper is not None:
            helper.end()


class Helper:
    """The helper, as this process sees it: it takes one file at a time."""

    def __init__(self, told: Told) -> None:
        """Start it. Raises HelperError."""
        words = [sys.executable, "-I", "-X", f"utf8={sys.flags.utf8_mode}", "-c", _START]
        # a program without a window of its own must not open one
        flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
        pipe = subprocess.PIPE
        try:
            self._process = subprocess.Popen(  # noqa: S603 - this very Python
                words, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, creationflags=flags
            )
        except (OSError, ValueError) as error:
            raise HelperError from error
        self._told = told

    def wait_until_ready(self) -> None:
        """Wait until it has loaded all that it needs. Raises HelperError."""
        self._send((sys.path, sys.dont_write_bytecode))
        self._send((nqi_limits.__file__, self._told))
        if self._answer() is not True:
            raise HelperError

    def tables_of_file(self, file: SourceFile) -> FileTables:
        """What `file_tables.tables_of_file` gives. Raises HelperError."""
        self._send(file)
        found = self._answer()
        if not isinstance(found, FileTables):
            raise HelperError
        return found

    def end(self) -> None:
        """End it at once, whatever it is doing; a thread that waits for its answer gets a HelperError."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                if stream is not None:
                    stream.close()

    def _send(self, what: object) -> None:
        stream = self._process.stdin
        try:
            if stream is None:
                raise HelperError
            pickle.dump(what, stream, _PROTOCOL)
            stream.flush()
        except Exception as error:
            raise HelperError from error

    def _answer(self) -> object:
        stream = self._process.stdout
        try:
            return pickle.load(stream) if stream else None  # noqa: S301 - from this process's own helper
        except Exception as error:
            raise HelperError from error


def serve() -> NoReturn:
    """The helper's own side: answer until the standard input is closed."""
    import queue
    import threading

    questions, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # the pipe is for answers only
    asked: queue.SimpleQueue[SourceFile] = queue.SimpleQueue()

    def listen() -> None:
        try:
            while True:
                asked.put(pickle.load(questions))  # noqa: S301 - from the process that started this one
        finally:
            os._exit(0)  # nobody wants an answer any more

    try:
        package, told = pickle.load(questions)  # noqa: S301
        threading.Thread(target=listen, daemon=True).start()
        answer: object = package == nqi_limits.__file__
        with collector_paused():
            while True:
                pickle.dump(answer, answers, _PROTOCOL)
                answers.flush()
                answer = tables_of_file(asked.get(), told)
    finally:
        os._exit(1)  # an orderly end would wait for the other thread


def _can_start() -> bool:
    """Whether what runs this is a Python by itself: a program that Python is built into would start itself again."""
    return Path(sys.executable or "").stem.lower().startswith("python") and not getattr(sys, "frozen", False)


def _cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1

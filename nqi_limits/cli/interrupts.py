"""Ctrl+C: at whatever moment, what is half done is taken away and the process ends with 130, without a traceback."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType

INTERRUPTED = 130
# So long after the first Ctrl+C further ones change nothing, lest they stop the clearing up; after that one ends it all.
PATIENCE = 3.0
_AT_ONCE = 0.01

_first: float | None = None


def take_over() -> None:
    """Let this process, and no library, decide what Ctrl+C does. Where it was told to ignore it (nohup), it still does."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _interrupt)
        sys.unraisablehook = _not_lost
    if hasattr(signal, "pthread_sigmask"):  # scripts/run.py holds it back while Python starts
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def leave(status: int) -> int:
    """The status to exit with. Interrupted, the process ends here: threads that are still reading are not waited for."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if status == INTERRUPTED:
        os._exit(INTERRUPTED)
    return status


def _interrupt(number: int, frame: FrameType | None) -> None:
    global _first
    if _first is None:
        _first = time.monotonic()
        raise KeyboardInterrupt
    if time.monotonic() - _first > PATIENCE:
        os._exit(INTERRUPTED)


def _not_lost(failed: sys.UnraisableHookArgs) -> None:
    """Where Ctrl+C came inside a finaliser, Python drops it: give it again as soon as that is over."""
    global _first
    if not issubclass(failed.exc_type, KeyboardInterrupt):
        sys.__unraisablehook__(failed)
        return
    _first = None
    again = threading.Timer(_AT_ONCE, _send)
    again.daemon = True
    again.start()


def _send() -> None:
    """Interrupt the main thread, whatever it is waiting for."""
    main = threading.main_thread().ident
    if main is not None and hasattr(signal, "pthread_kill"):
        signal.pthread_kill(main, signal.SIGINT)
    else:
        signal.raise_signal(signal.SIGINT)

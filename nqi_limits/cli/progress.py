"""A progress bar on standard error, for work that lasts: only on a terminal, only after a second."""

from __future__ import annotations

import os
import sys
import threading
from typing import TYPE_CHECKING, Self

from nqi_limits.words.catalogue import say

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

PATIENCE = 1.0


class ProgressBar:
    """Entered around the work; call it with the stage, how much is done and of how much."""

    def __init__(self, lang: str) -> None:
        self._lang = lang
        self._lock = threading.Lock()
        self._state: tuple[str, int, int] = ("starting", 0, 1)
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self._done = False
        self._timer = threading.Timer(PATIENCE, self._show)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        if sys.stderr.isatty() and os.environ.get("TERM") != "dumb":
            self._timer.start()
        return self

    def __exit__(self, *stopped_by: object) -> None:
        self._timer.cancel()
        with self._lock:
            self._done = True
            if self._bar is not None:
                self._bar.stop()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Tell how far the work is."""
        with self._lock:
            self._state = (stage, done, total)
            self._update()

    def _show(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        with self._lock:
            if self._done:
                return
            colour = None if os.environ.get("NO_COLOR") else "auto"
            self._bar = Progress(
                TextColumn("{task.description}"),
                BarColumn(),
                TimeElapsedColumn(),
                console=Console(stderr=True, color_system=colour),  # type: ignore[arg-type]
                transient=True,
            )
            self._task = self._bar.add_task("")
            self._update()
            self._bar.start()

    def _update(self) -> None:
        if self._bar is not None and self._task is not None:
            stage, done, total = self._state
            # a stage of one step has no measure: the bar just moves
            self._bar.update(
                self._task,
                description=say(f"cli.stage.{stage}", self._lang),
                completed=done,
                total=total if total > 1 else None,
            )

"""The tables of several files, read by this process and, where that pays, by a helper beside it: the result is the same."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from nqi_limits.file_tables import tables_of_file

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nqi_limits.file_tables import FileTables, Told
    from nqi_limits.helper import Helper
    from nqi_limits.sources.grid import SourceFile

# Packed bytes of all workbooks but the largest: where there are less, starting a helper takes longer than it saves.
WORTH = 10_000_000
_PACKED = (".xlsx", ".xlsm", ".xlsb", ".ods")
_PATIENCE = 0.2  # seconds: on Windows, Ctrl+C does not end a wait


def tables_of_files(
    files: Sequence[SourceFile], told: Told, done: Callable[[int], None], worth: int | None = None
) -> list[FileTables]:
    """The tables of each file, in the order of the files. `done` is called with each count of files read, from 0.

    A helper takes part where there are `worth` bytes (default: `WORTH`) for it to read.
    """
    sizes = [_size(file) for file in files]
    packed = sorted(size for file, size in zip(files, sizes, strict=True) if file.path.suffix.lower() in _PACKED)
    shares = _Shares(files, sizes, told)
    if len(packed) < 2 or sum(packed[:-1]) < (WORTH if worth is None else worth):
        return shares.read_here(done)
    from nqi_limits.helper import helper_for

    with helper_for(told) as helper:
        if helper is not None:
            shares.read_beside(helper)
        return shares.read_here(done)


class _Shares:
    """Files and who reads them: this process from the smallest on, a helper from the largest, until they meet."""

    def __init__(self, files: Sequence[SourceFile], sizes: Sequence[int], told: Told) -> None:
        self._files, self._told = files, told
        self._left = sorted(range(len(files)), key=sizes.__getitem__)
        self._found: dict[int, FileTables] = {}
        self._helped = False
        self._changed = threading.Condition()

    def read_here(self, done: Callable[[int], None]) -> list[FileTables]:
        """Read until all files are read, by whomever."""
        counted = -1
        while True:
            with self._changed:
                while not self._left and self._helped and len(self._found) == counted:
                    self._changed.wait(_PATIENCE)
                count = len(self._found)
                at = self._left.pop(0) if self._left else None
            while counted < count:
                counted += 1
                done(counted)
            if at is not None:
                self._put(at, tables_of_file(self._files[at], self._told))
            elif count == len(self._files):
                return [self._found[at] for at in range(count)]

    def read_beside(self, helper: Helper) -> None:
        """Begin to let the helper read; a file that it does not manage is left for this process."""
        self._helped = True
        try:
            threading.Thread(target=self._read_beside, args=(helper,), daemon=True).start()
        except RuntimeError:  # no room for a thread
            self._helped = False

    def _read_beside(self, helper: Helper) -> None:
        from nqi_limits.helper import HelperError

        at = None
        try:
            helper.wait_until_ready()
            while (at := self._largest()) is not None:
                self._put(at, helper.tables_of_file(self._files[at]))
        except HelperError:
            pass
        finally:
            with self._changed:
                if at is not None:
                    self._left.append(at)
                self._helped = False
                self._changed.notify()

    def _largest(self) -> int | None:
        with self._changed:
            return self._left.pop() if self._left else None

    def _put(self, at: int, found: FileTables) -> None:
        with self._changed:
            self._found[at] = found
            self._changed.notify()


def _size(file: SourceFile) -> int:
    try:
        return file.path.stat().st_size
    except OSError:  # whoever reads it tells
        return 0

"""Where the marked workbook goes: never over an input, never half written."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from nqi_limits.errors import UsageProblem
from nqi_limits.findings.model import Wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nqi_limits.sources.grid import SourceFile

ENDINGS = (".xlsx", ".xlsm")
_PREFIX = ".nqi-limits-"


def is_folder(output: str | os.PathLike[str]) -> bool:
    """Whether `output` names a folder: one that exists, or a name that ends in a slash or has no ending."""
    name = os.fspath(output)
    return name.endswith(("/", "\\")) or Path(name).is_dir() or not Path(name).suffix


def in_folder(folder: Path, files: Sequence[SourceFile], suffix: str, endings: Sequence[str]) -> list[Path]:
    """A path in `folder` for the copy of each file, `endings` theirs; those of the same name get a number."""
    taken: set[str] = set()
    found = []
    for file, ending in zip(files, endings, strict=True):
        number = 1
        while (name := f"{file.path.stem}{suffix}{f'({number})' if number > 1 else ''}{ending}").casefold() in taken:
            number += 1
        taken.add(name.casefold())
        found.append(folder / name)
    return found


def check_destinations(
    targets: Iterable[Path],
    inputs: Sequence[Path],
    force: bool,
    folder: Path | None,
    endings: Sequence[str] = ENDINGS,
) -> None:
    """Raise UsageProblem, for all targets at once, where one may not be written.

    That is: over an input, however either path is spelled; over anything without `force`; over a file that is open in
    another program; over a folder; into a place that is a file, or a folder that cannot be written to; with an ending
    that is not one of `endings`. Folders that do not exist yet are made later.
    """
    if folder is not None and (wrong := _no_folder(folder)):
        raise UsageProblem(wrong)
    targets = list(targets)
    problems = [problem for target in targets if (problem := _problem(target, inputs, force, endings))]
    if not problems:
        closed = (_not_writable(one) for one in dict.fromkeys(target.parent for target in targets))
        problems = [problem for problem in closed if problem]
    if problems:
        raise UsageProblem(problems)


def _no_folder(folder: Path) -> Wording | None:
    """What is wrong with a folder that is there, or is to be made: something on the way is no folder."""
    there = next((one for one in (folder, *folder.parents) if os.path.lexists(one)), folder)
    return None if there.is_dir() or there == Path() else Wording("workbook.problem.not-folder", {"folder": str(there)})


def _not_writable(folder: Path) -> Wording | None:
    """What is wrong with a folder that takes no new file: only trying tells, on every system."""
    there = next((one for one in (folder, *folder.parents) if os.path.isdir(one)), Path())
    try:
        with tempfile.TemporaryFile(prefix=_PREFIX, dir=there):
            return None
    except OSError:
        return Wording("workbook.problem.cannot-write", {"folder": str(folder)})


def _held(target: Path) -> Wording | None:
    """What is wrong with an existing file that may not be replaced now: another program has it open, or it is read-only."""
    if mark := next((one for one in _marks_of_open(target) if os.path.exists(one)), None):
        return Wording("workbook.problem.open", {"file": str(target), "mark": mark.name})
    try:
        os.close(os.open(target, os.O_RDWR))
    except OSError:
        return Wording("workbook.problem.locked", {"file": str(target)})
    return None


def _marks_of_open(target: Path) -> Iterator[Path]:
    """The small files that office programs keep beside a workbook while it is open: Excel and WPS, LibreOffice."""
    yield target.with_name(f"~${target.name}")
    yield target.with_name(f".~lock.{target.name}#")


def _problem(target: Path, inputs: Sequence[Path], force: bool, endings: Sequence[str]) -> Wording | None:
    if target.suffix.lower() not in endings:
        key = "ending" if endings is ENDINGS else f"ending-{endings[0].removeprefix('.')}"
        return Wording(f"workbook.problem.{key}", {"file": str(target)})
    if any(_same(target, file) for file in inputs):
        return Wording("workbook.problem.input", {"file": str(target)})
    if wrong := _no_folder(target.parent):
        return wrong
    if target.is_dir():
        return Wording("workbook.problem.is-folder", {"file": str(target)})
    if not os.path.lexists(target):
        return None
    return _held(target) if force else Wording("workbook.problem.exists", {"file": str(target)})


def _same(target: Path, file: Path) -> bool:
    """Whether both are one file: by another spelling, a link, or in another case."""
    try:
        if target.exists() and os.path.samefile(target, file):
            return True
    except OSError:
        pass
    return str(target.resolve()).casefold() == str(file.resolve()).casefold()


@contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """A temporary path beside `target`, which takes its place when the block ends well and is removed when it does not.

    The folder is made where it is missing. Raises UsageProblem where it cannot be written to or another program holds the target.
    """
    final = target.resolve()
    try:
        final.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=_PREFIX, suffix=".tmp", dir=final.parent)
        os.close(handle)
    except OSError:
        raise UsageProblem(Wording("workbook.problem.cannot-write", {"folder": str(target.parent)})) from None
    temporary = Path(name)
    try:
        yield temporary
        _as_created(temporary)
        try:
            os.replace(temporary, final)
        except OSError:
            raise UsageProblem(Wording("workbook.problem.locked", {"file": str(target)})) from None
    finally:
        temporary.unlink(missing_ok=True)


def _as_created(path: Path) -> None:
    """Give a temporary file, which only its owner may read, the rights of any other new file."""
    if os.name == "posix":
        mask = os.umask(0)
        os.umask(mask)
        path.chmod(0o666 & ~mask)

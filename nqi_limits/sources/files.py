"""Which files there are: paths and folders in, `SourceFile`s out."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from nqi_limits.errors import InputProblem
from nqi_limits.findings.model import Wording
from nqi_limits.sources.grid import SourceFile
from nqi_limits.sources.own import is_own_file, is_standard_output, made_from

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

ENDINGS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".txt")
# A .txt file is read where it is named; in a folder it is more likely a note than a table.
FOLDER_ENDINGS = ENDINGS[:-1]
# What else the tool writes: somebody who names all files of a folder does not mean these.
_NOT_TABLES = (".json", ".toml")


@dataclass
class Found:
    """The input `files`, in the order given, each once; everything that is wrong; remarks on what the tool itself wrote."""

    files: list[SourceFile] = field(default_factory=list)
    problems: list[Wording] = field(default_factory=list)
    remarks: list[Wording] = field(default_factory=list)


def find_files(paths: Sequence[str | Path]) -> list[SourceFile]:
    """The files of `look_for_files`. Raises InputProblem where anything is wrong."""
    found = look_for_files(paths)
    if found.problems:
        raise InputProblem(found.problems)
    return found.files


def look_for_files(paths: Sequence[str | Path]) -> Found:
    """What these paths stand for.

    A folder stands for every table file in it and below it, sorted, without lock files (`~$…`), hidden files and what
    the tool itself wrote, which is named in a remark. Wrong are a path that does not exist, an ending that is not read,
    a folder without a table file, a pipe or device, a file that cannot be opened.
    """
    found: dict[Path, tuple[Path, str]] = {}
    own: list[str] = []
    named: set[Path] = set()
    problems: list[Wording] = []
    for given in paths:
        path = Path(given)
        if not os.path.lexists(path):  # says no to a name that no file can have, where others raise
            problems.append(Wording("sources.missing", {"file": str(given)}))
        elif path.is_dir():
            inside = list(_inside(path))
            special = [one for one in inside if _is_special(one)]
            problems += [Wording("sources.not-a-file", {"file": str(one)}) for one in special]
            inside = [one for one in inside if one not in special]
            mine = {one for one in inside if is_own_file(one) or is_standard_output(one)}
            if len(mine) == len(inside) and not special:
                problems.append(Wording("sources.empty-folder", {"file": str(given)}))
            for one in inside:
                within = one.relative_to(path).as_posix()
                name = f"{path.name}/{within}" if path.name else within
                if one in mine:
                    own.append(name)
                else:
                    found.setdefault(one.resolve(), (one, name))
        elif not os.path.exists(path):
            problems.append(Wording("sources.missing", {"file": str(given)}))
        elif _is_special(path):
            problems.append(Wording("sources.not-a-file", {"file": str(given)}))
        elif path.suffix.lower() in _NOT_TABLES and is_own_file(path):
            own.append(str(given))
        elif path.suffix.lower() not in ENDINGS:
            problems.append(Wording("sources.unsupported", {"file": str(given), "ending": path.suffix or path.name}))
        else:
            found.setdefault(path.resolve(), (path, str(given)))
            named.add(path)
    files = []
    for path, name in _told_apart(list(found.values())):
        try:
            files.append(SourceFile(path, name, _sha256(path)))
        except OSError:
            problems.append(Wording("sources.cannot-open", {"file": name}))
    files, on_copies = _beside_originals(files, named)
    if own and not files and not problems:
        problems.append(Wording("sources.only-own", {"file": tuple(own)}))
    remarks = [Wording("sources.own", {"file": name}) for name in dict.fromkeys(own)]
    return Found(files, problems, [*remarks, *on_copies])


def one_file(path: Path) -> SourceFile:
    """A file whatever its ending. Raises InputProblem where it does not exist or cannot be opened."""
    if not os.path.exists(path):
        raise InputProblem(Wording("sources.missing", {"file": str(path)}))
    if _is_special(path):
        raise InputProblem(Wording("sources.not-a-file", {"file": str(path)}))
    try:
        return SourceFile(path, str(path), _sha256(path))
    except OSError:
        raise InputProblem(Wording("sources.cannot-open", {"file": str(path)})) from None


def find_marked(paths: Sequence[str | Path]) -> list[SourceFile]:
    """The tool's own marked copies among these files and in these folders, each once; as `find_files` in all else."""
    if isinstance(paths, str | Path):
        paths = (paths,)
    given = [inside for path in paths for inside in (_own_inside(Path(path)) if Path(path).is_dir() else [path])]
    return find_files(given)


def holds_tables(folder: Path) -> bool:
    """Whether a folder stands for any file; see `look_for_files`."""
    return any(not is_own_file(path) for path in _inside(folder))


def _own_inside(folder: Path) -> list[Path]:
    found = [
        path
        for path in sorted(folder.rglob("*.xls[xm]"))
        if not path.name.startswith(("~$", ".")) and is_own_file(path)
    ]
    if not found:
        raise InputProblem(Wording("sources.no-marked", {"file": str(folder)}))
    return found


def _inside(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(one for one in folders if not one.startswith((".", "__MACOSX")))
        for name in sorted(names):
            path = Path(root, name)
            if path.suffix.lower() in FOLDER_ENDINGS and not name.startswith(("~$", ".")):
                yield path


def _is_special(path: Path) -> bool:
    """Whether this is a pipe or a device, which may never end or never answer."""
    return path.exists() and not path.is_file() and not path.is_dir()


def _beside_originals(files: list[SourceFile], named: Collection[Path]) -> tuple[list[SourceFile], list[Wording]]:
    """Without the marked copies that all the files they were made from are given with, and remarks on copies.

    A marked copy is read where it is `named` itself, but beside its originals each record would be there twice.
    """
    own = [
        file
        for file in files
        if file.path in named and file.path.suffix.lower() in (".xlsx", ".xlsm") and is_own_file(file.path)
    ]
    others = {file.path.name for file in files if file not in own}
    remarks = []
    for file in own:
        sources = made_from(file.path) if others else set()
        if sources and sources <= others:
            files = [one for one in files if one is not file]
            remarks.append(Wording("sources.copy-left-out", {"file": file.name}))
        elif sources & others:
            remarks.append(Wording("sources.copy-beside-original", {"file": file.name}))
    return files, remarks


def _told_apart(files: list[tuple[Path, str]]) -> Iterator[tuple[Path, str]]:
    """Two folders of the same name may hold files of the same name: those are shown with their whole path."""
    names = [name for _, name in files]
    for path, name in files:
        yield path, name if names.count(name) == 1 else str(path)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

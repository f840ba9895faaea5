"""A report of ours as it was kept: the JSON, a marked or separate workbook, or a folder of marked copies."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from nqi_limits.earlier.document import told_in
from nqi_limits.earlier.sheet import COMPARED, read_marked
from nqi_limits.errors import InputProblem
from nqi_limits.findings.model import Wording
from nqi_limits.sources.delimited import decoded
from nqi_limits.sources.files import find_marked, one_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nqi_limits.earlier.model import Told
    from nqi_limits.sources.grid import SourceFile

_NO_REPORT = "diff.problem.no-report"
_STARTS = (b"{", b"\xef\xbb\xbf{", b"\xff\xfe{\x00", b"\xfe\xff\x00{")


@dataclass(frozen=True)
class ToldReport:
    """The findings of one run, each id once, and the files that they were read from; `name` is what the user called it."""

    name: str
    files: Sequence[SourceFile]
    findings: Sequence[Told]


def read_report(path: str | Path) -> ToldReport:
    """Read a report back. Raises InputProblem, for all files at once, for what is none or cannot be read."""
    at = Path(path)
    files = find_marked([at]) if at.is_dir() else [one_file(at)]
    found: dict[str, Told] = {}
    problems: list[Wording] = []
    for file in files:
        try:
            for one in _findings(file):
                found.setdefault(one.id, one)
        except InputProblem as problem:
            problems.extend(problem.wordings)
    if problems:
        raise InputProblem(problems)
    return ToldReport(str(path), files, list(found.values()))


def _findings(file: SourceFile) -> Sequence[Told]:
    try:
        data = file.path.read_bytes()
    except OSError:
        raise InputProblem(Wording("sources.cannot-open", {"file": file.name})) from None
    if not data.lstrip().startswith(_STARTS):
        marked = read_marked(file, needed=False, columns=COMPARED)
        if marked is None:
            raise InputProblem(Wording(_NO_REPORT, {"file": file.name}))
        return marked.findings
    try:
        return told_in(json.loads(decoded(data, file.name)))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        # raised apart from the parser's own error, which may quote what the file holds
        pass
    raise InputProblem(Wording(_NO_REPORT, {"file": file.name}))

"""A workbook for each organisation or other group, with nothing of anybody else's in it, and an index of them.

Every workbook is built from nothing: what is never written cannot stay behind in a hidden sheet, a name or a cached value.
"""

from __future__ import annotations

import csv
import os
import re
import shutil
import tempfile
import unicodedata
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl import Workbook

from nqi_limits.errors import UsageProblem
from nqi_limits.findings.model import SEVERITIES, Wording
from nqi_limits.outputs.csv import safe_cell
from nqi_limits.outputs.telling import Teller
from nqi_limits.outputs.workbook import details, explained, overview, pairs, people
from nqi_limits.outputs.workbook.destinations import check_destinations, is_folder
from nqi_limits.outputs.workbook.saving import save
from nqi_limits.outputs.workbook.shares import Shares, shares_by
from nqi_limits.values.text import clean
from nqi_limits.words.catalogue import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nqi_limits.outputs.workbook.shares import PartReport, Share
    from nqi_limits.report import Allowance, Report
    from nqi_limits.rules.open_pairs import OpenPair

ENDINGS = (".xlsx", ".csv")
LONGEST_NAME = 60
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(\.|$)", re.IGNORECASE)


def write_split(
    report: Report,
    output: str | os.PathLike[str],
    column: str,
    *,
    lang: str = "zh",
    force: bool = False,
    rules_left_out: Sequence[str] = (),
) -> list[Wording]:
    """Write a workbook for each group of `column` into the folder `output`, and an index; the remarks on it.

    All of them are written beside their places first, and only moved there when all are done. Raises UsageProblem where
    the folder cannot be written to, where a file is there already without `force`, and where no table has the column.
    """
    folder, teller = Path(output), Teller(report, lang)
    check_split_output(output, force, lang)
    shares = shares_by(report, column)
    names = file_names([teller.text(one.name) or teller.say("split.nobody", column=column) for one in shares])
    index = _index(lang)
    targets = [folder / name for name in (*(f"{one}.xlsx" for one in names), index)]
    check_destinations(targets, [file.path for file in report.files_read], force, folder, ENDINGS)
    cutter = Shares(report)
    allowances = report.allowances()
    open_pairs = [one for one in report.pairs if one.kind not in rules_left_out]
    with _beside(folder) as temporary:
        rows = [_headers(teller, column)]
        for share, target in zip(shares, targets, strict=False):
            part = cutter.part(share)
            _write(
                temporary / target.name,
                part,
                teller,
                teller.say("split.about", name=teller.text(share.name) or target.stem),
                (cutter.allowances(share, allowances), cutter.pairs(share, open_pairs)),
                rules_left_out,
            )
            rows.append(_row(share, part, target, teller))
        with (temporary / index).open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file, lineterminator="\r\n").writerows([[safe_cell(cell) for cell in row] for row in rows])
        for target in targets:
            try:
                os.replace(temporary / target.name, target)
            except OSError:
                raise UsageProblem(Wording("workbook.problem.locked", {"file": str(target)})) from None
    return [Wording("split.written", {"n": len(shares), "folder": str(folder), "index": index})]


def check_split_output(output: str | os.PathLike[str], force: bool, lang: str) -> None:
    """Raise UsageProblem for what can be told before the data are known: `output` must be a folder that can be written to.

    Without `force` there must be no index of an earlier run in it.
    """
    if not is_folder(output):
        raise UsageProblem(Wording("split.problem.no-folder", {"folder": os.fspath(output)}))
    check_destinations([Path(output, _index(lang))], (), force, Path(output), ENDINGS)


def _index(lang: str) -> str:
    return f"{say('split.index', lang)}.csv"


def file_names(names: Sequence[str]) -> list[str]:
    """A file name, without ending, for each name: one that Windows takes, and no two alike but for case."""
    taken: set[str] = set()
    found = []
    for name in names:
        text = _FORBIDDEN.sub("_", clean(unicodedata.normalize("NFC", name)))[:LONGEST_NAME].strip(" .")
        text = f"_{text}" if not text or _RESERVED.match(text) or text.startswith(("~$", ".")) else text
        number, one = 1, text
        while one.casefold() in taken:
            number += 1
            one = f"{text}({number})"
        taken.add(one.casefold())
        found.append(one)
    return found


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """A folder for what is not finished, inside `folder`, which is made where it is missing; taken away in the end."""
    made = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=".nqi-limits-", dir=folder))
    except OSError:
        raise UsageProblem(Wording("workbook.problem.cannot-write", {"folder": str(folder)})) from None
    done = False
    try:
        yield temporary
        done = True
    except OSError:
        raise UsageProblem(Wording("workbook.problem.cannot-write", {"folder": str(folder)})) from None
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
        if made and not done and not any(folder.iterdir()):
            folder.rmdir()


def _write(
    path: Path,
    part: PartReport,
    teller: Teller,
    about: str,
    people_of: tuple[Sequence[Allowance], Sequence[OpenPair]],
    rules_left_out: Sequence[str],
) -> None:
    allowances, open_pairs = people_of
    book = Workbook()
    book.remove(book.worksheets[0])
    sheets = {name: book.create_sheet(name) for name in (overview.SHEET, details.SHEET, people.SHEET)}
    if open_pairs:
        sheets[pairs.SHEET] = book.create_sheet(pairs.SHEET)
        pairs.write_pairs(sheets[pairs.SHEET], open_pairs, teller)
    sheets[explained.SHEET] = book.create_sheet(explained.SHEET)
    findings = sorted(part.findings, key=lambda one: one.decided)
    rows = details.first_rows(findings)
    keys = {details.SHEET: "details", people.SHEET: "people", pairs.SHEET: "pairs", explained.SHEET: "rules"}
    guide = overview.Guide(
        {one: details.location(details.SHEET, row) for one, row in rows.items()},
        [(name, key) for name, key in keys.items() if name in sheets],
        (),
        about,
        tuple(rules_left_out),
    )
    overview.write_overview(sheets[overview.SHEET], part, teller, guide)
    details.write_details(sheets[details.SHEET], findings, teller, None)
    later = people.write_people(sheets[people.SHEET], allowances, teller)
    explained.write_explained(sheets[explained.SHEET], part.rulebook, part.readings, teller, examples=False)
    save(book, path, later={sheets[people.SHEET]: later})


def _headers(teller: Teller, column: str) -> list[str]:
    words = [teller.say(f"split.column.{key}") for key in ("file", "people", "applications")]
    return [words[0], clean(column), *words[1:], *(teller.say(f"severity.{one}") for one in SEVERITIES)]


def _row(share: Share, part: PartReport, target: Path, teller: Teller) -> list[str]:
    counts = [sum(one.severity is severity for one in part.findings) for severity in SEVERITIES]
    numbers = map(str, (len(share.people), len(share.units), *counts))
    return [target.name, teller.text(share.name), *numbers]

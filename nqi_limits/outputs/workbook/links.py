"""Where a cell of the inputs is found from the workbook that is being written: in it, or in the original beside it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from nqi_limits.outputs.workbook.look import at

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nqi_limits.sources.grid import SourceFile
    from nqi_limits.tables.table import Place

# What a link may hold as it is: everything but blanks, marks that end a path, and controls.
_PLAIN = "".join(chr(code) for code in range(33, 127) if chr(code) not in '#%"<>?[]^`{|}\\')
_TEXT_ENDINGS = (".csv", ".txt")


class Links:
    """Links from a workbook at `target`; `sheets` are those it holds itself, by file and sheet, as they are called there."""

    def __init__(self, target: Path, files: Sequence[SourceFile], sheets: Mapping[tuple[str, str], str]) -> None:
        self.sheets = sheets
        self.files = {file.name: relative_reference(file.path, target) for file in files}

    def sheet(self, place: Place) -> str:
        """What the place's sheet is called where the link leads."""
        return self.sheets.get((place.file, place.sheet), place.sheet)

    def to(self, place: Place) -> tuple[str, str | None]:
        """The location of a place, and the file it is in: None for the workbook itself."""
        here = self.sheets.get((place.file, place.sheet))
        if here is not None:
            return at(here, place.cell), None
        file = self.files.get(place.file)
        is_text = place.file.lower().endswith(_TEXT_ENDINGS)
        return ("" if is_text else at(place.sheet, place.cell)), file


def relative_reference(file: Path, target: Path) -> str:
    """A link to `file` from a workbook at `target`: relative, or whole where they stand on different drives."""
    try:
        path = Path(os.path.relpath(file.resolve(), target.resolve().parent)).as_posix()
    except ValueError:
        return file.resolve().as_uri()
    return "".join(letter if ord(letter) > 127 else quote(letter, safe=_PLAIN) for letter in path)

"""What .xls, .xlsb and .ods hold beside their values, found before the reader takes memory for their cells."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from nqi_limits.errors import InputProblem
from nqi_limits.findings.model import Wording
from nqi_limits.sources.content import is_zip
from nqi_limits.sources.ods_cells import CONTENT, TooManyError, scan_ods
from nqi_limits.sources.sheet_xml import letters, too_far, too_sparse
from nqi_limits.sources.xls_records import scan_xls
from nqi_limits.sources.xlsb_records import BOOK, scan_xlsb

if TYPE_CHECKING:
    from nqi_limits.sources.extras import Extras


def extras_by_sheet(data: bytes, file: str) -> dict[str, Extras]:
    """The extras of each sheet, by name; {} for .xlsx, whose sheets are looked through one by one, and for what is encrypted.

    Raises InputProblem where cells stand so far apart, or are repeated so often, that reading them would exhaust the memory.
    """
    found = _scanned(data, file)
    # the reader takes all sheets of an .xls at once
    areas = {name: one.rows * one.columns for name, one in found.items()}
    all_far = not is_zip(data) and too_sparse(sum(areas.values()), sum(one.cells for one in found.values()))
    for name, one in found.items():
        if too_far(one.rows, one.columns, one.cells) or (all_far and areas[name] == max(areas.values())):
            cell = f"{letters(one.columns)}{one.rows}"
            raise InputProblem(Wording("sources.far-cells", {"file": file, "sheet": name, "cell": cell}))
    return found


def _scanned(data: bytes, file: str) -> dict[str, Extras]:
    if not is_zip(data):
        return scan_xls(data)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = {name.lower() for name in package.namelist()}
        if BOOK in names:
            return scan_xlsb(package)
        if CONTENT in names:
            try:
                return scan_ods(package)
            except TooManyError:
                raise InputProblem(Wording("sources.repeated-cells", {"file": file})) from None
    return {}

"""A package is looked over before anything opens it: what it claims to hold, how much, and under which names.

Only the package's directory is read. That is enough for sizes: whoever reads a part stops with an error where it turns
out longer than the directory says, so no part can grow beyond what is allowed here.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from nqi_limits.errors import InputProblem
from nqi_limits.findings.model import Wording

if TYPE_CHECKING:
    from collections.abc import Sequence

MIB = 1024 * 1024
# A sheet of a million rows and twenty columns comes to about 1 GB.
PART_LIMIT = 2048 * MIB
WHOLE_LIMIT = 4096 * MIB
# Honest sheets shrink to a tenth or a thirtieth; whatever is smaller than this does no harm however well it shrinks.
RATIO_LIMIT, RATIO_FROM = 200, 64 * MIB
PARTS_LIMIT = 20_000


def check_package(data: bytes, file: str) -> None:
    """Raise InputProblem where a package is made to do harm: too large when unpacked, too many parts, names that lead out.

    A part that is there twice is damage: which of the two a reader takes is its own affair.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = package.infolist()
    names = [part.filename.lower() for part in parts if not part.is_dir()]
    if len(set(names)) < len(names):
        raise InputProblem(Wording("sources.damaged", {"file": file}))
    if any(_leads_out(part.filename) for part in parts):
        raise InputProblem(Wording("sources.unsafe-names", {"file": file}))
    if len(parts) > PARTS_LIMIT or _swells(parts):
        raise InputProblem(Wording("sources.bomb", {"file": file}))


def _swells(parts: Sequence[zipfile.ZipInfo]) -> bool:
    return sum(part.file_size for part in parts) > WHOLE_LIMIT or any(
        part.file_size > PART_LIMIT
        or (part.file_size > RATIO_FROM and part.file_size > RATIO_LIMIT * max(1, part.compress_size))
        for part in parts
    )


def _leads_out(name: str) -> bool:
    return name.startswith(("/", "\\")) or ":" in name.split("/")[0] or ".." in name.replace("\\", "/").split("/")

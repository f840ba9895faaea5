"""What the office brought back: marked workbooks, and the decisions on who is who in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nqi_limits.earlier.pairs import PairSheet
    from nqi_limits.earlier.sheet import Marked
    from nqi_limits.sources.grid import SourceFile


@dataclass
class Brought:
    """The files that were brought back, their sheets 冲突明细 (`marked`) and 身份核实 (`pairs`): a file has one or both."""

    files: list[SourceFile] = field(default_factory=list)
    marked: list[Marked] = field(default_factory=list)
    pairs: list[PairSheet] = field(default_factory=list)

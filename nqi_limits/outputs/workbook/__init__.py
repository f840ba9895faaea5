"""The marked workbook."""

from __future__ import annotations

from nqi_limits.outputs.workbook.splitting import write_split
from nqi_limits.outputs.workbook.writing import write_marked

__all__ = ["write_marked", "write_split"]

"""The marked workbook."""

from __future__ import annotations

from nqi_limits.outputs.workbook.splitting import check_split_output, write_split
from nqi_limits.outputs.workbook.writing import check_output, write_marked

__all__ = ["check_output", "check_split_output", "write_marked", "write_split"]

"""The marked workbook, and the template."""

from __future__ import annotations

from nqi_limits.outputs.template import write_template
from nqi_limits.outputs.workbook.writing import write_marked

__all__ = ["write_marked", "write_template"]

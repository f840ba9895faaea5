"""What the rules about the data itself look at: the tables and what was made of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nqi_limits.records.model import Records
    from nqi_limits.rules.people import Settings


@dataclass(frozen=True)
class DataFacts:
    """The records, with the tables they were read from, and the settings in force."""

    records: Records
    settings: Settings

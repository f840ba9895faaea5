"""A rulebook: the numbers, dates, programmes and default readings of one call.

Every entry that the guide sets carries its clause and the day someone last compared it with the source.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

ReadingName = Literal[
    "cutoff-day",
    "missing-end",
    "unknown-programme",
    "ordinary-member",
    "unknown-role",
    "task-leader",
    "topic-leader-leads-project",
    "topic-leader-leads-topic",
    "two-topics-one-project",
    "same-name-org",
    "boundary-day",
]
Setting = Literal["open", "lenient", "strict"]
READINGS: tuple[str, ...] = get_args(ReadingName)
SETTINGS: tuple[str, ...] = get_args(Setting)


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(_Entry):
    """The same words in both languages."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)


class Programme(_Entry):
    """A funding programme: `spellings` are contained in its written names, `numbers` are patterns of its project numbers."""

    id: str
    name: Text
    spellings: list[str] = Field(min_length=1)
    numbers: list[str]

    @field_validator("numbers")
    @classmethod
    def _patterns_compile(cls, patterns: list[str]) -> list[str]:
        for pattern in patterns:
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"not a regular expression: {pattern} ({error})") from None
        return patterns


class OtherProgrammes(_Entry):
    """Programmes that are known and never counted."""

    spellings: list[str]


class LimitSet(_Entry):
    """One limit on how much a person may lead and join (资格 4): which programmes count, how many, until when.

    `cutoff`: an ongoing project that ends before this day is exempt; one that ends on it hangs on the reading `cutoff-day`.
    """

    id: str
    clause: str
    also: list[str] = []
    checked: dt.date
    programmes: list[str] = Field(min_length=1)
    max_total: Annotated[int, Field(ge=1)]
    max_led_applications: Annotated[int, Field(ge=1)]
    cutoff: dt.date


class Rulebook(_Entry):
    """All that one call sets."""

    name: str
    title: Text
    readings: dict[ReadingName, Setting]
    programmes: list[Programme]
    other_programmes: OtherProgrammes
    limit_sets: list[LimitSet] = Field(min_length=1)

    @model_validator(mode="after")
    def _complete(self) -> Rulebook:
        missing = [name for name in READINGS if name not in self.readings]
        if missing:
            raise ValueError(f"readings without a setting: {', '.join(missing)}")
        known = {programme.id for programme in self.programmes}
        unknown = sorted({one for limits in self.limit_sets for one in limits.programmes} - known)
        if unknown:
            raise ValueError(f"limit_sets name programmes that are not defined: {', '.join(unknown)}")
        return self

    @property
    def limits(self) -> LimitSet:
        """The first limit set: the call's own."""
        return self.limit_sets[0]

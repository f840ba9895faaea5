"""资格 1: nobody takes part who is inside a penalty period for serious research misconduct or on a credit blacklist."""

from __future__ import annotations

from nqi_limits.rules.form.flag import FlagRule


class PersonDiscredited(FlagRule):
    """The column 失信 decides."""

    id = "person-discredited"
    flag = "discredited"

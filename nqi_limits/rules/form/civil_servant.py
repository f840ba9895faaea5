"""资格 3: no civil servant of a state organ leads an application or takes part."""

from __future__ import annotations

from nqi_limits.rules.form.flag import FlagRule


class CivilServant(FlagRule):
    """The column 公务员 decides."""

    id = "civil-servant"
    flag = "civil_servant"

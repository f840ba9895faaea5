"""What the rules have in common that ask whether somebody is one of those who may not take part: a yes/no column decides."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from nqi_limits.findings.model import Severity
from nqi_limits.rules.form.outcomes import Says
from nqi_limits.rules.form.rule import PersonFormRule
from nqi_limits.values.flags import read_person_flag
from nqi_limits.values.text import is_placeholder, text_key

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from nqi_limits.rulebooks.model import Asked
    from nqi_limits.rules.form.facts import FormFacts, Scope
    from nqi_limits.rules.form.outcomes import Bits
    from nqi_limits.sources.grid import Cell


class FlagRule(PersonFormRule):
    """Nobody who takes part is what the column `flag` asks. A column that is blank for everyone gives no notes."""

    severities: ClassVar[tuple[Severity, ...]] = (Severity.VIOLATION, Severity.REVIEW, Severity.NOTE)
    readings = ("ordinary-member", "unknown-role")
    flag: ClassVar[str]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.fields = (cls.flag,)

    def scope(self, facts: FormFacts) -> Scope:
        """Whoever takes part."""
        return facts.members()

    def said(self, facts: FormFacts, entry: Asked) -> Bits:
        """Yes breaks, no holds."""
        said = facts.of_people(facts.said(self.flag, partial(_says, self.flag)))
        return said[facts.records.mentions.person]

    def noted(self, facts: FormFacts) -> NDArray[np.bool_]:
        """Leaders, where the column is filled for anybody."""
        return facts.leads & facts.said(self.flag, partial(_says, self.flag)).any()


def _says(flag: str, raw: Cell, _: str) -> Says:
    answer = read_person_flag(raw, flag)
    if answer is None:
        return Says.NOTHING if is_placeholder(text_key(raw)) else Says.UNCLEAR
    return Says.BREAKS if answer else Says.HOLDS

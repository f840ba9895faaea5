"""What stops a check: wrong usage or an input that cannot be read. Each carries its sentences, none a traceback."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nqi_limits.findings.model import Wording


class Problem(Exception):  # noqa: N818 - what the user meets is a problem, not an error
    """One or more things that stop the run, each as a Wording, all reported at once. `exit_status` is the process's."""

    exit_status: ClassVar[int] = 2

    def __init__(self, wordings: Wording | Sequence[Wording]) -> None:
        self.wordings = tuple(wordings) if isinstance(wordings, list | tuple) else (wordings,)
        super().__init__(", ".join(one.key for one in self.wordings))

    def text(self, lang: str = "zh") -> str:
        """Its sentences, a line for each, with ID numbers masked."""
        from nqi_limits.values.id_numbers import mask_ids_in
        from nqi_limits.words.catalogue import said

        return "\n".join(mask_ids_in(said(one, lang)) for one in self.wordings)

    def __str__(self) -> str:
        return self.text()


class UsageProblem(Problem):
    """Wrong usage, rulebook or settings: exit status 2."""


class InputProblem(Problem):
    """An input could not be read: exit status 3."""

    exit_status = 3

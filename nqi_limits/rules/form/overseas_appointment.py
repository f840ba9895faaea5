"""资格 6: leaders from abroad, Hong Kong, Macao or Taiwan show proof of their appointment: full-time the host's, else both."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.findings.model import Severity, Wording
from nqi_limits.rules.form.outcomes import KNOWN, Says, preferred
from nqi_limits.rules.form.rule import PersonFormRule
from nqi_limits.values.nationalities import (
    Proof,
    is_from_outside,
    kind_is_outside,
    read_employment,
    read_proof,
    type_is_outside,
)
from nqi_limits.values.text import is_placeholder, text_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nqi_limits.rulebooks.model import Asked
    from nqi_limits.rules.form.facts import FormFacts, Scope
    from nqi_limits.rules.form.outcomes import Bits
    from nqi_limits.sources.grid import Cell
    from nqi_limits.tables.table import Place

OUTSIDE, MAINLAND = int(Says.BREAKS), int(Says.HOLDS)
# What is said of the proof, as the bits that are gathered over cells; two of them disagree.
_ENOUGH, _HOST, _OTHER, _ONE, _NONE = 1, 2, 4, 8, 16
_PROOFS = {
    Proof.YES: _ENOUGH,
    Proof.BOTH: _ENOUGH,
    Proof.HOST: _HOST,
    Proof.OTHER: _OTHER,
    Proof.ONE: _ONE,
    Proof.UNTOLD: _HOST | _OTHER,
    Proof.NONE: _NONE,
}


class OverseasAppointment(PersonFormRule):
    """国籍或地区 decides who is asked, 证件类型 and the ID number beside it; the proof that is not there breaks, what is not
    stated is for review: also whose the proof of one employer is, where that matters.
    """

    id = "overseas-appointment"
    severities = (Severity.REVIEW, Severity.NOTE)
    readings = ("task-leader",)
    fields = ("nationality", "id_type", "id_number")
    proof_fields = ("employment", "employment_proof")

    def scope(self, facts: FormFacts) -> Scope:
        """Leaders."""
        return facts.leaders()

    def told(self, facts: FormFacts) -> bool:
        """Whether anything tells where people come from."""
        return facts.has("nationality", "id_type") or any(
            kind_is_outside(kind) is not None for kind in facts.records.id_numbers.kinds()
        )

    def said(self, facts: FormFacts, entry: Asked) -> Bits:
        """Of those from outside the mainland, what their proof says; the others hold."""
        origin = _origins(facts)
        employed = facts.of_people(facts.said("employment", lambda raw, _: _of_employment(raw)))
        proof = facts.of_people(facts.said("employment_proof", lambda raw, _: _PROOFS.get(read_proof(raw), 0)))
        full_time, part_time = employed == int(Says.HOLDS), employed == int(Says.BREAKS)
        enough, host, other, one, none = (proof == what for what in (_ENOUGH, _HOST, _OTHER, _ONE, _NONE))
        holds = enough | (host & full_time)
        breaks = none | (other & full_time) | ((host | other | one) & part_time)
        outside = np.where(holds, int(Says.HOLDS), np.where(breaks, int(Says.BREAKS), int(Says.DOUBTFUL)))
        known = origin & KNOWN
        bits = np.where(known == OUTSIDE, outside, np.where(known == MAINLAND, int(Says.HOLDS), origin))
        return bits.astype(np.int8)[facts.records.mentions.person]

    def words(
        self, facts: FormFacts, entry: Asked, person: int, rows: Sequence[int]
    ) -> tuple[str, Mapping[str, object]]:
        """With what is written of origin, employment and proof."""
        nothing = Wording("findings.form.nothing")
        origin = facts.texts(person, "nationality") or facts.texts(person, "id_type")
        written = {field: tuple(facts.texts(person, field)[:2]) or nothing for field in self.proof_fields}
        origin_said = tuple(origin[:2]) or Wording("rule.overseas-appointment.by-number")
        return "message", {"origin": origin_said, **written}

    def places(self, facts: FormFacts, person: int, rows: Sequence[int]) -> list[Place]:
        """The cells that tell where the person comes from, and those of employment and proof."""
        told = next((field for field in self.fields if facts.texts(person, field)), "nationality")
        return facts.cells(person, (told, *self.proof_fields))


def _origins(facts: FormFacts) -> Bits:
    """For each person OUTSIDE, MAINLAND, both where cells differ, else what the cells leave unclear.

    Nationality comes first; but people of Hong Kong, Macao and Taiwan are told by their permit where it says 中国.
    """
    stated = facts.of_people(facts.said("nationality", lambda raw, _: _of_nationality(raw)))
    by_type = facts.of_people(facts.said("id_type", lambda raw, _: _of_answer(type_is_outside(raw))))
    by_number = facts.from_ids(lambda one: _of_answer(kind_is_outside(one.kind)))
    papers = np.where((by_type & OUTSIDE) | (by_number & OUTSIDE), OUTSIDE, by_type | by_number).astype(np.int8)
    return np.where((stated == MAINLAND) & (papers == OUTSIDE), OUTSIDE, preferred(stated, papers)).astype(np.int8)


def _of_answer(outside: bool | None) -> Says:
    return Says.NOTHING if outside is None else Says(OUTSIDE if outside else MAINLAND)


def _of_nationality(raw: Cell) -> Says:
    answer = is_from_outside(raw)
    if answer is None:
        return Says.NOTHING if is_placeholder(text_key(raw)) else Says.UNCLEAR
    return _of_answer(answer)


def _of_employment(raw: Cell) -> Says:
    """HOLDS for full-time, BREAKS for part-time."""
    answer = read_employment(raw)
    return Says.NOTHING if answer is None else Says.HOLDS if answer else Says.BREAKS

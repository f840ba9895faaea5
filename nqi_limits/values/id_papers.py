"""Two ID numbers of one name: whether a slip may have made one of the other, or one person may have both."""

from __future__ import annotations

from nqi_limits.values.id_numbers import IdKind, IdNumber

_FIRST = 17


def near(one: IdNumber, other: IdNumber) -> bool:
    """Whether two numbers differ by a slip: in one place, or only in the words of an officer's paper that one of them lacks.

    The check digit of an old number of 15 digits is worked out, so it is left aside.
    """
    if IdKind.RESIDENT_15 in (one.kind, other.kind) and differ_in_one_place(one.key[:_FIRST], other.key[:_FIRST]):
        return True
    return differ_in_one_place(one.key, other.key) or _lacks_words(one, other) or _lacks_words(other, one)


def of_two_papers(one: IdNumber, other: IdNumber) -> bool:
    """Whether one person may have both since they are of documents of different kinds."""
    mainland = (IdKind.RESIDENT, IdKind.RESIDENT_15)
    both_mainland = one.kind in mainland and other.kind in mainland
    return not both_mainland and not (one.checked and other.checked) and _paper(one) != _paper(other)


def renewed(one: IdNumber, other: IdNumber) -> bool:
    """Whether both are of a kind of document that gets another number when it is renewed."""
    return one.kind is other.kind and one.kind in (IdKind.PASSPORT, IdKind.OFFICER, IdKind.OTHER)


def _paper(number: IdNumber) -> tuple[IdKind, bool]:
    """The kind, and whether it is of the form that has a check digit: foreigners' papers changed to it."""
    return number.kind, number.checked


def _lacks_words(bare: IdNumber, officer: IdNumber) -> bool:
    digits = "".join(filter(str.isdecimal, officer.key))
    return officer.kind is IdKind.OFFICER and bare.key.isdecimal() and bare.key == digits != officer.key


def differ_in_one_place(one: str, other: str) -> bool:
    """Whether two ID numbers differ by one character, typed wrongly, left out or swapped with its neighbour."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    if len(one) != len(other):
        shorter, longer = sorted((one, other), key=len)
        return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))
    places = [at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(places) == 1:
        return True
    return (
        len(places) == 2
        and places[1] == places[0] + 1
        and one[places[0]] == other[places[1]]
        and (one[places[1]] == other[places[0]])
    )

"""Say how a column was understood, in one language, ID numbers masked unless they are asked for whole."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nqi_limits.outputs.telling import ID_FIELDS, is_no_id
from nqi_limits.tables.kinds import NUMBERS
from nqi_limits.tables.mapping.vocabulary import meaning_word
from nqi_limits.tables.table import column_letters
from nqi_limits.values.id_numbers import mask_id, mask_ids_in
from nqi_limits.values.text import clean, written
from nqi_limits.words.catalogue import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nqi_limits.tables.table import Heading, Table

# A cell may hold a whole paragraph: so many letters tell what kind of text it is.
_SHOWN = 40
_NUMBERS = (*NUMBERS, "topic_number")
# A column that is not used may still hold ID numbers of a form that a text does not give away, such as passports'.
_MAY_BE_ID = re.compile(r"证件|身份证|护照|通行证|\bid\b|passport", re.IGNORECASE)


def sample_texts(heading: Heading, show_ids: bool = False) -> list[str]:
    """The samples as text."""
    return [_sample(heading, written(cell), show_ids) for cell in heading.samples]


def shortened(text: str) -> str:
    """The beginning of a long text, on one line."""
    text = clean(text)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def masked(text: str, show_ids: bool = False) -> str:
    """Any text, ID numbers in it masked."""
    return text if show_ids else mask_ids_in(text)


def why_unused(heading: Heading, headings: Sequence[Heading], lang: str) -> str:
    """Why a column is left out, "" for one that is used."""
    rival = next((one for one in headings if one.number == heading.rival), None)
    if rival is None:
        return say(heading.why, lang) if heading.why else ""
    facts = {"column": column_letters(rival.number), "header": clean(rival.header)}
    return say(heading.why, lang, **facts, field=meaning_word(rival.field, lang))


def why_ignored(table: Table, lang: str) -> str:
    """Why a sheet is left out, "" for one that is used."""
    return say(table.why_ignored, lang) if table.why_ignored else ""


def _sample(heading: Heading, text: str, show_ids: bool) -> str:
    if show_ids:
        return text
    if heading.field in ID_FIELDS or (not heading.field and _MAY_BE_ID.search(heading.header)):
        return mask_id(text)
    return text if heading.field in _NUMBERS and is_no_id(text) else mask_ids_in(text)

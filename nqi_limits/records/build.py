"""Tables in, records out: units and mentions are read, then people are told apart."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields
from typing import TYPE_CHECKING, cast

import numpy as np

from nqi_limits.records.identity import tell_people_apart
from nqi_limits.records.model import Mentions, Records, no_mentions
from nqi_limits.records.reading import read_tables
from nqi_limits.records.units import Units
from nqi_limits.values.programmes import Programmes
from nqi_limits.values.project_numbers import ProjectNumbers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nqi_limits.records.judged import PairDecision
    from nqi_limits.rulebooks.model import Rulebook
    from nqi_limits.tables.table import Table


def build_records(tables: Sequence[Table], rulebook: Rulebook, decisions: Sequence[PairDecision] = ()) -> Records:
    """The records of all tables; the rulebook says how programmes are told, `decisions` who is who where the office said so."""
    left_by = last_day_of_leaving(rulebook)
    tables = [part for table in tables for part in (table, *table.further)]
    reading = read_tables(tables, left_by, project_numbers_of(rulebook))
    mentions = _joined(reading.parts)
    people = tell_people_apart(mentions, reading.id_cells.numbers, reading.births.values)
    units = Units(
        list(cast("dict[tuple[str, str], int]", reading.units.numbers)),
        reading.units.values,
        reading.topics.values,
        reading.unit_rows,
        programmes_of(rulebook),
        rulebook.programme,
        reading.joint_topics,
        rulebook.starts_within_years,
    )
    records = Records(
        tables=tables,
        mentions=mentions,
        units=units,
        names=reading.names.values,
        id_numbers=reading.id_cells.numbers,
        organisations=reading.organisations.values,
        births=reading.births.values,
        people=people.count,
        same_name_org=people.pairs,
        organisation_names=reading.organisation_names,
        nameless=reading.nameless,
        left_by=left_by,
        id_cells=reading.id_cells.of_column,
    )
    if not decisions:
        return records
    from nqi_limits.records.decided import decide_pairs

    return decide_pairs(records, decisions)


def last_day_of_leaving(rulebook: Rulebook) -> dt.date:
    """Whoever leaves a project by this day has left it: today, or the last day of the call's year where that is over."""
    return min(dt.date.today(), dt.date(rulebook.year, 12, 31))


def programmes_of(rulebook: Rulebook) -> Programmes:
    """The programmes that the rulebook tells apart."""
    return Programmes(
        {one.id: one.spellings for one in rulebook.programmes},
        {one.id: one.numbers for one in rulebook.programmes},
        rulebook.other_programmes.spellings,
    )


def project_numbers_of(rulebook: Rulebook) -> ProjectNumbers:
    """The forms of project numbers that the rulebook tells apart."""
    return ProjectNumbers(pattern for one in rulebook.programmes for pattern in one.topic_numbers)


def _joined(parts: Sequence[Mentions]) -> Mentions:
    if not parts:
        parts = [no_mentions()]
    return Mentions(
        **{one.name: np.concatenate([getattr(part, one.name) for part in parts]) for one in fields(Mentions)}
    )

"""形审 4: how many topics a project may have; a young scientists' project has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.rules.form.counting import CountRule
from nqi_limits.rules.form.facts import APPLYING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from nqi_limits.rules.form.facts import FormFacts
    from nqi_limits.tables.table import Place

TOPIC_FIELDS = ("topic_index", "topic_number", "topic_name")


class TopicCount(CountRule):
    """Topics are told apart by their numbers; by their titles only where none is numbered."""

    id = "topic-count"
    fields = ("topic_count",)

    def counted(self, facts: FormFacts) -> NDArray[np.int64]:
        """The topics that rows of applications and of their members name."""
        mentions, units = facts.records.mentions, facts.records.units
        parts = [rows.topic for rows in units.tables if rows.table.kind in APPLYING]
        topics = np.unique(np.concatenate([mentions.topic[facts.applying], *parts]))
        numbered, titled = np.zeros((2, len(units)), dtype=np.int64)
        for topic in {one for told in topics[topics >= 0].tolist() for one in units.topics_in(told)}:
            owner, label = units.topics[topic]
            (numbered if label.isdecimal() else titled)[owner] += 1
        return np.where(numbered > 0, numbered, titled)

    def shown(self, facts: FormFacts, unit: int) -> list[Place]:
        """The first cell that names each topic."""
        units = facts.records.units
        numbered: dict[str, Place] = {}
        titled: dict[str, Place] = {}
        for topic, place in ((one, cell) for told, cell in _named(facts, unit) for one in units.topics_in(told)):
            label = units.topics[topic][1]
            (numbered if label.isdecimal() else titled).setdefault(label, place)
        return list((numbered or titled).values())


def _named(facts: FormFacts, unit: int) -> Iterator[tuple[int, Place]]:
    """Every topic of an application with a cell that names it: a column of topics, else a role."""
    for rows, positions in facts.records.units.rows_of(unit):
        for at in positions.tolist() if rows.table.kind in APPLYING else ():
            if rows.topic[at] >= 0:
                yield from ((int(rows.topic[at]), place) for place in rows.table.places(at, TOPIC_FIELDS)[:1])
    topic = facts.records.mentions.topic
    for mention in facts.records.by_unit[unit].tolist():
        if topic[mention] >= 0 and facts.applying[mention]:
            yield from ((int(topic[mention]), place) for place in facts.records.cells(mention))

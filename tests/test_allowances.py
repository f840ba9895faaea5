"""The sheet 人员限额 in numbers: people who stand alike are told once, and get what each of them would get alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from random_rosters import settings_of_readings
from test_properties import quick
from test_screens import random_workbook

from nqi_limits.checking import check_grids
from nqi_limits.findings.allowances import room_in
from nqi_limits.findings.model import PersonRef
from nqi_limits.rulebooks.load import load_rulebook, settle, shipped_names
from nqi_limits.rules.people import Settings
from nqi_limits.rules.standing import standing_of

if TYPE_CHECKING:
    from nqi_limits.report import Allowance, Report


def one_by_one(report: Report) -> list[Allowance]:
    """The allowances by the whole graph, each person's standing looked at by itself."""
    limits, settings = report.rulebook.limits, Settings(report.rulebook, report.readings)
    found = []
    for node, person in report.graph.nodes(data=True):
        if (
            person["kind"] != "person"
            or not (report.records.mentions.unit[_mentions(report, person["index"])] >= 0).any()
        ):
            continue
        standing = standing_of(report.graph, (node,), limits)
        stakes = {stake.node: stake for stake in (*standing.applications, *standing.ongoing, *standing.exempt)}
        who = PersonRef(person["name"], person["id_number"], person["organisation"])
        room = room_in(standing, limits, settings, list(stakes))
        found.append(room.of(who, [stake.number for stake in stakes.values()]))
    return found


def _mentions(report: Report, person: int) -> list[int]:
    return report.records.by_person[person].tolist()


@given(seed=st.integers(0, 2**32), rulebook=st.sampled_from(sorted(shipped_names())), readings=settings_of_readings())
@quick
def test_people_who_stand_alike_get_what_each_would_get_alone(
    seed: int, rulebook: str, readings: dict[str, str]
) -> None:
    known = {name: setting for name, setting in readings.items() if name in settle(load_rulebook(rulebook), {})}
    report = check_grids(random_workbook(seed), rulebook=rulebook, readings=known)
    told = report.allowances()
    assert sorted(map(repr, told)) == sorted(map(repr, one_by_one(report)))
    people = [(one.person.organisation, one.person.name, one.person.id_number) for one in told]
    assert people == sorted(people)

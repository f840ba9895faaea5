"""The rules of form review on applications and organisations against brute force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from application_opinion import OF_ORGANISATIONS, RULES, opinion
from hypothesis import given, settings
from hypothesis import strategies as st
from random_meant_applications import meant_applications
from test_second_opinion import thorough

from nqi_limits.checking import check_grids

if TYPE_CHECKING:
    from random_meant_applications import Drawn

BOUNDARY = st.sampled_from(("open", "lenient", "strict")).map(lambda setting: {"boundary-day": setting})


@given(drawn=meant_applications(), readings=BOUNDARY)
@settings(thorough, max_examples=80)
def test_the_rules_on_applications_agree_with_the_second_opinion(drawn: Drawn, readings: dict[str, str]) -> None:
    applications, organisations, grids = drawn
    report = check_grids(grids, readings=readings, select=RULES)
    found = {
        (one.rule, str(one.severity), subject)
        for one in report.findings
        if str(one.severity) != "note"
        for subject in (one.organisations if one.rule in OF_ORGANISATIONS else one.applications)
    }
    assert found == {one for one in opinion(applications, organisations, readings) if one[1] != "unknown"}
    assert all((one.readings == ("boundary-day",)) <= (readings["boundary-day"] == "open") for one in report.findings)


@given(drawn=meant_applications(), readings=BOUNDARY)
@settings(thorough, max_examples=20)
def test_an_application_is_clear_only_where_every_fact_is_known_and_holds(
    drawn: Drawn, readings: dict[str, str]
) -> None:
    applications, organisations, grids = drawn
    every = list(opinion(applications, organisations, readings))
    for rule in RULES:
        report = check_grids(grids, readings=readings, select=[rule])
        worst = {one.number: "clear" for one in applications}
        for severity, verdict in (("unknown", "unchecked"), ("review", "review"), ("violation", "violation")):
            for asked, graded, subject in every:
                if (asked, graded) == (rule, severity):
                    worst |= {one.number: verdict for one in applications if subject in (one.number, *one.members)}
        assert {one.id: str(one.verdict) for one in report.applications} == worst, rule

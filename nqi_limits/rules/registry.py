"""All rules, in the order of the guide's clauses; the data rules behind them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nqi_limits.rules.rule import Rule


@cache
def all_rules() -> tuple[Rule, ...]:
    """An instance of every rule. Raises ValueError where two share an id."""
    from nqi_limits.rules.data.bad_id_number import BadIdNumber
    from nqi_limits.rules.data.duplicate_row import DuplicateRow
    from nqi_limits.rules.data.id_birth_mismatch import IdBirthMismatch
    from nqi_limits.rules.data.id_name_mismatch import IdNameMismatch
    from nqi_limits.rules.data.id_sex_mismatch import IdSexMismatch
    from nqi_limits.rules.data.left_later import LeftLater
    from nqi_limits.rules.data.lost_digits import LostDigits
    from nqi_limits.rules.data.near_id import NearId
    from nqi_limits.rules.data.possible_same_person import PossibleSamePerson
    from nqi_limits.rules.data.programme_mismatch import ProgrammeMismatch
    from nqi_limits.rules.data.shared_alias import SharedAlias
    from nqi_limits.rules.data.stale_decision import StaleDecision
    from nqi_limits.rules.data.unknown_project import UnknownProject
    from nqi_limits.rules.data.unknown_role import UnknownRole
    from nqi_limits.rules.data.unread_row import UnreadRow
    from nqi_limits.rules.data.unreadable_date import UnreadableDate
    from nqi_limits.rules.form.changed_after_acceptance import ChangedAfterAcceptance
    from nqi_limits.rules.form.civil_servant import CivilServant
    from nqi_limits.rules.form.guide_direction import GuideDirection
    from nqi_limits.rules.form.guide_expert import GuideExpert
    from nqi_limits.rules.form.leader_birth_date import LeaderBirthDate
    from nqi_limits.rules.form.leader_months import LeaderMonths
    from nqi_limits.rules.form.leader_title_or_doctorate import LeaderTitleOrDoctorate
    from nqi_limits.rules.form.org_count import OrgCount
    from nqi_limits.rules.form.org_discredited import OrgDiscredited
    from nqi_limits.rules.form.org_kind import OrgKind
    from nqi_limits.rules.form.org_registered import OrgRegistered
    from nqi_limits.rules.form.overseas_appointment import OverseasAppointment
    from nqi_limits.rules.form.person_discredited import PersonDiscredited
    from nqi_limits.rules.form.project_period import ProjectPeriod
    from nqi_limits.rules.form.single_recommender import SingleRecommender
    from nqi_limits.rules.form.topic_count import TopicCount
    from nqi_limits.rules.form.young_direction import YoungDirection
    from nqi_limits.rules.form.young_funding import YoungFunding
    from nqi_limits.rules.form.young_leader_age import YoungLeaderAge
    from nqi_limits.rules.form.young_member_age import YoungMemberAge
    from nqi_limits.rules.limits.exempt_project import ExemptProject
    from nqi_limits.rules.limits.left_ongoing_project import LeftOngoingProject
    from nqi_limits.rules.limits.one_lead_application import OneLeadApplication
    from nqi_limits.rules.limits.ongoing_leader_applies import OngoingLeaderApplies
    from nqi_limits.rules.limits.ongoing_topic_leader_leads import OngoingTopicLeaderLeads
    from nqi_limits.rules.limits.two_project_total import TwoProjectTotal

    rules: tuple[Rule, ...] = (
        OneLeadApplication(),
        OngoingLeaderApplies(),
        OngoingTopicLeaderLeads(),
        TwoProjectTotal(),
        LeftOngoingProject(),
        ExemptProject(),
        PersonDiscredited(),
        OrgDiscredited(),
        LeaderBirthDate(),
        LeaderTitleOrDoctorate(),
        LeaderMonths(),
        CivilServant(),
        GuideExpert(),
        OverseasAppointment(),
        ChangedAfterAcceptance(),
        GuideDirection(),
        SingleRecommender(),
        YoungLeaderAge(),
        YoungMemberAge(),
        OrgKind(),
        OrgRegistered(),
        TopicCount(),
        OrgCount(),
        ProjectPeriod(),
        YoungDirection(),
        YoungFunding(),
        UnreadRow(),
        BadIdNumber(),
        LostDigits(),
        IdBirthMismatch(),
        IdSexMismatch(),
        NearId(),
        IdNameMismatch(),
        PossibleSamePerson(),
        StaleDecision(),
        SharedAlias(),
        LeftLater(),
        DuplicateRow(),
        UnknownProject(),
        ProgrammeMismatch(),
        UnknownRole(),
        UnreadableDate(),
    )
    ids = [rule.id for rule in rules]
    twice = {one for one in ids if ids.count(one) > 1}
    if twice:
        raise ValueError(f"two rules share an id: {', '.join(sorted(twice))}")
    return rules


def rule_ids() -> tuple[str, ...]:
    """The ids of all rules, in order."""
    return tuple(rule.id for rule in all_rules())

"""A rulebook: every number, date, programme, direction and default reading of one call.

Each entry carries its clause, the day someone last compared it with the source, and what it says in our words. A value that the
sources leave open is written "open": rules that need it say that they could not decide, and never guess.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

ReadingName = Literal[
    "cutoff-day",
    "missing-end",
    "unknown-programme",
    "ordinary-member",
    "unknown-role",
    "task-leader",
    "topic-leader-leads-project",
    "topic-leader-leads-topic",
    "two-topics-one-project",
    "same-name-org",
    "boundary-day",
    "open-cutoff",
    "open-extension",
    "open-bar",
    "open-leaving",
    "senior-title",
    "open-grade",
    "project-kind",
]
Setting = Literal["open", "lenient", "strict"]
Open = Literal["open"]
Grade = Literal["violation", "review", "open"]
Role = Literal["project-leader", "topic-leader", "key-member", "senior-participant"]
PARAMETER_READINGS = (
    "open-cutoff",
    "open-extension",
    "open-bar",
    "open-leaving",
    "senior-title",
    "open-grade",
    "project-kind",
)
READINGS: tuple[str, ...] = tuple(name for name in get_args(ReadingName) if name not in PARAMETER_READINGS)
SETTINGS: tuple[str, ...] = get_args(Setting)
OPEN = "open"
BARRING = ("leader_may_not_lead", "leader_may_not_join", "topic_leader_may_not_lead")


class Part(BaseModel):
    """Any part of a rulebook: nothing is converted, nothing unknown is passed over."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Text(Part):
    """The same words in both languages."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)


class Entry(Part):
    """What a clause sets: `says` is in our words; `checked` is the day someone last compared it with the source.

    `grade` is what it means to break it for certain: "review" where the clause says 原则上 (in principle). A blank such as
    `{born_from}` in `says` stands for the entry's own figure of that name.
    """

    clause: str = Field(min_length=1)
    also: list[str] = []
    checked: dt.date
    grade: Grade
    says: Text

    @property
    def clauses(self) -> tuple[str, ...]:
        """The clause that is shown first, then the others."""
        return (self.clause, *self.also)


class Programme(Part):
    """A funding programme: `spellings` occur in its written names, `numbers` are patterns of its project numbers.

    `topic_numbers` are patterns of whole numbers of its projects and topics, with two groups: what the project's and its
    topics' have in common, and the part that counts the topics, noughts or left out in the project's own.
    """

    id: str = Field(min_length=1)
    name: Text
    spellings: list[str] = Field(min_length=1)
    numbers: list[str] = []
    topic_numbers: list[str] = []


class OtherProgrammes(Part):
    """Programmes that are known and never counted."""

    spellings: list[str]


class Counted(Part):
    """A programme that a limit counts, and the roles in it that are limited; a senior participant is anyone with a senior title.

    The cells that name a project's category and programme tell its kind: with a word of `except_for` it is left out; where
    there is `only_for`, it counts for certain with one of its words only. Where they leave that open, or only the title has a
    word of `except_for`, the reading `project-kind` decides. A programme may stand in several entries, for several kinds.
    """

    programme: str
    roles: list[Role] = Field(min_length=1)
    except_for: list[str] = []
    only_for: list[str] = []


class LimitSet(Entry):
    """One limit on how much a person may lead and join.

    An ongoing project that ends before `cutoff` is exempt. On the day itself `cutoff_day` decides: the reading of that name,
    or settled. `end_date` says whether extensions count. The `…_may_not_…` lists name the programmes whose ongoing leaders are
    barred; open, all that count are, by the reading `open-bar`. `max_led_applications` is left out by a limit that does not ask
    how much one leads. `leaving_grade` is the grade of `leaving_is_no_way_out`, and is there where that is not false.
    """

    id: str = Field(min_length=1)
    counted: list[Counted] = Field(min_length=1)
    max_total: Annotated[int, Field(ge=1)]
    max_led_applications: Annotated[int, Field(ge=1)] | None = None
    cutoff: dt.date | Open
    cutoff_day: Literal["reading", "exempt", "counts"] = "reading"
    end_date: Literal["extended", "original", "open"] = "extended"
    leader_may_not_lead: list[str] | Open = []
    leader_may_not_join: list[str] | Open = []
    topic_leader_may_not_lead: list[str] | Open = []
    leaving_is_no_way_out: bool | Open = False
    leaving_grade: Grade | None = None

    @property
    def programmes(self) -> tuple[str, ...]:
        """The ids of the programmes that count."""
        return tuple(one.programme for one in self.counted)

    def frees(self, end: dt.date) -> bool:
        """Whether a project with this end date is exempt under every reading of the cut-off day."""
        if isinstance(self.cutoff, str):
            return False
        return end < self.cutoff or (end == self.cutoff and self.cutoff_day == "exempt")


class BornFrom(Entry):
    """Leaders are born on this day or later."""

    born_from: dt.date | Open


class Months(Entry):
    """How many months a year a leader gives the project at least."""

    months_a_year: Annotated[float, Field(gt=0, le=12)] | Open


class Asked(Entry):
    """A requirement without a number: whether the call asks it."""

    asked: bool | Open


class YoungAges(Entry):
    """青年科学家项目: born on this day or later."""

    men_born_from: dt.date | Open
    women_born_from: dt.date | Open


class RegisteredBefore(Entry):
    """Organisations are registered before this day."""

    registered_before: dt.date | Open


class AtMost(Entry):
    """At most so many topics or organisations; young scientists' projects have their own figure."""

    at_most: Annotated[int, Field(ge=0)] | Open
    young_at_most: Annotated[int, Field(ge=0)] | Open


class Years(Entry):
    """How long a project runs, in years."""

    from_years: Annotated[float, Field(gt=0, lt=1e9)] | Open
    to_years: Annotated[float, Field(gt=0, lt=1e9)] | Open


class Directions(Entry):
    """The numbers of the guide's directions."""

    directions: Annotated[list[str], Field(min_length=1)] | Open


class Funding(Entry):
    """What a young scientist's project asks for, in 万元."""

    amount: Annotated[float, Field(gt=0, lt=1e9)] | Open


class FormReview(Part):
    """The rest of form review, one entry for each rule. A rule whose entry is left out is not asked by the call."""

    model_config = ConfigDict(populate_by_name=True)

    leader_birth_date: BornFrom | None = Field(None, alias="leader-birth-date")
    leader_title_or_doctorate: Asked | None = Field(None, alias="leader-title-or-doctorate")
    leader_months: Months | None = Field(None, alias="leader-months")
    civil_servant: Asked | None = Field(None, alias="civil-servant")
    guide_expert: Asked | None = Field(None, alias="guide-expert")
    person_discredited: Asked | None = Field(None, alias="person-discredited")
    org_discredited: Asked | None = Field(None, alias="org-discredited")
    overseas_appointment: Asked | None = Field(None, alias="overseas-appointment")
    young_leader_age: YoungAges | None = Field(None, alias="young-leader-age")
    young_member_age: YoungAges | None = Field(None, alias="young-member-age")
    org_registered: RegisteredBefore | None = Field(None, alias="org-registered")
    org_kind: Asked | None = Field(None, alias="org-kind")
    single_recommender: Asked | None = Field(None, alias="single-recommender")
    topic_count: AtMost | None = Field(None, alias="topic-count")
    org_count: AtMost | None = Field(None, alias="org-count")
    project_period: Years | None = Field(None, alias="project-period")
    guide_direction: Directions | None = Field(None, alias="guide-direction")
    young_direction: Directions | None = Field(None, alias="young-direction")
    young_funding: Funding | None = Field(None, alias="young-funding")
    changed_after_acceptance: Asked | None = Field(None, alias="changed-after-acceptance")


class Clause(Part):
    """A clause of the call: what it is about, in our words.

    `paper` is what no rule can decide of it, because the office must see the paper; left out where the rules decide it all.
    """

    id: str = Field(min_length=1)
    about: Text
    paper: Text | None = None


class Rulebook(Part):
    """All that one call sets. `programme` is the id of the programme that applications belong to.

    A project of which only the length is told starts in the year of its number or up to `starts_within_years` years later.
    An application is a young scientists' project where its category or direction has one of the words in `young_categories`.
    `extends` names the rulebook that this one was written on top of. `clauses` are all clauses of the call, in its
    order. The mistakes that fields alone do not show are found by `rulebooks.consistency` before this is built.
    """

    name: str = Field(min_length=1)
    extends: str | None = None
    title: Text
    year: Annotated[int, Field(ge=2000, le=2100)]
    programme: str
    starts_within_years: Annotated[int, Field(ge=0, le=5)] | None = None
    young_categories: list[Annotated[str, Field(min_length=1)]] = Field(min_length=1)
    readings: dict[ReadingName, Setting]
    programmes: list[Programme]
    other_programmes: OtherProgrammes
    limit_sets: list[LimitSet] = Field(min_length=1)
    form_review: FormReview
    clauses: list[Clause] = []

    @property
    def limits(self) -> LimitSet:
        """The first limit set: the call's own."""
        return self.limit_sets[0]

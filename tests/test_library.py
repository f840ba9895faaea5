"""What a program meets that imports the package: one name in place of several, and problems that say what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import invented_id

from nqi_limits import check
from nqi_limits.errors import InputProblem, Problem, UsageProblem
from nqi_limits.findings.model import Wording
from nqi_limits.words.catalogue import LANGUAGES, said

LED = [f"NQI-00{number},闻霁川,{invented_id(1)},项目负责人" for number in (1, 2)]


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    path = tmp_path / "申报.csv"
    path.write_text("\n".join(["申报编号,姓名,证件号码,角色", *LED]), encoding="utf-8")
    return path


def test_one_name_is_as_good_as_a_list_of_one(roster: Path) -> None:
    expected = [one.id for one in check([roster]).findings]
    assert expected
    for alone in (roster, str(roster)):
        assert [one.id for one in check(alone).findings] == expected
        assert [one.id for one in check(applications=alone).findings] == expected
    assert {one.rule for one in check(roster, select="one-lead-application").findings} == {"one-lead-application"}


def test_an_accepted_list_may_be_one_path(roster: Path) -> None:
    assert check(roster, accepted=roster).accepted is not None


@pytest.mark.parametrize(
    ("settings", "kind", "named"),
    [
        ({"rulebook": "nqi-1999"}, UsageProblem, "nqi-1999"),
        ({"readings": {"cutoff-day": "loose"}}, UsageProblem, "loose"),
        ({"select": "no-such-rule"}, UsageProblem, "no-such-rule"),
        ({"paths": "没有这个文件.xlsx"}, InputProblem, "没有这个文件.xlsx"),
    ],
)
def test_a_problem_says_what_is_wrong(
    settings: dict[str, object], kind: type[Problem], named: str, roster: Path
) -> None:
    with pytest.raises(kind) as caught:
        check(**{"paths": roster, **settings})  # type: ignore[arg-type]
    assert named in str(caught.value)
    for lang in LANGUAGES:
        assert caught.value.text(lang) == "\n".join(said(one, lang) for one in caught.value.wordings)


def test_a_problem_shows_no_id_number() -> None:
    problem = InputProblem(Wording("sources.missing", {"file": f"{invented_id(2)}.xlsx"}))
    assert invented_id(2) not in f"{problem} {problem!r}"

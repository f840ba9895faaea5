"""The sample: what its stories say the check must find is what it finds, and nothing else."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from nqi_limits.checking import check

SAMPLE = Path(__file__).resolve().parent.parent / "sample_data"
FACTS = ("rule", "severity", "person", "applications", "ongoing", "organisations", "readings")


def in_order(findings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(findings, key=lambda one: [str(one[fact]) for fact in FACTS])


def test_the_sample_gives_what_its_stories_say_and_nothing_else() -> None:
    stories = tomllib.loads((SAMPLE / "expected.toml").read_text(encoding="utf-8"))["story"]
    expected = [finding for story in stories for finding in story["findings"]]
    found = [
        {**one, "person": one["person"]["name"] if one["person"] else ""}
        for one in check([SAMPLE]).to_dict()["findings"]
    ]
    assert in_order([{fact: one[fact] for fact in FACTS} for one in found]) == in_order(expected)

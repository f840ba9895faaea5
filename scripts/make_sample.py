"""Writes sample_data/: three files of an invented university, and expected.toml, what the check must find in them.

`python3 scripts/environment.py scripts/make_sample.py`; `--out FOLDER` writes elsewhere. The same seed gives the same files.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from sample_books import number_of, write_applications, write_ledger, write_roster
from sample_cast import cast
from sample_stories import STORIES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sample_stories import Expected, Story

SAMPLE = Path(__file__).resolve().parent.parent / "sample_data"
SEED = 2022


def expected_toml(stories: Iterable[Story]) -> str:
    """The stories with the findings that they must give, as TOML."""
    lines = [
        "# 由 scripts/make_sample.py 生成，内容取自 scripts/sample_stories.py：每个人的情况，以及检查应当给出的结论。"
    ]
    lines.append("# 这里没有写到的人都不应有任何结论；findings 为空的，是看起来像、其实没有问题的情况。")
    for story in stories:
        lines += ["", "[[story]]", f"person = {_toml(story.name)}", f"what = {_toml(story.what)}"]
        lines += (
            ["findings = [", *(f"  {_finding(story, one)}," for one in story.expected), "]"]
            if story.expected
            else ["findings = []"]
        )
    return "\n".join(lines) + "\n"


def _finding(story: Story, one: Expected) -> str:
    facts = {
        "rule": one.rule,
        "severity": one.severity,
        "person": story.name if one.names_person else "",
        "applications": sorted(number_of(unit) for unit in one.on if isinstance(unit, int)),
        "ongoing": sorted(number_of(unit) for unit in one.on if isinstance(unit, str)),
        "organisations": sorted(one.organisations),
        "readings": sorted(one.readings),
    }
    return "{ " + ", ".join(f"{key} = {_toml(value)}" for key, value in facts.items()) + " }"


def _toml(value: object) -> str:
    """A string or list of strings: TOML writes them as JSON does."""
    return json.dumps(value, ensure_ascii=False)


def main() -> None:
    """Write the files."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--out", type=Path, default=SAMPLE)
    folder: Path = parser.parse_args().out
    folder.mkdir(parents=True, exist_ok=True)
    people = cast(Random(SEED))
    write_ledger(people, folder)
    write_applications(people, folder)
    write_roster(people, folder)
    (folder / "expected.toml").write_text(expected_toml(STORIES), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()

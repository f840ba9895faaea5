"""A run that checked nothing cannot be taken for one that found nothing: on the screen, in JSON, CSV and workbook."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from nqi_limits.__main__ import main
from nqi_limits.outputs.workbook.look import WORD_FILLS
from nqi_limits.words.catalogue import say
from tests.workbook_support import book_of

if TYPE_CHECKING:
    from pathlib import Path

SHEETS = {
    "nothing-read": {"备忘": [["周一开会", "请带材料"], ["周二交表", "不要迟到"]]},
    "no-applications": {"人员": [["姓名", "性别", "出生日期"], ["秦望舒", "女", "1980-01-02"]]},
}


@pytest.fixture(params=SHEETS)
def state(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    book_of(SHEETS[request.param]).save("a.xlsx")
    return str(request.param)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_screen_begins_and_ends_with_it(state: str, lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "a.xlsx", "--lang", lang]) == 0
    told = "".join(capsys.readouterr().out.split())
    sentence = "".join(say(f"table.summary.{state}", lang).split())
    assert sentence in told[: len(sentence) + 90]
    assert told.endswith(sentence)
    assert "".join(say("table.summary.clear", lang).split()) not in told


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_json_says_it_twice_and_the_error_stream_too(state: str, lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "a.xlsx", "--format", "json", "--lang", lang]) == 0
    told = capsys.readouterr()
    document = json.loads(told.out)
    sentence = say(f"table.summary.{state}", lang)
    assert document["outcome"] == {"state": state, "message": sentence}
    assert (state == "no-applications") or document["unchecked"]
    assert sentence in told.err


def test_a_csv_without_rows_comes_with_the_sentence_on_the_error_stream(
    state: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "a.xlsx", "--format", "csv", "--lang", "zh"]) == 0
    told = capsys.readouterr()
    assert len(list(csv.reader(io.StringIO(told.out)))) == 1
    assert say(f"table.summary.{state}", "zh") in told.err


def test_the_workbook_says_it_in_the_colour_of_what_was_not_checked(state: str) -> None:
    assert main(["check", "a.xlsx", "-o", "b.xlsx", "--lang", "zh"]) == 0
    sheet = load_workbook("b.xlsx")["检查概览"]
    sentence = say(f"table.summary.{state}", "zh")
    (banner,) = [cell for row in sheet.iter_rows(max_row=5) for cell in row if cell.value == sentence]
    assert banner.fill.fgColor.rgb == WORD_FILLS["unchecked"].fgColor.rgb

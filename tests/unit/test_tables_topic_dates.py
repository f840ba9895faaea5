"""A date in the column of topics is told with its cell and stands for no topic."""

from __future__ import annotations

import datetime as dt

import pytest

from nqi_limits.checking import check_grids
from nqi_limits.reading import Reading
from nqi_limits.sources.grid import Grid

DATES = [dt.datetime(2022, 1, 3), dt.date(2022, 1, 3), "1月3日", "3-Jan", "Jan-03", "2022-01-03", "2022/1/3"]
TOPICS = ["1", 2, "课题三", "1-3", "2019YFF0212301", "1、2"]


def _grid(topic: object) -> Grid:
    rows = [["申报编号", "课题序号", "姓名", "角色"], ["NQI-001", topic, "张三", "课题负责人"]]
    return Grid("名单.xlsx", "申报", rows)  # type: ignore[arg-type]


@pytest.mark.parametrize("topic", DATES, ids=str)
def test_a_date_is_no_topic_and_told(topic: object) -> None:
    reading = Reading()
    reading.add(_grid(topic))
    (remark,) = [one for one in reading.remarks if one.key == "tables.remark.dates-for-topics"]
    assert remark.facts["cell"] == "B2"
    assert check_grids([_grid(topic)]).records.mentions.topic.tolist() == [-1]


@pytest.mark.parametrize("topic", TOPICS, ids=str)
def test_a_topic_is_no_date(topic: object) -> None:
    reading = Reading()
    reading.add(_grid(topic))
    assert not reading.remarks
    assert (check_grids([_grid(topic)]).records.mentions.topic >= 0).all()

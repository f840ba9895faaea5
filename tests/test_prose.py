"""A text that is named like a workbook and holds no table is a file that could not be read, not one without findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nqi_limits.checking import check
from nqi_limits.errors import InputProblem

if TYPE_CHECKING:
    from pathlib import Path


def test_a_note_named_like_a_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "说明.xlsx"
    path.write_text("各单位：\n请于本月底前报送名单。\n联系人见通知\n", encoding="utf-8")
    with pytest.raises(InputProblem) as caught:
        check([path])
    assert [one.key for one in caught.value.wordings] == ["sources.no-table"]


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("名单.xlsx", "申报编号,姓名,角色\nNQI-001,张三,骨干\n", "application-members"),
        ("失信名单.xls", "姓名\n张三\n李四\n", "people"),
        ("说明.csv", "各单位：\n请报送名单。\n", "ignored"),
    ],
)
def test_a_list_or_a_text_by_its_own_name_is_not(tmp_path: Path, name: str, text: str, kind: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert [table.kind for table in check([path]).tables] == [kind]

"""Writes docs/graph.svg: the graph of a small invented case, as the program builds it.

Run it after a change to the graph: `python3 scripts/environment.py scripts/draw_graph.py`.
"""

from __future__ import annotations

import sys
import unicodedata
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from nqi_limits.checking import check_grids
from nqi_limits.rules.examples import grids_from_tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    import networkx as nx

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "graph.svg"

# 张三 applies twice and leads a topic of an ongoing project: 申报 2 + 在研 1 = 3 > 2
SHEETS = {
    "在研项目": """
        项目编号        | 项目名称       | 所属计划       | 牵头单位 | 结束日期
        2019YFF0212300 | 量值传递新方法 | 国家重点研发计划 | 某研究院 | 2023-06-30
        """,
    "在研人员": """
        项目编号        | 课题编号        | 姓名 | 证件号码            | 工作单位 | 角色       | 退出日期
        2019YFF0212300 | 2019YFF0212302 | 张三 | 990001197001010014 | 某研究院 | 课题负责人 |
        2019YFF0212300 |                | 李四 | 99000119700102001X | 某研究院 | 项目负责人 |
        2019YFF0212300 |                | 王五 | 990001197001030015 | 某大学   | 项目骨干   | 2021-03-01
        """,
    "申报项目": """
        申报编号 | 项目名称     | 牵头申报单位
        NQI-001 | 芯片化量子标准 | 某研究院
        NQI-002 | 检测装备评价   | 某大学
        """,
    "申报人员": """
        申报编号 | 姓名 | 证件号码            | 工作单位 | 角色
        NQI-001 | 张三 | 990001197001010014 | 某研究院 | 项目负责人
        NQI-002 | 张三 | 990001197001010014 | 某研究院 | 项目骨干
        NQI-002 | 王五 | 990001197001030015 | 某大学   | 参与人员
        """,
}

WIDTH, HEIGHT = 1120, 620
BOX = (196, 58)
PLACES = {  # the middle of each node's box, by its name
    "2019YFF0212300": (130, 300),
    "2019YFF0212300/2": (425, 300),
    "李四": (130, 70),
    "张三": (725, 300),
    "王五": (560, 510),
    "NQI-001": (1000, 150),
    "NQI-002": (1000, 430),
    "某研究院": (560, 70),
    "某大学": (1000, 570),
}
FILLS = {
    "person": "#fde9d4",
    "project": "#d9e8f6",
    "topic": "#e6f2fb",
    "application": "#dff0dc",
    "organisation": "#ececec",
}
FONT = "'Microsoft YaHei','PingFang SC','Noto Sans CJK SC','Source Han Sans SC',sans-serif"


def picture() -> str:
    """The picture, as SVG. Raises KeyError where the graph has a node that PLACES does not know."""
    graph = check_grids(grids_from_tables(SHEETS)).graph
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="{FONT}" font-size="14">',
        "<title>张三的申报和在研项目构成的图</title>",
        '<defs><marker id="tip" viewBox="0 0 10 10" refX="10" refY="5" markerUnits="userSpaceOnUse" markerWidth="12" '
        'markerHeight="12" orient="auto"><path d="M0,0 L10,5 L0,10 z" fill="#555"/></marker></defs>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
    ]
    edges = sorted(graph.edges(data=True), key=lambda edge: (edge[0], edge[1], edge[2]["kind"]))
    for start, end, facts in edges:
        parts += _line(_middle(graph, start), _middle(graph, end), facts["kind"])
    for start, end, facts in edges:
        parts += _edge_label(_middle(graph, start), _middle(graph, end), _told(facts))
    for node in sorted(graph):
        parts += _box(_middle(graph, node), _lines(graph, node), FILLS[graph.nodes[node]["kind"]])
    return "\n".join([*parts, "</svg>"]) + "\n"


def _name(graph: nx.MultiDiGraph[str], node: str) -> str:
    facts = graph.nodes[node]
    return str(facts["name"] if facts["kind"] in ("person", "organisation") else node.partition(":")[2])


def _middle(graph: nx.MultiDiGraph[str], node: str) -> tuple[float, float]:
    return PLACES[_name(graph, node)]


def _lines(graph: nx.MultiDiGraph[str], node: str) -> tuple[str, str]:
    """The two lines in a node's box: its kind, and which it is."""
    facts = graph.nodes[node]
    name = _name(graph, node)
    if facts["kind"] == "project":
        name += f"（{facts['end'].last} 止）"
    return facts["kind"], name


def _told(facts: dict[str, object]) -> list[str]:
    """The lines on an edge: its kind, the role it had where it was left, and the sheet and cell it rests on."""
    places = list(facts.get("places", ()))  # type: ignore[call-overload]
    kind = f"{facts['kind']} ({facts['role']})" if "role" in facts else str(facts["kind"])
    return [kind, *(f"{place.sheet} {place.cell}" for place in places[:1])]


def _line(start: tuple[float, float], end: tuple[float, float], kind: str) -> Iterator[str]:
    (x1, y1), (x2, y2) = _at_border(start, end), _at_border(end, start)
    dashes = ' stroke-dasharray="6 4"' if kind == "left" else ""
    quiet = kind in ("works-at", "filed-by", "part-of")
    colour = "#9a9a9a" if quiet else "#555"
    yield (
        f'<line x1="{x1:.0f}" y1="{y1:.0f}" x2="{x2:.0f}" y2="{y2:.0f}" stroke="{colour}" '
        f'stroke-width="{1.2 if quiet else 2}"{dashes} marker-end="url(#tip)"/>'
    )


def _at_border(start: tuple[float, float], end: tuple[float, float]) -> tuple[float, float]:
    """Where the line from the middle of one box to that of another leaves the first."""
    across, down = end[0] - start[0], end[1] - start[1]
    part = min(
        (BOX[0] / 2) / abs(across) if across else float("inf"), (BOX[1] / 2) / abs(down) if down else float("inf")
    )
    return start[0] + across * part, start[1] + down * part


def _edge_label(start: tuple[float, float], end: tuple[float, float], lines: list[str]) -> Iterator[str]:
    (x1, y1), (x2, y2) = _at_border(start, end), _at_border(end, start)
    x, y = (x1 + x2) / 2, (y1 + y2) / 2
    width = max(map(_width, lines)) * 6.4 + 8
    height = 15 * len(lines) + 2
    yield (
        f'<rect x="{x - width / 2:.0f}" y="{y - height / 2:.0f}" width="{width:.0f}" height="{height}" fill="white" '
        'fill-opacity="0.92"/>'
    )
    for number, line in enumerate(lines):
        colour = "#222" if number == 0 else "#777"
        yield _text(x, y - height / 2 + 13 + 15 * number, line, f'font-size="12" fill="{colour}"')


def _box(middle: tuple[float, float], lines: tuple[str, str], fill: str) -> Iterator[str]:
    x, y = middle
    yield (
        f'<rect x="{x - BOX[0] / 2:.0f}" y="{y - BOX[1] / 2:.0f}" width="{BOX[0]}" height="{BOX[1]}" rx="9" '
        f'fill="{fill}" stroke="#666"/>'
    )
    yield _text(x, y - 6, lines[0], 'font-size="12" fill="#555"')
    size = 11.5 if _width(lines[1]) > 24 else 14
    yield _text(x, y + 16, lines[1], f'font-size="{size}" fill="#111"')


def _text(x: float, y: float, text: str, style: str) -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="middle" {style}>{escape(text)}</text>'


def _width(text: str) -> int:
    """In halves of a Chinese character."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def main() -> int:
    """Write the picture."""
    PICTURE.write_text(picture(), encoding="utf-8", newline="\n")
    print(PICTURE)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The few SVG elements the charts are made of, escaped and without styles."""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup


def tag(name: str, *content: object, **attributes: object) -> Markup:
    """An element. `class_` and `data_x` become class and data-x; an attribute of None is left out.

    Put together from plain strings: Markup's own joining and formatting escape again and again,
    which made a chart cost ten times as much.
    """
    parts = ["<", name]
    for key, value in attributes.items():
        if value is not None:
            parts.append(f' {key.rstrip("_").replace("_", "-")}="{_plain(value)}"')
    inside = "".join(part if isinstance(part, Markup) else html.escape(str(part)) for part in content)
    parts.append(f">{inside}</{name}>" if inside or name in _NEVER_EMPTY else "/>")
    return Markup("".join(parts))  # noqa: S704 -- names are ours, contents and values are escaped above


def joined(parts: Iterable[Markup]) -> Markup:
    return Markup("".join(parts))  # noqa: S704 -- every part is an element made by `tag`


#: HTML's own elements: unlike SVG's they cannot be closed where they are opened.
_NEVER_EMPTY = frozenset({"p", "li", "span", "table", "tr", "th", "td"})


def _plain(value: object) -> str:
    """Coordinates to a tenth, without a trailing zero: a third of the size on the wire."""
    if isinstance(value, float):
        return f"{value:.1f}".removesuffix(".0")
    return html.escape(value) if isinstance(value, str) else str(value)


def text(x: float, y: float, words: object, class_: str = "chart-label", anchor: str | None = None) -> Markup:
    return tag("text", words, class_=class_, x=float(x), y=float(y), text_anchor=anchor)


def path(points: Iterable[tuple[float, float] | None]) -> str:
    """Path data through the points, lifted from the paper wherever one is None."""
    steps: list[str] = []
    lifted = True
    for point in points:
        if point is not None:
            steps.append(f"{'M' if lifted else 'L'}{_plain(float(point[0]))} {_plain(float(point[1]))}")
        lifted = point is None
    return "".join(steps)


@dataclass(frozen=True)
class ChartSize:
    """One of the two forms of a chart. `narrow` is drawn for a screen of 360 px."""

    name: str
    width: int
    left: int
    right: int

    @property
    def is_narrow(self) -> bool:
        return self.name == "narrow"


WIDE = ChartSize("wide", 720, 44, 74)
NARROW = ChartSize("narrow", 360, 38, 48)
SIZES = (WIDE, NARROW)

# A character of the chart's type in its own units; a little wide, so that labels never touch.
CHARACTER = 7.2


def spread(wanted: list[float], apart: float, most: float = float("inf")) -> list[float]:
    """Positions near the wanted ones, in the same order, at least `apart` from each other, none past `most`."""
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    placed = list(wanted)
    for before, index in pairwise(order):
        placed[index] = max(placed[index], placed[before] + apart)
    limit = most
    for index in reversed(order):
        placed[index] = min(placed[index], limit)
        limit = placed[index] - apart
    return placed


def rows_for(spans: list[tuple[float, float]], most: int) -> list[int | None]:
    """For each label from left to right the first row in which it meets no other; None if all are full."""
    ends = [float("-inf")] * most
    rows: list[int | None] = []
    for start, end in spans:
        row = next((row for row in range(most) if ends[row] <= start), None)
        if row is not None:
            ends[row] = end
        rows.append(row)
    return rows

"""Every ink can be read on every paper it is set on, in both themes (WCAG 2.2, AA)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).resolve().parents[3] / "app" / "static" / "css" / "tokens.css"
PAIR = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)")
COLOURS = {name: (light, dark) for name, light, dark in PAIR.findall(TOKENS.read_text(encoding="utf-8"))}
HUES = ("voice", "data", "commit", "problem")

#: Ink, paper, and the least contrast: 4.5 for words, 3 for lines and shapes that carry meaning.
SETTINGS = [
    *((ink, paper, 4.5) for ink in ("ink", "ink-soft", "ink-quiet") for paper in ("paper", "paper-2")),
    ("ink", "paper-3", 4.5),
    ("ink-soft", "paper-3", 4.5),
    ("ink", "mark", 4.5),
    *((f"{hue}-ink", paper, 4.5) for hue in HUES for paper in ("paper", "paper-2", f"{hue}-soft")),
    *((hue, paper, 4.5) for hue in HUES for paper in ("paper", "paper-2")),
    *(("on-solid", hue, 4.5) for hue in HUES),
    ("line-strong", "paper", 3.0),
    ("line-strong", "paper-2", 3.0),
    ("focus", "paper", 3.0),
]


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_is_twenty_one_to_one() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "paper", "least"), SETTINGS)
def test_ink_can_be_read_on_its_paper(ink: str, paper: str, least: float, theme: int) -> None:
    assert contrast(COLOURS[ink][theme], COLOURS[paper][theme]) >= least

"""Letters and signs as the strokes of a pen. Each stroke is points in a box one wide and one high, from its upper left."""

from __future__ import annotations

from math import cos, pi, sin

Point = tuple[float, float]
Stroke = list[Point]


def arc(x: float, y: float, wide: float, high: float, begin: float, end: float) -> Stroke:
    """Around (x, y), from one angle to another in turns; 0 is to the right, a quarter is below."""
    steps = 14
    angles = [2 * pi * (begin + (end - begin) * step / steps) for step in range(steps + 1)]
    return [(x + wide * cos(angle), y + high * sin(angle)) for angle in angles]


GLYPHS: dict[str, list[Stroke]] = {
    "0": [arc(0.4, 0.5, 0.3, 0.5, -0.25, 0.77)],
    "1": [[(0.2, 0.2), (0.45, 0.0), (0.42, 1.0)]],
    "2": [[*arc(0.4, 0.28, 0.3, 0.28, 0.5, 1.05), (0.1, 1.0), (0.8, 0.97)]],
    "3": [[*arc(0.36, 0.26, 0.3, 0.26, 0.55, 1.2), *arc(0.36, 0.74, 0.34, 0.27, 0.75, 1.45)]],
    "9": [[*arc(0.38, 0.28, 0.28, 0.28, 0.0, 1.0), (0.62, 1.0)]],
    "x": [[(0.1, 0.45), (0.3, 0.5), (0.6, 1.0), (0.75, 0.95)], [(0.72, 0.42), (0.12, 1.0)]],
    "p": [[(0.18, 0.42), (0.15, 1.35)], arc(0.4, 0.68, 0.26, 0.27, 0.5, 1.45)],
    "H": [[(0.12, 0.02), (0.15, 1.0)], [(0.68, 0.0), (0.66, 1.0)], [(0.13, 0.52), (0.68, 0.48)]],
    "N": [[(0.12, 1.0), (0.14, 0.02), (0.66, 0.98), (0.7, 0.0)]],
    "l": [[(0.3, 0.0), (0.26, 0.9), (0.4, 1.0)]],
    "o": [arc(0.38, 0.72, 0.26, 0.27, -0.2, 0.85)],
    "g": [arc(0.36, 0.7, 0.25, 0.25, -0.1, 0.9), [(0.62, 0.48), (0.6, 1.2), (0.4, 1.36), (0.14, 1.25)]],
    "+": [[(0.1, 0.55), (0.7, 0.53)], [(0.4, 0.25), (0.39, 0.85)]],
    "-": [[(0.1, 0.55), (0.65, 0.53)]],
    "=": [[(0.1, 0.42), (0.72, 0.4)], [(0.1, 0.66), (0.74, 0.65)]],
    "*": [[(0.2, 0.4), (0.6, 0.75)], [(0.6, 0.38), (0.2, 0.76)]],
    ".": [[(0.3, 0.96), (0.34, 1.0), (0.3, 1.0)]],
    "[": [[(0.55, -0.05), (0.25, -0.04), (0.24, 1.08), (0.55, 1.07)]],
    "]": [[(0.2, -0.05), (0.5, -0.04), (0.5, 1.08), (0.2, 1.07)]],
}
#: How far the pen goes on after a sign, where that is not as far as usual.
WIDTHS = {" ": 0.55, ".": 0.5, "1": 0.75, "l": 0.55, "-": 0.9, "[": 0.7, "]": 0.8}
USUAL = 0.92

"""What the page wants marked on a chart beside the figures."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Marker:
    """An intervention where it went live. `week` is a week of that presentation."""

    presentation: str
    week: int
    label: str

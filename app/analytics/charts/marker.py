"""What the page wants marked on a chart beside the figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.core.text.words import isolated


@dataclass(frozen=True)
class Marker:
    """An intervention where it went live. `week` is a week of that presentation."""

    presentation: str
    week: int
    label: str

    @classmethod
    def of(cls, number: int, title: str, live_on: date, presentation: str, begins_on: date) -> Marker:
        """The intervention with this number, in a presentation that begins on that day."""
        week = (live_on - begins_on).days // 7 + 1
        return cls(presentation, week, f"Intervention {number}: {isolated(title)}")

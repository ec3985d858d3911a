"""What a chart says, in sentences: for people who cannot see it, and for those who want it said."""

from __future__ import annotations

from app.analytics.charts.series import Picture
from app.analytics.disclosure import percent_in_words
from app.analytics.measures import WeeksSummary


def describe(picture: Picture) -> str:
    """The description of a weekly chart, from protected figures only."""
    sentences = [f"Weeks {picture.first} to {picture.last}."]
    for line in reversed(picture.lines):
        summary = picture.overlay.summary(line)
        if summary is not None:
            sentences.append(f"{line.presentation}: {summarise(summary)} in the weeks of this topic.")
    if picture.deadlines:
        due = ", ".join(f"{one.assessment} in week {one.week}" for one in picture.deadlines)
        sentences.append(f"Due in {picture.focus.presentation}: {due}.")
    sentences += [f"{one.label} went live in week {one.week} of {one.presentation}." for one in picture.markers]
    return " ".join([*sentences, "The same numbers are in the table."])


def summarise(summary: WeeksSummary) -> str:
    """In words: between 41% and 62% of registered students were active on it."""
    lowest, highest = percent_in_words(summary.lowest), percent_in_words(summary.highest)
    share = lowest if lowest == highest else f"between {lowest} and {highest}"
    return f"{share} of registered students were active on it"

"""The results as a table for a spreadsheet: sums only, whatever is stored beside them."""

from __future__ import annotations

from typing import Any

from app.core.tables import as_csv
from app.workshops.models import Method
from app.workshops.queries.results import Results

_SCORED = ("Theme", "List", "Place", "Points", "Percent of the most possible", "People", "Ballots")
_RATED = (
    "Theme",
    "List",
    "Result",
    "Lower quartile",
    "Median",
    "Upper quartile",
    "Gave 7 to 9",
    "Gave 1 to 3",
    "Ratings",
)


def results_csv(found: Results) -> str:
    """One line for each theme, best first; only the head if there were too few ballots."""
    if found.round.method is Method.RATE:
        return as_csv(_RATED, [] if found.withheld else _rated(found))
    return as_csv(_SCORED, [] if found.withheld else _scored(found))


def _scored(found: Results) -> list[list[Any]]:
    ballots = found.turnout.ballots
    return [
        [item.title, item.list.value, row.place, row.points, row.percent_of_most, row.voters, ballots]
        for item in found.items
        for row in [found.scored[item.id]]
    ]


def _rated(found: Results) -> list[list[Any]]:
    return [
        [
            item.title,
            item.list.value,
            row.consensus.value,
            row.lower,
            row.median,
            row.upper,
            row.high,
            row.low,
            row.raters,
        ]
        for item in found.items
        if (row := found.rated.get(item.id))
    ]

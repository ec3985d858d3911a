"""The results as a table for a spreadsheet: sums only, whatever is stored beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.core import clock
from app.core.documents.spreadsheet import as_csv
from app.core.numbers import percent
from app.workshops.models import Method
from app.workshops.voting.queries.result_words import overall
from app.workshops.voting.queries.results import RoundResults
from app.workshops.wording import way_to_vote

_SCORED = (
    "Theme",
    "List",
    "Place",
    "Points",
    "Percent of the most possible",
    "People",
    "Ballots",
    "Percent of people",
    "Best place",
)
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
    "Percent 7 to 9",
    "Percent 1 to 3",
    "Change of median",
    "Change of spread",
    "Steady",
)


def results_csv(found: RoundResults) -> str:
    """One line for each theme, best first, and below how it was counted; no themes if there were too few ballots."""
    rated = found.round.method is Method.RATE
    head = _RATED if rated else _SCORED
    rows = [] if found.withheld else _rated(found) if rated else _scored(found)
    return as_csv(head, [*rows, (), *_how(found)])


def _how(found: RoundResults) -> list[Sequence[Any]]:
    one, turnout = found.round, found.turnout
    rows: list[Sequence[Any]] = [
        ("Method", way_to_vote(one.method, one.budget)),
        ("Who could vote", turnout.electorate),
        ("Ballots", turnout.ballots),
        ("Response in percent", turnout.percent),
        ("Rule fixed beforehand", one.rule),
        ("Stored", "sealed" if one.sealed else "with names"),
        ("Opened", _moment(one.opened_at)),
        ("Closed", _moment(one.closed_at)),
    ]
    if turnout.in_the_room is not None:
        rows += [("Ballots from the room", turnout.in_the_room), ("Ballots from elsewhere", turnout.elsewhere)]
    return [*rows, *(("Overall", said) for said in overall(found))]


def _moment(at: Any) -> str:
    return f"{clock.local(at):%Y-%m-%d %H:%M}" if at else ""


def _scored(found: RoundResults) -> list[list[Any]]:
    ballots = found.turnout.ballots
    return [
        [
            item.title,
            item.list.value,
            row.place,
            row.points,
            row.percent_of_most,
            row.voters,
            ballots,
            percent(row.voters, ballots),
            row.best,
        ]
        for item in found.items
        for row in [found.scored[item.id]]
    ]


def _rated(found: RoundResults) -> list[list[Any]]:
    return [_rating(found, item.id, [item.title, item.list.value]) for item in found.items]


def _rating(found: RoundResults, theme_id: int, row: list[Any]) -> list[Any]:
    rated = found.rated.get(theme_id)
    if rated is None:
        return [*row, "too few ratings" if theme_id in found.few else "not rated"]
    figures = [rated.lower, rated.median, rated.upper, rated.high, rated.low, rated.raters]
    steady = {True: "yes", False: "no", None: None}[found.is_steady(theme_id)]
    shares = [rated.percent_high, rated.percent_low]
    return [*row, rated.consensus.value, *figures, *shares, *(found.moved(theme_id) or (None, None)), steady]

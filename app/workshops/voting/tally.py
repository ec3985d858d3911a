"""What ballots come to, by the method of their round. Pure; the arithmetic is in statistics.py."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from app.core.numbers.ranks import Concordance
from app.workshops.models import Method
from app.workshops.visibility import FEWEST_BALLOTS
from app.workshops.voting.ballot_paper import BallotPaper, Choices
from app.workshops.voting.scoring import (
    Consensus,
    Rated,
    Scored,
    agreement,
    rate,
    score_dots,
    score_ranking,
    share_of_top_three,
)


@dataclass(frozen=True)
class Count:
    """The themes, best first, with their figures."""

    order: list[int]
    scored: dict[int, Scored] = field(default_factory=dict)
    rated: dict[int, Rated] = field(default_factory=dict)
    #: Themes that too few people rated to show how, with how many did.
    few: dict[int, int] = field(default_factory=dict)
    concordance: Concordance | None = None
    #: Percentage of all dots that the three first hold.
    top_three: int | None = None


def how_many_chose(ballots: Sequence[Choices]) -> int:
    """Those that are not blank."""
    return sum(map(bool, ballots))


def count(paper: BallotPaper, ballots: Sequence[Choices], *, fewest: int = FEWEST_BALLOTS) -> Count:
    """Count these ballots. A theme that fewer than `fewest` rated has no rating, and stands behind the others."""
    if paper.method is Method.RATE:
        return _ratings(paper, ballots, fewest)
    if paper.method is Method.RANK:
        orders = [[theme for theme, _ in sorted(each, key=lambda choice: choice[1])] for each in ballots]
        scored = score_ranking(orders, paper.items, paper.budget)
        return Count(_items(scored), _by_item(scored), concordance=agreement(orders, paper.items))
    scored = score_dots([_numbers(each) for each in ballots], paper.items, paper.budget)
    return Count(_items(scored), _by_item(scored), top_three=share_of_top_three(scored))


def _ratings(paper: BallotPaper, ballots: Sequence[Choices], fewest: int) -> Count:
    found = rate([_numbers(each) for each in ballots], paper.items)
    rated = {each.item: each for each in found if each.raters >= fewest}
    order = sorted(paper.items, key=lambda item: _by_rating(rated.get(item)))
    return Count(order, rated=rated, few={each.item: each.raters for each in found if each.raters < fewest})


def _by_rating(rated: Rated | None) -> tuple[float, ...]:
    """What there is consensus for first, then by median; themes nobody rated last."""
    if rated is None:
        return (4,)
    order = [Consensus.IN, Consensus.NONE, Consensus.OUT]
    return order.index(rated.consensus), -rated.median, -rated.percent_high, rated.spread


def _numbers(choices: Choices) -> dict[int, int]:
    return {choice[0]: choice[1] for choice in choices}


def _items(scored: Iterable[Scored]) -> list[int]:
    return [each.item for each in scored]


def _by_item(scored: Iterable[Scored]) -> dict[int, Scored]:
    return {each.item: each for each in scored}

"""The arithmetic of votes: dots, ranking, rating, and how far people agree. Pure; each formula says where it is from.

Ballots come as plain data without people: dots as {theme: dots}, a ranking as themes best first, a rating as
{theme: 1 to 9}. Every comparison with a threshold is done in whole numbers, so nothing hangs on a rounding.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from app.core.numbers import percent
from app.core.numbers.ranks import Concordance, kendalls_w, quartiles, ranks
from app.workshops.visibility import FEWEST_BALLOTS

#: With two items a concordance is only which of the two came first.
FEWEST_ITEMS = 3
#: The Delphi rule, in percent. Of 100 studies the usual agreement is 75 % (Diamond et al. 2014, PubMed 24581294).
AGREED = 75
OPPOSED = 15


class Consensus(StrEnum):
    IN = "consensus in"
    OUT = "consensus out"
    NONE = "no consensus"


@dataclass(frozen=True)
class Scored:
    """A theme that was given dots or ranked. Themes that cannot be told apart share a place."""

    item: int
    place: int
    points: int
    #: Distinct people who gave it anything.
    voters: int
    #: Of the points it would have if everybody had given it the most they could.
    percent_of_most: int
    #: The best place anybody gave it; None for dots, and for a theme nobody ranked.
    best: int | None = None


@dataclass(frozen=True)
class Rated:
    """A theme that was rated from 1 to 9, by those who rated it."""

    item: int
    raters: int
    lower: float
    median: float
    upper: float
    #: Who gave 7 to 9, and 1 to 3.
    high: int
    low: int
    consensus: Consensus

    @property
    def spread(self) -> float:
        """The interquartile range."""
        return self.upper - self.lower

    @property
    def percent_high(self) -> int:
        return percent(self.high, self.raters)

    @property
    def percent_low(self) -> int:
        return percent(self.low, self.raters)


def score_dots(ballots: Sequence[Mapping[int, int]], items: Sequence[int], budget: int) -> list[Scored]:
    """Most points first; then more people; then as the themes were listed. The most is everybody's whole budget."""
    given = [ballot for ballot in ballots if any(ballot.values())]
    rows = [
        (item, sum(ballot.get(item, 0) for ballot in given), sum(bool(ballot.get(item)) for ballot in given))
        for item in items
    ]
    most = budget * len(given)
    return _placed([Scored(i, 0, points, voters, percent(points, most)) for i, points, voters in rows], _by_dots)


def share_of_top_three(scored: Sequence[Scored]) -> int:
    """Percentage of all points that the three best hold: near 100 for one mind, near 3 in n for none."""
    return percent(sum(each.points for each in scored[:3]), sum(each.points for each in scored))


def score_ranking(orders: Sequence[Sequence[int]], items: Sequence[int], places: int) -> list[Scored]:
    """Nominal group technique: of N places the first counts N, the last 1, an unranked theme nothing.

    Ties are broken by how many people ranked a theme, then by the best place anybody gave it (Delbecq, Van de Ven
    and Gustafson 1975 count points and voters; the last step is ours). The most is N times the number of ballots.
    """
    cast = [order for order in orders if order]
    rows = []
    for item in items:
        found = [order.index(item) + 1 for order in cast if item in order]
        points = sum(places + 1 - place for place in found)
        most = places * len(cast)
        rows.append(Scored(item, 0, points, len(found), percent(points, most), min(found, default=None)))
    return _placed(rows, _by_rank)


def rate(ballots: Sequence[Mapping[int, int]], items: Sequence[int]) -> list[Rated]:
    """What each theme was rated, in the order of the themes; those nobody rated are left out."""
    rated = []
    for item in items:
        values = sorted(ballot[item] for ballot in ballots if item in ballot)
        if values:
            lower, median, upper = quartiles(values)
            high, low = sum(value >= 7 for value in values), sum(value <= 3 for value in values)
            verdict = consensus(high, low, len(values))
            rated.append(Rated(item, len(values), lower, median, upper, high, low, verdict))
    return rated


def consensus(high: int, low: int, raters: int) -> Consensus:
    """In if at least 75 % gave 7 to 9 and fewer than 15 % gave 1 to 3; out is the mirror; else there is none."""
    for many, few, verdict in ((high, low, Consensus.IN), (low, high, Consensus.OUT)):
        if 100 * many >= AGREED * raters and 100 * few < OPPOSED * raters:
            return verdict
    return Consensus.NONE


def is_steady(before: Rated, after: Rated) -> bool:
    """Whether a theme stood still between two rounds: its median moved by less than a point, its spread by at most one.

    Stability is to be reported beside agreement (Holey et al. 2007, BMC Medical Research Methodology 7:52).
    """
    return abs(after.median - before.median) < 1 and abs(after.spread - before.spread) <= 1


def agreement(orders: Sequence[Sequence[int]], items: Sequence[int]) -> Concordance | None:
    """Kendall's W of rankings of the best few; None for fewer than five people or three themes.

    What a person did not rank shares the mean of the places left over, so the correction for ties is not optional.
    """
    cast = [order for order in orders if order]
    if len(cast) < FEWEST_BALLOTS or len(items) < FEWEST_ITEMS:
        return None
    return kendalls_w([ranks(order, items) for order in cast])


def _by_dots(scored: Scored) -> tuple[int, ...]:
    return -scored.points, -scored.voters


def _by_rank(scored: Scored) -> tuple[int, ...]:
    # A theme nobody ranked has no best place, and nothing else either: it comes last already.
    return -scored.points, -scored.voters, scored.best or 0


def _placed(rows: list[Scored], key: Callable[[Scored], tuple[int, ...]]) -> list[Scored]:
    """In order, with places as in sport: two firsts, then a third."""
    ordered = sorted(rows, key=key)
    keys = [key(row) for row in ordered]
    return [replace(row, place=keys.index(key(row)) + 1) for row in ordered]

"""What a vote came to, with its method, electorate, response and rule. Nothing while it is open, and nothing of a few."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import func, select

from app.core.actor import Actor
from app.core.db import db
from app.core.numbers import percent
from app.core.numbers.ranks import Concordance
from app.core.permissions import allowed, require
from app.workshops.models import Ballot, Method, Round, RoundState, Voter, Workshop, WorkshopMember
from app.workshops.policy import Permission, Seat
from app.workshops.queries import seat_of
from app.workshops.visibility import FEWEST_BALLOTS, cards_visible
from app.workshops.voting.ballot_paper import BallotPaper
from app.workshops.voting.queries.polls import Item, items_of
from app.workshops.voting.queries.stored_ballots import stored_ballots, stored_ballots_by_place
from app.workshops.voting.scoring import Rated, Scored, is_steady
from app.workshops.voting.tally import Count, count, how_many_chose


@dataclass(frozen=True)
class Turnout:
    """Who could vote and who did, in numbers."""

    electorate: int
    ballots: int
    #: Of the ballots: by people who were in the room, and by others. Only if each group is five or more.
    in_the_room: int | None = None
    elsewhere: int | None = None

    @property
    def percent(self) -> int:
        return percent(self.ballots, self.electorate)


@dataclass(frozen=True)
class RoundResults:
    """A closed round. `items` are the themes, best first; the figures are None if there are too few ballots."""

    round: Round
    turnout: Turnout
    items: list[Item]
    scored: dict[int, Scored] = field(default_factory=dict)
    rated: dict[int, Rated] = field(default_factory=dict)
    #: Themes that too few people rated to show how, with how many did.
    few: dict[int, int] = field(default_factory=dict)
    #: How many of the ballots choose something: blank ones hide nobody's choice among them.
    chosen: int = 0
    #: The round before in a ballot of two rounds.
    before: dict[int, Rated] = field(default_factory=dict)
    concordance: Concordance | None = None
    top_three: int | None = None
    #: The same counted of those who had been in the room, and of the others. Never of sealed ballots.
    by_place: tuple[Count, Count] | None = None

    @property
    def withheld(self) -> bool:
        """Too few ballots to show anything: `items` are in no order then."""
        return self.chosen < FEWEST_BALLOTS

    def is_steady(self, theme_id: int) -> bool | None:
        """Whether a rated theme stood still since the round before; None if there was none."""
        before, after = self.before.get(theme_id), self.rated.get(theme_id)
        return is_steady(before, after) if before and after else None

    def moved(self, theme_id: int) -> tuple[float, float] | None:
        """By how much its median and its interquartile range changed since the round before."""
        before, after = self.before.get(theme_id), self.rated.get(theme_id)
        return (after.median - before.median, after.spread - before.spread) if before and after else None

    @property
    def steady(self) -> tuple[int, int] | None:
        """How many themes stood still, of how many that were rated in both rounds."""
        compared = [self.is_steady(each) for each in self.rated if each in self.before]
        return (sum(map(bool, compared)), len(compared)) if compared else None


def results(workshop: Workshop, seen_by: Actor, *, final: bool = True, seat: Seat | None = None) -> RoundResults | None:
    """The latest closed round: of the final ballot, or of the live vote. None while it is open, or if there was none.

    Void rounds count for nothing. Under five ballots only the turnout is given, and of a theme that fewer than five
    people rated only how many did. Nothing while no cards are shown: a theme's title says what was on them.
    """
    _require_sight(workshop, seen_by, seat)
    if not cards_visible(workshop):
        return None
    here = select(Round).where(Round.workshop_id == workshop.id, Round.final.is_(final), Round.state != RoundState.VOID)
    latest = db.session.scalars(here.order_by(Round.number.desc()).limit(1)).first()
    if latest is None or latest.state is RoundState.OPEN:
        return None
    return _counted(workshop, latest, items_of(latest, seen_by=seen_by))


def earlier_results(workshop: Workshop, seen_by: Actor, *, seat: Seat | None = None) -> list[RoundResults]:
    """The closed final ballots before the latest one, the last first: first rounds, and ballots before a reopening."""
    _require_sight(workshop, seen_by, seat)
    final = select(Round).where(Round.workshop_id == workshop.id, Round.final, Round.state != RoundState.VOID)
    held = list(db.session.scalars(final.order_by(Round.number.desc())))[1:]
    return [
        _counted(workshop, each, items_of(each, seen_by=seen_by)) for each in held if each.state is RoundState.CLOSED
    ]


def spread_before(workshop: Workshop, present: Round, seen_by: Actor, *, seat: Seat | None = None) -> dict[int, Rated]:
    """How the answers of the round before spread, for those who rate again; empty if there was none or too few voted."""
    _require_sight(workshop, seen_by, seat)
    return _spread_before(present)


def own_before(workshop: Workshop, present: Round, seen_by: Actor, *, seat: Seat | None = None) -> dict[int, int]:
    """How the reader rated each theme in the round before; empty if that ballot was sealed, or they did not vote."""
    _require_sight(workshop, seen_by, seat)
    before = _round_before(present)
    if before is None or not seen_by.signed_in:
        return {}
    mine = select(Ballot.choices).where(Ballot.round_id == before.id, Ballot.person_id == seen_by.person_id)
    return {choice[0]: choice[1] for choice in db.session.scalars(mine).first() or []}


def _require_sight(workshop: Workshop, seen_by: Actor, seat: Seat | None = None) -> None:
    """As the board: those invited, and once it is published everybody; besides, whoever draws the conclusions."""
    seat = seat or seat_of(workshop, seen_by)
    if not allowed(seen_by, Permission.CONCLUDE, seat):
        require(seen_by, Permission.READ_BOARD, seat)


def _spread_before(present: Round) -> dict[int, Rated]:
    before = _round_before(present)
    ballots = stored_ballots(before) if before else []
    if before is None or how_many_chose(ballots) < FEWEST_BALLOTS:
        return {}
    return count(_paper(before), ballots).rated


def _round_before(present: Round) -> Round | None:
    """The round right before it, of the same themes; None if it is the first.

    A reopened workshop's earlier ballot ended in a closed workshop, and what lies between it and this one makes another
    list of themes or another rule.
    """
    if not present.final or present.method is not Method.RATE:
        return None
    earlier = select(Round).where(
        Round.workshop_id == present.workshop_id,
        Round.final,
        Round.number == present.number - 1,
        Round.state == RoundState.CLOSED,
        Round.method == Method.RATE,
        Round.closed_at == present.opened_at,
    )
    return db.session.scalars(earlier).first()


def _counted(workshop: Workshop, found: Round, items: list[Item]) -> RoundResults:
    ballots = stored_ballots(found)
    turnout, chosen = _turnout(workshop, found, len(ballots)), how_many_chose(ballots)
    if chosen < FEWEST_BALLOTS:
        return RoundResults(found, turnout, items, chosen=chosen)
    counted, by_id = count(_paper(found), ballots), {item.id: item for item in items}
    return RoundResults(
        found,
        turnout,
        [by_id[each] for each in counted.order if each in by_id],
        scored=counted.scored,
        rated=counted.rated,
        few=counted.few,
        chosen=chosen,
        before=_spread_before(found),
        concordance=counted.concordance,
        top_three=counted.top_three,
        by_place=_by_place(workshop, found),
    )


def _by_place(workshop: Workshop, found: Round) -> tuple[Count, Count] | None:
    """Only of ballots with names, and only if each side is five or more."""
    if not found.final or found.sealed:
        return None
    here, away = stored_ballots_by_place(found, workshop.id)
    if min(how_many_chose(here), how_many_chose(away)) < FEWEST_BALLOTS:
        return None
    return count(_paper(found), here), count(_paper(found), away)


def _paper(found: Round) -> BallotPaper:
    return BallotPaper(found.method, found.items, found.budget)


def _turnout(workshop: Workshop, found: Round, ballots: int) -> Turnout:
    if not found.final:
        seats = select(func.count()).where(WorkshopMember.workshop_id == workshop.id, WorkshopMember.attended)
        return Turnout(max(db.session.scalars(seats).one(), ballots), ballots)
    member = (WorkshopMember.person_id == Voter.person_id) & (WorkshopMember.workshop_id == workshop.id)
    voters = (
        select(Voter.submitted, WorkshopMember.attended, func.count())
        .outerjoin(WorkshopMember, member)
        .where(Voter.round_id == found.id)
        .group_by(Voter.submitted, WorkshopMember.attended)
    )
    rows: Counter[tuple[bool, bool]] = Counter()
    for submitted, attended, people in db.session.execute(voters):
        rows[submitted, bool(attended)] += people
    here, away = rows[True, True], rows[True, False]
    shown = min(here, away) >= FEWEST_BALLOTS
    return Turnout(sum(rows.values()), ballots, here if shown else None, away if shown else None)

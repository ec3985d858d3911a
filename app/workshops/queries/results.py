"""What a vote came to, with its method, electorate, response and rule. Nothing while it is open, and nothing of a few."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select

from app.core.actor import Actor
from app.core.db import db
from app.core.permissions import allowed, require
from app.workshops.models import Anonymity, Ballot, Dot, Method, Round, RoundState, Voter, Workshop, WorkshopMember
from app.workshops.papers import Choices
from app.workshops.policy import Permission
from app.workshops.queries.one import seat_of
from app.workshops.queries.polls import Item, items_of
from app.workshops.statistics import (
    FEWEST_BALLOTS,
    Concordance,
    Consensus,
    Rated,
    Scored,
    agreement,
    is_steady,
    percent,
    rate,
    score_dots,
    score_ranking,
    share_of_top_three,
)


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
class Results:
    """A closed round. `items` are the themes, best first; the figures are None if there are too few ballots."""

    round: Round
    turnout: Turnout
    items: list[Item]
    scored: dict[int, Scored] = field(default_factory=dict)
    rated: dict[int, Rated] = field(default_factory=dict)
    #: The round before in a ballot of two rounds.
    before: dict[int, Rated] = field(default_factory=dict)
    concordance: Concordance | None = None
    top_three: int | None = None

    @property
    def withheld(self) -> bool:
        """Too few ballots to show anything: `items` are in no order then."""
        return not self.scored and not self.rated

    def is_steady(self, theme_id: int) -> bool | None:
        """Whether a rated theme stood still since the round before; None if there was none."""
        before, after = self.before.get(theme_id), self.rated.get(theme_id)
        return is_steady(before, after) if before and after else None


def results(workshop: Workshop, seen_by: Actor, *, final: bool = True) -> Results | None:
    """The latest closed round: of the final ballot, or of the live dots. None while it is open, or if there was none.

    Void rounds count for nothing. Under five ballots only the turnout is given; live dots of a workshop that keeps
    names are shown of any number, because everybody in the room knows who is there.
    """
    _require_sight(workshop, seen_by)
    here = select(Round).where(Round.workshop_id == workshop.id, Round.final.is_(final), Round.state != RoundState.VOID)
    latest = db.session.scalars(here.order_by(Round.number.desc()).limit(1)).first()
    if latest is None or latest.state is RoundState.OPEN:
        return None
    fewest = 1 if not final and workshop.anonymity is not Anonymity.UNATTRIBUTED else FEWEST_BALLOTS
    return _counted(workshop, latest, items_of(latest, seen_by=seen_by), fewest)


def spread_before(workshop: Workshop, present: Round, seen_by: Actor) -> dict[int, Rated]:
    """How the answers of the round before spread, for those who rate again; empty if there was none or too few voted."""
    _require_sight(workshop, seen_by)
    return _spread_before(present)


def _require_sight(workshop: Workshop, seen_by: Actor) -> None:
    """As the board: those invited, and once it is published everybody; besides, whoever draws the conclusions."""
    seat = seat_of(workshop, seen_by)
    if not allowed(seen_by, Permission.CONCLUDE, seat):
        require(seen_by, Permission.READ_BOARD, seat)


def _spread_before(present: Round) -> dict[int, Rated]:
    # The round right before it, of the same themes; a reopened workshop's earlier ballot ended in a closed workshop,
    # and what lies between it and this one makes another list of themes or another rule.
    earlier = select(Round).where(
        Round.workshop_id == present.workshop_id,
        Round.final,
        Round.number == present.number - 1,
        Round.state == RoundState.CLOSED,
        Round.method == Method.RATE,
        Round.closed_at == present.opened_at,
    )
    before = db.session.scalars(earlier).first() if present.method is Method.RATE else None
    ballots = _ballots(before) if before else []
    if before is None or len(ballots) < FEWEST_BALLOTS:
        return {}
    return {each.item: each for each in rate([_numbers(each) for each in ballots], before.items)}


def _counted(workshop: Workshop, found: Round, items: list[Item], fewest: int) -> Results:
    ballots = _ballots(found) if found.final else _dots(found)
    turnout = _turnout(workshop, found, len(ballots))
    if len(ballots) < fewest:
        return Results(found, turnout, items)
    if found.method is Method.RATE:
        rated = {each.item: each for each in rate([_numbers(each) for each in ballots], found.items)}
        ordered = sorted(items, key=lambda item: _by_rating(rated.get(item.id)))
        return Results(found, turnout, ordered, rated=rated, before=_spread_before(found))
    if found.method is Method.RANK:
        orders = [[theme for theme, _ in sorted(each, key=lambda choice: choice[1])] for each in ballots]
        scored = score_ranking(orders, found.items, found.budget)
        return Results(
            found, turnout, _in_order(items, scored), _by_item(scored), concordance=agreement(orders, found.items)
        )
    scored = score_dots([_numbers(each) for each in ballots], found.items, found.budget)
    return Results(found, turnout, _in_order(items, scored), _by_item(scored), top_three=share_of_top_three(scored))


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
    for submitted, attended, count in db.session.execute(voters):
        rows[submitted, bool(attended)] += count
    here, away = rows[True, True], rows[True, False]
    shown = min(here, away) >= FEWEST_BALLOTS
    return Turnout(sum(rows.values()), ballots, here if shown else None, away if shown else None)


def _ballots(found: Round) -> list[Choices]:
    return list(db.session.scalars(select(Ballot.choices).where(Ballot.round_id == found.id).order_by(Ballot.id)))


def _dots(found: Round) -> list[Choices]:
    """Each person's dots, without the person."""
    rows = db.session.execute(select(Dot.person_id, Dot.theme_id).where(Dot.round_id == found.id))
    given: dict[int, Counter[int]] = {}
    for person_id, theme_id in rows:
        given.setdefault(person_id, Counter())[theme_id] += 1
    return [[[theme, count] for theme, count in each.items()] for each in given.values()]


def _numbers(choices: Choices) -> dict[int, int]:
    return {choice[0]: choice[1] for choice in choices}


def _by_item(scored: Sequence[Scored]) -> dict[int, Scored]:
    return {each.item: each for each in scored}


def _in_order(items: list[Item], scored: Sequence[Scored]) -> list[Item]:
    by_id = {item.id: item for item in items}
    return [by_id[each.item] for each in scored if each.item in by_id]


def _by_rating(rated: Rated | None) -> tuple[float, ...]:
    """What there is consensus for first, then by median; themes nobody rated last."""
    if rated is None:
        return (4,)
    order = [Consensus.IN, Consensus.NONE, Consensus.OUT]
    return order.index(rated.consensus), -rated.median, -rated.percent_high, rated.spread

"""A round of voting as a voter sees it: the themes, what they chose themselves, and how many have voted. No results."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, select

from app.core.actor import Actor
from app.core.db import db
from app.core.permissions import allowed
from app.workshops.models import Anonymity, Ballot, Dot, Method, Round, RoundState, Theme, ThemeList, Voter, Workshop
from app.workshops.policy import Permission, Seat
from app.workshops.pseudonyms import has_key, scope_of_round
from app.workshops.queries import seat_of
from app.workshops.visibility import cards_visible
from app.workshops.voting.ballot_paper import BallotPaper, Choices
from app.workshops.voting.queries.stored_ballots import has_voted, how_many, own_ballot, voted_in


@dataclass(frozen=True)
class Item:
    """A theme on the ballot."""

    id: int
    title: str
    list: ThemeList


@dataclass(frozen=True)
class Poll:
    """A round for one reader."""

    round: Round
    items: list[Item]
    #: How many may vote; for live dots, how many did so far is all there is.
    electorate: int | None
    voted: int
    #: The reader takes part and, in a final ballot, was invited when it opened.
    may_vote: bool
    has_voted: bool
    #: What the reader chose; empty in a sealed round, where nobody can look it up.
    own: Choices

    @property
    def paper(self) -> BallotPaper:
        return BallotPaper(self.round.method, self.round.items, self.round.budget)

    @property
    def is_open(self) -> bool:
        return self.round.state is RoundState.OPEN

    @property
    def left(self) -> int:
        """Dots not given yet."""
        return self.round.budget - sum(number for _, number in self.own)


def poll(workshop: Workshop, seen_by: Actor, *, final: bool, seat: Seat | None = None) -> Poll | None:
    """The latest round of its kind that is not void; None before the first, and while no cards are shown."""
    if not cards_visible(workshop):
        return None
    here = select(Round).where(Round.workshop_id == workshop.id, Round.final.is_(final), Round.state != RoundState.VOID)
    found = db.session.scalars(here.order_by(Round.number.desc()).limit(1)).first()
    if found is None:
        return None
    items = items_of(found, seen_by=seen_by)
    takes_part = allowed(seen_by, Permission.VOTE, seat or seat_of(workshop, seen_by))
    if not final:
        return _straw(workshop, found, items, seen_by, takes_part=takes_part)
    electorate = db.session.scalars(select(func.count()).where(Voter.round_id == found.id)).one()
    voted = has_voted(found, seen_by.person_id) if seen_by.signed_in else None
    return Poll(
        round=found,
        items=items,
        electorate=electorate,
        voted=voted_in(found),
        may_vote=takes_part and voted is not None,
        has_voted=bool(voted),
        own=[] if found.sealed else _own(workshop, found, seen_by),
    )


def items_of(found: Round, seen_by: Actor) -> list[Item]:  # noqa: ARG001 - who may see the round sees its themes
    """The themes of a round in the order in which they were frozen."""
    rows = select(Theme.id, Theme.title, Theme.list).where(Theme.id.in_(found.items))
    known = {theme_id: Item(theme_id, title, of) for theme_id, title, of in db.session.execute(rows)}
    return [known[each] for each in found.items if each in known]


def _straw(workshop: Workshop, found: Round, items: list[Item], seen_by: Actor, *, takes_part: bool) -> Poll:
    own = _own(workshop, found, seen_by)
    return Poll(
        round=found,
        items=items,
        electorate=None,
        voted=how_many(found),
        may_vote=takes_part,
        has_voted=bool(own),
        own=own,
    )


def _own(workshop: Workshop, found: Round, seen_by: Actor) -> Choices:
    """What the reader chose; nothing once the names or pseudonyms are off it, or the key of these is lost."""
    if not seen_by.signed_in:
        return []
    without_names = workshop.anonymity is Anonymity.UNATTRIBUTED
    if without_names and (found.state is not RoundState.OPEN or not has_key(scope_of_round(found))):
        return []
    if found.method is Method.DOTS and not found.final and not without_names:
        mine = select(Dot.theme_id).where(Dot.round_id == found.id, Dot.person_id == seen_by.person_id)
        return [[theme, dots] for theme, dots in sorted(Counter(db.session.scalars(mine)).items())]
    mine_here = [
        getattr(Ballot, name) == value for name, value in own_ballot(workshop, found, seen_by.person_id).items()
    ]
    paper = select(Ballot.choices).where(Ballot.round_id == found.id, *mine_here)
    return db.session.scalars(paper).first() or []

"""Cards as a reader may see them, and how many there are.

What a reader may not see does not leave the database: others' words before the reveal, the words of a hidden card,
names where they are not shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, case, func, literal, null, or_, select, true

from app.accounts.models import Person
from app.core.actor import Actor
from app.core.db import db, rows_of
from app.core.errors import NotFound
from app.core.permissions import allowed
from app.networks.models import IN_WORKSHOPS, LearningNetwork
from app.networks.policy import agreed_to_research
from app.workshops.board.author_tokens import token_digest
from app.workshops.lifecycle import OPEN_FOR_CARDS
from app.workshops.models import (
    Anonymity,
    Channel,
    Contribution,
    ContributionKind,
    Part,
    Workshop,
    WorkshopMember,
)
from app.workshops.participants.queries import asked_to_take_part
from app.workshops.participants.services.participation import writers
from app.workshops.policy import Permission, Seat, reads_it_for_research
from app.workshops.queries import seat_of
from app.workshops.visibility import cards_visible, shown_so_far

#: From how many people on it is said how many wrote, where no names are kept.
FEWEST_COUNTED = 5
#: Why a researcher does not read a card.
NOT_AGREED = "its author has not agreed that their words be read for research"


@dataclass(frozen=True)
class CardView:
    """A card as this reader may see it. `text` is None for a hidden one, which has a reason instead."""

    id: str
    kind: ContributionKind
    text: str | None
    codes: tuple[str, ...]
    author_id: int | None
    author: str | None
    channel: Channel
    late: bool
    post_id: int | None
    theme_id: int | None
    placed: bool
    hidden_reason: str | None
    dismissed: tuple[int, ...]
    version: int
    mine: bool = False


@dataclass(frozen=True)
class CardCounts:
    """What everybody may know before the reveal. `writers` is None while too few wrote to say how many."""

    cards: int
    late: int
    writers: int | None
    invited: int


def shown_cards(
    workshop: Workshop, seat: Seat, seen_by: Actor, *, author_token: str = "", only: str | None = None
) -> list[CardView]:
    """Everybody's cards in the order of the reveal; none before it, and none for those who may not read the board.

    While cards are revealed one at a time, those that were. `only` asks for the card with this id.
    """
    if not cards_visible(workshop) or not allowed(seen_by, Permission.READ_BOARD, seat):
        return []
    there = [Contribution.workshop_id == workshop.id, Contribution.withdrawn.is_(False)]
    if (shown := shown_so_far(workshop)) is not None:
        there.append(Contribution.place < shown)
    if only is not None:
        there.append(Contribution.id == only)
    return _cards(_COLUMNS.where(*there), workshop, seat, seen_by, author_token)


def card(workshop: Workshop, card_id: str, seen_by: Actor) -> Contribution:
    """The row of a card, for the verbs that ask themselves whose it is. Never for showing it."""
    found = db.session.get(Contribution, card_id)
    known = found is not None and found.workshop_id == workshop.id and not found.withdrawn
    if found is None or not known or not allowed(seen_by, Permission.READ, workshop):
        raise NotFound
    return found


def open_for_cards(network: LearningNetwork, seen_by: Actor) -> list[tuple[int, str]]:
    """Number and title of the network's workshops to which the reader may add cards now."""
    if not seen_by.roles_in(network.id):
        return []
    found = rows_of(_OPEN_FOR_CARDS, {"network": network.id, "person": seen_by.person_id})
    return [(number, title) for number, title in found]


# Every page of a discussion asks; putting it together anew would cost more than running it.
_OPEN_FOR_CARDS = (
    select(Workshop.number, Workshop.title)
    .join(WorkshopMember, WorkshopMember.workshop_id == Workshop.id)
    .where(
        Workshop.network_id == bindparam("network"),
        Workshop.state.in_(sorted(OPEN_FOR_CARDS)),
        WorkshopMember.person_id == bindparam("person"),
        WorkshopMember.part != Part.OBSERVER,
    )
    .order_by(Workshop.number)
)


def own_cards(
    workshop: Workshop, seen_by: Actor, *, author_token: str = "", seat: Seat | None = None
) -> list[CardView]:
    """The reader's own cards: of their name, or those this browser wrote and still may change."""
    there = (Contribution.workshop_id == workshop.id, Contribution.withdrawn.is_(False))
    if workshop.anonymity is Anonymity.UNATTRIBUTED:
        marks = db.session.execute(
            select(Contribution.id, Contribution.mark).where(*there, Contribution.mark.is_not(None))
        )
        ids = [card_id for card_id, mark in marks if author_token and mark == token_digest(author_token, card_id)]
        mine: ColumnElement[bool] = Contribution.id.in_(ids)
    else:
        mine = Contribution.author_id == seen_by.person_id
    return _cards(_COLUMNS.where(*there, mine), workshop, seat or seat_of(workshop, seen_by), seen_by, author_token)


def counts(workshop: Workshop, seen_by: Actor) -> CardCounts:
    """Numbers only. How many wrote is not said while it could point at somebody."""
    there = (Contribution.workshop_id == workshop.id, Contribution.withdrawn.is_(False))
    cards, late = db.session.execute(
        select(func.count(), func.count(case((Contribution.late.is_(True), 1)))).where(*there)
    ).one()
    asked = select(WorkshopMember.person_id, WorkshopMember.contributed).where(*asked_to_take_part(workshop))
    invited = dict(iter(db.session.execute(asked)))
    wrote, named = writers(workshop, invited), workshop.anonymity is Anonymity.NAMED
    shown = allowed(seen_by, Permission.READ, workshop) and (named or wrote >= FEWEST_COUNTED)
    return CardCounts(cards, late, wrote if shown else None, len(invited))


_COLUMNS: Select[Any] = select(
    Contribution.id,
    Contribution.kind,
    case((Contribution.hidden_reason.is_(None), Contribution.text)),
    Contribution.codes,
    Contribution.author_id,
    Contribution.channel,
    Contribution.late,
    Contribution.post_id,
    Contribution.theme_id,
    Contribution.placed,
    Contribution.hidden_reason,
    Contribution.dismissed,
    Contribution.version,
    Contribution.mark,
).order_by(Contribution.place.is_(None), Contribution.place, Contribution.id)


def _cards(rows: Select[Any], workshop: Workshop, seat: Seat, seen_by: Actor, author_token: str) -> list[CardView]:
    """The rows with names, where this reader may know them.

    To whoever only researches here a card without its author's consent is as one that was hidden. Where no author is kept
    nobody can have agreed, so none is shown.
    """
    runs = seat.part in {Part.FACILITATOR, Part.CO_FACILITATOR}
    names = workshop.anonymity is Anonymity.NAMED or (workshop.anonymity is Anonymity.HIDDEN and runs)
    name = Person.name if names else null()
    asked = rows.add_columns(name, _may_be_read(seat, seen_by))
    if names:
        asked = asked.outerjoin(Person, Person.id == Contribution.author_id)
    return [_card(tuple(row), seen_by, author_token, names=names) for row in db.session.execute(asked)]


def _may_be_read(seat: Seat, seen_by: Actor) -> ColumnElement[bool]:
    if not reads_it_for_research(seen_by, seat):
        return true()
    agreed = agreed_to_research(Contribution.author_id, literal(seat.network_id), IN_WORKSHOPS)
    return or_(agreed.correlate(Contribution), Contribution.author_id == seen_by.person_id)


def _card(row: tuple[Any, ...], seen_by: Actor, author_token: str, *, names: bool) -> CardView:
    (card_id, kind, text, codes, author_id, channel, late, post_id, theme_id, placed, reason, dismissed, version) = row[
        :13
    ]
    mark, author, readable = row[13:]
    by_browser = bool(author_token) and mark is not None and mark == token_digest(author_token, card_id)
    if not readable and not by_browser:
        text, codes, author_id, author, post_id, reason = None, (), None, None, None, NOT_AGREED
    return CardView(
        id=card_id,
        kind=kind,
        text=text,
        codes=tuple(codes) if reason is None else (),
        author_id=author_id if names else None,
        author=author,
        channel=channel,
        late=late,
        post_id=post_id,
        theme_id=theme_id,
        placed=placed,
        hidden_reason=reason,
        dismissed=tuple(dismissed),
        version=version,
        mine=by_browser or (author_id is not None and author_id == seen_by.person_id),
    )

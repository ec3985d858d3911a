"""Reporting a card to those who run the workshop, and their answer. Nobody's name is kept with a report."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete, select

from app.core.actor import Actor
from app.core.concurrency.versions import UNSAID, expect_same
from app.core.db import changed_rows, db
from app.core.errors import Conflict, Invalid, NotFound
from app.core.language.spoken import gettext
from app.core.permissions import require
from app.core.text.signs import stated
from app.workshops.board.queries.cards import shown_cards
from app.workshops.event_log import record_event
from app.workshops.locking import lock_workshop
from app.workshops.models import CardReport, Contribution, Workshop
from app.workshops.policy import Permission
from app.workshops.queries import seat_of

LONGEST_REASON = 500


def report(actor: Actor, workshop: Workshop, card: Contribution, reason: str) -> None:
    """Ask those who run it to look at a card that is shown; NotFound for any other.

    Invalid without a reason, and for one that is too long.
    """
    seat = seat_of(workshop, actor)
    require(actor, Permission.REPORT, seat)
    seen = shown_cards(workshop, seat, actor, only=card.id)
    if not seen or seen[0].text is None:
        raise NotFound
    if not 0 < len(stated(reason)) <= LONGEST_REASON:
        raise Invalid(
            gettext("Say what is wrong with it."),
            {"reason": [gettext("In at most %(longest_reason)s characters.", longest_reason=LONGEST_REASON)]},
        )
    db.session.add(CardReport(card_id=card.id, reason=stated(reason)))
    record_event(workshop.id, "card.reported", audience="facilitators", card=card.id)


def leave_standing(
    actor: Actor, workshop: Workshop, card: Contribution, *, seen: Collection[str] | None = None
) -> None:
    """The card is in order: what was reported of it is settled, and deleted.

    `seen` are the keys of the reports that were read: Conflict if it was reported again since. NotFound for a card of
    another workshop.
    """
    lock_workshop(workshop)
    require(actor, Permission.HIDE, seat_of(workshop, actor))
    if card.workshop_id != workshop.id:
        raise NotFound
    here = db.session.scalars(select(CardReport.id).where(CardReport.card_id == card.id))
    read = None if seen is None else set(seen) or UNSAID
    expect_same(
        set(here), read, Conflict(gettext("This card was reported again, or that was settled, since you looked at it."))
    )
    if changed_rows(delete(CardReport).where(CardReport.card_id == card.id)):
        record_event(workshop.id, "card.reported", audience="facilitators", card=card.id)

"""Putting one card or theme in the light for everybody, and putting the light out.

Nobody's page moves because of it: the words stand at the top of the room and on the screen. It goes out when the room
moves on.
"""

from __future__ import annotations

from sqlalchemy import delete

from app.core.actor import Actor
from app.core.concurrency.versions import expect_same
from app.core.db import changed_rows, db
from app.core.errors import Conflict, NotFound, Refused
from app.core.language.spoken import gettext, lazy_gettext
from app.core.permissions import require
from app.workshops.board.queries.cards import shown_cards
from app.workshops.event_log import record_event
from app.workshops.locking import lock_for_step, lock_workshop
from app.workshops.models import Contribution, Spotlight, Theme, Workshop
from app.workshops.policy import Permission
from app.workshops.queries import seat_of
from app.workshops.room.queries.spotlight import in_the_light
from app.workshops.visibility import cards_visible

ANOTHER_IS_LIT = lazy_gettext("Something else is shown to everybody by now.")


def light(actor: Actor, workshop: Workshop, what: Contribution | Theme, *, seen_version: int | None = None) -> None:
    """Put this in the light instead of what was there: of two who point at once the second one's stands.

    Only what everybody may read: NotFound for a card that is not shown, and for what is of another workshop. Refused
    before the reveal, and while the room is not open.
    """
    lock_for_step(actor, Permission.SPOTLIGHT, workshop, seen_version)
    seat = seat_of(workshop, actor)
    if workshop.state != "live" or not cards_visible(workshop):
        raise Refused(gettext("There is nothing to show to everybody before the reveal."))
    if what.workshop_id != workshop.id:
        raise NotFound
    if isinstance(what, Contribution):
        seen = shown_cards(workshop, seat, actor, only=what.id)
        if not seen or seen[0].text is None:
            raise NotFound
    clear(workshop.id)
    lit = {"card": what.id} if isinstance(what, Contribution) else {"theme": what.id}
    db.session.add(Spotlight(workshop_id=workshop.id, card_id=lit.get("card"), theme_id=lit.get("theme")))
    record_event(workshop.id, "room.spotlight", **lit)


def put_out(actor: Actor, workshop: Workshop, *, seen: str | int | None = None) -> None:
    """Nothing is in the light any more. Conflict if `seen`, a card's key or a theme's id, is not what is in it."""
    lock_workshop(workshop)
    require(actor, Permission.SPOTLIGHT, seat_of(workshop, actor))
    lit = in_the_light(workshop, seat_of(workshop, actor), actor)
    expect_same((lit.card_id or lit.theme_id) if lit else None, seen, Conflict(ANOTHER_IS_LIT))
    if clear(workshop.id):
        record_event(workshop.id, "room.spotlight")


def clear(workshop_id: int) -> int:
    """The room moves, or the meeting ends; whether anything was in the light."""
    known = db.session.get(Spotlight, workshop_id)
    if known is not None:
        db.session.expunge(known)
    return changed_rows(delete(Spotlight).where(Spotlight.workshop_id == workshop_id))

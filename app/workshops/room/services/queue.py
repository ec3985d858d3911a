"""The queue of the discussion: its order, and what has been discussed. The straw vote makes it, a facilitator may change it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import update

from app.core.actor import Actor
from app.core.concurrency.versions import expect_same
from app.core.db import db
from app.core.errors import Conflict, NotFound, Refused
from app.core.language.spoken import gettext
from app.core.permissions import require
from app.workshops.board.queries.board import themes_standing
from app.workshops.event_log import record_event
from app.workshops.lifecycle import OPEN_FOR_CARDS
from app.workshops.locking import lock_workshop
from app.workshops.models import Theme, Workshop
from app.workshops.policy import Permission
from app.workshops.queries import seat_of
from app.workshops.room.queries.spotlight import in_the_light
from app.workshops.room.services import spotlight
from app.workshops.visibility import cards_visible

#: Instead of a theme's id: none was in the light.
NO_THEME = 0


def move_in_queue(
    actor: Actor, workshop: Workshop, theme: Theme, by: int, *, seen: Sequence[int] | int | None = None
) -> None:
    """Move a theme this many places towards the end of the queue, or with a negative number towards its beginning.

    `seen` is the order that was seen, by the themes' ids: Conflict if it is another by now. Refused before the cards
    are shown and from the ballot on; NotFound for a theme that is not in the queue.
    """
    order = _queue(actor, workshop)
    expect_same([each.id for each in order], seen, Conflict(gettext("The order is another by now.")))
    moved = _in(order, theme)
    to = max(0, order.index(moved) + by)
    order.remove(moved)
    order.insert(to, moved)
    for place, each in enumerate(order, 1):
        db.session.execute(update(Theme).where(Theme.id == each.id).values(place=place))
    record_event(workshop.id, "queue.changed")


def mark_discussed(actor: Actor, workshop: Workshop, theme: Theme, *, done: bool = True) -> None:
    """Say that a theme has been discussed, or not yet after all. It keeps its place.

    Refused and NotFound as in `move_in_queue`.
    """
    _mark(_in(_queue(actor, workshop), theme), done=done)
    record_event(workshop.id, "queue.changed")


def next_theme(actor: Actor, workshop: Workshop, theme: Theme | None, *, seen: int | None = None) -> Theme | None:
    """Mark this theme as discussed and put the next one that is not in the light; None after the last.

    `seen` is the theme that was seen in the light, or NO_THEME: Conflict if it is another by now. Refused and NotFound
    as in `move_in_queue`.
    """
    order = _queue(actor, workshop)
    lit = in_the_light(workshop, seat_of(workshop, actor), actor)
    expect_same((lit and lit.theme_id) or NO_THEME, seen, Conflict(spotlight.ANOTHER_IS_LIT))
    if theme is not None:
        _mark(_in(order, theme), done=True)
    following = next((each for each in order if not each.discussed), None)
    if following is None:
        spotlight.put_out(actor, workshop)
        record_event(workshop.id, "queue.changed")
    else:
        spotlight.light(actor, workshop, following)
    return following


def _queue(actor: Actor, workshop: Workshop) -> list[Theme]:
    """The themes in their order, with nobody else changing it until the commit."""
    lock_workshop(workshop)
    require(actor, Permission.ORDER, seat_of(workshop, actor))
    if not cards_visible(workshop) or workshop.state not in OPEN_FOR_CARDS:
        raise Refused(gettext("The order of the discussion is made once the cards are shown, and until the ballot."))
    return list(themes_standing(workshop, seen_by=actor).themes)


def _in(order: list[Theme], theme: Theme) -> Theme:
    found = next((each for each in order if each.id == theme.id), None)
    if found is None:
        raise NotFound
    return found


def _mark(theme: Theme, *, done: bool) -> None:
    """Past the theme's version: whoever is renaming it meanwhile is not in anybody's way."""
    db.session.execute(update(Theme).where(Theme.id == theme.id).values(discussed=done))

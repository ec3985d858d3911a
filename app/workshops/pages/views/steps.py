"""Steps of the room beside moving it: the light, hands, the next card, the queue. Each is a button of the room; see views/room.py."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.core.errors import NotFound
from app.web.actor import actor
from app.workshops.board.queries.board import theme_of
from app.workshops.board.queries.cards import card as find_card
from app.workshops.context import WorkshopContext
from app.workshops.models import Contribution, Theme
from app.workshops.room.forms import RoomForm
from app.workshops.room.queries.hands import raised
from app.workshops.room.queries.spotlight import in_the_light
from app.workshops.room.services import card_by_card, hands, queue, spotlight

Step = Callable[[WorkshopContext, RoomForm], object]


def _person(form: RoomForm) -> int:
    if form.person_id is None:
        raise NotFound
    return form.person_id


def _light(where: WorkshopContext, form: RoomForm) -> None:
    spotlight.light(actor(), where.workshop, _named(where, form), seen_version=form.page_version)


def _named(where: WorkshopContext, form: RoomForm) -> Contribution | Theme:
    """The card or theme that a button is about."""
    if form.card.data:
        return find_card(where.workshop, str(form.card.data), seen_by=actor())
    return named_theme(where, form)


def named_theme(where: WorkshopContext, form: RoomForm) -> Theme:
    """The theme that a button is about."""
    if form.theme_id is None:
        raise NotFound
    return theme_of(where.workshop, form.theme_id, seen_by=actor())


def _move(where: WorkshopContext, form: RoomForm, by: int) -> None:
    queue.move_in_queue(actor(), where.workshop, named_theme(where, form), by, seen=form.seen_order)


#: By the last part of the button's address.
STEPS: dict[str, Step] = {
    "light": _light,
    "dark": lambda at, form: spotlight.put_out(actor(), at.workshop, seen=form.lit),
    "hand-up": lambda at, _form: hands.raise_hand(actor(), at.workshop),
    "hand-down": lambda at, _form: hands.lower_hand(actor(), at.workshop),
    "call": lambda at, form: hands.call(actor(), at.workshop, _person(form)),
    "clear-hand": lambda at, form: hands.clear(actor(), at.workshop, [_person(form)]),
    "clear-hands": lambda at, form: hands.clear(actor(), at.workshop, form.people_ids),
    "card-by-card": lambda at, form: card_by_card.begin(actor(), at.workshop, seen_version=form.page_version),
    "next-card": lambda at, form: card_by_card.show_next(
        actor(), at.workshop, seen=form.shown, seen_version=form.page_version
    ),
    "all-cards": lambda at, form: card_by_card.show_all(actor(), at.workshop, seen_version=form.page_version),
    "earlier": lambda at, form: _move(at, form, -1),
    "later": lambda at, form: _move(at, form, 1),
    "discussed": lambda at, form: queue.mark_discussed(actor(), at.workshop, named_theme(at, form)),
    "not-discussed": lambda at, form: queue.mark_discussed(actor(), at.workshop, named_theme(at, form), done=False),
    "next-theme": lambda at, form: queue.next_theme(
        actor(), at.workshop, named_theme(at, form) if form.theme_id else None, seen=form.lit_theme
    ),
}


def frame(where: WorkshopContext) -> dict[str, Any]:
    """What the room shows of it in every situation."""
    one, seat = where.workshop, where.seat
    return {"lit": in_the_light(one, seat, actor()), "hands": raised(one, seat, actor())}

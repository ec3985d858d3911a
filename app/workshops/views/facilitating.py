"""Steps of the room beside moving it: what is put in the light. Each is a button of the room; see views/room.py."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.core.errors import NotFound
from app.web.actor import actor
from app.workshops.models import Contribution, Theme
from app.workshops.queries.board import theme_of
from app.workshops.queries.cards import card as find_card
from app.workshops.queries.spotlight import in_the_light
from app.workshops.room_forms import RoomForm
from app.workshops.services import spotlight
from app.workshops.views.routes import Place

Step = Callable[[Place, RoomForm], object]


def _light(where: Place, form: RoomForm) -> None:
    spotlight.light(actor(), where.workshop, _named(where, form))


def _named(where: Place, form: RoomForm) -> Contribution | Theme:
    """The card or theme that a button is about."""
    if form.card.data:
        return find_card(where.workshop, str(form.card.data), seen_by=actor())
    return named_theme(where, form)


def named_theme(where: Place, form: RoomForm) -> Theme:
    """The theme that a button is about."""
    if form.theme_id is None:
        raise NotFound
    return theme_of(where.workshop, form.theme_id, seen_by=actor())


#: By the last part of the button's address.
STEPS: dict[str, Step] = {
    "light": _light,
    "dark": lambda at, _form: spotlight.put_out(actor(), at.workshop),
}


def frame(where: Place) -> dict[str, Any]:
    """What the room shows of it in every situation."""
    return {"lit": in_the_light(where.workshop, where.seat, actor())}

"""The board, and what the room shows while people write, read, group and discuss."""

from __future__ import annotations

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from app.core.permissions import allowed, require
from app.web.actor import actor
from app.workshops.policy import Permission
from app.workshops.queries.results import results
from app.workshops.queries.reveal import card_by_card
from app.workshops.showing import cards_visible
from app.workshops.views import situations
from app.workshops.views._board import reading, writing
from app.workshops.views.routes import ONE, Place, blueprint, place


@blueprint.get(f"{ONE}/board")
def board(slug: str, number: int) -> ResponseReturnValue:
    """All cards by theme: the page to catch up on, to read later, and to print."""
    where = place(slug, number)
    require(actor(), Permission.READ_BOARD, where.seat)
    open_to_read = cards_visible(where.workshop)
    values: dict[str, Any] = reading(where) if open_to_read else writing(where)
    return render_template(
        "workshops/board/board.html",
        network=where.network,
        workshop=where.workshop,
        open_to_read=open_to_read,
        address=where.address,
        catching_up=where.workshop.state == "catch_up",
        **values,
    )


def _reveal(where: Place) -> dict[str, Any]:
    """The board so far, and the card that is read now if they are shown one at a time."""
    return reading(where) | {"reveal": card_by_card(where.workshop, where.seat, actor())}


def _discuss(where: Place) -> dict[str, Any]:
    """The board, and the queue with the dots of the straw vote where they may be shown."""
    values, found = reading(where), results(where.workshop, actor(), final=False, seat=where.seat)
    dots = {theme: scored.points for theme, scored in found.scored.items()} if found else {}
    orders = allowed(actor(), Permission.ORDER, where.seat) and cards_visible(where.workshop)
    return values | {"dots": dots, "orders": orders}


for _name in ("collecting", "collect"):
    situations.register(_name, writing)
situations.register("group", reading)
situations.register("reveal", _reveal)
situations.register("discuss", _discuss)

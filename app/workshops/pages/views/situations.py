"""What the room shows: one situation at a time, each drawn by the room of this feature that knows it.

A situation is "collecting" before the meeting, or the kind of the phase while it is live. What may be shown follows from
the workshop's own phase, never from the situation: a facilitator looks ahead.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.core.permissions import allowed
from app.web.actor import actor
from app.workshops.board.views.values import board_values, writing_values
from app.workshops.context import WorkshopContext
from app.workshops.outcomes.views import themes_and_outcomes
from app.workshops.pages.views.lobby import lobby
from app.workshops.policy import Permission
from app.workshops.room.queries.reveal import card_by_card
from app.workshops.visibility import cards_visible
from app.workshops.voting.queries.results import results
from app.workshops.voting.views.straw_vote import voting


def _reveal(where: WorkshopContext) -> dict[str, Any]:
    """The board so far, and the card that is read now if they are shown one at a time."""
    return board_values(where) | {"reveal": card_by_card(where.workshop, where.seat, actor())}


def _discuss(where: WorkshopContext) -> dict[str, Any]:
    """The board, and the queue with the dots of the straw vote where they may be shown."""
    values, found = board_values(where), results(where.workshop, actor(), final=False, seat=where.seat)
    dots = {theme: scored.points for theme, scored in found.scored.items()} if found else {}
    orders = allowed(actor(), Permission.ORDER, where.seat) and cards_visible(where.workshop)
    return values | {"dots": dots, "orders": orders}


#: Situation → the values of its template (templates/workshops/room/_<situation>.html) for this reader. They join the
#: room's own, which win where names are the same.
SITUATIONS: dict[str, Callable[[WorkshopContext], dict[str, Any]]] = {
    "lobby": lobby,
    "collecting": writing_values,
    "collect": writing_values,
    "reveal": _reveal,
    "group": board_values,
    "vote": voting,
    "discuss": _discuss,
    "commit": themes_and_outcomes,
    "wrap": themes_and_outcomes,
}

"""The room on a projector: large type, nothing personal, nothing to press but the way to more cards.

It shows what any participant may see and no more, whoever opened it: no names unless the workshop is named, and before
the reveal nothing but numbers. A situation that has more than fits is cut into pages.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.core.numbers import names_a_row
from app.core.permissions import require
from app.web.actor import actor
from app.web.page.fragments import wants_fragment
from app.workshops.board.queries.board import Board, board
from app.workshops.context import ONE, WorkshopContext, blueprint, workshop_at
from app.workshops.models import Part
from app.workshops.outcomes.queries import outcomes_of
from app.workshops.pages.views.room import ELSEWHERE
from app.workshops.policy import Permission, runs_it
from app.workshops.room.live.views import stream_address
from app.workshops.room.queries import counts
from app.workshops.room.queries.reveal import card_by_card
from app.workshops.room.queries.spotlight import in_the_light
from app.workshops.visibility import present_phase
from app.workshops.voting.queries.polls import poll
from app.workshops.voting.queries.results import results
from app.workshops.wording import STORED

CARDS_ON_A_SCREEN = 9
THEMES_ON_A_SCREEN = 12
LINES_ON_A_SCREEN = 10
#: Situations that show the board; the others have drawings of their own.
SHOWS_BOARD = frozenset({"reveal", "group", "discuss"})


@dataclass(frozen=True)
class Sheet:
    """One screenful of a list."""

    items: Sequence[Any]
    page: int
    pages: int


@blueprint.get(f"{ONE}/room/screen")
def screen(slug: str, number: int) -> ResponseReturnValue:
    where = workshop_at(slug, number)
    require(actor(), Permission.READ_BOARD, where.seat)
    if where.workshop.state not in {"collecting", "live"}:
        return redirect(where.address + ELSEWHERE.get(where.workshop.state, ""))
    template = "workshops/screen/_live.html" if wants_fragment() else "workshops/screen/screen.html"
    return render_template(template, **_values(where))


def _values(where: WorkshopContext) -> dict[str, Any]:
    phase = present_phase(where.workshop)
    situation = phase.kind if phase else "collecting"
    return {
        "network": where.network,
        "workshop": where.workshop,
        "address": where.address,
        "present": phase,
        "situation": situation,
        "tally": counts.room_counts(where.workshop, seen_by=actor(), seat=where.seat),
        "stream": stream_address(where),
        # Only so that it shares a connection with the room beside it.
        "runs_it": runs_it(actor(), where.seat),
        "lit": in_the_light(where.workshop, _anybody(where), actor()),
        "sheet": None,
        "reveal": None,
        "board": None,
        "dots": {},
    } | _drawing(where, situation)


def _anybody(where: WorkshopContext) -> Any:
    """A seat like any participant's: what the facilitator alone may see is not on the screen."""
    return replace(where.seat, part=Part.PARTICIPANT, holds_lease=False)


def _drawing(where: WorkshopContext, situation: str) -> dict[str, Any]:
    if situation in SHOWS_BOARD:
        return _board(where, situation)
    drawn = _OTHERS.get(situation)
    return drawn(where) if drawn else {"stored": STORED[where.workshop.anonymity]}


def _board(where: WorkshopContext, situation: str) -> dict[str, Any]:
    """While cards are read, the cards; then themes, with what lies beside them in numbers."""
    shown = board(where.workshop, actor(), seat=_anybody(where))
    if situation == "reveal":
        cards = [*shown.loose, *(card for theme in shown.themes for card in theme.cards), *shown.tray]
        reveal = card_by_card(where.workshop, _anybody(where), actor())
        return {"sheet": _sheet(cards, CARDS_ON_A_SCREEN), "board": shown, "reveal": reveal}
    values: dict[str, Any] = {"sheet": _sheet(shown.themes, THEMES_ON_A_SCREEN), "board": shown}
    return values | ({"dots": _dots(where)} if situation == "discuss" else {})


def _dots(where: WorkshopContext) -> dict[int, int]:
    """Dots of each theme in the straw vote, where they may be shown."""
    found = results(where.workshop, actor(), final=False, seat=where.seat)
    return {theme: scored.points for theme, scored in found.scored.items()} if found else {}


def _vote(where: WorkshopContext) -> dict[str, Any]:
    seen = poll(where.workshop, actor(), final=False, seat=where.seat)
    closed = results(where.workshop, actor(), final=False, seat=where.seat) if seen and not seen.is_open else None
    lines = (closed.items if closed else seen.items) if seen else []
    most = max((scored.points for scored in closed.scored.values()), default=0) if closed else 0
    return {"poll": seen, "found": closed, "most": most, "sheet": _sheet(lines, LINES_ON_A_SCREEN)}


def _ends(where: WorkshopContext) -> dict[str, Any]:
    shown: Board = board(where.workshop, actor(), seat=_anybody(where))
    ended = outcomes_of(where.network, where.workshop, seen_by=actor(), seat=where.seat)
    return {"ended": ended, "sheet": _sheet(shown.themes, LINES_ON_A_SCREEN)}


_OTHERS: dict[str, Callable[[WorkshopContext], dict[str, Any]]] = {"vote": _vote, "commit": _ends, "wrap": _ends}


def _sheet(items: Sequence[Any], most: int) -> Sheet:
    """The page that the address asks for; the last, if there are fewer by now."""
    pages = max(1, -(-len(items) // most))
    wanted = request.args.get("page", "")
    page = min(int(wanted), pages) if names_a_row(wanted) and wanted != "0" else 1
    return Sheet(items[(page - 1) * most : page * most], page, pages)

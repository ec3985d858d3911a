"""The board, and what the room shows while people write, read, group and discuss."""

from __future__ import annotations

from typing import Any

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from app.core.permissions import require
from app.web.actor import actor
from app.workshops.board import export
from app.workshops.board.queries.board import board as read_board
from app.workshops.board.views.values import board_values, writing_values
from app.workshops.context import ONE, blueprint, workshop_at
from app.workshops.policy import Permission
from app.workshops.visibility import cards_visible


@blueprint.get(f"{ONE}/board")
def board(slug: str, number: int) -> ResponseReturnValue:
    """All cards by theme: the page to catch up on, to read later, and to print."""
    where = workshop_at(slug, number)
    require(actor(), Permission.READ_BOARD, where.seat)
    open_to_read = cards_visible(where.workshop)
    values: dict[str, Any] = board_values(where) if open_to_read else writing_values(where)
    return render_template(
        "workshops/board/board.html",
        network=where.network,
        workshop=where.workshop,
        open_to_read=open_to_read,
        address=where.address,
        catching_up=where.workshop.state == "catch_up",
        **values,
    )


@blueprint.get(f"{ONE}/cards.csv")
def cards_as_csv(slug: str, number: int) -> ResponseReturnValue:
    """Every card that the board shows; before the reveal there is none."""
    where = workshop_at(slug, number)
    require(actor(), Permission.READ_BOARD, where.seat)
    made = export.cards_csv(where.workshop, read_board(where.workshop, seen_by=actor(), seat=where.seat))
    answer = Response(made, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{slug}-workshop-{number}-cards.csv"'
    return answer

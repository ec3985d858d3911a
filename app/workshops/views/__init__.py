"""The pages of workshops."""

from __future__ import annotations

from app.workshops.views import (
    answering,
    arranging,
    ballot,
    board,
    call,
    cards,
    concluding,
    inviting,
    lobby,
    page,
    planning,
    reporting,
    results,
    room,
    run_sheet,
    screen,
    stream,
    themes,
    voting,
)
from app.workshops.views.routes import blueprint

__all__ = [
    "answering",
    "arranging",
    "ballot",
    "blueprint",
    "board",
    "call",
    "cards",
    "concluding",
    "inviting",
    "lobby",
    "page",
    "planning",
    "reporting",
    "results",
    "room",
    "run_sheet",
    "screen",
    "stream",
    "themes",
    "voting",
]

"""The pages of workshops."""

from __future__ import annotations

from app.workshops.views import (
    answering,
    concluding,
    inviting,
    lobby,
    page,
    planning,
    room,
    stream,
)
from app.workshops.views.routes import blueprint

__all__ = [
    "answering",
    "blueprint",
    "concluding",
    "inviting",
    "lobby",
    "page",
    "planning",
    "room",
    "stream",
]

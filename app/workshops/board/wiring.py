"""Plugs the board into the application."""

from __future__ import annotations

from flask import Flask

from app.core import outbox
from app.web.page.panels import offer
from app.workshops.board import panels
from app.workshops.board.services import vectors
from app.workshops.board.views import arrange, cards, page, reports, themes  # noqa: F401 - their addresses


def init_app(_app: Flask) -> None:
    outbox.register(vectors.EMBED, vectors.embed, erase_when_done=True)
    offer("forums.post.actions", panels.bring_to_workshop, order=60)

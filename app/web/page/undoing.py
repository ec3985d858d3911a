"""What a person did in passing, from home or the desk, with the way to take it back: said there for some minutes.

It is kept in the session, which is theirs alone; whether it can be taken back still is decided where it is done.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from flask import Flask, session

from app.core import clock
from app.core.lifecycle import TAKEN_BACK_WITHIN

_KEPT = "just_done"
#: A cookie has little room: more of a title is not needed to know it again.
LONGEST = 80


class JustDone(NamedTuple):
    """What the row says: about which thing, what was done, and where and until when it is taken back."""

    about: str
    words: str
    url: str
    until: datetime


def offer_undo(about: str, words: str, url: str) -> None:
    """Say it on home and on the desk until it cannot be taken back any more, or until something else is done."""
    until = clock.now() + TAKEN_BACK_WITHIN
    session[_KEPT] = [about if len(about) <= LONGEST else about[: LONGEST - 1] + "…", words, url, until.isoformat()]


def undone() -> None:
    """It was taken back."""
    session.pop(_KEPT, None)


def just_done() -> JustDone | None:
    """What this person did in the last minutes, if it may be taken back."""
    if _KEPT not in session:
        return None
    about, words, url, until = session[_KEPT]
    end = datetime.fromisoformat(until)
    return JustDone(about, words, url, end) if clock.now() < end else None


def init_app(app: Flask) -> None:
    app.add_template_global(just_done)

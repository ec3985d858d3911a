"""One's own drafts. Nobody else's are ever read: not by moderators, not by the administrator."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten
from typing import NamedTuple

from sqlalchemy import select

from app.accounts.drafts.models import BACK_FOR, UnsentDraft
from app.core import clock
from app.core.actor import Actor
from app.core.db import db


class Drafts(NamedTuple):
    """Those that can be gone on with, the latest first; and those thrown away a short while ago."""

    kept: Sequence[UnsentDraft]
    thrown_away: Sequence[UnsentDraft]


def drafts(seen_by: Actor) -> Drafts:
    mine = (
        select(UnsentDraft)
        .where(UnsentDraft.person_id == seen_by.person_id)
        .order_by(UnsentDraft.changed_at.desc(), UnsentDraft.id.desc())
    )
    kept = db.session.scalars(mine.where(UnsentDraft.ended_at.is_(None))).all()
    gone = db.session.scalars(mine.where(UnsentDraft.ended_at > clock.now() - BACK_FOR)).all()
    return Drafts(kept, [each for each in gone if each.typed])


def drafts_at(place: str, seen_by: Actor, *, but: str = "") -> Sequence[UnsentDraft]:
    """Those begun at this place, the latest first, without the one named `but`."""
    mine = select(UnsentDraft).where(
        UnsentDraft.person_id == seen_by.person_id, UnsentDraft.ended_at.is_(None), UnsentDraft.place == place
    )
    return db.session.scalars(
        mine.where(UnsentDraft.name != but).order_by(UnsentDraft.changed_at.desc(), UnsentDraft.id.desc())
    ).all()


def first_words(draft: UnsentDraft, most: int = 140) -> str:
    """The beginning of its longest field, on one line."""
    longest = max((str(text) for text in draft.typed.values()), key=len, default="")
    return shorten(longest, most, placeholder=" …")

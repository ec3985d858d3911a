"""Answering to a theme: "I see this too", and notes of the discussion."""

from __future__ import annotations

from app.core import clock
from app.core.actor import Actor
from app.core.db import db, insert_once
from app.core.errors import Invalid, NotFound, Refused
from app.core.language.spoken import gettext
from app.core.permissions import require
from app.core.text.signs import stated
from app.workshops.board.author_tokens import digest_of_name, token_digest
from app.workshops.board.queries.board import themes_standing
from app.workshops.event_log import record_event
from app.workshops.locking import lock_workshop
from app.workshops.models import Anonymity, Seconding, Theme, ThemeNote, Workshop
from app.workshops.models.board import random_key
from app.workshops.participants.services.participation import took_part
from app.workshops.policy import Permission
from app.workshops.queries import seat_of
from app.workshops.visibility import cards_visible

LONGEST_NOTE = 2_000


def second(actor: Actor, workshop: Workshop, theme: Theme, *, author_token: str = "") -> bool:
    """Say "I see this too"; False if this person had said so already.

    Where no names are kept it is the browser that may say it once: only a digest of its secret and the theme is stored.
    Invalid if it has no secret then. Refused before the cards are shown; NotFound for a theme of another workshop.
    """
    lock_workshop(workshop)
    theme_id, family = _ends_at(actor, workshop, theme)
    if workshop.anonymity is Anonymity.UNATTRIBUTED:
        if not author_token:
            raise Invalid(gettext("Your browser keeps no cookie of this site, so it cannot be counted once."))
        marks = {each: token_digest(author_token, f"theme {each}") for each in family}
    else:
        marks = dict.fromkeys(family, digest_of_name(actor.person_id or 0))
    if _has_seconded(marks):
        return False
    row = {"id": random_key(), "theme_id": theme_id, "mark": marks[theme_id]}
    if not insert_once(Seconding, row):
        return False
    took_part(workshop, actor)
    record_event(workshop.id, "theme.seconded", theme=theme_id)
    return True


def add_note(actor: Actor, workshop: Workshop, theme: Theme, text: str) -> ThemeNote:
    """Note something about a theme, with one's name: discussion is named, whatever the cards are.

    Refused before the cards are shown; NotFound for a theme of another workshop; Invalid if the note is empty or too
    long.
    """
    lock_workshop(workshop)
    theme_id, _ = _ends_at(actor, workshop, theme)
    if not 0 < len(stated(text)) <= LONGEST_NOTE:
        raise Invalid(
            gettext("The note cannot be kept."),
            {"text": [gettext("Write at most %(longest_note)s characters.", longest_note=f"{LONGEST_NOTE:,}")]},
        )
    added = ThemeNote(theme_id=theme_id, author_id=actor.person_id, text=stated(text), at=clock.now())
    db.session.add(added)
    record_event(workshop.id, "theme.noted", theme=theme_id)
    return added


def _ends_at(actor: Actor, workshop: Workshop, theme: Theme) -> tuple[int, list[int]]:
    """The theme that stands for this one, and all that lead to it."""
    require(actor, Permission.CONTRIBUTE, seat_of(workshop, actor))
    if not cards_visible(workshop):
        raise Refused(gettext("Themes are answered once the cards are shown to everybody."))
    leads_to = themes_standing(workshop, seen_by=actor).leads_to
    if theme.id not in leads_to:
        raise NotFound
    end = leads_to[theme.id]
    return end, [each for each, its_end in leads_to.items() if its_end == end]


def _has_seconded(marks: dict[int, str]) -> bool:
    there = db.session.query(Seconding.id).where(Seconding.theme_id.in_(marks), Seconding.mark.in_(set(marks.values())))
    return there.first() is not None

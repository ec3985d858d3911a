"""Putting the write-up into words, and publishing it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from app.core import audit, clock
from app.core.actor import Actor
from app.core.concurrency.versions import expect_same, expect_version
from app.core.db import db, insert_once
from app.core.errors import Conflict, Invalid, NotFound, Refused
from app.core.events import announce
from app.core.permissions import require
from app.texts.services import TextOf, keep_with, read_text, tell_named
from app.workshops.events import WriteUpPublished
from app.workshops.lifecycle import CONCLUDING
from app.workshops.models import Workshop, WriteUpSection
from app.workshops.outcomes.write_up.sections import SECTIONS
from app.workshops.participants import queries as participants
from app.workshops.policy import Permission
from app.workshops.queries import seat_of
from app.workshops.room.services.moves import step
from app.workshops.visibility import cards_visible

#: Under which the links, pictures and files of a section are kept.
WRITE_UP_TEXT = "write-up"


def edit_section(
    actor: Actor, workshop: Workshop, name: str, body_md: str, *, seen_version: int | None = None
) -> WriteUpSection:
    """Put a section of the write-up into one's own words; an empty text lets it draft itself again.

    Conflict if somebody was quicker, also where `seen_version` is 0: the editor saw the draft. Refused while there is
    nothing to write up, and for words that are not shown before the reveal; NotFound for a section that there is not.
    """
    require(actor, Permission.CONCLUDE, seat_of(workshop, seen_by=actor))
    if workshop.state not in CONCLUDING | {"published"}:
        raise Refused("There is nothing to write up yet.", "The write-up begins with the meeting.")
    if name not in SECTIONS:
        raise NotFound
    here = WriteUpSection.workshop_id == workshop.id, WriteUpSection.name == name
    section = db.session.scalar(select(WriteUpSection).where(*here))
    if section is not None and not cards_visible(workshop):
        raise Refused("The room is back before its reveal: what was written up is not shown until then.")
    text = TextOf(WRITE_UP_TEXT, workshop.network_id, section.id if section else None)
    body, html = read_text(actor, text, body_md)
    words: dict[str, Any] = {"body_md": body, "body_html": html}
    words |= {"edited_by_id": actor.person_id or 0, "edited_at": clock.now()}
    before = section.body_md if section else ""
    if section is None:
        expect_same(0, seen_version, Conflict("This section drafts itself again."))
        if not insert_once(WriteUpSection, {"workshop_id": workshop.id, "name": name, "version": 1, **words}):
            raise Conflict("Somebody else wrote this section at the same moment.")
        section = db.session.scalars(select(WriteUpSection).where(*here)).one()
    else:
        expect_version(section, seen_version, {"body": section.body_md})
        for field, value in words.items():
            setattr(section, field, value)
        db.session.flush()  # an editor who was slower loses here
    keep_with(actor, text._replace(id=section.id), body)
    if workshop.state == "published":
        tell_named(actor, text._replace(id=section.id), body, before=before)
    audit.record(actor, "edit write-up", workshop, after=SECTIONS[name])
    return section


def publish(actor: Actor, workshop: Workshop, *, confirmed: Sequence[int], seen_version: int | None = None) -> Workshop:
    """Publish the write-up and owe a letter to those confirmed, of those invited. Every theme has its outcome first.

    Invalid if one of those confirmed was not invited.
    """
    require(actor, Permission.PUBLISH, seat_of(workshop, seen_by=actor))
    asked = {each.person_id for each in participants.people(workshop, seen_by=actor)}
    if strangers := set(confirmed) - asked:
        raise Invalid("Some are not invited.", {"recipients": [f"{len(strangers)} of them were not invited."]})
    step(actor, workshop, "publish", seen_version=seen_version)
    for section in db.session.scalars(select(WriteUpSection).where(WriteUpSection.workshop_id == workshop.id)):
        tell_named(actor, TextOf(WRITE_UP_TEXT, workshop.network_id, section.id), section.body_md)
    announce(
        WriteUpPublished(
            network_id=workshop.network_id,
            actor_id=actor.person_id,
            workshop_id=workshop.id,
            recipient_ids=tuple(sorted(set(confirmed))),
        )
    )
    return workshop

"""Raised hands: who would like to speak, in the order of raising. Presence only: nothing of it is kept once it is down."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Delete, delete, func, select, update

from app.core.actor import Actor
from app.core.db import changed_rows, db, insert_once
from app.core.errors import NotFound, Refused, Unsaid
from app.core.language.spoken import gettext
from app.core.permissions import require
from app.workshops.event_log import record_event
from app.workshops.models import Hand, Workshop
from app.workshops.policy import Permission
from app.workshops.queries import seat_of


def raise_hand(actor: Actor, workshop: Workshop) -> None:
    """Ask to speak, behind those who asked before. Raising a raised hand changes nothing.

    Refused while the room is not open.
    """
    require(actor, Permission.RAISE_HAND, seat_of(workshop, actor))
    if workshop.state != "live":
        raise Refused(gettext("Nobody speaks now: the room is not open."))
    if insert_once(Hand, {"workshop_id": workshop.id, "person_id": actor.person_id, "called": False}):
        _tell(workshop.id)


def lower_hand(actor: Actor, workshop: Workshop) -> None:
    """Take one's own hand down, called or not."""
    require(actor, Permission.RAISE_HAND, seat_of(workshop, actor))
    if changed_rows(_down(workshop.id).where(Hand.person_id == actor.person_id)):
        _tell(workshop.id)


def call(actor: Actor, workshop: Workshop, person_id: int) -> None:
    """Ask this person to speak. Whoever was called before has spoken: their hand is down.

    NotFound if this person's hand is down again.
    """
    require(actor, Permission.CALL_HAND, seat_of(workshop, actor))
    here = Hand.workshop_id == workshop.id
    db.session.execute(delete(Hand).where(here, Hand.called, Hand.person_id != person_id))
    if not changed_rows(update(Hand).where(here, Hand.person_id == person_id).values(called=True)):
        raise NotFound(gettext("That hand is down again."))
    _tell(workshop.id, called=True)


def clear(actor: Actor, workshop: Workshop, people: Collection[int]) -> None:
    """Take these people's hands down, and no hand that went up since; Unsaid if nobody is named."""
    require(actor, Permission.CALL_HAND, seat_of(workshop, actor))
    if not people:
        raise Unsaid
    if changed_rows(_down(workshop.id).where(Hand.person_id.in_(people))):
        _tell(workshop.id, called=True)


def all_down(workshop_id: int) -> None:
    """With the meeting all hands go down."""
    db.session.execute(_down(workshop_id))


def _down(workshop_id: int) -> Delete:
    return delete(Hand).where(Hand.workshop_id == workshop_id)


def _tell(workshop_id: int, **more: Any) -> None:
    """How many, and never whose. `called`: somebody's own hand may have changed without them."""
    hands = db.session.scalar(select(func.count()).where(Hand.workshop_id == workshop_id)) or 0
    record_event(workshop_id, "room.hands", counts={"hands": hands}, **more)

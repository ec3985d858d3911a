"""Who moves the room, who is here, and who is ready to go on."""

from __future__ import annotations

from sqlalchemy import func, select, update

from app.accounts.models import Person
from app.core import audit
from app.core.actor import Actor
from app.core.concurrency.versions import UNSAID, expect_same
from app.core.db import changed_rows, db
from app.core.errors import Conflict
from app.core.permissions import require
from app.workshops.event_log import record_event
from app.workshops.locking import MOVED_ON, lock_for_step, lock_workshop
from app.workshops.models import Workshop, WorkshopMember
from app.workshops.participants.queries import asked_to_take_part
from app.workshops.policy import Permission
from app.workshops.queries import seat_of


def take_over(actor: Actor, workshop: Workshop, *, seen_version: int | None = None) -> None:
    """Take the lease: from now on this person's steps move the room. It never changes hands by itself."""
    lock_for_step(actor, Permission.TAKE_OVER, workshop, seen_version)
    if workshop.facilitator_id == actor.person_id or actor.person_id is None:
        return
    before = workshop.facilitator.name
    give_lease(actor, workshop)
    audit.record(actor, "take over", workshop, before=before, after=actor.name)
    record_event(workshop.id, "lease.taken", person=actor.person_id)


def set_ready(actor: Actor, workshop: Workshop, ix: int | None, *, ready: bool = True) -> int:
    """Say that one is ready for the step after the phase with this index, or not yet; how many are.

    Conflict if the room has moved on meanwhile: nothing is said of the phase it is in now.
    """
    lock_workshop(workshop)
    require(actor, Permission.BE_READY, seat_of(workshop, actor))
    expect_same(workshop.phase_ix, UNSAID if ix is None else ix, Conflict(MOVED_ON))
    wanted = ix if ready else None
    other = WorkshopMember.ready_ix.is_distinct_from(wanted)
    own = (WorkshopMember.workshop_id == workshop.id) & (WorkshopMember.person_id == actor.person_id)
    changed = changed_rows(update(WorkshopMember).where(own, other).values(ready_ix=wanted))
    count = _ready_count(workshop)
    if changed:
        record_event(workshop.id, "room.ready", counts={"ready": count})
    return count


def arrive(actor: Actor, workshop: Workshop) -> None:
    """Be in the room of a live meeting: noted once per person, without a time."""
    lock_workshop(workshop)
    require(actor, Permission.BE_READY, seat_of(workshop, actor))
    if workshop.state != "live":
        return
    own = (WorkshopMember.workshop_id == workshop.id) & (WorkshopMember.person_id == actor.person_id)
    mark = update(WorkshopMember).where(own, WorkshopMember.attended.is_(False)).values(attended=True)
    if changed_rows(mark):
        here = select(func.count()).where(*asked_to_take_part(workshop), WorkshopMember.attended)
        record_event(workshop.id, "room.arrived", counts={"here": db.session.scalar(here) or 0})


def give_lease(actor: Actor, workshop: Workshop) -> None:
    """From now on this person's steps move the room."""
    if actor.person_id is not None:
        workshop.facilitator = db.session.get_one(Person, actor.person_id)


def _ready_count(workshop: Workshop) -> int:
    said = WorkshopMember.ready_ix.is_not(None), WorkshopMember.ready_ix == workshop.phase_ix
    ready = select(func.count()).where(*asked_to_take_part(workshop), *said)
    return db.session.scalar(ready) or 0

"""Whoever writes to a workshop has its row first, and only then asks where it stands.

A card that is written beside the reveal, or moved beside the ballot, belongs before it or behind it, never half to each.
The row comes before any other of the workshop (members, rounds, cards), so that nobody waits in a ring.
"""

from __future__ import annotations

from sqlalchemy import inspect, select
from sqlalchemy.orm import selectinload

from app.core.actor import Actor
from app.core.concurrency.locking import lock_row
from app.core.concurrency.versions import UNSAID, expect_same
from app.core.db import db
from app.core.errors import Conflict, Unsaid
from app.core.language.spoken import lazy_gettext
from app.core.permissions import require
from app.workshops.lifecycle import WORKSHOP
from app.workshops.models import Workshop
from app.workshops.policy import Permission
from app.workshops.queries import seat_of

MOVED_ON = lazy_gettext("This has changed since you looked at it.")


def lock_workshop(workshop: Workshop) -> None:
    """Wait for those who are writing to this workshop now, and read its row as they left it.

    On SQLite that is everybody who writes.
    """
    known = inspect(workshop)
    if known.expired_attributes:
        getattr(workshop, "state")  # noqa: B009 - read as it was asked for at first, with its phases
    # Its phases stay as they were loaded: which of them is present is all that moves while it is open.
    lock_row(workshop)


def locked_workshop(workshop_id: int) -> Workshop:
    """The workshop with its phases and its facilitator as they are now; nobody else moves it until the commit."""
    whole = (selectinload(Workshop.phases), selectinload(Workshop.facilitator))
    mine = select(Workshop).where(Workshop.id == workshop_id).options(*whole).with_for_update()
    return db.session.scalars(mine.execution_options(populate_existing=True)).one()


def lock_for_step(actor: Actor, permission: Permission, workshop: Workshop, seen_version: int | None = None) -> None:
    """Lock the row, read it anew with its phases, and only then ask who may: the lease may have changed hands.

    Whoever pressed on a page that is out of date is told so first (Conflict): that somebody else facilitates now is what
    the page did not show. Unsaid if the form does not say what it was made for.
    """
    locked_workshop(workshop.id)
    seat = seat_of(workshop, actor)
    if seen_version == UNSAID:
        require(actor, permission, seat)
        raise Unsaid
    require(actor, Permission.READ, seat)
    current = {"state": WORKSHOP.label(workshop.state), "phase": _where(workshop)}
    expect_same(workshop.version, seen_version, Conflict(MOVED_ON, current))
    require(actor, permission, seat)


def _where(workshop: Workshop) -> str:
    return "" if workshop.phase_ix is None else workshop.phases[workshop.phase_ix].title

"""Moving a workshop from state to state and its room from phase to phase, by a person or by the clock.

Every verb first takes the workshop's row for itself and looks at it anew: of two who act at once the second sees what
the first did, and is told so (409) if that is not what stood on their page.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import update

from app.core import audit, clock
from app.core.actor import OPERATOR, Actor
from app.core.db import db
from app.core.errors import Refused
from app.core.events import announce
from app.core.language.spoken import gettext
from app.core.text.signs import stated
from app.workshops.event_log import record_event
from app.workshops.events import WorkshopMoved
from app.workshops.lifecycle import WORKSHOP
from app.workshops.locking import lock_for_step
from app.workshops.models import Phase, Workshop, WorkshopMember
from app.workshops.participants import calendar_entries
from app.workshops.participants.services.invitations import renew_entry
from app.workshops.policy import MOVES, Permission
from app.workshops.room.services import consequences, preconditions
from app.workshops.room.services.attendance import give_lease
from app.workshops.room.services.phase_clock import present, run_until


def step(actor: Actor, workshop: Workshop, verb: str, reason: str = "", *, seen_version: int | None = None) -> Workshop:
    """Make the lifecycle's move of this name. Whoever starts the meeting holds the lease from then on.

    Refused where the workshop is not ready for it; Conflict if `seen_version` is not the present one.
    """
    if verb not in MOVES:
        raise Refused(gettext("There is no such step."))
    lock_for_step(actor, MOVES[verb], workshop, seen_version)
    move = WORKSHOP.move(workshop.state, verb, reason)
    if move.target == "live" and not workshop.phases:
        raise Refused(
            gettext("This workshop has no meeting."), gettext("Go on without one: “Open the board for additions”.")
        )
    if move.target == "scheduled" and workshop.phases and workshop.starts_at is None:
        raise Refused(gettext("It has no day yet."), gettext("Say when the meeting is, then send the invitations."))
    preconditions.expect(verb, actor, workshop)
    _make(actor, workshop, verb, move.target, stated(reason))
    return workshop


def move_by_clock(workshop: Workshop, verb: str) -> None:
    """Make a move that nobody pressed. Everything that follows such a move happens as if somebody had.

    The caller has the workshop's row.
    """
    move = WORKSHOP.move(workshop.state, verb)
    _make(OPERATOR, workshop, verb, move.target, because="Its time was over.")


def _make(actor: Actor, workshop: Workshop, verb: str, target: str, reason: str = "", *, because: str = "") -> None:
    """`because` stands in the history in place of a reason that a person gave."""
    at, before = clock.now(), workshop.state
    if before == "live":
        _end_meeting(workshop)
    workshop.state, workshop.state_since, workshop.state_reason = target, at, reason or None
    workshop.closes_at = _closes_at(workshop, at)
    if target == "live":
        give_lease(actor, workshop)
        _enter(workshop, 0, at)
    db.session.flush()  # what follows reads the new state
    if calendar_entries.takes_out(workshop, before):
        renew_entry(workshop)
    audit.record(actor, verb, workshop, before=before, after=target, reason=because or reason)
    consequences.moved(workshop, before)
    announce(
        WorkshopMoved(
            network_id=workshop.network_id,
            actor_id=actor.person_id,
            workshop_id=workshop.id,
            before=before,
            after=target,
        )
    )
    record_event(workshop.id, "workshop.moved", state=target)


def _closes_at(workshop: Workshop, at: datetime) -> datetime | None:
    hours = {"catch_up": workshop.catch_up_hours, "final_ballot": workshop.ballot_hours}.get(workshop.state, 0)
    return at + timedelta(hours=hours) if hours else None


def move_room(
    actor: Actor, workshop: Workshop, where: Literal["next", "back"] | int, *, seen_version: int | None = None
) -> Phase:
    """Take the room to the next phase, the one before, or the one with this index. Refused if there is none.

    Forwards ends what was open in the phase it leaves. Backwards voids what was decided in the phases behind, and
    deletes nothing.
    """
    lock_for_step(actor, Permission.MOVE_ROOM, workshop, seen_version)
    current = present(workshop)
    target = _target(workshop, current.ix, where)
    if target.ix == current.ix:
        return current
    go_to(workshop, current, target)
    audit.record(actor, "move the room", workshop, before=current.title, after=target.title)
    record_event(workshop.id, "room.moved", ix=target.ix)
    return target


def go_to(workshop: Workshop, current: Phase, target: Phase) -> None:
    """Leave one phase and enter another, whoever or whatever moved the room. The caller has the workshop's row."""
    current.ends_at = current.seconds_left = None
    if target.ix > current.ix:
        consequences.left(workshop, current)
    else:
        _void_behind(workshop, target.ix)
    _enter(workshop, target.ix, clock.now())


def _target(workshop: Workshop, ix: int, where: Literal["next", "back"] | int) -> Phase:
    wanted = {"next": ix + 1, "back": ix - 1}.get(where, -1) if isinstance(where, str) else where
    if 0 <= wanted < len(workshop.phases):
        return workshop.phases[wanted]
    if wanted >= len(workshop.phases):
        raise Refused(
            gettext("This is the last phase."),
            gettext("Open the board for additions, open the final ballot or close the workshop."),
        )
    raise Refused(gettext("This is the first phase."))


def _enter(workshop: Workshop, ix: int, at: datetime) -> None:
    phase = workshop.phases[ix]
    workshop.phase_ix = ix
    phase.opened_at, phase.shown, phase.given_back = at, None, 0
    run_until(workshop, phase, at + timedelta(minutes=phase.minutes))
    # Who was ready when the room was here before has not said so of this time.
    before = (WorkshopMember.workshop_id == workshop.id, WorkshopMember.ready_ix == ix)
    db.session.execute(update(WorkshopMember).where(*before).values(ready_ix=None))
    db.session.flush()  # what follows reads where the room is now
    consequences.entered(workshop, phase)


def _void_behind(workshop: Workshop, ix: int) -> None:
    for phase in reversed(workshop.phases[ix + 1 :]):
        if phase.opened_at is not None:
            consequences.left_back(workshop, phase)
            phase.opened_at = phase.ends_at = phase.seconds_left = phase.shown = None


def _end_meeting(workshop: Workshop) -> None:
    phase = present(workshop)
    phase.ends_at = phase.seconds_left = None
    consequences.left(workshop, phase)
    workshop.phase_ix = None

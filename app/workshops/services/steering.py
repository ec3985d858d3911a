"""Moving a workshop from state to state and its room from phase to phase; the clock; who holds the lease; who is ready.

Every verb first takes the workshop's row for itself and looks at it anew: of two who act at once the second sees what
the first did, and is told so (409) if that is not what stood on their page.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import func, select, update
from sqlalchemy.orm import selectinload

from app.accounts.models import Person
from app.core import audit, clock
from app.core.actor import Actor
from app.core.db import changed_rows, db
from app.core.errors import Conflict, Refused, Unsaid
from app.core.events import announce
from app.core.permissions import require
from app.core.signs import stated
from app.core.versions import UNSAID, expect_same
from app.workshops import calendar
from app.workshops.events import WorkshopMoved
from app.workshops.lifecycle import WORKSHOP
from app.workshops.log import note
from app.workshops.models import Phase, Workshop, WorkshopMember
from app.workshops.policy import MOVES, Permission
from app.workshops.queries.invited import asked_to_take_part
from app.workshops.queries.one import seat_of
from app.workshops.services import hooks
from app.workshops.services._calendars import renew_entry
from app.workshops.services._clocks import run_until
from app.workshops.services.turns import take_turn

A_MINUTE = timedelta(minutes=1)
#: No clock runs longer than this, however often a minute is added.
LONGEST_CLOCK = timedelta(hours=8)
MOVED_ON = "This has changed since you looked at it."


def step(actor: Actor, workshop: Workshop, verb: str, reason: str = "", *, seen_version: int | None = None) -> Workshop:
    """Make the lifecycle's move of this name. Whoever starts the meeting holds the lease from then on."""
    if verb not in MOVES:
        raise Refused("There is no such step.")
    require_turn(actor, MOVES[verb], workshop, seen_version)
    move = WORKSHOP.move(workshop.state, verb, reason)
    if move.target == "live" and not workshop.phases:
        raise Refused("This workshop has no meeting.", "Go on without one: “Open the board for additions”.")
    if move.target == "scheduled" and workshop.phases and workshop.starts_at is None:
        raise Refused("It has no day yet.", "Say when the meeting is, then send the invitations.")
    hooks.expect_step(verb, actor, workshop)
    at, before = clock.now(), workshop.state
    if before == "live":
        _end_meeting(workshop)
    workshop.state, workshop.state_since, workshop.state_reason = move.target, at, stated(reason) or None
    workshop.closes_at = _closes_at(workshop, at)
    if move.target == "live":
        _give_lease(actor, workshop)
        _enter(workshop, 0, at)
    db.session.flush()  # listeners below read the new state
    if calendar.takes_out(workshop, before):
        renew_entry(workshop)
    audit.record(actor, verb, workshop, before=before, after=move.target, reason=reason)
    announce(
        WorkshopMoved(
            network_id=workshop.network_id,
            actor_id=actor.person_id,
            workshop_id=workshop.id,
            before=before,
            after=move.target,
        )
    )
    note(workshop.id, "workshop.moved", state=move.target)
    return workshop


def move_room(
    actor: Actor, workshop: Workshop, where: Literal["next", "back"] | int, *, seen_version: int | None = None
) -> Phase:
    """Take the room to the next phase, the one before, or the one with this index.

    Forwards ends what was open in the phase it leaves. Backwards voids what was decided in the phases behind, and
    deletes nothing.
    """
    require_turn(actor, Permission.MOVE_ROOM, workshop, seen_version)
    current = _current(workshop)
    target = _target(workshop, current.ix, where)
    if target.ix == current.ix:
        return current
    go_to(workshop, current, target)
    audit.record(actor, "move the room", workshop, before=current.title, after=target.title)
    note(workshop.id, "room.moved", ix=target.ix)
    return target


def go_to(workshop: Workshop, current: Phase, target: Phase) -> None:
    """Leave one phase and enter another, whoever or whatever moved the room. The caller has the workshop's row."""
    current.ends_at = current.seconds_left = None
    if target.ix > current.ix:
        hooks.left(workshop, current)
    else:
        _void_behind(workshop, target.ix)
    _enter(workshop, target.ix, clock.now())


def extend(actor: Actor, workshop: Workshop, by: timedelta = A_MINUTE, *, seen_version: int | None = None) -> None:
    """More time for this phase, from now on if its time is over. A stopped clock stays stopped."""
    require_turn(actor, Permission.MOVE_ROOM, workshop, seen_version)
    phase, at = _current(workshop), clock.now()
    if phase.seconds_left is not None:
        phase.seconds_left = int(min(timedelta(seconds=phase.seconds_left) + by, LONGEST_CLOCK).total_seconds())
    else:
        run_until(workshop, phase, min(max(phase.ends_at or at, at) + by, at + LONGEST_CLOCK))
    _clock_changed(workshop)


def stop_clock(actor: Actor, workshop: Workshop, *, seen_version: int | None = None) -> None:
    """Hold the clock with what is left on it; stopping a stopped clock changes nothing."""
    require_turn(actor, Permission.MOVE_ROOM, workshop, seen_version)
    phase = _current(workshop)
    if phase.ends_at is not None:
        phase.seconds_left = max(0, round((phase.ends_at - clock.now()).total_seconds()))
        phase.ends_at = None
        _clock_changed(workshop)


def resume_clock(actor: Actor, workshop: Workshop, *, seen_version: int | None = None) -> None:
    """Let a stopped clock run on."""
    require_turn(actor, Permission.MOVE_ROOM, workshop, seen_version)
    phase = _current(workshop)
    if phase.seconds_left is not None:
        run_until(workshop, phase, clock.now() + timedelta(seconds=phase.seconds_left))
        _clock_changed(workshop)


def take_over(actor: Actor, workshop: Workshop, *, seen_version: int | None = None) -> None:
    """Take the lease: from now on this person's steps move the room. It never changes hands by itself."""
    require_turn(actor, Permission.TAKE_OVER, workshop, seen_version)
    if workshop.facilitator_id == actor.person_id or actor.person_id is None:
        return
    before = workshop.facilitator.name
    _give_lease(actor, workshop)
    audit.record(actor, "take over", workshop, before=before, after=actor.name)
    note(workshop.id, "lease.taken", person=actor.person_id)


def set_ready(actor: Actor, workshop: Workshop, ix: int | None, *, ready: bool = True) -> int:
    """Say that one is ready for the step after the phase with this index, or not yet; how many are.

    Conflict if the room has moved on meanwhile: nothing is said of the phase it is in now.
    """
    take_turn(workshop)
    require(actor, Permission.BE_READY, seat_of(workshop, actor))
    expect_same(workshop.phase_ix, UNSAID if ix is None else ix, Conflict(MOVED_ON))
    wanted = ix if ready else None
    other = WorkshopMember.ready_ix.is_distinct_from(wanted)
    own = (WorkshopMember.workshop_id == workshop.id) & (WorkshopMember.person_id == actor.person_id)
    changed = changed_rows(update(WorkshopMember).where(own, other).values(ready_ix=wanted))
    count = _ready_count(workshop)
    if changed:
        note(workshop.id, "room.ready", counts={"ready": count})
    return count


def arrive(actor: Actor, workshop: Workshop) -> None:
    """Be in the room of a live meeting: noted once per person, without a time."""
    take_turn(workshop)
    require(actor, Permission.BE_READY, seat_of(workshop, actor))
    if workshop.state != "live":
        return
    own = (WorkshopMember.workshop_id == workshop.id) & (WorkshopMember.person_id == actor.person_id)
    mark = update(WorkshopMember).where(own, WorkshopMember.attended.is_(False)).values(attended=True)
    if changed_rows(mark):
        here = select(func.count()).where(*asked_to_take_part(workshop), WorkshopMember.attended)
        note(workshop.id, "room.arrived", counts={"here": db.session.scalar(here) or 0})


def _ready_count(workshop: Workshop) -> int:
    said = WorkshopMember.ready_ix.is_not(None), WorkshopMember.ready_ix == workshop.phase_ix
    ready = select(func.count()).where(*asked_to_take_part(workshop), *said)
    return db.session.scalar(ready) or 0


def require_turn(actor: Actor, permission: Permission, workshop: Workshop, seen_version: int | None = None) -> None:
    """Lock the row, read it anew with its phases, and only then ask who may: the lease may have changed hands.

    Whoever pressed on a page that is out of date is told so first (Conflict): that somebody else facilitates now is what
    the page did not show.
    """
    whole = (selectinload(Workshop.phases), selectinload(Workshop.facilitator))
    mine = select(Workshop).where(Workshop.id == workshop.id).options(*whole).with_for_update()
    db.session.scalars(mine.execution_options(populate_existing=True)).one()
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


def _current(workshop: Workshop) -> Phase:
    if workshop.state != "live" or workshop.phase_ix is None:
        raise Refused("The room is not open now.", "Start the meeting first.")
    return workshop.phases[workshop.phase_ix]


def _target(workshop: Workshop, ix: int, where: Literal["next", "back"] | int) -> Phase:
    wanted = {"next": ix + 1, "back": ix - 1}.get(where, -1) if isinstance(where, str) else where
    if 0 <= wanted < len(workshop.phases):
        return workshop.phases[wanted]
    if wanted >= len(workshop.phases):
        raise Refused(
            "This is the last phase.", "Open the board for additions, open the final ballot or close the workshop."
        )
    raise Refused("This is the first phase.")


def _enter(workshop: Workshop, ix: int, at: datetime) -> None:
    phase = workshop.phases[ix]
    workshop.phase_ix = ix
    phase.opened_at, phase.shown, phase.given_back = at, None, 0
    run_until(workshop, phase, at + timedelta(minutes=phase.minutes))
    # Who was ready when the room was here before has not said so of this time.
    before = (WorkshopMember.workshop_id == workshop.id, WorkshopMember.ready_ix == ix)
    db.session.execute(update(WorkshopMember).where(*before).values(ready_ix=None))
    db.session.flush()  # the hooks read where the room is now
    hooks.entered(workshop, phase)


def _void_behind(workshop: Workshop, ix: int) -> None:
    for phase in reversed(workshop.phases[ix + 1 :]):
        if phase.opened_at is not None:
            hooks.left_back(workshop, phase)
            phase.opened_at = phase.ends_at = phase.seconds_left = phase.shown = None


def _end_meeting(workshop: Workshop) -> None:
    phase = _current(workshop)
    phase.ends_at = phase.seconds_left = None
    hooks.left(workshop, phase)
    workshop.phase_ix = None


def _give_lease(actor: Actor, workshop: Workshop) -> None:
    if actor.person_id is not None:
        workshop.facilitator = db.session.get_one(Person, actor.person_id)


def _closes_at(workshop: Workshop, at: datetime) -> datetime | None:
    hours = {"catch_up": workshop.catch_up_hours, "final_ballot": workshop.ballot_hours}.get(workshop.state, 0)
    return at + timedelta(hours=hours) if hours else None


def _clock_changed(workshop: Workshop) -> None:
    note(workshop.id, "room.clock")

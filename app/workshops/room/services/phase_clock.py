"""The clock of a phase: setting, stopping and resuming it. What goes on by itself when it ends is owed to the worker, for exactly that end."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.core import clock, outbox
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Refused
from app.core.language.spoken import gettext
from app.workshops.event_log import record_event
from app.workshops.locking import lock_for_step
from app.workshops.models import Phase, Workshop
from app.workshops.policy import Permission

#: Outbox kind: the clock of a phase that goes on by itself has ended.
GO_ON = "workshops.go_on"
A_MINUTE = timedelta(minutes=1)
#: No clock runs longer than this, however often a minute is added.
LONGEST_CLOCK = timedelta(hours=8)


def run_until(workshop: Workshop, phase: Phase, ends_at: datetime) -> None:
    """Let the clock run until then. What was owed for another end does nothing when it comes."""
    phase.ends_at, phase.seconds_left = ends_at, None
    if phase.goes_on:
        db.session.flush()
        payload = {"workshop": workshop.id, "ix": phase.ix}
        once = f"{GO_ON}.{workshop.id}.{phase.ix}.{ends_at.isoformat()}"
        outbox.enqueue(GO_ON, payload, once=once, due_at=ends_at)


def extend(actor: Actor, workshop: Workshop, by: timedelta = A_MINUTE, *, seen_version: int | None = None) -> None:
    """More time for this phase, from now on if its time is over. A stopped clock stays stopped."""
    lock_for_step(actor, Permission.MOVE_ROOM, workshop, seen_version)
    phase, at = present(workshop), clock.now()
    if phase.seconds_left is not None:
        phase.seconds_left = int(min(timedelta(seconds=phase.seconds_left) + by, LONGEST_CLOCK).total_seconds())
    else:
        run_until(workshop, phase, min(max(phase.ends_at or at, at) + by, at + LONGEST_CLOCK))
    _clock_changed(workshop)


def stop_clock(actor: Actor, workshop: Workshop, *, seen_version: int | None = None) -> None:
    """Hold the clock with what is left on it; stopping a stopped clock changes nothing."""
    lock_for_step(actor, Permission.MOVE_ROOM, workshop, seen_version)
    phase = present(workshop)
    if phase.ends_at is not None:
        phase.seconds_left = max(0, round((phase.ends_at - clock.now()).total_seconds()))
        phase.ends_at = None
        _clock_changed(workshop)


def resume_clock(actor: Actor, workshop: Workshop, *, seen_version: int | None = None) -> None:
    """Let a stopped clock run on."""
    lock_for_step(actor, Permission.MOVE_ROOM, workshop, seen_version)
    phase = present(workshop)
    if phase.seconds_left is not None:
        run_until(workshop, phase, clock.now() + timedelta(seconds=phase.seconds_left))
        _clock_changed(workshop)


def _clock_changed(workshop: Workshop) -> None:
    record_event(workshop.id, "room.clock")


def present(workshop: Workshop) -> Phase:
    """The phase that the room is in; Refused while it is not open."""
    if workshop.state != "live" or workshop.phase_ix is None:
        raise Refused(gettext("The room is not open now."), gettext("Start the meeting first."))
    return workshop.phases[workshop.phase_ix]

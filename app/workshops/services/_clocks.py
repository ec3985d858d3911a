"""Setting a phase's clock. What goes on by itself when it ends is owed to the worker, for exactly that end."""

from __future__ import annotations

from datetime import datetime

from app.core import outbox
from app.core.db import db
from app.workshops.models import Phase, Workshop

#: Outbox kind: the clock of a phase that goes on by itself has ended.
GO_ON = "workshops.go_on"


def run_until(workshop: Workshop, phase: Phase, ends_at: datetime) -> None:
    """Let the clock run until then. What was owed for another end does nothing when it comes."""
    phase.ends_at, phase.seconds_left = ends_at, None
    if phase.goes_on:
        db.session.flush()
        payload = {"workshop": workshop.id, "ix": phase.ix}
        once = f"{GO_ON}.{workshop.id}.{phase.ix}.{ends_at.isoformat()}"
        outbox.owe(GO_ON, payload, once=once, due_at=ends_at)

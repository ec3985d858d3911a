"""What calendars hold of a meeting is replaced by what has a higher number, and by nothing else (RFC 5546, 2.1.4)."""

from __future__ import annotations

from sqlalchemy import update

from app.core.db import db
from app.workshops.models import Workshop


def renew_entry(workshop: Workshop) -> None:
    """All that is sent of the meeting from now on is newer than what anybody has of it.

    The plan keeps its version: whoever is changing it has nothing to look at anew.
    """
    raised = update(Workshop).where(Workshop.id == workshop.id).values(ics_sequence=Workshop.ics_sequence + 1)
    db.session.execute(raised.execution_options(synchronize_session="fetch"))

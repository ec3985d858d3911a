"""Taking turns: whoever writes to a workshop has its row first, and only then asks where it stands.

A card that is written beside the reveal, or moved beside the ballot, belongs before it or behind it, never half to each.
The row comes before any other of the workshop (members, rounds, cards), so that nobody waits in a ring.
"""

from __future__ import annotations

from sqlalchemy import inspect

from app.core.locking import lock_row
from app.workshops.models import Workshop


def take_turn(workshop: Workshop) -> None:
    """Wait for those who are writing to this workshop now, and read its row as they left it.

    On SQLite that is everybody who writes.
    """
    known = inspect(workshop)
    if known.expired_attributes:
        getattr(workshop, "state")  # noqa: B009 - read as it was asked for at first, with its phases
    # Its phases stay as they were loaded: which of them is present is all that moves while it is open.
    lock_row(workshop)

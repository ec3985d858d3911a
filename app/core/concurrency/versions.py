"""Two people editing the same thing: the second is shown what changed, and loses nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.core.errors import Conflict, Unsaid

#: What was seen by whoever sends a form that should say it and does not. No row has this version.
UNSAID = -1


def expect_version(subject: Any, seen: int | None, current: Mapping[str, Any] | None = None) -> None:
    """Raise Conflict, carrying what stands now, unless the editor saw the present version.

    `seen` of None means that no version was shown (a script); then the last writer wins. Of UNSAID it means that one
    should have been: Unsaid is raised.
    """
    expect_same(subject.version, seen, Conflict("Somebody else changed this while you were writing.", current))


def expect_same(stands: object, seen: object, otherwise: Conflict) -> None:
    """The same for what is known by something else than a version: the time of a meeting, what is pointed at."""
    if seen == UNSAID:
        raise Unsaid
    if seen is not None and seen != stands:
        raise otherwise

"""Two people editing the same thing: the second is shown what changed, and loses nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.core.errors import Conflict


def expect_version(subject: Any, seen: int | None, current: Mapping[str, Any] | None = None) -> None:
    """Raise Conflict, carrying what stands now, unless the editor saw the present version.

    `seen` of None means that no version was shown (a script); then the last writer wins.
    """
    if seen is not None and subject.version != seen:
        raise Conflict("Somebody else changed this while you were writing.", current)

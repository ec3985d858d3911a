"""What the room shows: one situation at a time, each drawn by the part of the feature that knows it.

A situation is "collecting" before the meeting, or the kind of the phase while it is live. Whoever draws one registers a
function that gives its template (templates/workshops/room/_<situation>.html) its values.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.workshops.views.routes import Place

#: Situation → the values of its template, for this reader.
SITUATIONS: dict[str, Callable[[Place], dict[str, Any]]] = {}


def register(name: str, function: Callable[[Place], dict[str, Any]]) -> None:
    """Say who draws a situation. Its values join the room's own (see room._frame), which win where names are the same.

    What may be shown follows from the workshop's own phase, never from the situation: a facilitator looks ahead.
    """
    SITUATIONS[name] = function

"""States and moves of an intervention (method: section 6)."""

from __future__ import annotations

from app.core.lifecycle import Lifecycle, Move

INTERVENTION = Lifecycle(
    noun="intervention",
    initial="proposed",
    states={
        "proposed": "proposed",
        "supported": "supported",
        "accepted": "accepted",
        "declined": "declined",
        "deferred": "deferred",
        "designing": "designing",
        "in_production": "in production",
        "ready": "ready",
        "live": "live",
        "evaluated": "evaluated",
        "adopted": "adopted",
        "adapted": "adapted",
        "abandoned": "abandoned",
    },
    moves=(
        Move("gain_support", ("proposed",), "supported", "Supported by ALs and module team"),
        Move("lose_support", ("supported",), "proposed", "No longer supported enough"),
        Move("accept", ("proposed", "supported", "deferred", "declined"), "accepted", "Accept", True),
        Move("decline", ("proposed", "supported", "deferred"), "declined", "Decline", True),
        Move("defer", ("proposed", "supported"), "deferred", "Defer to a later presentation", True),
        Move("design", ("accepted",), "designing", "Start designing"),
        Move("produce", ("designing",), "in_production", "Put into production"),
        Move("make_ready", ("accepted", "designing", "in_production"), "ready", "Mark as ready"),
        Move("go_live", ("ready",), "live", "Record that it is live"),
        Move("record_outcome", ("live",), "evaluated", "Record the outcome"),
        Move("adopt", ("evaluated",), "adopted", "Adopt", True),
        Move("adapt", ("evaluated",), "adapted", "Adapt", True),
        Move("abandon", ("evaluated",), "abandoned", "Abandon", True),
    ),
)

#: States after the chair's yes.
AGREED = frozenset({"accepted", "designing", "in_production", "ready", "live", "evaluated", "adopted", "adapted", "abandoned"})

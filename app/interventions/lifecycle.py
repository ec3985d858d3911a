"""States and moves of an intervention (method: section 6)."""

from __future__ import annotations

from app.core.language.spoken import lazy_gettext
from app.core.lifecycle import Lifecycle, Move

INTERVENTION = Lifecycle(
    noun="intervention",
    initial="proposed",
    states={
        "proposed": lazy_gettext("proposed"),
        "supported": lazy_gettext("supported"),
        "accepted": lazy_gettext("accepted"),
        "declined": lazy_gettext("declined"),
        "deferred": lazy_gettext("deferred"),
        "designing": lazy_gettext("designing"),
        "in_production": lazy_gettext("in production"),
        "ready": lazy_gettext("ready"),
        "live": lazy_gettext("live"),
        "evaluated": lazy_gettext("evaluated"),
        "adopted": lazy_gettext("adopted"),
        "adapted": lazy_gettext("adapted"),
        "abandoned": lazy_gettext("abandoned"),
    },
    moves=(
        Move("gain_support", ("proposed",), "supported", lazy_gettext("Supported by ALs and module team")),
        Move("lose_support", ("supported",), "proposed", lazy_gettext("No longer supported enough")),
        Move("accept", ("proposed", "supported", "deferred", "declined"), "accepted", "Accept", True),
        Move("decline", ("proposed", "supported", "deferred"), "declined", "Decline", True),
        Move("defer", ("proposed", "supported"), "deferred", lazy_gettext("Defer to a later presentation"), True),
        Move("design", ("accepted",), "designing", lazy_gettext("Start designing")),
        Move("produce", ("designing",), "in_production", lazy_gettext("Put into production")),
        Move("make_ready", ("accepted", "designing", "in_production"), "ready", lazy_gettext("Mark as ready")),
        Move("go_live", ("ready",), "live", lazy_gettext("Record that it is live")),
        Move("record_outcome", ("live",), "evaluated", lazy_gettext("Record the outcome")),
        Move("adopt", ("evaluated",), "adopted", "Adopt", True),
        Move("adapt", ("evaluated",), "adapted", "Adapt", True),
        Move("abandon", ("evaluated",), "abandoned", "Abandon", True),
    ),
)

#: States after the chair's yes.
AGREED = frozenset(
    {"accepted", "designing", "in_production", "ready", "live", "evaluated", "adopted", "adapted", "abandoned"}
)

#: Before the chair's yes: the proposer may still change the words.
UNDECIDED = frozenset({"proposed", "supported", "deferred", "declined"})

#: Said no to, or given up: a short list folds them.
NOT_PURSUED = frozenset({"declined", "deferred", "abandoned"})

#: Being made.
MAKING = frozenset({"accepted", "designing", "in_production"})

#: It has been in use, so the prediction is locked.
HAS_BEEN_LIVE = frozenset({"live", "evaluated", "adopted", "adapted", "abandoned"})

#: Nothing more is expected.
CONCLUDED = frozenset({"adopted", "adapted", "abandoned"})

#: The pipeline as people read it: key, heading, states.
STAGES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("proposed", "Proposed", ("supported", "proposed")),
    ("making", "In the making", ("accepted", "designing", "in_production", "ready")),
    ("live", "Live", ("live",)),
    ("measured", "Measured", ("evaluated", "adopted", "adapted", "abandoned")),
    ("not-now", "Not now", ("deferred", "declined")),
)

#: Support that makes a proposal "supported": so many members, an AL and a member of the module team among them.
ENOUGH_SUPPORT = 3


def is_supported(supporters: int, als: int, team: int) -> bool:
    return supporters >= ENOUGH_SUPPORT and als >= 1 and team >= 1

"""States and moves of a workshop. Phases move inside "live": see phases.py."""

from __future__ import annotations

from app.core.language.spoken import lazy_gettext
from app.core.lifecycle import Lifecycle, Move

WORKSHOP = Lifecycle(
    noun="workshop",
    initial="draft",
    states={
        "draft": lazy_gettext("draft"),
        "scheduled": lazy_gettext("invited"),
        "collecting": lazy_gettext("collecting"),
        "live": lazy_gettext("live"),
        "catch_up": lazy_gettext("catching up"),
        "final_ballot": lazy_gettext("final ballot"),
        "closed": lazy_gettext("closed"),
        "published": lazy_gettext("published"),
        "cancelled": lazy_gettext("cancelled"),
    },
    moves=(
        Move("schedule", ("draft",), "scheduled", lazy_gettext("Send the invitations")),
        Move("open_collecting", ("scheduled",), "collecting", lazy_gettext("Open for contributions")),
        Move("start", ("scheduled", "collecting"), "live", lazy_gettext("Start the meeting")),
        # A template without a meeting, or a meeting that could not be held, goes on without one.
        Move("catch_up", ("collecting", "live"), "catch_up", lazy_gettext("Open the board for additions")),
        Move("open_ballot", ("live", "catch_up", "collecting"), "final_ballot", lazy_gettext("Open the final ballot")),
        Move("close", ("live", "catch_up", "final_ballot"), "closed", lazy_gettext("Close the workshop")),
        Move("publish", ("closed",), "published", lazy_gettext("Publish the write-up")),
        Move("reopen", ("closed", "published"), "catch_up", lazy_gettext("Reopen as a new round"), True),
        Move(
            "cancel",
            ("draft", "scheduled", "collecting", "live", "catch_up", "final_ballot"),
            "cancelled",
            lazy_gettext("Cancel the workshop"),
            True,
        ),
    ),
)

#: Cards may be written. What a phase limits is what is shown and what counts, never writing.
OPEN_FOR_CARDS = frozenset({"collecting", "live", "catch_up"})

#: Everybody invited may read the board (in "live", from the reveal on).
BOARD_IS_OPEN = frozenset({"catch_up", "final_ballot", "closed", "published"})

#: It is still to be, or under way.
UNDER_WAY = frozenset({"scheduled", "collecting", "live", "catch_up", "final_ballot"})

#: What becomes of the themes is recorded, and the write-up is written.
CONCLUDING = frozenset({"live", "catch_up", "final_ballot", "closed"})

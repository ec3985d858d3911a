"""States and moves of an action (method: section 6)."""

from __future__ import annotations

from app.core.language.spoken import lazy_gettext
from app.core.lifecycle import Lifecycle, Move

ACTION = Lifecycle(
    noun="action",
    initial="open",
    states={
        "open": lazy_gettext("open"),
        "in_progress": lazy_gettext("in progress"),
        "blocked": lazy_gettext("blocked"),
        "done": lazy_gettext("done, not yet verified"),
        "verified": lazy_gettext("verified"),
        "dropped": lazy_gettext("dropped"),
    },
    moves=(
        Move("start", ("open",), "in_progress", "Start"),
        Move("block", ("open", "in_progress"), "blocked", lazy_gettext("Mark as blocked"), True),
        Move("unblock", ("blocked",), "in_progress", lazy_gettext("No longer blocked")),
        Move("finish", ("open", "in_progress"), "done", "Done"),
        Move("send_back", ("done",), "in_progress", lazy_gettext("Send back"), True),
        Move("verify", ("done",), "verified", "Verify"),
        Move("drop", ("open", "in_progress", "blocked"), "dropped", "Drop", True),
    ),
)

#: Nothing more is expected.
SETTLED = frozenset({"verified", "dropped"})

#: The owner still has something to do, so the date still presses.
PRESSING = frozenset({"open", "in_progress", "blocked"})

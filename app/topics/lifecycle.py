"""States and moves of Tricky Topics and additional issues (method: section 6)."""

from __future__ import annotations

from app.core.language.spoken import lazy_gettext
from app.core.lifecycle import Lifecycle, Move

TOPIC = Lifecycle(
    noun="Tricky Topic",
    initial="suggested",
    states={
        "suggested": lazy_gettext("suggested"),
        "under_discussion": lazy_gettext("under discussion"),
        "shortlisted": lazy_gettext("shortlisted"),
        "prioritised": lazy_gettext("prioritised"),
        "intervention_planned": lazy_gettext("intervention planned"),
        "intervention_live": lazy_gettext("intervention live"),
        "evaluating": lazy_gettext("evaluating"),
        "closed_improved": lazy_gettext("loop closed: improved"),
        "closed_worse": lazy_gettext("loop closed: worse"),
        "closed_no_clear_change": lazy_gettext("loop closed: no clear change"),
        "closed_not_enough_data": lazy_gettext("loop closed: not enough data"),
        "parked": lazy_gettext("not this cycle"),
        "declined": lazy_gettext("declined"),
        "merged": lazy_gettext("merged"),
        "moved_to_issue": lazy_gettext("moved to additional issues"),
    },
    moves=(
        Move("accept", ("suggested",), "under_discussion", lazy_gettext("Take up for discussion")),
        Move(
            "move_to_issue",
            ("suggested", "under_discussion"),
            "moved_to_issue",
            lazy_gettext("Move to additional issues"),
            True,
        ),
        Move(
            "merge",
            ("suggested", "under_discussion", "shortlisted"),
            "merged",
            lazy_gettext("Merge into another topic"),
            True,
        ),
        Move("shortlist", ("under_discussion",), "shortlisted", lazy_gettext("Put on the shortlist")),
        Move("prioritise", ("shortlisted",), "prioritised", "Prioritise"),
        Move(
            "park",
            ("under_discussion", "shortlisted", "prioritised"),
            "parked",
            lazy_gettext("Park: not this cycle"),
            True,
        ),
        Move("decline", ("suggested", "under_discussion", "shortlisted"), "declined", "Decline", True),
        Move("plan", ("prioritised",), "intervention_planned", lazy_gettext("Intervention agreed")),
        Move("unplan", ("intervention_planned",), "prioritised", lazy_gettext("Intervention withdrawn"), True),
        Move("go_live", ("intervention_planned",), "intervention_live", lazy_gettext("Intervention live")),
        Move("evaluate", ("intervention_live",), "evaluating", lazy_gettext("Start evaluating")),
        Move("close_improved", ("evaluating",), "closed_improved", lazy_gettext("Close: improved")),
        Move("close_worse", ("evaluating",), "closed_worse", lazy_gettext("Close: worse")),
        Move(
            "close_no_clear_change", ("evaluating",), "closed_no_clear_change", lazy_gettext("Close: no clear change")
        ),
        Move(
            "close_not_enough_data", ("evaluating",), "closed_not_enough_data", lazy_gettext("Close: not enough data")
        ),
        Move(
            "reopen",
            (
                "parked",
                "declined",
                "closed_improved",
                "closed_worse",
                "closed_no_clear_change",
                "closed_not_enough_data",
            ),
            "under_discussion",
            "Reopen",
            True,
        ),
    ),
)

ISSUE = Lifecycle(
    noun="additional issue",
    initial="raised",
    states={
        "raised": lazy_gettext("raised"),
        "acknowledged": lazy_gettext("acknowledged"),
        "routed": lazy_gettext("routed"),
        "responded": lazy_gettext("responded"),
        "closed": lazy_gettext("closed"),
    },
    moves=(
        Move("acknowledge", ("raised",), "acknowledged", "Acknowledge"),
        Move("route", ("acknowledged", "routed"), "routed", lazy_gettext("Route to an owner")),
        Move("respond", ("routed", "responded"), "responded", "Respond"),
        Move("close", ("responded",), "closed", "Close"),
        Move("reopen", ("closed",), "acknowledged", "Reopen", True),
    ),
)

#: States in which a topic or issue takes votes.
VOTABLE_TOPIC = frozenset({"suggested", "under_discussion", "shortlisted", "prioritised"})
VOTABLE_ISSUE = frozenset({"raised", "acknowledged", "routed"})

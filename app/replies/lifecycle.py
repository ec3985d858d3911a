"""States and moves of a reply (method: section 6)."""

from __future__ import annotations

from app.core.language.spoken import lazy_gettext
from app.core.lifecycle import Lifecycle, Move

REPLY = Lifecycle(
    noun="reply",
    initial="draft",
    states={
        "draft": lazy_gettext("draft"),
        "approved": lazy_gettext("approved by the chair"),
        "published": "published",
    },
    moves=(
        Move("approve", ("draft",), "approved", "Approve"),
        Move("send_back", ("draft", "approved"), "draft", lazy_gettext("Send back"), needs_reason=True),
        # The chair approved those words and no others, so changing them asks for approval again.
        Move("rewrite", ("draft", "approved"), "draft", lazy_gettext("Change the words")),
        Move("publish", ("approved",), "published", lazy_gettext("Publish and tell everyone who spoke")),
    ),
)

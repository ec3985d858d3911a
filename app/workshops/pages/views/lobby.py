"""The lobby: why people are here, what will happen, and what is stored of who writes."""

from __future__ import annotations

from typing import Any

from app.core.language.spoken import lazy_gettext
from app.web.actor import actor
from app.workshops.board.queries.clinic import topics_to_work_on
from app.workshops.context import WorkshopContext
from app.workshops.models import Workshop
from app.workshops.phases import PhaseKind
from app.workshops.wording import STORED

#: A phase in a sentence, for those who have not been in one.
WHAT_HAPPENS = {
    PhaseKind.LOBBY: lazy_gettext("Arrive, try the call, read what happens today."),
    PhaseKind.COLLECT: lazy_gettext("Everybody writes cards alone. Nobody reads another’s before the reveal."),
    PhaseKind.REVEAL: lazy_gettext("All cards are shown, in an order by lot. What is unclear is asked."),
    PhaseKind.GROUP: lazy_gettext("Cards that say the same become themes."),
    PhaseKind.VOTE: lazy_gettext("A straw vote: it only orders what is discussed."),
    PhaseKind.DISCUSS: lazy_gettext("Theme by theme, in the order of the straw vote."),
    PhaseKind.COMMIT: lazy_gettext("What becomes of each theme, with whom and by when."),
    PhaseKind.WRAP: lazy_gettext("What was agreed is read back."),
}


#: The same where nobody votes in the meeting.
_UNORDERED = {PhaseKind.DISCUSS: lazy_gettext("Theme by theme.")}


def what_happens(workshop: Workshop) -> dict[PhaseKind, str]:
    votes = any(phase.kind == PhaseKind.VOTE for phase in workshop.phases)
    return WHAT_HAPPENS if votes else WHAT_HAPPENS | _UNORDERED


def lobby(where: WorkshopContext) -> dict[str, Any]:
    """Values of the lobby."""
    one = where.workshop
    return {"stored": STORED[one.anonymity], "starts_from": topics_to_work_on(one, seen_by=actor())}

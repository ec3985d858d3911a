"""What must hold before a workshop moves, beside the lifecycle and the permission."""

from __future__ import annotations

from app.core.actor import Actor
from app.core.errors import Refused
from app.core.language.spoken import gettext
from app.workshops.board.queries.unfinished import without_outcome
from app.workshops.models import Workshop


def expect(verb: str, actor: Actor, workshop: Workshop) -> None:
    """Refused while something is missing for the move of this name; nothing is changed."""
    if verb == "publish" and (left := without_outcome(workshop, seen_by=actor)):
        raise Refused(
            gettext(
                "%(left)s of the themes have no outcome yet: %(left2)s.", left=len(left), left2=", ".join(left[:5])
            ),
            gettext("Record one for each, “no action, because…” included; then publish."),
        )

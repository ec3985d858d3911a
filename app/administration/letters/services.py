"""What an administrator does about letters that wait."""

from __future__ import annotations

from app.accounts.models import Person
from app.administration.letters.sorts import SortOfLetters
from app.core import audit, outbox
from app.core.actor import Actor
from app.core.db import db
from app.core.permissions import require
from app.networks.policy import Permission


def stop_letters(actor: Actor, sort: SortOfLetters) -> int:
    """Take the letters of this sort that are owed out for good; how many. Not those that are being sent."""
    require(actor, Permission.ADMINISTER, None)
    many = outbox.stop(sort.kinds)
    if many and actor.person_id is not None:
        # It is about no row that stays; so it stands in the history of whoever did it.
        audit.record(actor, "stop letters", db.session.get_one(Person, actor.person_id), after=f"{sort.name}: {many}")
    return many

"""What an administrator does about one piece of work."""

from __future__ import annotations

from app.accounts.models import Person
from app.administration.work.kinds import SHOWN, STOPPABLE
from app.core import audit, outbox
from app.core.actor import Actor
from app.core.db import db
from app.core.permissions import require
from app.networks.policy import Permission


def try_piece_again(actor: Actor, id_: int) -> bool:
    """Have the worker try this one now; whether it was there, failed, and is not being tried."""
    require(actor, Permission.ADMINISTER, None)
    return bool(outbox.try_again(SHOWN, only=id_))


def stop_piece(actor: Actor, id_: int) -> bool:
    """Take this one out for good; whether it was there. Only a letter: what else is owed keeps the site right."""
    require(actor, Permission.ADMINISTER, None)
    stopped = bool(outbox.stop(STOPPABLE, only=id_))
    if stopped and actor.person_id is not None:
        # It is about no row that stays; so it stands in the history of whoever did it.
        audit.record(actor, "stop letters", db.session.get_one(Person, actor.person_id), after="one letter")
    return stopped

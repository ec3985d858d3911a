"""What an administrator does about the site's own work."""

from __future__ import annotations

from app.core import outbox
from app.core.actor import Actor
from app.core.errors import NotFound
from app.core.permissions import require
from app.networks.policy import Permission


def try_again(actor: Actor, item_id: int) -> None:
    """Have the worker try it now, and as often as at first. NotFound if it is done meanwhile, or is being tried."""
    require(actor, Permission.ADMINISTER, None)
    if not outbox.try_again(item_id):
        raise NotFound("This was done meanwhile, or is being tried now.")

"""What an administrator does about the site's own work."""

from __future__ import annotations

from collections.abc import Collection

from app.core import outbox
from app.core.actor import Actor
from app.core.permissions import require
from app.networks.policy import Permission


def try_again(actor: Actor, kinds: Collection[str]) -> int:
    """Have the worker try what failed of these kinds now, and as often as at first; how much, without what is being tried."""
    require(actor, Permission.ADMINISTER, None)
    return outbox.try_again(kinds)

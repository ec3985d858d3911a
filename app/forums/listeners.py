"""What the forums do when something happens elsewhere."""

from __future__ import annotations

from app.forums.services import ensure_forums
from app.networks.events import NetworkMoved


def network_moved(event: NetworkMoved) -> None:
    """A network that has just been created gets its forums."""
    if not event.before and event.network_id is not None:
        ensure_forums(event.network_id)

"""Pages of a network, its members and its administration; the front page and home."""

from __future__ import annotations

from app.networks.views import (
    admin,
    copying,
    critical_dates,
    cycle,
    front,
    home,
    members,
    network,
    own,
    presentations,
    set_up,
)
from app.networks.views.routes import blueprint

__all__ = [
    "admin",
    "blueprint",
    "copying",
    "critical_dates",
    "cycle",
    "front",
    "home",
    "members",
    "network",
    "own",
    "presentations",
    "set_up",
]

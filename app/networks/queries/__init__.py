"""Reads about networks: who acts, what there is, who belongs, what is next."""

from __future__ import annotations

from app.networks.queries.actors import actor_for, actor_of
from app.networks.queries.glance import Glance, glance, my_networks
from app.networks.queries.networks import (
    all_networks,
    critical_dates,
    current_cycle,
    cycles,
    drafts,
    network,
    network_with_members,
    no_network_yet,
    presentations,
    responsible_people,
)
from app.networks.queries.people import (
    demo_accounts,
    former_names,
    former_names_among,
    made_by_administrators,
    members,
    own_record,
    own_roles,
    role_totals,
)

__all__ = [
    "Glance",
    "actor_for",
    "actor_of",
    "all_networks",
    "critical_dates",
    "current_cycle",
    "cycles",
    "demo_accounts",
    "drafts",
    "former_names",
    "former_names_among",
    "glance",
    "made_by_administrators",
    "members",
    "my_networks",
    "network",
    "network_with_members",
    "no_network_yet",
    "own_record",
    "own_roles",
    "presentations",
    "responsible_people",
    "role_totals",
]

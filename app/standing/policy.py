"""Who sits at the desk of a network: those who keep it going, and its sponsor, who sees the same."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from app.core.actor import Actor
from app.core.language.spoken import lazy_gettext
from app.core.permissions import Rule, allowed, register
from app.networks import policy as networks
from app.networks.models import Role
from app.networks.policy import Capability, can


class Permission(StrEnum):
    DESK = "standing:desk:read"


def is_sponsor(actor: Actor, subject: Any) -> bool:
    return Role.SPONSOR in actor.roles_in(subject.network_id)


TABLE = {
    Permission.DESK: Rule(
        ((can(Capability.STEER),), (is_sponsor,)),
        lazy_gettext("The desk is for the moderator, the chair and the sponsor of a network."),
        networks.Permission.READ,
        lazy_gettext("What waits for you stands on your home."),
    ),
}
register(TABLE)


class _Place:
    """A network as far as the rule looks at it."""

    def __init__(self, network_id: int) -> None:
        self.network_id = network_id


def desks_of(actor: Actor) -> list[int]:
    """The networks at whose desk the actor may sit."""
    return [place.id for place in actor.places if allowed(actor, Permission.DESK, _Place(place.id))]

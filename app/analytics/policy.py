"""Who sees figures, and who may ask for any of them."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from app.core.actor import Actor
from app.core.permissions import Rule, register
from app.networks.policy import Capability, can


class Permission(StrEnum):
    SEE = "analytics:overlay:read"
    ASK = "analytics:measure:ask"


def is_site_wide_analyst(actor: Actor, _subject: Any) -> bool:
    return actor.is_analyst


TABLE = {
    Permission.SEE: Rule(((can(Capability.SEE_ANALYTICS),),), "Only members see the figures of a network."),
    # A module without a network has nobody but the site-wide analysts; for others it is not there.
    Permission.ASK: Rule(
        ((can(Capability.ASK_MEASURES),), (is_site_wide_analyst,)),
        "Only the chair and the analysts of a module ask for any measure of it.",
        Permission.SEE,
        "The overlay of each topic is open to every member.",
    ),
}
register(TABLE)

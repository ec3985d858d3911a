"""Who may read and who may keep a module's study planner."""

from __future__ import annotations

from enum import StrEnum

from app.core.language.spoken import lazy_gettext
from app.core.permissions import Rule, register
from app.networks.policy import Capability, can


class Permission(StrEnum):
    READ = "planner:planner:read"
    KEEP = "planner:planner:keep"


#: The subject is the network of the module.
TABLE = {
    Permission.READ: Rule(((can(Capability.READ),),), lazy_gettext("Only members read the study planner.")),
    Permission.KEEP: Rule(
        ((can(Capability.MAP),), (can(Capability.SET_UP),)),
        lazy_gettext("The chair, the moderator, the module team or the analyst keeps the study planner."),
        Permission.READ,
    ),
}
register(TABLE)

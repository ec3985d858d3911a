"""Who flags a post, and who looks at flags."""

from __future__ import annotations

from enum import StrEnum

from app.core.permissions import Rule, register
from app.forums.policy import Permission, is_anothers, is_visible
from app.networks.policy import Capability, can


class Flagging(StrEnum):
    FLAG = "forums:post:flag"
    HANDLE = "forums:flag:handle"


_READ = can(Capability.READ)


TABLE = {
    Flagging.FLAG: Rule(
        ((_READ, is_visible, is_anothers),),
        "Your own post can be changed or removed: there is nothing to flag.",
        Permission.READ_POST,
    ),
    # To everybody else a flag does not exist.
    Flagging.HANDLE: Rule(((can(Capability.MODERATE),),), "Only the moderator of this network does that."),
}
register(TABLE)

"""Who may say that they see it too, and thank: whoever reads the post, but not its author."""

from __future__ import annotations

from enum import StrEnum

from app.core.language.spoken import lazy_gettext
from app.core.permissions import Rule, register
from app.forums.policy import Permission, is_anothers, is_visible
from app.networks.policy import Capability, can


class Reacting(StrEnum):
    REACT = "forums:post:react"


TABLE = {
    Reacting.REACT: Rule(
        ((can(Capability.READ), is_visible, is_anothers),),
        lazy_gettext("This is for what others wrote, while all can read it."),
        Permission.READ_POST,
        after=Permission.READ_POST,
    ),
}
register(TABLE)

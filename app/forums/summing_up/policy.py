"""Who says what a discussion came to."""

from __future__ import annotations

from enum import StrEnum

from app.core.language.spoken import lazy_gettext
from app.core.permissions import Rule, register
from app.forums.policy import Permission, is_open, reads_everything, wrote_it
from app.networks.policy import Capability, can, may_post


class SummingUp(StrEnum):
    MARK_ANSWER = "forums:answer:mark"
    SUMMARISE = "forums:summary:write"


_MODERATE = can(Capability.MODERATE)

TABLE = {
    SummingUp.MARK_ANSWER: Rule(
        ((may_post, wrote_it), (_MODERATE,)),
        lazy_gettext("Whoever began a discussion says what answers it, or the moderator."),
        Permission.READ_DISCUSSION,
    ),
    SummingUp.SUMMARISE: Rule(
        ((may_post, is_open, reads_everything), (_MODERATE,)),
        lazy_gettext("This discussion is locked, so nothing can be added to it."),
        Permission.READ_DISCUSSION,
        lazy_gettext("The moderator can unlock it."),
        after=Permission.POST,
    ),
}
register(TABLE)

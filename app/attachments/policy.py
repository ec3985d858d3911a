"""Who adds pictures and files, and who sees them: whoever reads the words that they belong to.

While one waits for its words, it is its owner's alone.
"""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import ColumnElement, and_, false, or_

from app.attachments import places
from app.attachments.models import Attachment
from app.core.actor import Actor
from app.core.permissions import Rule, register
from app.networks.policy import Capability, can, is_own, may_post
from app.networks.policy import Permission as OfNetworks


class Permission(StrEnum):
    ADD = "attachments:attachment:add"
    KEEP = "attachments:attachment:keep"


TABLE = {
    Permission.ADD: Rule(
        ((may_post,),),
        "Your role in this network reads here and adds nothing.",
        OfNetworks.READ,
        "A researcher may add something once they have said openly that they are one: ask the moderator.",
    ),
    # What it shows, and taking it away before it is published.
    Permission.KEEP: Rule(((is_own, can(Capability.READ)),), "Only whoever added it changes it."),
}
register(TABLE)


def visible_attachments(actor: Actor) -> ColumnElement[bool]:
    """Those whose words the actor may read, and their own that wait for words."""
    mine = and_(Attachment.subject_kind.is_(None), Attachment.person_id == actor.person_id)
    readable = [
        and_(Attachment.subject_kind == kind, Attachment.subject_id.in_(visible(actor)))
        for kind, visible in places.all_of_them()
    ]
    return or_(mine if actor.signed_in else false(), *readable)

"""Who may do what with a reply. Drafts are seen by those who may draft; what is published, by every member."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, or_

from app.core.actor import Actor
from app.core.language.spoken import lazy_gettext
from app.core.permissions import Rule, register
from app.networks import policy as networks
from app.networks.policy import Capability, can, in_networks_where
from app.replies.models import LoopReply


class Permission(StrEnum):
    READ = "replies:reply:read"
    DRAFT = "replies:reply:draft"
    EDIT = "replies:reply:edit"
    APPROVE = "replies:reply:approve"
    SEND_BACK = "replies:reply:send-back"
    PUBLISH = "replies:reply:publish"
    ACKNOWLEDGE = "replies:reply:acknowledge"


def is_published(_actor: Actor, reply: Any) -> bool:
    return bool(reply.state == "published")


def is_not_published(_actor: Actor, reply: Any) -> bool:
    return bool(reply.state != "published")


#: May stand for a topic, an issue or a network: whatever a reply is drafted for.
may_draft = can(Capability.DRAFT_REPLY)

TABLE = {
    Permission.READ: Rule(
        ((can(Capability.READ), is_published), (may_draft,)),
        lazy_gettext("Drafts are seen by the module team and the moderator."),
    ),
    Permission.DRAFT: Rule(
        ((may_draft,),),
        lazy_gettext("Only the module team, its chair or the moderator drafts a reply."),
        networks.Permission.READ,
    ),
    Permission.EDIT: Rule(
        ((may_draft, is_not_published),),
        lazy_gettext("A published reply stays as it is."),
        Permission.READ,
        lazy_gettext("What is wrong in it is put right by a new reply, which names the one it corrects."),
    ),
    Permission.APPROVE: Rule(
        ((can(Capability.APPROVE_REPLY),),),
        lazy_gettext("Only the chair of the module team approves a reply."),
        Permission.READ,
    ),
    Permission.SEND_BACK: Rule(
        ((can(Capability.PUBLISH_REPLY), is_not_published),),
        lazy_gettext("Only the chair or the moderator sends a reply back, and only before it is published."),
        Permission.READ,
    ),
    Permission.PUBLISH: Rule(
        ((can(Capability.PUBLISH_REPLY),),),
        lazy_gettext("Only the chair or the moderator publishes a reply."),
        Permission.READ,
    ),
    Permission.ACKNOWLEDGE: Rule(
        ((can(Capability.READ), is_published),),
        lazy_gettext("Only a member acknowledges a published reply."),
        Permission.READ,
    ),
}
register(TABLE)


def visible_replies(actor: Actor) -> ColumnElement[bool]:
    """The SQL twin of replies:reply:read."""
    member = in_networks_where(LoopReply.network_id, actor, Capability.READ)
    drafter = in_networks_where(LoopReply.network_id, actor, Capability.DRAFT_REPLY)
    return or_(and_(member, LoopReply.state == "published"), drafter)

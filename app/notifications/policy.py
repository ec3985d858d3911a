"""An inbox is its owner's alone: no role and no administrator reads another's.

What it says of a network is for its members: whoever left finds nothing of it there, and all of it again on coming back.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, cast

from sqlalchemy import ColumnElement, and_, bindparam, false, or_
from sqlalchemy.orm import InstrumentedAttribute

from app.core.actor import Actor
from app.core.language.spoken import lazy_gettext
from app.core.permissions import Rule, register
from app.networks.policy import WHOEVER_READS, Capability, holds, in_networks_where
from app.notifications.models import Notice


class Permission(StrEnum):
    READ = "notifications:notice:read"


def is_own(actor: Actor, subject: Any) -> bool:
    return actor.person_id is not None and bool(subject.person_id == actor.person_id)


def reads_where_it_happened(actor: Actor, subject: Any) -> bool:
    return subject.network_id is None or holds(actor, Capability.READ, subject.network_id)


TABLE = {Permission.READ: Rule(((is_own, reads_where_it_happened),), lazy_gettext("Only you read your inbox."))}
register(TABLE)


def visible_notices(actor: Actor) -> ColumnElement[bool]:
    """The SQL twin of notifications:notice:read."""
    if actor is WHOEVER_READS:
        return and_(Notice.person_id == bindparam("me"), _where_read(actor))
    return and_(Notice.person_id == actor.person_id, _where_read(actor)) if actor.person_id is not None else false()


def _where_read(actor: Actor) -> ColumnElement[bool]:
    column = cast("InstrumentedAttribute[int]", Notice.network_id)
    return or_(column.is_(None), in_networks_where(column, actor, Capability.READ))

"""An inbox is its owner's alone: no role and no administrator reads another's."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, false

from app.core.actor import Actor
from app.core.permissions import Rule, register
from app.notifications.models import Notice


class Permission(StrEnum):
    READ = "notifications:notice:read"


def is_own(actor: Actor, subject: Any) -> bool:
    return actor.person_id is not None and bool(subject.person_id == actor.person_id)


TABLE = {Permission.READ: Rule(((is_own,),), "Only you read your inbox.")}
register(TABLE)


def visible_notices(actor: Actor) -> ColumnElement[bool]:
    """The SQL twin of notifications:notice:read."""
    return Notice.person_id == actor.person_id if actor.person_id is not None else false()

"""The values that operators bring into a statement, and the conditions that several kinds share."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, DateTime, Integer, String, bindparam, exists

from app.networks.models import Membership

AUTHORS = bindparam("authors", expanding=True, type_=Integer)
ROLES = bindparam("roles", expanding=True, type_=String)
STATES = bindparam("states", expanding=True, type_=String)
FORUMS = bindparam("forums", expanding=True, type_=String)
WEEK = bindparam("week", type_=Integer)
BEFORE = bindparam("before", type_=DateTime(timezone=True))
#: The number of an entry: only what was written into the index since.
NEWER = bindparam("newer", type_=Integer)
AFTER = bindparam("after", type_=DateTime(timezone=True))


def has_role(author_id: Any, network_id: Any) -> ColumnElement[bool]:
    """Whether the author holds the role in the thing's network, or held it."""
    return exists().where(
        Membership.person_id == author_id,
        Membership.network_id == network_id,
        Membership.role.in_(ROLES),
        ~Membership.name_withheld,
    )

"""Who is a member of a network today: a condition for statements about people."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, exists

from app.accounts.models import Person
from app.networks.models import Membership


def current_member(person_id: Any, network_id: Any) -> ColumnElement[bool]:
    """True of a person who is a member of the network today and has an account in use."""
    # Names both tables itself, so that neither is taken from the statement around it.
    return (
        exists()
        .where(
            Membership.person_id == person_id,
            Membership.network_id == network_id,
            Membership.left_at.is_(None),
            Person.id == Membership.person_id,
            Person.active,
        )
        .correlate_except(Membership, Person)
    )

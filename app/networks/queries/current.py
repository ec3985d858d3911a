"""Who is a member of a network today: a condition for statements about people."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, exists

from app.accounts.models import Person
from app.networks.models import Membership


def member_today(person_id: Any, network_id: Any) -> ColumnElement[bool]:
    """True of a person who is a member of the network today, in whichever role."""
    # Names its table itself, so that it is not taken from the statement around it.
    here = exists().where(
        Membership.person_id == person_id, Membership.network_id == network_id, Membership.left_at.is_(None)
    )
    return here.correlate_except(Membership)


def current_member(person_id: Any, network_id: Any) -> ColumnElement[bool]:
    """The same of a person with an account in use."""
    account = exists().where(Person.id == person_id, Person.active).correlate_except(Person)
    return member_today(person_id, network_id) & account

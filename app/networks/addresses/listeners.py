"""A request to join goes on under the address that its owner has now."""

from __future__ import annotations

from sqlalchemy import delete, select, update
from sqlalchemy.orm import aliased

from app.accounts.events import AccountsMerged, AddressChanged
from app.accounts.models import Person
from app.core.db import db
from app.networks.joining.models import JoinRequest


def on_address_changed(event: AddressChanged) -> None:
    carry_requests_on(event.person_id, event.email)


def on_accounts_merged(event: AccountsMerged) -> None:
    carry_requests_on(event.person_id, db.session.get_one(Person, event.person_id).email)


def carry_requests_on(person_id: int, email: str) -> None:
    """All requests of this person are of this address; of two by one link the one that has it already stays."""
    there = aliased(JoinRequest)
    mine = (JoinRequest.person_id == person_id, JoinRequest.email != email)
    twice = select(there.link_id).where(there.email == email)
    now = {"synchronize_session": False}
    db.session.execute(delete(JoinRequest).where(*mine, JoinRequest.link_id.in_(twice)).execution_options(**now))
    db.session.execute(update(JoinRequest).where(*mine).values(email=email).execution_options(**now))

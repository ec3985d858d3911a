"""What becomes of accounts, told to the chairs of the networks in which their owner has a role."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from app.accounts.events import (
    AccountClosed,
    AccountReopened,
    AccountsMerged,
    AddressChanged,
    AdministratorEnded,
    AdministratorNamed,
    PersonErased,
)
from app.core import clock
from app.core.db import db
from app.networks.events import AddressAskedFor
from app.networks.models import Membership, Role
from app.notifications.listeners._words import address
from app.notifications.notify import Notification, tell_once

AccountEvent = (
    AccountClosed
    | AccountReopened
    | AdministratorNamed
    | AdministratorEnded
    | PersonErased
    | AddressChanged
    | AccountsMerged
    | AddressAskedFor
)


def account_closed(event: AccountClosed) -> None:
    _tell_chairs(event, "closed", _networks_of(event.person_id), at_once=True)


def account_reopened(event: AccountReopened) -> None:
    _tell_chairs(event, "reopened", _networks_of(event.person_id), at_once=True)


def administrator_named(event: AdministratorNamed) -> None:
    _tell_chairs(event, "administers", _networks_of(event.person_id))


def administrator_ended(event: AdministratorEnded) -> None:
    _tell_chairs(event, "administers-no-more", _networks_of(event.person_id))


def person_erased(event: PersonErased) -> None:
    _tell_chairs(event, "erased", event.left)


def address_asked_for(event: AddressAskedFor) -> None:
    """One question in each network, however often it is asked."""
    _tell_chairs(event, "asks-address", [event.network_id or 0], place="members/addresses")


def address_changed(event: AddressChanged) -> None:
    """What a chair confirmed the others hear of; what its owner confirmed is nobody's business."""
    if event.network_id is not None:
        _tell_chairs(event, "address", _networks_of(event.person_id))


def accounts_merged(event: AccountsMerged) -> None:
    _tell_chairs(event, "merged", event.networks)


def _networks_of(person_id: int) -> Collection[int]:
    here = select(Membership.network_id).where(Membership.person_id == person_id, Membership.left_at.is_(None))
    return db.session.scalars(here.distinct().order_by(Membership.network_id)).all()


def _tell_chairs(
    event: AccountEvent, what: str, networks: Collection[int], *, at_once: bool = False, place: str = "members"
) -> None:
    """One line in each chair's inbox, without the name: it is read where the line is shown."""
    for network_id in networks:
        news = Notification(
            network_id=network_id,
            # It may happen again, which is told again.
            about=f"account:{network_id}:{event.person_id}:{what}:{clock.real_now().isoformat()}",
            kind="account",
            what=what,
            subject_id=event.person_id,
            url=address(network_id, place),
        )
        chairs = select(Membership.person_id).where(
            Membership.network_id == network_id,
            Membership.role == Role.CHAIR,
            Membership.left_at.is_(None),
            Membership.person_id != event.person_id,
        )
        tell_once(news, chairs, but_not=event.actor_id, at_once=at_once)

"""Asking a chair to confirm another address, and the chair's answer."""

from __future__ import annotations

from app.accounts import services as accounts
from app.accounts.lookup import open_change
from app.accounts.models import AddressChange, Person
from app.core.actor import Actor
from app.core.concurrency.locking import lock_row
from app.core.errors import NotFound, Refused
from app.core.events import announce
from app.core.language.spoken import gettext
from app.core.permissions import require
from app.networks.addresses.queries import asking, hindrance, networks_that_could_confirm
from app.networks.events import AddressAskedFor
from app.networks.models import LearningNetwork
from app.networks.policy import Permission


def ask_chairs(actor: Actor, person: Person) -> None:
    """Nobody can read the old address any more: the chairs of the person's networks who could confirm it are asked, once.

    NotFound without a change that goes on; Refused if there is no such chair.
    """
    accounts.ask_chairs(actor, person)
    could = networks_that_could_confirm(actor, person)
    if not could:
        raise Refused(
            gettext("No chair can confirm this in place of your old address."), gettext("Ask whoever runs the site.")
        )
    for network_id in could:
        announce(AddressAskedFor(network_id=network_id, actor_id=actor.person_id, person_id=person.id))


def answer_address(actor: Actor, network: LearningNetwork, change_id: int, *, confirm: bool) -> Person:
    """Confirm the new address in place of the old one, or refuse; the old address is told in either case.

    NotFound for what is not asked of this network's chairs; Refused for whom this chair cannot confirm, before the new
    address has proved the person's, and within a day, in which the old address can stop it.
    """
    require(actor, Permission.CONFIRM_ADDRESS, network)
    change = _asked(actor, network, change_id)
    if why := hindrance(change, seen_by=actor):
        raise Refused(why)
    if confirm:
        accounts.confirm_in_place_of_owner(actor, change, network.id)
    else:
        accounts.refuse_in_place_of_owner(actor, change)
    return change.person


def _asked(actor: Actor, network: LearningNetwork, change_id: int) -> AddressChange:
    """As it stands once whoever else answers it has done so."""
    asked = next((each.change for each in asking(network, seen_by=actor) if each.change.id == change_id), None)
    if asked is None:
        raise NotFound
    person = asked.person
    lock_row(person)
    change = open_change(person.id)
    if change is None or change.id != change_id:
        raise NotFound
    return change

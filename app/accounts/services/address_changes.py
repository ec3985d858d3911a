"""A person's address changes once the new one has proved theirs and the change is confirmed: at the old one, or by a chair of
theirs (app/networks/addresses) if nobody can read that any more.

Whoever has only one of the password, the old mailbox and the new one changes nothing. The password begins it, so that an
open browser is not enough; and the old address hears of it first, and can stop it.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from limits import RateLimitItem, parse
from sqlalchemy import delete, update

from app.accounts.events import AddressChanged
from app.accounts.lookup import open_change, open_link, person_by_email
from app.accounts.models import AccountLink, AddressChange, LinkPurpose, Person
from app.accounts.passwords import fingerprint, require_present
from app.accounts.policy import Permission
from app.accounts.services.letters import owe_letter
from app.accounts.services.links import GONE, end_links, use_up
from app.accounts.services.sessions import end_all_sessions
from app.core import audit, clock, outbox
from app.core.actor import NOBODY, Actor
from app.core.concurrency.locking import lock_row
from app.core.db import db
from app.core.errors import Invalid, NotFound, Refused
from app.core.events import announce
from app.core.language.spoken import gettext
from app.core.permissions import require
from app.core.personal.owed_letters import send_letters_on
from app.core.text import addresses
from app.web.extensions import limiter

#: The outbox's word for a letter to an address that may be nobody's account.
LETTER = "accounts.address_letter"
#: How long a change goes on, and how long the old address can stop it before a chair may confirm it.
LASTS, PAUSE = timedelta(days=14), timedelta(days=1)
#: Changes of one person, and letters to one address whoever typed it.
BY_PERSON, TO_ADDRESS = parse("5 per day"), parse("3 per day")
PURPOSES = (LinkPurpose.NEW_ADDRESS, LinkPurpose.OLD_ADDRESS)


def ask_for_address(actor: Actor, person: Person, email: str, *, password: str) -> AddressChange:
    """Begin a change to this address; one that was begun before is forgotten. Two letters go out: what they ask is the same
    whoever has the address, and nothing here says whether anybody does.

    Invalid for a wrong password, for an address that cannot be used and for the present one; Refused after too many.
    """
    require(actor, Permission.EDIT, person)
    require_present(person.password_hash, password)
    address = _usable(email)
    if address in addresses.spellings(person.email):
        raise Invalid(gettext("Nothing was changed."), {"email": [gettext("This is your address already.")]})
    _within(BY_PERSON, "address change", str(person.id))
    _within(TO_ADDRESS, "new address", fingerprint(address))
    lock_row(person)
    _forget(person)
    at = clock.real_now()
    change = AddressChange(
        person_id=person.id, handle=secrets.token_hex(12), new_email=address, asked_at=at, expires_at=at + LASTS
    )
    db.session.add(change)
    audit.record(actor, "ask for another address", person, before=person.email, after=address)
    for which in PURPOSES:
        payload = {"key": f"address-{change.handle}-{which.name.lower()}", "change": change.handle, "purpose": which}
        outbox.enqueue(LETTER, payload, once=f"{LETTER}.{change.handle}.{which}")
    return change


def _usable(email: str) -> str:
    try:
        return addresses.usable(email)
    except addresses.Unusable as fault:
        raise Invalid(gettext("The address cannot be used."), {"email": [str(fault)]}) from fault


def _within(item: RateLimitItem, *what: str) -> None:
    if not limiter.limiter.hit(item, *what):
        raise Refused(
            gettext("Too many letters have gone out about this today."), gettext("Please try again tomorrow.")
        )


def forget_address(actor: Actor, person: Person) -> None:
    """Stop the change that goes on, if one does; its links are dead."""
    require(actor, Permission.EDIT, person)
    _forget(person)


def _forget(person: Person) -> None:
    mine = (AccountLink.person_id == person.id, AccountLink.purpose.in_(PURPOSES), AccountLink.used_at.is_(None))
    db.session.execute(update(AccountLink).where(*mine).values(used_at=clock.real_now()))
    db.session.execute(delete(AddressChange).where(AddressChange.person_id == person.id))


def prove_address(token: str, *, session: str = "") -> AddressChange | None:
    """By the link in the letter to the new address: it is theirs. The change if it waits for more, None if it is done;
    `session` is the secret of a session of theirs that may go on.

    Invalid for a link that was used, is too old or belongs to a change that was stopped; Refused if the address has become
    somebody else's.
    """
    change = _taken(token, LinkPurpose.NEW_ADDRESS)
    change.proven_at = clock.real_now()
    return _go_on(change, session)


def confirm_address(token: str, *, session: str = "") -> AddressChange | None:
    """The same by the link in the letter to the old address: they want it. Invalid and Refused as there."""
    change = _taken(token, LinkPurpose.OLD_ADDRESS)
    change.confirmed_at = clock.real_now()
    return _go_on(change, session)


def stop_address(token: str) -> None:
    """By the link in the letter to the old address: they do not want it, and did not ask. Nothing of it is left. Invalid as there."""
    person = _taken(token, LinkPurpose.OLD_ADDRESS).person
    _forget(person)
    audit.record(NOBODY, "stop the change of address", person)


def _taken(token: str, purpose: LinkPurpose) -> AddressChange:
    """The change whose link this is, now used up."""
    found = open_link(token, purpose)
    if found is None:
        raise Invalid(GONE)
    link, person = found
    lock_row(person)  # the other letter may be answered at this moment
    change = open_change(person.id)
    if change is None or not use_up(link):
        raise Invalid(GONE)
    return change


def _go_on(change: AddressChange, session: str) -> AddressChange | None:
    if change.proven_at is None or change.confirmed_at is None:
        return change
    _take_effect(NOBODY, change.person, change.new_email, session=session)
    return None


def ask_chairs(actor: Actor, person: Person) -> None:
    """The old mailbox is gone: a chair is asked. The caller knows that there is one who could. NotFound without a change."""
    require(actor, Permission.EDIT, person)
    change = open_change(person.id)
    if change is None:
        raise NotFound
    change.asks_chair_at = change.asks_chair_at or clock.real_now()


def confirm_in_place_of_owner(actor: Actor, change: AddressChange, network_id: int) -> None:
    """By a chair of this network, who has been asked; the caller knows that they may. Refused before the new address has
    proved theirs, and while the old one can still stop it.
    """
    lock_row(change.person)
    if change.proven_at is None:
        raise Refused(
            gettext("Nobody has answered the letter to the new address yet."), gettext("Confirm it once they have.")
        )
    if clock.real_now() < change.asked_at + PAUSE:
        raise Refused(
            gettext("The old address can still stop this."),
            gettext("It can be confirmed a day after it was asked for."),
        )
    _take_effect(actor, change.person, change.new_email, network_id=network_id)


def refuse_in_place_of_owner(actor: Actor, change: AddressChange) -> None:
    """The same the other way: the change is forgotten, and its new address told so if it proved theirs."""
    if change.proven_at is not None:
        owe_word(change.person, change.new_email, "refused")
    audit.record(actor, "refuse another address", change.person)
    _forget(change.person)


def set_address(actor: Actor, person: Person, email: str) -> None:
    """At the machine, for whoever has neither mailbox nor chair. Invalid for an address that cannot be used; Refused for
    somebody else's.
    """
    require(actor, Permission.READDRESS, person)
    _take_effect(actor, person, _usable(email))


def _take_effect(actor: Actor, person: Person, new: str, *, session: str = "", network_id: int | None = None) -> None:
    """Everything that was sent to the old address is dead or goes to the new one, and every other browser is signed out."""
    holder = person_by_email(new)
    if holder is not None and holder.id != person.id:
        raise Refused(
            gettext("Another account has this address."), gettext("Two accounts of one person can be made one.")
        )
    old = person.email
    end_links(person)
    end_all_sessions(person, but=session)
    send_letters_on({old, *addresses.spellings(old)}, new)
    person.email = new
    audit.record(actor, "change the address", person, before=old, after=new)
    owe_word(person, old, "changed")
    owe_letter(new, "accounts/emails/address_now.txt", path="/sign-in")
    announce(AddressChanged(network_id=network_id, actor_id=actor.person_id, person_id=person.id, email=new))


def owe_word(person: Person, to: str, what: str) -> None:
    """Owe a letter without a link to an address that is no account's. The caller has asked."""
    key = f"address-{secrets.token_hex(12)}"
    payload = {"key": key, "to": to, "person_id": person.id, "name": person.name, "email": person.email, "what": what}
    outbox.enqueue(LETTER, payload, once=f"{LETTER}.{key}")


def forget_old_changes() -> None:
    """What nobody answered in time leaves nothing behind."""
    db.session.execute(delete(AddressChange).where(AddressChange.expires_at <= clock.real_now()))

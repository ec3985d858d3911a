"""Links by mail that work once: invitations, resets, and those of a change of address."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import delete, update

from app.accounts.lookup import open_link
from app.accounts.models import AccountLink, AddressChange, LinkPurpose, Person
from app.accounts.passwords import fingerprint, hash_password, require_good
from app.accounts.services.letters import owe_letter, owe_letters
from app.accounts.services.sessions import end_all_sessions
from app.accounts.services.tokens import revoke_all
from app.core import clock
from app.core.actor import NOBODY
from app.core.db import db
from app.core.errors import Invalid
from app.core.language.spoken import lazy_gettext
from app.core.text import addresses

LIFETIME = {
    LinkPurpose.INVITATION: timedelta(days=14),
    LinkPurpose.RESET: timedelta(hours=2),
    LinkPurpose.NEW_ADDRESS: timedelta(days=7),
    LinkPurpose.OLD_ADDRESS: timedelta(days=7),
}
GONE = lazy_gettext("This link does not work any more: it was used already, or it is too old.")


def new_link(person: Person, purpose: LinkPurpose, secret: str) -> None:
    """Write a link for this person. The secret that belongs into its address is stored nowhere.

    Expiry follows the machine's clock, not the demo's.
    """
    at = clock.real_now()
    link = AccountLink(
        person_id=person.id,
        purpose=purpose,
        token_hash=fingerprint(secret),
        created_at=at,
        expires_at=at + LIFETIME[purpose],
    )
    db.session.add(link)


def send_invitation(person: Person, *, by: str, network: str = "", role: str = "") -> None:
    """Owe the person a mail that invites them to choose a password. The caller has asked for permission."""
    send_invitations([person], by=by, network=network, role=role)


def send_invitations(people: Iterable[Person], *, by: str, network: str = "", role: str = "") -> None:
    """The same to each of them, in one statement."""
    owe_letters(
        [person.email for person in people],
        "accounts/emails/invitation.txt",
        link=LinkPurpose.INVITATION,
        by=by,
        network=network,
        role=role,
    )


def ask_for_reset(email: str) -> None:
    """Owe a reset link to whoever has this address. The same work is done, and nothing said, if nobody has it.

    Pressing the button again within the same minute sends no second mail.
    """
    address = addresses.spellings(email)[0]
    minute = clock.real_now().strftime("%Y%m%d%H%M")
    once = hashlib.sha256(f"reset {address} {minute}".encode()).hexdigest()[:32]
    owe_letter(address, "accounts/emails/reset.txt", link=LinkPurpose.RESET, once=once)


def take_up(token: str, purpose: LinkPurpose, password: str) -> Person:
    """Set the password of the link's person, use the link up, and end all their other sessions, links and API tokens.

    Invalid if the link was used already or is too old, or if the password is not a good one.
    """
    found = open_link(token, purpose)
    if found is None:
        raise Invalid(GONE)
    link, person = found
    require_good(password, person.email, person.name)
    if not use_up(link):
        raise Invalid(GONE)
    end_links(person)
    person.password_hash = hash_password(password)
    end_all_sessions(person)
    revoke_all(NOBODY, person)
    return person


def end_links(person: Person) -> None:
    """No link that was mailed to this person so far can be used any more, and no change of address goes on."""
    mine = update(AccountLink).where(AccountLink.person_id == person.id, AccountLink.used_at.is_(None))
    db.session.execute(mine.values(used_at=clock.real_now()))
    db.session.execute(delete(AddressChange).where(AddressChange.person_id == person.id))


def use_up(link: AccountLink) -> bool:
    """Mark this link as used; False if another request was quicker with it."""
    unused = AccountLink.used_at.is_(None)
    mine = update(AccountLink).where(AccountLink.id == link.id, unused).values(used_at=clock.real_now())
    return db.session.execute(mine.returning(AccountLink.id)).scalar() is not None

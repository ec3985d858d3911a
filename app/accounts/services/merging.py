"""Two accounts of one person become one: done by whoever signs in to both, and by nobody else."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import update

from app.accounts.events import AccountsMerged
from app.accounts.models import Person
from app.accounts.passwords import fingerprint
from app.accounts.policy import Permission
from app.accounts.services.address_changes import owe_word
from app.accounts.services.letters import owe_letter
from app.accounts.services.people import empty_account
from app.accounts.services.signing_in import sign_in
from app.core import audit
from app.core.actor import Actor
from app.core.audit import AuditEntry
from app.core.concurrency.locking import lock_row
from app.core.db import db
from app.core.errors import Invalid, Refused
from app.core.events import announce
from app.core.language.spoken import gettext
from app.core.permissions import require
from app.core.personal.merging import WhatMoves, hindrances, merge_in_tables, networks_touched, what_moves
from app.core.personal.owed_letters import send_letters_on
from app.core.text import addresses

#: What stands for the name where a result of before keeps a row of the account that has gone.
MERGED = "Merged account"


@dataclass(frozen=True)
class WouldMerge:
    """What merging would do, for whoever is about to."""

    moves: list[WhatMoves]
    #: Why it cannot be done now, each in a sentence.
    hindrances: list[str]


def other_account(actor: Actor, person: Person, email: str, password: str) -> Person:
    """The other account of this person, who signs in to it by this. Invalid as for any sign-in, and for the same account."""
    require(actor, Permission.EDIT, person)
    other = sign_in(email, password)
    if other.id == person.id:
        raise Invalid(gettext("Nothing to merge."), {"email": [gettext("This is the account you are signed in to.")]})
    return other


def proof_of(other: Person) -> str:
    """Remembers between the preview and the press that the password of then was right."""
    return fingerprint(f"{other.id} {other.password_hash}")


def would_merge(actor: Actor, person: Person, other: Person) -> WouldMerge:
    """What `merge_accounts` would move, drop and leave, counted."""
    require(actor, Permission.MERGE, person)
    return WouldMerge(what_moves(person.id, other.id), _hindrances(person, other))


def merge_accounts(actor: Actor, person: Person, other: Person, *, proof: str) -> None:
    """Everything of the other account is this person's from now on; that account is closed for good, and its address free.

    Invalid if its password was changed or it was closed since the proof was made; Refused while something stands in the way.
    """
    require(actor, Permission.MERGE, person)
    for each in sorted((person, other), key=lambda each: each.id):  # in order, so that two do not wait for each other
        lock_row(each)
    if person.id == other.id or not person.active or not other.active or proof != proof_of(other):
        raise Invalid(gettext("The other account was changed at this moment. Please sign in to it again."))
    if why := _hindrances(person, other):
        raise Refused(" ".join(why))
    touched, name, address = networks_touched(other.id), other.name, other.email
    merge_in_tables(person.id, other.id)
    history = (AuditEntry.subject_kind == Person.__tablename__) & (AuditEntry.subject_id == other.id)
    db.session.execute(update(AuditEntry).where(history).values(subject_id=person.id))
    empty_account(other, MERGED)
    db.session.flush()  # the address is free before anything else looks for its holder
    send_letters_on({address, *addresses.spellings(address)}, person.email, people=(other.id, person.id))
    _note(actor, person, name, address)
    owe_word(person, address, "merged")
    owe_letter(person.email, "accounts/emails/merged.txt", other=address, path="/account")
    announce(
        AccountsMerged(
            network_id=None, actor_id=actor.person_id, person_id=person.id, other_id=other.id, networks=touched
        )
    )


def _hindrances(person: Person, other: Person) -> list[str]:
    """What an account may do on the whole site does not go from one to another by itself."""
    found = []
    if (other.is_admin and not person.is_admin) or (other.is_analyst and not person.is_analyst):
        found.append(
            gettext("The other account looks after the whole site. Sign in to that one, and merge this one into it.")
        )
    return found + hindrances(person.id, other.id)


def _note(actor: Actor, person: Person, name: str, address: str) -> None:
    """In the words of every change of name and address, by which an erasure finds all that a person was called."""
    if name != person.name:
        audit.record(actor, "rename", person, before=name, after=person.name)
    audit.record(actor, "change the address", person, before=address, after=person.email)
    audit.record(actor, "merge another account", person, before=address)

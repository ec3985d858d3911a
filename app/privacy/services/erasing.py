"""Erasing a person: nobody signs in with the account any more, and nothing says whose it was."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from app.accounts.events import PersonErased
from app.accounts.lookup import open_change, person_by_email
from app.accounts.models import Person
from app.accounts.passwords import require_present
from app.accounts.services import empty_account, is_only_administrator, require_still_administers
from app.core import audit, outbox
from app.core.actor import Actor
from app.core.concurrency.locking import lock_row
from app.core.db import db
from app.core.errors import Invalid, Refused
from app.core.events import announce
from app.core.language.spoken import gettext
from app.core.permissions import require
from app.core.personal.erasing import WhatIsKept, erase_from_tables, kept_about, redact_everywhere
from app.core.personal.owed_letters import forget_in_letters
from app.core.personal.redaction import Redaction
from app.core.personal_data import Erasure
from app.core.text import addresses
from app.networks.models import Membership
from app.networks.services import leave_everywhere, only_chair_of
from app.privacy.policy import Permission

#: Outbox kind: letters that lie in a folder as files.
FORGET_FILES = "privacy.forget_files"


@dataclass(frozen=True)
class WouldHappen:
    """What erasing this person would do, for whoever is about to."""

    deleted: list[WhatIsKept]
    stays: list[WhatIsKept]
    #: In how many the person is a member today.
    networks: int
    #: Modules whose network has no other chair: then nothing can be done yet.
    only_chair_of: list[str]
    #: Nobody else administers the site: then neither.
    only_administrator: bool


def would_happen(actor: Actor, person: Person) -> WouldHappen:
    """What `erase` would delete and what would stay under “former member”, counted."""
    require(actor, Permission.ERASE, person)
    deleted = kept_about(person.id, Erasure.DELETE)
    stays = kept_about(person.id, Erasure.KEEP)
    present = select(func.count(Membership.network_id.distinct())).where(Membership.left_at.is_(None))
    networks = db.session.scalars(present.where(Membership.person_id == person.id)).one()
    return WouldHappen(deleted, stays, networks, only_chair_of(person.id), is_only_administrator(person))


def erase_oneself(actor: Actor, person: Person, *, password: str) -> None:
    """The same for one's own account. Invalid if the present password is wrong."""
    require_present(person.password_hash, password)
    erase(actor, person)


def erase_another(actor: Actor, person: Person, *, address: str, password: str) -> None:
    """The same for somebody else's, by an administrator at their request. Invalid if the typed address is not the account's,
    or the administrator's own password is wrong; Refused for oneself and for another administrator, and as in `erase`.
    """
    require(actor, Permission.ERASE, person)
    require_present(db.session.get_one(Person, actor.person_id).password_hash, password)
    if person.is_admin:
        raise Refused(gettext("This account administers the site."), gettext("End its part as administrator first."))
    require_still_administers(actor)
    if person.email not in addresses.spellings(address):
        raise Invalid(
            gettext("Nothing was changed."), {"address": [gettext("This is not the address of the account.")]}
        )
    erase(actor, person)


def erase(actor: Actor, person: Person) -> None:
    """Take the person out of the site, for good: name, address, password, sessions, tokens, settings, notices and letters
    on their way. What they wrote stays, and stands under “AL, former member”; their name is taken out of it.

    Refused for the only chair of a network, for the only administrator, and for an account that was erased.
    """
    require(actor, Permission.ERASE, person)
    lock_row(person)
    if person.erased_at is not None:
        raise Refused(gettext("This account was erased already."))
    redaction = Redaction(_former(person, "rename", person.name), _addresses(person))
    departed = leave_everywhere(actor, person)
    empty_account(person, departed.called)
    reworded = erase_from_tables(person.id, redaction)
    redact_everywhere(redaction)
    forget_in_letters(person.id, redaction)
    audit.record(actor, "erase the account", person)
    outbox.enqueue(FORGET_FILES, {"names": redaction.names, "addresses": redaction.addresses})
    found = tuple((each.table, each.row_id) for each in reworded)
    announce(
        PersonErased(
            network_id=None, actor_id=actor.person_id, person_id=person.id, reworded=found, left=departed.networks
        )
    )


def _addresses(person: Person) -> set[str]:
    """The address, those of before, and one that was asked for; but none that is somebody else's by now."""
    change = open_change(person.id)
    known = _former(person, "change the address", person.email) | ({change.new_email} if change else set())
    theirs = {each for each in known if (holder := person_by_email(each)) is None or holder.id == person.id}
    return {spelled for each in theirs for spelled in (each, *addresses.spellings(each))}


def _former(person: Person, verb: str, present: str) -> set[str]:
    """What it is, and what it was before, as the history has it."""
    changed = select(audit.AuditEntry.before, audit.AuditEntry.after).where(
        audit.AuditEntry.subject_kind == Person.__tablename__,
        audit.AuditEntry.subject_id == person.id,
        audit.AuditEntry.verb == verb,
    )
    return {present, *(was for row in db.session.execute(changed) for was in row if was)}

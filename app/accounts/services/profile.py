"""What a person changes about their own account."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import available_timezones

from app.accounts.models import AskedMail, DigestFrequency, Person
from app.accounts.passwords import hash_password, require_good, require_present
from app.accounts.policy import Permission
from app.accounts.services.links import end_links
from app.accounts.services.sessions import end_all_sessions
from app.accounts.services.tokens import revoke_all
from app.core import audit
from app.core.actor import Actor
from app.core.errors import Invalid
from app.core.language.spoken import gettext
from app.core.permissions import require
from app.core.text.signs import stated


def change_profile(actor: Actor, person: Person, *, name: str) -> Person:
    """Set the name that colleagues know one by. Invalid without a name."""
    require(actor, Permission.EDIT, person)
    if not stated(name):
        raise Invalid(
            gettext("Your name is needed."), {"name": [gettext("Please write the name that colleagues know you by.")]}
        )
    before = person.name
    person.name = stated(name)
    if person.name != before:
        audit.record(actor, "rename", person, before=before, after=person.name)
    return person


@dataclass(frozen=True, kw_only=True)
class MailChoice:
    """What mail a person wants beside what everybody gets; `hour` by the clock of `zone`, the site's if that is ""."""

    pace: DigestFrequency
    hour: int
    zone: str
    asked: AskedMail


def choose_mail(actor: Actor, person: Person, choice: MailChoice) -> None:
    """Set what mail one wants. Invalid for an hour that no clock has, and for a zone that nobody knows."""
    require(actor, Permission.EDIT, person)
    if choice.hour not in range(24):
        raise Invalid(gettext("A day has the hours 0 to 23."))
    if choice.zone and choice.zone not in available_timezones():
        raise Invalid(gettext("No time zone has this name."))
    person.mail_pace, person.mail_hour, person.mail_zone = choice.pace, choice.hour, choice.zone
    person.asked_mail = choice.asked


def change_password(actor: Actor, person: Person, *, current: str, new: str) -> Person:
    """Set a new password. Sessions open elsewhere, API tokens and links in old mail end; the caller renews their
    own session.
    """
    require(actor, Permission.EDIT, person)
    require_present(person.password_hash, current)
    require_good(new, person.email, person.name)
    person.password_hash = hash_password(new)
    end_all_sessions(person)
    end_links(person)
    revoke_all(actor, person)
    audit.record(actor, "change the password", person)
    return person

"""Sessions as rows: begun at a sign-in, kept alive by visits, ended by their owner, a new password or their time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import case, exists, literal, select, update

from app.accounts.models import Person, SignIn
from app.accounts.passwords import fingerprint, new_secret, require_present
from app.accounts.policy import Permission
from app.accounts.services.letters import owe_letter
from app.accounts.services.visits import note_visit
from app.core import clock
from app.core.actor import Actor
from app.core.db import apart, db
from app.core.errors import Invalid, NotFound
from app.core.language.spoken import gettext
from app.core.permissions import require
from app.core.text.words import moment

#: How long it is written down who signed in where, and how long a browser is known again.
KEPT = timedelta(days=90)
#: Where they end one; for letters, which know no routes.
SESSIONS = "/account/sessions"


@dataclass(frozen=True)
class Visitor:
    """The browser that signs in."""

    #: A secret of its own, which it keeps beyond the session.
    device: str
    #: As its owner recognises it.
    browser: str
    address: str


@dataclass(frozen=True)
class Lifetime:
    """How long a session lasts without a visit, and at most."""

    idle: timedelta
    longest: timedelta


def begin_session(person: Person, visitor: Visitor, lifetime: Lifetime) -> str:
    """A new session of this person; the secret for the browser's cookie, which is stored nowhere else.

    A browser that the person has not used in the last 90 days is told to them by mail, unless it is their first at all.
    Invalid if the password was changed or the account closed at this moment.
    """
    _expect_unchanged(person)
    secret, now = new_secret(), clock.real_now()
    last = now + lifetime.longest
    if _has_signed_in(person) and not knows_device(person.id, visitor.device):
        browser, at = visitor.browser, moment(now)
        owe_letter(person.email, "accounts/emails/new_browser.txt", browser=browser, at=at, path=SESSIONS)
    db.session.add(
        SignIn(
            person_id=person.id,
            key_hash=fingerprint(secret),
            device_hash=fingerprint(visitor.device),
            browser=visitor.browser,
            address=visitor.address,
            began_at=now,
            seen_at=now,
            expires_at=min(now + lifetime.idle, last),
            last_until=last,
        )
    )
    db.session.flush()  # the session is looked up at once
    note_visit(db.session.connection(), person.id)
    return secret


def _expect_unchanged(person: Person) -> None:
    """A password that was changed, or an account that was closed, at this moment ended all sessions but this one."""
    proved = person.password_hash
    db.session.refresh(person, ["password_hash", "active"], with_for_update={"read": True})
    if person.password_hash != proved or not person.active:
        raise Invalid(gettext("Your account was changed at this moment. Please sign in again."))


def keep_session(secret: str, idle: timedelta) -> None:
    """A visit: the session lasts on from now."""
    now = clock.real_now()
    soon = literal(now + idle, SignIn.expires_at.type)
    until = case((SignIn.last_until < soon, SignIn.last_until), else_=soon)
    mine = update(SignIn).where(SignIn.key_hash == fingerprint(secret), SignIn.ended_at.is_(None))
    with apart() as connection:
        connection.execute(mine.values(seen_at=now, expires_at=until))
        note_visit(connection, select(SignIn.person_id).where(SignIn.key_hash == fingerprint(secret)).scalar_subquery())


def end_session(secret: str) -> None:
    """Sign out: a copy of the cookie opens nothing from now on."""
    _end(SignIn.key_hash == fingerprint(secret))


def end_one_session(actor: Actor, person: Person, sign_in_id: int, *, password: str) -> None:
    """End one of this person's sessions, in whichever browser it is. NotFound for a session of somebody else.

    Asks for the present password: whoever finds a browser open must not put its owner out of the others.
    """
    require(actor, Permission.EDIT, person)
    there = (SignIn.id == sign_in_id, SignIn.person_id == person.id)
    if not db.session.scalar(select(exists().where(*there))):
        raise NotFound
    require_present(person.password_hash, password)
    _end(*there)


def end_other_sessions(actor: Actor, person: Person, secret: str, *, password: str) -> None:
    """End all of this person's sessions but the one with this secret; asks for the present password."""
    require(actor, Permission.EDIT, person)
    require_present(person.password_hash, password)
    _end(SignIn.person_id == person.id, SignIn.key_hash != fingerprint(secret))


def end_all_sessions(person: Person, *, but: str = "") -> None:
    """For a new password, a new address and a closed account; `but` for the one with this secret. The caller has asked."""
    _end(SignIn.person_id == person.id, SignIn.key_hash != fingerprint(but))


def end_everybodys_sessions() -> None:
    """For the operator, when somebody may have copied cookies or the database."""
    _end()


def knows_device(person_id: int, device: str) -> bool:
    """Whether this person signed in with this browser within the last 90 days."""
    there = (SignIn.person_id == person_id, SignIn.device_hash == fingerprint(device))
    recent = SignIn.seen_at > clock.real_now() - KEPT
    return bool(device) and bool(db.session.scalar(select(exists().where(*there, recent))))


def _has_signed_in(person: Person) -> bool:
    return bool(db.session.scalar(select(exists().where(SignIn.person_id == person.id))))


def _end(*which: object) -> None:
    there = update(SignIn).where(*which, SignIn.ended_at.is_(None))  # type: ignore[arg-type]
    db.session.execute(there.values(ended_at=clock.real_now()))

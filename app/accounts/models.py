"""People and the secrets that let them in. Secrets are stored as hashes only."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Model, key, points_to, says_of_a_person
from app.core.personal_data import Erasure, Merging, Period, Personal


class DigestFrequency(StrEnum):
    """How often a person wants mail about what is not urgent. Replies to what they raised come at once."""

    DAILY = "daily"
    TWICE_WEEKLY = "twice weekly"
    WEEKLY = "weekly"
    OFF = "off"


class AskedMail(StrEnum):
    """Whether what a person follows comes by mail, too."""

    OFF = "off"
    #: Once nobody can change it any more without that being seen.
    SETTLED = "after half an hour"
    #: For who moderates.
    SOON = "soon"


class Person(Model):
    __tablename__ = "person"

    id: Mapped[int] = says_of_a_person(
        Personal(
            "your account",
            facts=(
                "name",
                "email",
                "is_admin",
                "is_analyst",
                "active",
                "is_demo",
                "mail_pace",
                "mail_hour",
                "mail_zone",
                "asked_mail",
                "created_at",
            ),
            erasure=Erasure.EMPTY,
            kept=Period.CLOSED_ACCOUNTS,
        ),
        primary_key=True,
    )
    #: Lower case; the form in which people are looked up.
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    #: argon2; None until the invitation is taken up.
    password_hash: Mapped[str | None]
    is_admin: Mapped[bool] = mapped_column(default=False)
    #: Site-wide analyst: may ask for the measures of every module.
    is_analyst: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
    #: An invented person of the demo: the only kind whose account the front page offers.
    is_demo: Mapped[bool] = mapped_column(default=False)
    mail_pace: Mapped[DigestFrequency] = mapped_column(default=DigestFrequency.TWICE_WEEKLY)
    #: At which hour the digest comes, by the clock of `mail_zone`; "" is the site's own.
    mail_hour: Mapped[int] = mapped_column(default=7)
    mail_zone: Mapped[str] = mapped_column(default="")
    asked_mail: Mapped[AskedMail] = mapped_column(default=AskedMail.OFF)
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    #: Nobody's any more: name and address are gone, and what they wrote stands under “former member”.
    erased_at: Mapped[datetime | None]


class LinkPurpose(StrEnum):
    INVITATION = "invitation"
    RESET = "reset"
    #: To an address that somebody wants to be known by: it is theirs.
    NEW_ADDRESS = "new address"
    #: To the one they have: they want it.
    OLD_ADDRESS = "old address"


class AccountLink(Model):
    """A link sent by mail that lets one person set a password or change their address, once."""

    __tablename__ = "account_link"

    id: Mapped[key]
    person_id: Mapped[int] = points_to(
        "person.id",
        personal=Personal(
            "links that were mailed to you",
            facts=("purpose", "created_at", "expires_at", "used_at"),
            erasure=Erasure.DELETE,
            kept=Period.SIGN_INS,
            merging=Merging.END,
        ),
    )
    purpose: Mapped[LinkPurpose]
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class AddressChange(Model):
    """Somebody wants another address. One at a time; it goes when it is done, stopped or too old."""

    __tablename__ = "address_change"

    id: Mapped[key]
    person_id: Mapped[int] = points_to(
        "person.id",
        unique=True,
        index=False,
        personal=Personal(
            "a change of your address that waits",
            facts=("new_email", "asked_at", "expires_at", "proven_at", "confirmed_at", "asks_chair_at"),
            erasure=Erasure.DELETE,
            kept=Period.MOMENT,
            merging=Merging.END,
        ),
    )
    #: What letters name it by: SQLite gives an id again.
    handle: Mapped[str] = mapped_column(unique=True)
    new_email: Mapped[str] = says_of_a_person(
        Personal(
            "changes to an address of yours that wait",
            not_exported="it stands with the change that you asked for; what somebody else typed is theirs",
            erasure=Erasure.DELETE,
            kept=Period.MOMENT,
        )
    )
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    #: The letter to the new address was answered, and that to the old one.
    proven_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    #: The old mailbox is gone: a chair is asked to confirm instead.
    asks_chair_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship(lazy="raise_on_sql")


class SignIn(Model):
    """A session: one person in one browser, from the sign-in to its end. It is kept for 90 days after that."""

    __tablename__ = "sign_in"

    id: Mapped[key]
    person_id: Mapped[int] = points_to(
        "person.id",
        personal=Personal(
            "where you are and were signed in",
            facts=("browser", "address", "began_at", "seen_at", "expires_at", "ended_at"),
            erasure=Erasure.DELETE,
            kept=Period.SIGN_INS,
            merging=Merging.END,
        ),
    )
    #: Of the secret in the browser's cookie.
    key_hash: Mapped[str] = mapped_column(unique=True)
    #: Of the secret by which the same browser is known again after the session.
    device_hash: Mapped[str]
    #: As the owner recognises it: "Firefox on Linux".
    browser: Mapped[str]
    address: Mapped[str]
    began_at: Mapped[datetime]
    #: Written down now and then, not at each visit.
    seen_at: Mapped[datetime]
    #: When it ends without a further visit. A visit moves it, never beyond the last instant.
    expires_at: Mapped[datetime] = mapped_column(index=True)
    last_until: Mapped[datetime]
    #: When its owner ended it, or a new password or the closing of the account did.
    ended_at: Mapped[datetime | None]


class Visit(Model):
    """When a person was here: a visit ends after half an hour of silence. It words what is new, and decides nothing."""

    __tablename__ = "visit"

    id: Mapped[key]
    person_id: Mapped[int] = points_to(
        "person.id",
        index=False,
        unique=True,
        personal=Personal(
            "when you were last here",
            facts=("seen_at", "before_at"),
            erasure=Erasure.DELETE,
            kept=Period.ACCOUNT,
            merging=Merging.MOVE_OR_DROP,
            one_each=((),),
        ),
    )
    #: By the machine's clock, as sessions are; written down now and then, whichever browser it was.
    seen_at: Mapped[datetime]
    #: When the visit before this one ended; None on the first.
    before_at: Mapped[datetime | None]


class TokenScope(StrEnum):
    """What a token opens."""

    #: What the pages of topics show.
    TOPICS = "topics"
    #: That, and the measures of any mapping that its owner may ask for.
    MEASURES = "measures"


class ApiToken(Model):
    __tablename__ = "api_token"

    id: Mapped[key]
    person_id: Mapped[int] = points_to(
        "person.id",
        personal=Personal(
            "your API tokens, without their secrets",
            words=("label",),
            facts=("scope", "created_at", "expires_at", "used_at", "revoked_at"),
            erasure=Erasure.DELETE,
            kept=Period.SIGN_INS,
            merging=Merging.END,
        ),
    )
    label: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    scope: Mapped[TokenScope] = mapped_column(default=TokenScope.MEASURES)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    #: To the hour.
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

"""People and the secrets that let them in. Secrets are stored as hashes only."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Model, key, points_to


class MailPace(StrEnum):
    """How often a person wants mail about what is not urgent. Replies to what they raised come at once."""

    DAILY = "daily"
    TWICE_WEEKLY = "twice weekly"
    WEEKLY = "weekly"
    OFF = "off"


class Person(Model):
    __tablename__ = "person"

    id: Mapped[key]
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
    mail_pace: Mapped[MailPace] = mapped_column(default=MailPace.TWICE_WEEKLY)
    #: Raised at each change of password: sessions that carry another number are dead.
    session_number: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]


class LinkPurpose(StrEnum):
    INVITATION = "invitation"
    RESET = "reset"


class AccountLink(Model):
    """A link sent by mail that lets one person set a password, once."""

    __tablename__ = "account_link"

    id: Mapped[key]
    person_id: Mapped[int] = points_to("person.id")
    purpose: Mapped[LinkPurpose]
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class ApiToken(Model):
    __tablename__ = "api_token"

    id: Mapped[key]
    person_id: Mapped[int] = points_to("person.id")
    label: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

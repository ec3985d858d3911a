"""Reads about the site's settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import text

from app.administration.site_settings.versions import library_versions, own_version
from app.core.actor import Actor
from app.core.db import db
from app.core.permissions import require
from app.core.site.in_force import OF_THE_ENVIRONMENT
from app.core.site.models import THE_ROW, MailSecurity, SiteSettings
from app.networks.policy import Permission
from config import Settings


@dataclass(frozen=True)
class SettingLine:
    name: str
    meaning: str
    value: str
    #: Where the value comes from.
    origin: str


def stored_settings(seen_by: Actor) -> SiteSettings:
    """What the page says; of version 0, and empty, while it says nothing."""
    require(seen_by, Permission.ADMINISTER, None)
    empty: dict[str, Any] = {**dict.fromkeys(OF_THE_ENVIRONMENT, ""), "smtp_port": None}
    found = db.session.get(SiteSettings, THE_ROW)
    return found or SiteSettings(**empty | {"smtp_security": MailSecurity.STARTTLS, "version": 0})


def all_settings(seen_by: Actor, settings: Settings, environment: Mapping[str, str]) -> list[SettingLine]:
    """Every setting with its value and where it comes from, those that somebody set before the defaults. Of a secret it only
    says whether it is set.
    """
    row = stored_settings(seen_by)
    every = (_line(each.name, each.metadata, settings, row, environment) for each in fields(Settings))
    return sorted(every, key=lambda line: line.origin == "default")


def _line(
    name: str, metadata: Mapping[str, Any], settings: Settings, row: SiteSettings, environment: Mapping[str, str]
) -> SettingLine:
    value, origin, upper = getattr(settings, name), "default", name.upper()
    on_page = next((field for field, by in OF_THE_ENVIRONMENT.items() if by == name), "")
    if environment.get(f"{upper}_FILE"):
        origin = f"the file that {upper}_FILE names"
    elif environment.get(upper):
        origin = "environment"
    elif on_page and not value and getattr(row, on_page):
        value, origin = getattr(row, on_page), "page"
    return SettingLine(upper, metadata["help"], _shown(value, secret=metadata["secret"]), origin)


def _shown(value: Any, *, secret: bool) -> str:
    if secret:
        return "set" if value else "not set"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def versions(seen_by: Actor) -> list[tuple[str, str]]:
    """The software's own, the database's, Python's and the main libraries'."""
    require(seen_by, Permission.ADMINISTER, None)
    on_sqlite = db.engine.dialect.name == "sqlite"
    asked = "SELECT sqlite_version()" if on_sqlite else "SHOW server_version"
    database = ("SQLite" if on_sqlite else "PostgreSQL", str(db.session.execute(text(asked)).scalar_one()))
    return [("This software", own_version()), database, *library_versions()]

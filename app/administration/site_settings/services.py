"""Changing the settings that live on a page, and trying whether letters go out by them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.administration.site_settings.rules import FIELDS, defaults, faults_of, set_by_environment
from app.administration.site_settings.trying_mail import LETTER_PATIENCE, a_letter, handed_over, in_words
from app.core import audit, clock, mail
from app.core.actor import Actor
from app.core.concurrency.locking import lock_row
from app.core.concurrency.versions import expect_version
from app.core.db import db, insert_once
from app.core.errors import Invalid
from app.core.permissions import require
from app.core.secrets.sealed import seal
from app.core.site import in_force
from app.core.site.mail_server import PURPOSE
from app.core.site.models import THE_ROW, MailSecurity, SiteSettings
from app.core.text.signs import on_one_line, stated
from app.networks.policy import Permission
from config import Settings

_NOTHING: dict[str, Any] = {**dict.fromkeys(FIELDS, ""), "smtp_port": None, "smtp_security": MailSecurity.STARTTLS}


def change_settings(
    actor: Actor, given: Mapping[str, Any], *, environment: Settings, secret: str, seen_version: int | None = None
) -> SiteSettings:
    """Set these of FIELDS; the others stay, as do those that the environment sets. What is the default, or empty, says nothing.

    An empty `smtp_password` keeps the present one, as long as server and user are the same; without a server or a user it
    is forgotten. Conflict, with what stands now, if somebody else saved since `seen_version`. Invalid with the faults by field.
    """
    require(actor, Permission.ADMINISTER, None)
    row = _locked_row()
    expect_version(row, seen_version, _in_words(row))
    fixed = set_by_environment(environment)
    given = {name: _tidy(name, value) for name, value in given.items() if name not in fixed}
    stands = {name: getattr(row, name) for name in FIELDS} | {"smtp_password": ""}
    wanted = stands | given
    if faults := faults_of(wanted, row):
        raise Invalid("Nothing was changed.", faults)
    for name, default in defaults(environment).items():
        if wanted[name] == default:
            wanted[name] = _NOTHING[name]
    if not wanted["smtp_host"]:
        wanted |= {name: _NOTHING[name] for name in FIELDS if name.startswith("smtp_")}
    _write(actor, row, wanted, secret)
    in_force.forget_after_commit()
    return row


def send_test_letter(actor: Actor, to: str, *, folder: Path, secret: str) -> str:
    """Hand a letter to this address over now, by the settings in force; "" when the server took it, else why not."""
    require(actor, Permission.ADMINISTER, None)
    site = in_force.read_anew()
    mailer: mail.Mailer = mail.FolderMailer(folder, site.mail_from)
    if site.mail_server is not None:
        mailer = mail.SmtpMailer(site.mail_server, site.mail_from, secret, patience=LETTER_PATIENCE)
    fault = handed_over(mailer, a_letter(to, site))
    return in_words(fault, site.mail_server, secret) if fault is not None else ""


def _tidy(name: str, value: Any) -> Any:
    if type(value) is not str or name == "smtp_password":
        return value
    tidy = on_one_line(stated(value))
    return tidy.rstrip("/") if name == "base_url" else tidy


def _locked_row() -> SiteSettings:
    # Made here if there is none: of two who are first, the second waits, and meets what the other wrote.
    insert_once(SiteSettings, {**_NOTHING, "id": THE_ROW, "version": 0, "changed_at": clock.now()})
    row = db.session.get_one(SiteSettings, THE_ROW)
    lock_row(row)
    return row


def _write(actor: Actor, row: SiteSettings, wanted: Mapping[str, Any], secret: str) -> None:
    for name, value in wanted.items():
        before = getattr(row, name)
        if name == "smtp_password":
            _write_password(actor, row, value, secret)
        elif value != before:
            setattr(row, name, value)
            audit.record(actor, f"set {FIELDS[name]}", row, before=_said(before), after=_said(value))
    row.changed_at = clock.now()


def _write_password(actor: Actor, row: SiteSettings, typed: str, secret: str) -> None:
    """Sealed, and told to nobody: not to the audit either."""
    if typed:
        row.smtp_password = seal(typed, secret, PURPOSE)
        audit.record(actor, f"set {FIELDS['smtp_password']}", row)
    elif row.smtp_password and not row.smtp_user:
        row.smtp_password = ""
        audit.record(actor, f"forget {FIELDS['smtp_password']}", row)


def _said(value: Any) -> str:
    return "" if value is None else str(value)


def _in_words(row: SiteSettings) -> dict[str, str]:
    """What stands now, for whoever was second."""
    return {name: _said(getattr(row, name)) for name in FIELDS if name != "smtp_password"}

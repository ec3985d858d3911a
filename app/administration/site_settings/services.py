"""Changing the settings that live on a page, and trying whether letters go out by them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.accounts.models import Person
from app.accounts.passwords import require_present
from app.accounts.services import require_still_administers
from app.administration.site_settings.rules import (
    FIELDS,
    WHERE_LETTERS_GO,
    defaults,
    faults_of,
    port_fault,
    set_by_environment,
)
from app.administration.site_settings.telling import owe_letters
from app.administration.site_settings.trying_mail import LETTER_PATIENCE, a_letter, handed_over, in_words
from app.core import audit, clock, mail
from app.core.actor import OPERATOR, Actor
from app.core.concurrency.locking import lock_row
from app.core.concurrency.versions import expect_version
from app.core.db import db, insert_once
from app.core.errors import Invalid
from app.core.language.spoken import gettext, lazy_gettext
from app.core.permissions import require
from app.core.secrets.sealed import seal
from app.core.site import in_force
from app.core.site.mail_server import PURPOSE
from app.core.site.models import THE_ROW, MailSecurity, SiteSettings
from app.core.text.signs import on_one_line, stated
from app.networks.policy import Permission
from config import Settings

#: Said at the field of the present password.
ASKED = lazy_gettext(
    "Please type your present password: the address of the site, or how its letters go out, is changed."
)
_NOTHING: dict[str, Any] = {**dict.fromkeys(FIELDS, ""), "smtp_port": None, "smtp_security": MailSecurity.STARTTLS}


def change_settings(
    actor: Actor,
    given: Mapping[str, Any],
    *,
    environment: Settings,
    secret: str,
    seen_version: int | None = None,
    password: str = "",
    beginning: bool = False,
) -> SiteSettings:
    """Set these of FIELDS; the others stay, as do those that the environment sets. What is the default, or empty, says nothing.

    An empty `smtp_password` keeps the present one, as long as server and user are the same; without a server or a user it
    is forgotten. Conflict, with what stands now, if somebody else saved since `seen_version`. Invalid with the faults by field.

    Where letters go is changed only with the present `password`, and every other administrator is told; `beginning`
    excepts whoever is alone on the site. A password that is given is right, or nothing is changed.
    """
    require(actor, Permission.ADMINISTER, None)
    if password:
        require_present(db.session.get_one(Person, actor.person_id).password_hash, password)
    require_still_administers(actor)
    row = _locked_row()
    expect_version(row, seen_version, _in_words(row))
    fixed = set_by_environment(environment)
    given = {name: _tidy(name, value) for name, value in given.items() if name not in fixed}
    stands = {name: getattr(row, name) for name in FIELDS} | {"smtp_password": ""}
    wanted = stands | given
    faults = faults_of(wanted, row)
    wanted = _without_what_says_nothing(wanted, environment)
    changed = [name for name in WHERE_LETTERS_GO if wanted[name] != stands[name]]
    if actor is not OPERATOR:
        faults |= port_fault(wanted, changed, faults)
        if changed and not password and not (beginning and is_alone(actor)):
            faults |= {"current_password": [ASKED]}
    if faults:
        raise Invalid(gettext("Nothing was changed."), faults)
    _tell(actor, changed, row, environment)
    _write(actor, row, wanted, secret)
    in_force.forget_after_commit()
    return row


def is_alone(actor: Actor) -> bool:
    """Whether nobody but this administrator has an account: then there is nobody whose letters could go astray."""
    require(actor, Permission.ADMINISTER, None)
    return db.session.scalar(select(Person.id).where(Person.id != actor.person_id).limit(1)) is None


def _without_what_says_nothing(wanted: dict[str, Any], environment: Settings) -> dict[str, Any]:
    tidy = {name: _NOTHING[name] for name, default in defaults(environment).items() if wanted[name] == default}
    if not wanted["smtp_host"]:
        tidy |= {name: _NOTHING[name] for name in FIELDS if name.startswith("smtp_")}
    return wanted | tidy


def _tell(actor: Actor, changed: Collection[str], row: SiteSettings, environment: Settings) -> None:
    """Of a server that the environment names nothing is kept: it is in force before and after."""
    if changed and actor is not OPERATOR:
        before = in_force.in_force_with(environment, row)
        owe_letters(actor, changed, before, by_former_server=not environment.smtp_url)


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

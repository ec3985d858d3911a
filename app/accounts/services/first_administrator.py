"""The first account of a new site."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import event

from app.accounts.lookup import nobody_yet
from app.accounts.models import Person
from app.accounts.passwords import hash_password, require_good
from app.accounts.services.people import make_administrator, person_with
from app.accounts.set_up_key import is_set_up_key, put_back, use_up
from app.core.actor import OPERATOR
from app.core.db import db
from app.core.errors import Refused
from app.core.language.spoken import gettext


def may_set_up(folder: Path, key: str) -> bool:
    """Whether this key opens the site in this folder: it is the one that was printed, and nobody has an account yet."""
    return is_set_up_key(folder, key) and nobody_yet()


def make_first_administrator(folder: Path, key: str, *, name: str, email: str, password: str) -> Person:
    """Their account, and the key is used up; it is good again if the transaction is taken back.

    Refused for any key but the one that was printed, for one that was used, also at this moment, and once anybody has an
    account. Invalid if the address, the name or the password cannot be used; the key is still good then.
    """
    if not may_set_up(folder, key):
        raise _over()
    require_good(password, email, name)
    person = person_with(email, name, password_hash=hash_password(password))
    make_administrator(OPERATOR, person)
    db.session.flush()
    if not use_up(folder):
        raise _over()
    event.listen(db.session(), "after_rollback", lambda _session: put_back(folder, key), once=True)
    return person


def _over() -> Refused:
    return Refused(
        gettext("This site is set up already, or its key is another."),
        gettext("Start the site again to see its address."),
    )

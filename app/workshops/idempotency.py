"""Commands that may not be remembered with a name: sent again with the same key, they do nothing new.

The receipts of ordinary forms say who sent what and when; an unattributed card or a sealed ballot must not. Its form
carries `command_key` in place of `form_key`, and only the key is kept, until the workshop is closed or cancelled: a browser that lost the
answer in a tunnel may send its card again after the reveal, and nothing joins a key to a card.
"""

from __future__ import annotations

from sqlalchemy import delete

from app.core.db import db, insert_once
from app.core.errors import Invalid
from app.core.language.spoken import gettext
from app.workshops.models import Command

LONGEST_KEY = 64


def first_time(workshop_id: int, key: str) -> bool:
    """Whether this command was not accepted before; from now on it was. Exact under concurrency."""
    if not 8 <= len(key) <= LONGEST_KEY:
        raise Invalid(
            gettext("This form is not complete."), {"text": [gettext("Open the page again and send it once more.")]}
        )
    return insert_once(Command, {"workshop_id": workshop_id, "key": key})


def forget(workshop_id: int) -> None:
    db.session.execute(delete(Command).where(Command.workshop_id == workshop_id))

"""Letters about one notice, at once. What is owed names the notices; the words are read when the letter is sent, and not before.

So a letter says what stands on the site at that moment, as far as its reader may read it then. One that has nothing left
to say is not sent.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from flask import render_template
from sqlalchemy import select

from app.accounts.models import Person
from app.core import mail, outbox
from app.core.db import db
from app.core.site.in_force import in_force
from app.core.transactions.engine import reading_only
from app.networks.queries import actor_of
from app.notifications.models import Notice
from app.notifications.policy import visible_notices
from app.notifications.reading import NoticeInWords, codes_of, told, with_standing
from app.web.page.naming import leaves_tokens, spelled_out, words_of_html

#: Outbox kind: write a letter about one notice and send it.
AT_ONCE_LETTER = "notifications.at_once_letter"

#: Every mail of this feature has an outbox key that begins so; forgetting to whom it went goes by it.
MAIL = "mail.notices."

#: Writes one letter from the payload of its debt; None if there is nothing to say any more.
Write = Callable[[dict[str, Any]], mail.Letter | None]


def owe_at_once(notice: Notice) -> None:
    """One letter about one notice. Owed once, however often it is asked for."""
    key = f"notice-{notice.id}"
    outbox.enqueue(AT_ONCE_LETTER, {"key": key, "person": notice.person_id, "notices": [notice.id]}, once=MAIL + key)


def send_at_once(payload: dict[str, Any]) -> None:
    """Outbox handler."""
    send(_at_once, payload)


def send(write: Write, payload: dict[str, Any]) -> None:
    """Write the letter from what the database says now, let go of the database, and hand the letter over."""
    with reading_only():
        letter = write(payload)
        letter = _spelled_out(letter, payload) if letter is not None else None
        db.session.rollback()
    if letter is not None:
        mail.current().send(letter)


def _spelled_out(letter: mail.Letter, payload: dict[str, Any]) -> mail.Letter:
    """No letter holds a token: what it names is called as its reader may know it."""
    said = f"{letter.subject}{letter.text}{letter.html}"
    if not leaves_tokens(said) or (seen_by := actor_of(payload["person"])) is None:
        return letter
    return replace(
        letter,
        subject=spelled_out(letter.subject, seen_by),
        text=spelled_out(letter.text, seen_by),
        html=words_of_html(letter.html, seen_by),
    )


def _at_once(payload: dict[str, Any]) -> mail.Letter | None:
    found = _readable(payload)
    if found is None:
        return None
    reader, [only] = found
    if only.over:
        return None
    [code] = codes([only])
    words = {"told": only, "code": code}
    return written(payload, reader, f"[{code}] {only.title}", "at_once", words, list_name=code.lower())


def _readable(payload: dict[str, Any]) -> tuple[Person, list[NoticeInWords]] | None:
    """To whom the letter goes, and those of its notices that this person may read today; None if there are none."""
    seen_by = actor_of(payload["person"])
    if seen_by is None:
        return None
    mine = select(Notice).where(Notice.id.in_(payload["notices"]), visible_notices(seen_by)).order_by(Notice.id)
    shown = [each for each in told(db.session.scalars(mine).all(), seen_by) if each.readable]
    shown = with_standing(shown, seen_by)
    return (db.session.get_one(Person, payload["person"]), shown) if shown else None


def codes(shown: Sequence[NoticeInWords]) -> list[str]:
    """The module code of each."""
    found = codes_of(shown)
    return [found.get(each.notice.network_id or 0, in_force().name) for each in shown]


def written(
    payload: dict[str, Any], reader: Person, subject: str, template: str, words: dict[str, Any], **more: Any
) -> mail.Letter:
    """The letter in both forms. `more` are fields of it."""
    site = in_force().url
    text = render_template(f"notifications/emails/{template}.txt", site=site, name=reader.name, **words)
    html = render_template(f"notifications/emails/{template}.html", site=site, name=reader.name, **words)
    return mail.Letter(payload["key"], reader.email, subject, text.strip() + "\n", html, **more)

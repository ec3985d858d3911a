"""The texts of letters: what is said, from templates. What is owed, and to whom, is decided in jobs.py."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import current_app, render_template

from app.core import outbox
from app.notifications.models import Notice

#: Every mail of this feature has an outbox key that begins so; forgetting its words goes by it.
MAIL = "mail.notices."

#: More than this is no digest; the rest is in the inbox.
MOST_ITEMS = 40


@dataclass(frozen=True)
class Told:
    """A notice with the person's address and the module code of its network."""

    notice: Notice
    email: str
    name: str
    code: str


def owe_at_once(told: Told) -> None:
    """One letter about one notice. Owed once, however often it is asked for."""
    words = {"notice": told.notice, "name": told.name, "code": told.code}
    subject = f"[{told.code}] {told.notice.title}"
    _owe(f"notice-{told.notice.id}", told.email, subject, "at_once", words)


def owe_digest(told: Sequence[Told], slot: str) -> None:
    """One letter about all these notices of one person, by network, the newest of each first."""
    newest = sorted(told, key=lambda each: each.notice.created_at, reverse=True)
    shown = sorted(newest[:MOST_ITEMS], key=lambda each: each.code)
    groups = [(code, [each.notice for each in those]) for code, those in groupby(shown, key=lambda each: each.code)]
    count = len(newest)
    words = {"groups": groups, "name": told[0].name, "more": count - len(shown)}
    subject = f"{count} {'thing' if count == 1 else 'things'} new in {_listed([code for code, _ in groups])}"
    _owe(f"digest-{told[0].notice.person_id}-{slot}", told[0].email, subject, "digest", words)


def _owe(key: str, to: str, subject: str, template: str, words: dict[str, Any]) -> None:
    site = current_app.extensions["settings"].base_url.rstrip("/")
    text = render_template(f"notifications/emails/{template}.txt", site=site, **words)
    html = render_template(f"notifications/emails/{template}.html", site=site, **words)
    letter = {"key": key, "to": to, "subject": subject, "text": text.strip() + "\n", "html": html}
    outbox.owe("mail", letter, once=MAIL + key)


def _listed(words: list[str]) -> str:
    """H800, MST124 and S215."""
    return " and ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)

"""Letters about accounts and memberships. A service owes one; the worker writes it (accounts/jobs.py)."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Any

from app.accounts.models import LinkPurpose
from app.core import outbox

LETTER = "accounts.letter"


def owe_letter(email: str, template: str, *, link: LinkPurpose | None = None, once: str = "", **words: str) -> None:
    """Owe the letter `template` (a file under templates) to whoever has this address, with these words in it.

    A link's secret is put in by the worker as the letter leaves, so it is in no row.
    If nobody has the address when the letter is due, none is sent: that is how asking for a reset
    answers the same for every address. `once` makes a repeat of the same letter a no-op.
    """
    payload = _letter(email, template, link, once, words)
    outbox.enqueue(LETTER, payload, once=_once(payload))


def owe_letters(emails: Iterable[str], template: str, *, link: LinkPurpose | None = None, **words: str) -> None:
    """The same to each of these addresses, in one statement."""
    payloads = [_letter(email, template, link, "", words) for email in emails]
    outbox.enqueue_all(LETTER, {_once(payload): payload for payload in payloads})


def _letter(email: str, template: str, link: LinkPurpose | None, once: str, words: dict[str, str]) -> dict[str, Any]:
    key = once or secrets.token_hex(12)
    return {"key": key, "email": email, "template": template, "link": link.value if link else "", "words": words}


def _once(payload: dict[str, Any]) -> str:
    return f"{LETTER}.{payload['key']}"

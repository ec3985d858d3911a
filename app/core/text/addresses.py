"""E-mail addresses: as people paste them, and as a letter can be sent to them. Pure."""

from __future__ import annotations

import re
from urllib.parse import unquote

from email_validator import EmailNotValidError, validate_email

from app.core.text.signs import compared

#: "Amina Khan <amina@example.org>", as mail programs copy it.
_NAMED = re.compile(r"[^<>＜＞]*[<＜]([^<>＜＞]*)[>＞][\s,;.。；]*")
#: What a sentence or a list leaves around an address; none of it can begin or end one.
_AROUND = ' \t\r\n\xa0,;.:()[]<>"“”‘’„‚«»‹›＜＞（），；。、'
_LINK = re.compile("mailto:", re.IGNORECASE)


class Unusable(ValueError):
    """No letter can be sent to this; the message is a sentence for the person who typed it."""


def cleaned(text: str) -> str:
    """The address in what was pasted, in small letters: without signs that nobody sees, `mailto:`, or a name before it."""
    text = _seen(text)
    if named := _NAMED.fullmatch(text):
        text = named[1]
    text = text.strip(_AROUND)
    if link := _LINK.match(text):
        # A link may go on with a subject, and writes signs as %40 (RFC 6068).
        text = _seen(unquote(text[link.end() :].partition("?")[0])).strip(_AROUND)
    if len(text) > 1 and text[0] == text[-1] == "'":
        text = text[1:-1]
    # A text processor bends the apostrophe of O'Brien.
    return text.replace("’", "'").lower()


def usable(text: str) -> str:
    """The address as it is stored and written to, its domain as the name system knows it (IDNA); or Unusable."""
    return _both(text)[0]


def spellings(text: str) -> list[str]:
    """What an account may be stored under that is meant by `text`, the likeliest first."""
    typed = text.strip().lower()
    try:
        return list(dict.fromkeys((*_both(text), typed)))
    except Unusable:
        return [typed]


def for_envelope(stored: str) -> str:
    """A stored address as any mail server takes it: those of before this module were kept as they had been typed."""
    return spellings(stored)[0]


def _both(text: str) -> tuple[str, str]:
    """The address as the name system knows it and as people read it; or Unusable."""
    try:
        # Whether the domain takes mail is not asked: no page waits for the name system.
        found = validate_email(cleaned(text), check_deliverability=False, strict=True)
    except EmailNotValidError as fault:
        raise Unusable("This does not look like an e-mail address, such as name@example.ac.uk.") from fault
    if found.ascii_email is None:
        raise Unusable("Before the @ only letters from a to z can be reached from here. Please use another address.")
    return found.ascii_email, found.normalized


def _seen(text: str) -> str:
    return compared(text).strip()

"""A letter to one person, and how it leaves: with every header that RFC 5322, 2919, 3834 and 8058 ask for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.header import Header
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, parseaddr
from urllib.parse import urlsplit

from app.core import clock
from app.core.text import addresses


@dataclass(frozen=True)
class Letter:
    """One mail to one person. `key` is the same at each attempt, so that a repeat can be recognised."""

    key: str
    to: str
    subject: str
    text: str
    html: str = ""
    #: A calendar (RFC 5545) with what a mail program is to do with it: REQUEST, CANCEL or PUBLISH.
    calendar: str = ""
    calendar_method: str = ""
    #: Where a mail program's own button stops such letters with one request (RFC 8058); "" where there is no such thing.
    stop_url: str = ""
    #: Stands in the text for the secret of a link, which is put there as the letter leaves (`secret_for`): whoever reads
    #: the letters that wait, or a backup of them, has no link that works.
    secret_mark: str = ""
    #: The keys of earlier letters to the same person about the same thing, the first one first: mail programs show them as
    #: one conversation.
    follows: Sequence[str] = ()
    #: What people sort such letters by (RFC 2919): a short name of our own, such as that of a network; "" for none.
    list_name: str = ""


#: So many earlier letters are named beside the first one: with hundreds, servers refuse the header.
MOST_FOLLOWED = 11
_NOT_IN_AN_ID = re.compile("[^A-Za-z0-9+_-]")
_NOT_IN_A_DOMAIN = re.compile("[^A-Za-z0-9.-]")


#: Made of our own signs only. Reading them into their parts, to write them as they were, is a third of a message's cost.
_AS_WRITTEN = frozenset(
    {"Date", "Message-ID", "In-Reply-To", "References", "Auto-Submitted", "X-Auto-Response-Suppress"}
    | {"List-Id", "List-Unsubscribe", "List-Unsubscribe-Post", "MIME-Version"}
)


class _Headers(EmailPolicy):
    """Python's own folding loses blanks between words of a long subject with letters beyond ASCII, and cuts the address of
    a link in two.
    """

    def header_store_parse(self, name: str, value: str) -> tuple[str, str]:
        if name in _AS_WRITTEN and type(value) is str and value.isascii() and value.isprintable():
            return name, value
        return super().header_store_parse(name, value)

    def fold_binary(self, name: str, value: str) -> bytes:
        if name in {"List-Unsubscribe", "List-Id"}:
            return f"{name}: {value}{self.linesep}".encode()
        if name != "Subject" or value.isascii():
            return super().fold_binary(name, value)
        words = Header(str(value), "utf-8", header_name=name).encode(linesep=self.linesep)
        return f"{name}: {words}{self.linesep}".encode()


def domain_of(url: str) -> str:
    """The site's own name, from its address: no other site makes identifiers with it."""
    try:
        host = (urlsplit(url).hostname or "").encode("idna").decode()
    except ValueError:
        host = ""
    return _NOT_IN_A_DOMAIN.sub("-", host).strip(".-")


def as_message(letter: Letter, sender: str, *, domain: str = "", encoding: str | None = None) -> EmailMessage:
    """As it goes out. `domain` is the site's own, the sender's if it is "". `encoding` of its texts: by default what every
    server passes on; 8bit can be read as it stands.
    """
    domain = domain or _NOT_IN_A_DOMAIN.sub("-", parseaddr(sender)[1].rpartition("@")[2]).strip(".-") or "localhost"
    message = EmailMessage(policy=_Headers())
    message["From"] = sender
    message["To"] = addresses.for_envelope(letter.to)
    message["Subject"] = " ".join(letter.subject.split())
    # The machine's time and not the demo's: mail programs and filters compare it with their own.
    message["Date"] = format_datetime(clock.real_now())
    _add_thread(message, letter, domain)
    # Nobody's absence answers it (RFC 3834); Exchange looks for a header of its own. What could not be delivered is told.
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "OOF, AutoReply"
    if letter.list_name:
        message["List-Id"] = f"<{_NOT_IN_AN_ID.sub('-', letter.list_name)}.{domain}>"
    if letter.stop_url:
        message["List-Unsubscribe"] = f"<{letter.stop_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(letter.text, cte=encoding)
    if letter.html:
        message.add_alternative(letter.html, subtype="html", cte=encoding)
    if letter.calendar:
        _add_calendar(message, letter)
    return message


def _add_thread(message: EmailMessage, letter: Letter, domain: str) -> None:
    """Its own name, and those of the letters that it follows: the first, and the latest of the others."""
    message["Message-ID"] = _named(letter.key, domain)
    if letter.follows:
        before = [_named(key, domain) for key in letter.follows]
        message["In-Reply-To"] = before[-1]
        message["References"] = " ".join([before[0], *before[1:][-MOST_FOLLOWED:]])


def _named(key: str, domain: str) -> str:
    # A key may hold a time of day, and a colon may not stand there (RFC 5322, 3.6.4).
    return f"<{_NOT_IN_AN_ID.sub('-', key)}@{domain}>"


def _add_calendar(message: EmailMessage, letter: Letter) -> None:
    """Twice, as invitations are sent everywhere: as an alternative, which calendars offer to take in, and as a file,
    which any program can save.
    """
    # Quoted-printable keeps the ends of its lines as the format wants them; base64 of a text would not.
    method = {"method": letter.calendar_method}
    message.add_alternative(letter.calendar, subtype="calendar", params=method, cte="quoted-printable")
    file = letter.calendar.encode()
    message.add_attachment(file, maintype="application", subtype="ics", filename="workshop.ics")

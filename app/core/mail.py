"""Mail leaves by one door: a Mailer chosen by settings. Services never call it; the outbox does."""

from __future__ import annotations

import base64
import hmac
import os
import re
import smtplib
import socket
import ssl
from dataclasses import asdict, dataclass, field, replace
from email.header import Header
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from pathlib import Path
from typing import Protocol

from app.core import clock, outbox
from app.core.site.in_force import read_anew
from app.core.site.mail_server import MailServer
from app.core.site.models import MailSecurity
from app.core.text import addresses
from app.core.text.formula_words import html_in_words, in_words


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


_NOT_IN_AN_ID = re.compile("[^A-Za-z0-9+_-]")


class Mailer(Protocol):
    def send(self, letter: Letter) -> None:
        """Hand the letter over, or raise OSError (smtplib's errors are OSErrors)."""


class _Headers(EmailPolicy):
    """Python's own folding loses blanks between words of a long subject with letters beyond ASCII."""

    def fold_binary(self, name: str, value: str) -> bytes:
        if name != "Subject" or value.isascii():
            return super().fold_binary(name, value)
        words = Header(str(value), "utf-8", header_name=name).encode(linesep=self.linesep)
        return f"{name}: {words}{self.linesep}".encode()


def as_message(letter: Letter, sender: str, *, encoding: str | None = None) -> EmailMessage:
    """As it goes out. `encoding` of its texts: by default what every server passes on; 8bit can be read as it stands."""
    message = EmailMessage(policy=_Headers())
    message["From"] = sender
    message["To"] = addresses.for_envelope(letter.to)
    message["Subject"] = " ".join(letter.subject.split())
    # The machine's time and not the demo's: mail programs and filters compare it with their own.
    message["Date"] = format_datetime(clock.real_now())
    # A key may hold a time of day, and a colon may not stand there (RFC 5322, 3.6.4).
    message["Message-ID"] = f"<{_NOT_IN_AN_ID.sub('-', letter.key)}@learning-networks.invalid>"
    message["Auto-Submitted"] = "auto-generated"
    if letter.stop_url:
        message["List-Unsubscribe"] = f"<{letter.stop_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(letter.text, cte=encoding)
    if letter.html:
        message.add_alternative(letter.html, subtype="html", cte=encoding)
    if letter.calendar:
        _add_calendar(message, letter)
    return message


def _add_calendar(message: EmailMessage, letter: Letter) -> None:
    """Twice, as invitations are sent everywhere: as an alternative, which calendars offer to take in, and as a file,
    which any program can save.
    """
    # Quoted-printable keeps the ends of its lines as the format wants them; base64 of a text would not.
    method = {"method": letter.calendar_method}
    message.add_alternative(letter.calendar, subtype="calendar", params=method, cte="quoted-printable")
    file = letter.calendar.encode()
    message.add_attachment(file, maintype="application", subtype="ics", filename="workshop.ics")


@dataclass(frozen=True)
class SmtpMailer:
    server: MailServer
    sender: str
    #: The site's, with which a password that is sealed is read.
    secret: str = field(default="", repr=False)
    #: Seconds to wait for each answer.
    patience: float = 20

    def send(self, letter: Letter) -> None:
        password = self.server.password(self.secret)
        with self._connect() as session:
            if self.server.security == MailSecurity.STARTTLS:
                session.starttls(context=ssl.create_default_context())
            if self.server.user:
                _sign_in(session, self.server.user, password)
            session.send_message(as_message(letter, self.sender))

    def _connect(self) -> smtplib.SMTP:
        host, port = self.server.host, self.server.port
        try:
            if self.server.security == MailSecurity.TLS:
                return smtplib.SMTP_SSL(host, port, timeout=self.patience, context=ssl.create_default_context())
            return smtplib.SMTP(host, port, timeout=self.patience)
        except UnicodeError as fault:  # what the name system cannot be asked for
            raise socket.gaierror(socket.EAI_NONAME, "No machine has this name") from fault


def _sign_in(session: smtplib.SMTP, user: str, password: str) -> None:
    """As smtplib does, which knows no letters beyond ASCII. With those, by the way that is defined for them (RFC 4616)."""
    if (user + password).isascii():
        session.login(user, password)
        return
    session.ehlo_or_helo_if_needed()
    code, said = session.docmd("AUTH PLAIN", base64.b64encode(f"\0{user}\0{password}".encode()).decode())
    if code != 235:
        raise smtplib.SMTPAuthenticationError(code, said)


@dataclass(frozen=True)
class FolderMailer:
    """Keeps each letter as one .eml file named by its key: a second attempt replaces the first. Whoever opens the file finds
    each link in one piece, to be copied.
    """

    folder: Path
    sender: str

    def send(self, letter: Letter) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{letter.key}.eml"
        half = path.with_suffix(f".{os.getpid()}.tmp")
        half.write_bytes(bytes(as_message(letter, self.sender, encoding="8bit")))
        half.replace(path)


@dataclass(frozen=True)
class SiteMailer:
    """Goes by the settings as they are at each letter: to the server that is named, or into the folder."""

    folder: Path
    secret: str = field(repr=False)

    def send(self, letter: Letter) -> None:
        site = read_anew()
        if site.mail_server is None:
            FolderMailer(self.folder, site.mail_from).send(letter)
        else:
            SmtpMailer(site.mail_server, site.mail_from, self.secret).send(letter)


class RecordingMailer:
    """Keeps letters in a list, for tests."""

    def __init__(self) -> None:
        self.letters: list[Letter] = []

    def send(self, letter: Letter) -> None:
        self.letters.append(letter)


_mailer: Mailer = RecordingMailer()


def use(mailer: Mailer) -> None:
    global _mailer
    _mailer = mailer


def current() -> Mailer:
    return _mailer


#: Outbox kind: a whole letter, to be handed over.
KIND = "mail"


def owe(letter: Letter, *, once: str) -> None:
    """Have the worker send this letter; `once` names it in the outbox, so that it is owed once."""
    outbox.enqueue(KIND, asdict(letter), once=once)


def secret_for(mark: str, secret_key: str) -> str:
    """The secret that a mark stands for; the same each time. Nobody knows it who has the mark and not the site's key."""
    made = hmac.digest(secret_key.encode(), f"secret of a link in a letter {mark}".encode(), "sha256")
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def deliver(payload: dict[str, str], *, secret_key: str = "") -> None:
    """Outbox handler: the payload holds the whole letter but for a link's secret. No mail program sets a formula."""
    letter = Letter(**payload)
    said = {"subject": in_words(letter.subject), "text": in_words(letter.text), "html": html_in_words(letter.html)}
    if mark := letter.secret_mark:
        said |= {"text": said["text"].replace(mark, secret_for(mark, secret_key)), "secret_mark": ""}
    _mailer.send(replace(letter, **said))

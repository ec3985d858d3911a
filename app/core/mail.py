"""Mail leaves by one door: a Mailer chosen by settings. Services never call it; the outbox does."""

from __future__ import annotations

import base64
import hmac
import os
import smtplib
import socket
import ssl
import threading
import time
from dataclasses import asdict, dataclass, field, replace
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol

from app.core import outbox
from app.core.letter import Letter, as_message, domain_of
from app.core.site.in_force import read_anew
from app.core.site.mail_server import MailServer
from app.core.site.models import MailSecurity
from app.core.text.formula_words import html_in_words, in_words

__all__ = ["KIND", "FolderMailer", "Letter", "Mailer", "RecordingMailer", "SiteMailer", "SmtpMailer", "as_message"]

#: A connection that lay still for longer may have been closed at its other end.
STILL = 20.0
#: Servers take so many letters and no more in one connection.
MOST_LETTERS = 100


class Mailer(Protocol):
    def send(self, letter: Letter) -> None:
        """Hand the letter over, or raise OSError (smtplib's errors are OSErrors)."""


@dataclass(frozen=True)
class SmtpMailer:
    server: MailServer
    sender: str
    #: The site's, with which a password that is sealed is read.
    secret: str = field(default="", repr=False)
    #: Seconds to wait for each answer.
    patience: float = 20
    #: The site's own, for the names of its letters; the sender's if it is "".
    domain: str = ""

    def send(self, letter: Letter) -> None:
        with self.connected() as session:
            session.send_message(as_message(letter, self.sender, domain=self.domain))

    def connected(self) -> smtplib.SMTP:
        """A connection over which letters can be handed over."""
        password = self.server.password(self.secret)
        session = self._connect()
        try:
            if self.server.security == MailSecurity.STARTTLS:
                session.starttls(context=ssl.create_default_context())
            if self.server.user:
                _sign_in(session, self.server.user, password)
        except BaseException:
            session.close()
            raise
        return session

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
    domain: str = ""

    def send(self, letter: Letter) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{letter.key}.eml"
        half = path.with_suffix(f".{os.getpid()}.tmp")
        half.write_bytes(bytes(as_message(letter, self.sender, domain=self.domain, encoding="8bit")))
        half.replace(path)


class _Line:
    """One connection for many letters, of one thread: opening it costs more than a letter. It is renewed when the server
    closed it, or another one is in force.
    """

    def __init__(self) -> None:
        self._mailer: SmtpMailer | None = None
        self._session: smtplib.SMTP | None = None
        self._sent = 0
        self._used_at = 0.0

    def send(self, mailer: SmtpMailer, letter: Letter) -> None:
        message = as_message(letter, mailer.sender, domain=mailer.domain)
        if self._usable(mailer):
            try:
                self._hand_over(message)
            except (smtplib.SMTPServerDisconnected, smtplib.SMTPSenderRefused) as fault:
                # Ended at the other end, by itself or with 421. Had it taken this letter, that comes twice under one name.
                if getattr(fault, "smtp_code", 421) != 421:
                    raise
            else:
                return
        self.hang_up()
        self._session, self._mailer, self._sent = mailer.connected(), mailer, 0
        self._hand_over(message)

    def _usable(self, mailer: SmtpMailer) -> bool:
        fresh = time.monotonic() - self._used_at < STILL and self._sent < MOST_LETTERS
        return self._session is not None and self._mailer == mailer and fresh

    def _hand_over(self, message: EmailMessage) -> None:
        assert self._session is not None
        self._sent, self._used_at = self._sent + 1, time.monotonic()
        try:
            self._session.send_message(message)
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError):
            raise  # of this letter alone; smtplib has told the server that it is over
        except OSError:
            self.hang_up()
            raise

    def hang_up(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            try:
                session.quit()
            except OSError:
                session.close()


@dataclass(frozen=True)
class SiteMailer:
    """Goes by the settings as they are at each letter: to the server that is named, or into the folder."""

    folder: Path
    secret: str = field(repr=False)
    _own: threading.local = field(default_factory=threading.local, repr=False, compare=False)

    def send(self, letter: Letter) -> None:
        site = read_anew()
        domain = domain_of(site.url)
        if site.mail_server is None:
            FolderMailer(self.folder, site.mail_from, domain).send(letter)
            return
        if not hasattr(self._own, "line"):
            self._own.line = _Line()
        self._own.line.send(SmtpMailer(site.mail_server, site.mail_from, self.secret, domain=domain), letter)

    def hang_up(self) -> None:
        """This thread has no letter left."""
        if hasattr(self._own, "line"):
            self._own.line.hang_up()


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


def hang_up() -> None:
    """End the connection that this thread's letters went over, if there is one."""
    if isinstance(_mailer, SiteMailer):
        _mailer.hang_up()


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

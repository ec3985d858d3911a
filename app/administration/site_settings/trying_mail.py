"""A letter that is handed over while somebody waits, and what went wrong in words: the server's own, where it said any."""

from __future__ import annotations

import secrets
import smtplib
import socket
import ssl
from base64 import b64encode
from threading import Thread

from app.core.mail import Letter, Mailer
from app.core.site.in_force import SiteInForce
from app.core.site.mail_server import MailServer, PasswordLost
from app.core.site.models import MailSecurity

#: Seconds to wait for one answer, and for all of them: some servers answer a letter at a time, and names are looked up too.
LETTER_PATIENCE = 8.0
PATIENCE_IN_ALL = 10.0
_LONGEST_ANSWER = 300


def a_letter(to: str, site: SiteInForce) -> Letter:
    """What is sent to see whether letters arrive."""
    text = f"This is the test letter that you asked for at {site.url}.\n\nLetters of {site.name} arrive here.\n"
    return Letter(f"test-{secrets.token_hex(8)}", to, f"A test letter of {site.name}", text)


def handed_over(mailer: Mailer, letter: Letter, patience: float = PATIENCE_IN_ALL) -> Exception | None:
    """None when the letter was taken within so many seconds, else what went wrong."""
    faults: list[Exception | None] = []

    def send() -> None:
        try:
            mailer.send(letter)
        except Exception as fault:  # noqa: BLE001 -- whatever it is, it is told to whoever waits
            faults.append(fault)
        else:
            faults.append(None)

    # A thread of its own, because a server that sends a letter every few seconds keeps its reader for as long as it likes.
    sender = Thread(target=send, daemon=True, name="test-letter")
    sender.start()
    sender.join(patience)
    return faults[0] if faults else TimeoutError()


def in_words(fault: Exception, server: MailServer | None, secret: str) -> str:
    """Why the letter was not taken. The password stands in no answer."""
    if server is None:
        return f"it could not be written into the folder of mail: {_of(fault)}."
    said = f"{server.host}, port {server.port}, {_reason(fault, server.security)}"
    return _without_password(said, server, secret)


def _reason(fault: Exception, security: MailSecurity) -> str:
    """What the server did or did not, after its name."""
    answer = _answer(fault)
    match fault:
        case PasswordLost():
            return f"was not asked. {fault}"
        case smtplib.SMTPConnectError():  # whoever listens there may be anything, so nothing of what it says is shown
            return "does not greet as a mail server that takes letters does."
        case smtplib.SMTPAuthenticationError():
            return f"does not accept the user name and password. It answers: {answer}"
        case smtplib.SMTPRecipientsRefused() | smtplib.SMTPSenderRefused() | smtplib.SMTPResponseException():
            return f"refuses it. It answers: {answer}"
        case smtplib.SMTPNotSupportedError():
            return f"does not offer that. {answer}"
        case smtplib.SMTPServerDisconnected() if not isinstance(fault.__context__, TimeoutError):
            return f"ended the conversation. {answer}{_hint(security)}"
        case ssl.SSLCertVerificationError():
            return f"has a certificate that cannot be trusted: {fault.verify_message}."
        case ssl.SSLError():
            return f"speaks no TLS there: {answer}. At port 587 it mostly begins with STARTTLS."
        case socket.gaierror():
            return "was not found: no machine has that name."
        case ConnectionRefusedError():
            return "refuses the connection: nothing listens there, or something in between forbids it."
        case TimeoutError() | smtplib.SMTPServerDisconnected():
            return f"did not answer within {PATIENCE_IN_ALL:.0f} seconds.{_hint(security)}"
    return f"could not be spoken to: {answer}."


def _hint(security: MailSecurity) -> str:
    return " Where TLS is spoken from the first byte, it says nothing else: choose that." if security != "tls" else ""


def _answer(fault: Exception) -> str:
    """The server's own words, on one line."""
    words: bytes | str
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(fault.recipients.values()))
    elif isinstance(fault, smtplib.SMTPResponseException):
        code, words = fault.smtp_code, fault.smtp_error
    else:
        return _of(fault)
    text = words.decode(errors="replace") if isinstance(words, bytes) else str(words)
    return _on_one_line(f"{code} {text}")


def _of(fault: Exception) -> str:
    return _on_one_line(getattr(fault, "strerror", None) or str(fault) or type(fault).__name__)


def _on_one_line(text: str) -> str:
    shown = "".join(sign if sign.isprintable() else " " for sign in text)
    shown = " ".join(shown.split())
    return shown if len(shown) <= _LONGEST_ANSWER else f"{shown[:_LONGEST_ANSWER]}…"


def _without_password(text: str, server: MailServer, secret: str) -> str:
    """Some servers repeat what they were sent."""
    try:
        password = server.password(secret)
    except PasswordLost:
        return text
    pair = f"\0{server.user}\0{password}".encode()
    for told in (password, b64encode(password.encode()).decode(), b64encode(pair).decode()):
        text = text.replace(told, "…") if told else text
    return text

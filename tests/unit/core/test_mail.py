"""A letter as mail programs receive it, and how it is handed to a server."""

from __future__ import annotations

import smtplib
import socket
from datetime import UTC
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from app.core import clock
from app.core.mail import Letter, SmtpMailer, as_message

LETTER = Letter(key="abc", to="amina@example.org", subject="Moles", text="What is a mole?")


def test_a_letter_carries_the_headers_that_the_format_asks_for() -> None:
    read = message_from_bytes(bytes(as_message(LETTER, "Networks <networks@example.org>")), policy=policy.default)
    assert isinstance(read, EmailMessage)
    for name in ("Date", "From", "To", "Subject", "Message-ID", "MIME-Version", "Content-Type"):
        assert len(read.get_all(name) or []) == 1, name
        assert not read[name].defects, name
    assert abs((clock.real_now() - read["Date"].datetime.astimezone(UTC)).total_seconds()) < 60


def test_smtps_speaks_nothing_in_plain_text() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(10)
        port = server.getsockname()[1]
        heard: list[bytes] = []
        from threading import Thread

        def listen() -> None:
            there, _ = server.accept()
            with there:
                there.settimeout(10)
                heard.append(there.recv(1))

        listener = Thread(target=listen)
        listener.start()
        with pytest.raises((OSError, smtplib.SMTPException)):
            SmtpMailer(f"smtps://127.0.0.1:{port}", "networks@example.org").send(LETTER)
        listener.join()
    assert heard == [
        b"\x16"
    ]  # a TLS handshake (RFC 8446, 5.1), where SMTP in plain text waits for the server's greeting

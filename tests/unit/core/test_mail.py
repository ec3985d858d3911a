"""A letter as mail programs receive it, and how it is handed to a server."""

from __future__ import annotations

import smtplib
import socket
from dataclasses import replace
from datetime import UTC

import pytest

from app.core import clock
from app.core.mail import Letter, SmtpMailer
from app.core.site.mail_server import server_at
from tests.letters import read_strictly

LETTER = Letter(key="abc", to="amina@example.org", subject="Moles", text="What is a mole?")


def test_a_letter_carries_the_headers_that_the_format_asks_for() -> None:
    read = read_strictly(LETTER)
    assert abs((clock.real_now() - read["Date"].datetime.astimezone(UTC)).total_seconds()) < 60


@pytest.mark.parametrize("key", ["abc", "notice-7", "digest-3-2026-11-29T06:00:00+00:00", "a.b..c", "write up"])
def test_every_key_makes_an_identifier_that_is_the_same_at_each_attempt(key: str) -> None:
    first, second = (read_strictly(replace(LETTER, key=key))["Message-ID"] for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    "subject", ["Größe und Maß " * 20, "a\nBcc: ben@example.org", "Moles: what, <who>?", "分子" * 80]
)
def test_no_subject_breaks_the_headers(subject: str) -> None:
    read = read_strictly(replace(LETTER, subject=subject, stop_url="https://example.org/stop/" + "x" * 80))
    assert read["Subject"] == " ".join(subject.split())
    assert read["Bcc"] is None


def test_a_letter_to_a_domain_with_other_letters_goes_to_its_name_in_the_name_system() -> None:
    assert read_strictly(replace(LETTER, to="jo@bücher.example"))["To"] == "jo@xn--bcher-kva.example"


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
            SmtpMailer(server_at(f"smtps://127.0.0.1:{port}"), "networks@example.org").send(LETTER)
        listener.join()
    assert heard == [
        b"\x16"
    ]  # a TLS handshake (RFC 8446, 5.1), where SMTP in plain text waits for the server's greeting

"""A letter as mail programs receive it, and how it is handed to a server."""

from __future__ import annotations

import base64
import smtplib
import socket
from dataclasses import replace
from datetime import UTC

import pytest

from app.core import clock
from app.core.letter import domain_of
from app.core.mail import Letter, SmtpMailer, as_message
from app.core.site.mail_server import server_at
from tests.letters import read_strictly
from tests.smtp_servers import answering, serving

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


def test_a_name_that_cannot_be_looked_up_is_a_fault_of_the_network_like_any_other() -> None:
    with pytest.raises(OSError, match="No machine"):
        SmtpMailer(server_at("smtp://mail..example.org"), "site@example.org").send(LETTER)


@pytest.mark.parametrize(("user", "password"), [("networks", "a £ pound"), ("größe", "word")])
def test_a_name_and_a_password_may_have_any_letters(user: str, password: str) -> None:
    sent = base64.b64encode(f"\0{user}\0{password}".encode()).decode()
    with serving(answering()) as server:
        there = replace(server_at(f"smtp://127.0.0.1:{server.port}"), user=user, plain_password=password)
        SmtpMailer(there, "site@example.org").send(LETTER)
    assert f"AUTH PLAIN {sent}" in server.heard
    assert "rcpt TO:<amina@example.org>" in server.heard


def test_one_that_is_not_accepted_says_so() -> None:
    with serving(answering(AUTH="535 No")) as server, pytest.raises(smtplib.SMTPAuthenticationError, match="No"):
        there = replace(server_at(f"smtp://127.0.0.1:{server.port}"), user="networks", plain_password="£")
        SmtpMailer(there, "site@example.org").send(LETTER)


def test_letters_that_follow_each_other_name_the_first_and_the_latest() -> None:
    read = read_strictly(replace(LETTER, follows=[f"post-{number}" for number in range(30)], list_name="s215"))
    named = read["References"].split()
    assert (named[0], named[-1], len(named)) == ("<post-0@example.org>", read["In-Reply-To"].strip(), 12)
    assert read["List-Id"] == "<s215.example.org>"


def test_identifiers_are_under_the_sites_own_name() -> None:
    assert domain_of("https://networks.open.ac.uk:8443/x") == "networks.open.ac.uk"
    assert domain_of("http://127.0.0.1:8000") == "127.0.0.1"
    assert domain_of("https://bücher.example") == "xn--bcher-kva.example"
    sent = as_message(LETTER, "Networks <networks@example.org>", domain="networks.open.ac.uk")
    assert sent["Message-ID"] == "<abc@networks.open.ac.uk>"


def test_no_absence_answers_and_the_link_that_stops_it_is_in_one_piece() -> None:
    stop_url = "https://networks.example.org/mail/t12345-67890.81RHBXhr2O6Yl3obOuo0_TCX4Sw"
    sent = bytes(as_message(replace(LETTER, stop_url=stop_url), "Networks <networks@example.org>")).decode()
    assert f"List-Unsubscribe: <{stop_url}>\n" in sent
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click\n" in sent
    assert "Auto-Submitted: auto-generated\n" in sent
    assert "X-Auto-Response-Suppress: OOF, AutoReply\n" in sent

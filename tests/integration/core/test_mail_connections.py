"""Many letters go over one connection, and what happens to one of them is no matter to the others."""

from __future__ import annotations

import smtplib
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from app.core.mail import Letter, Mailer, SiteMailer
from app.core.site.models import MailSecurity
from tests.integration.core.test_site_in_force import write
from tests.smtp_servers import SmtpServer, answering, serving

LETTER = Letter(key="abc", to="amina@example.org", subject="Moles", text="What is a mole?")


@pytest.fixture
def mailer(app: Flask, tmp_path: Path) -> Iterator[Mailer]:
    made = SiteMailer(tmp_path, app.config["SECRET_KEY"])
    yield made
    made.hang_up()


def test_many_letters_go_over_one_connection(mailer: Mailer) -> None:
    with serving(answering()) as server:
        write(smtp_host="127.0.0.1", smtp_port=server.port, smtp_security=MailSecurity.NONE)
        for number in range(150):
            mailer.send(replace(LETTER, key=f"k{number}"))
    assert sum("Message-ID: <k" in line for line in server.heard) == 150
    assert sum(line.lower().startswith("ehlo") for line in server.heard) == 2, "a hundred letters each"


def test_one_that_is_refused_stops_no_other(mailer: Mailer) -> None:
    with serving(answering(RCPT="550 No such mailbox")) as server:
        write(smtp_host="127.0.0.1", smtp_port=server.port, smtp_security=MailSecurity.NONE)
        for _ in range(3):
            with pytest.raises(smtplib.SMTPRecipientsRefused):
                mailer.send(LETTER)
    assert sum(line.lower().startswith("ehlo") for line in server.heard) == 1


def test_a_connection_that_the_server_closed_is_opened_anew(mailer: Mailer) -> None:
    def one_letter(there: socket.socket, server: SmtpServer) -> None:
        """Hangs up after each letter, without a word."""
        there.sendall(b"220 here\r\n")
        with there.makefile("r", newline="\r\n") as lines:
            letter = False
            for line in lines:
                server.heard.append(line.strip())
                verb = line.strip().upper()
                if letter and verb != ".":
                    continue
                letter = verb == "DATA"
                there.sendall(b"354 Go on\r\n" if letter else b"250 Ok\r\n")
                if verb == ".":
                    return

    with serving(one_letter) as server:
        write(smtp_host="127.0.0.1", smtp_port=server.port, smtp_security=MailSecurity.NONE)
        for number in range(3):
            mailer.send(replace(LETTER, key=f"k{number}"))
    assert sum("Message-ID: <k" in line for line in server.heard) == 3

"""The administrators are written to once when something is not in order, and once when it is again; whoever looks."""

from __future__ import annotations

import os
import signal
import smtplib
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.administration import jobs, watching
from app.administration.models import SiteTrouble
from app.core import clock, mail
from app.core.db import db
from app.core.mail import Letter
from app.web.serving import health
from app.web.worker.jobs import BEAT
from tests.bench.server import ROOT
from tests.client import StrictClient
from tests.people import CAST, FRIDAY, World
from tests.threads import together

AS = Callable[[str | None], StrictClient]
MINUTE = timedelta(minutes=1)


class Part:
    """A part of the site that a test puts out of order, and the minutes that pass."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.faults: dict[str, str] = {}
        self.at = FRIDAY
        monkeypatch.setattr(health, "faults", lambda: self.faults)

    def pass_by(self, minutes: int, look: Callable[[], object] = jobs.look_after_the_site) -> None:
        """Look once in each of these minutes."""
        for _ in range(minutes):
            self.at += MINUTE
            with clock.standing_at(self.at):
                look()


@pytest.fixture
def part(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Part:
    return Part(monkeypatch)


def subjects(letters: list[Letter]) -> list[str]:
    return [letter.subject for letter in letters]


@pytest.mark.parametrize(
    ("name", "words"),
    [("worker", "the worker"), ("disk", "the disk"), ("backup", "the last backup"), ("mail", "mail")],
)
def test_one_letter_when_it_is_noticed_and_one_when_it_is_well(
    part: Part, mailbox: list[Letter], name: str, words: str
) -> None:
    part.faults = {name: "it was last seen 4 minutes ago; start it again"}
    part.pass_by(20)
    assert subjects(mailbox) == [f"Learning networks: see to {words}"]
    assert "It was last seen 4 minutes ago; start it again." in mailbox[0].text
    assert "/admin/state" in mailbox[0].text
    part.faults = {}
    part.pass_by(20)
    assert subjects(mailbox)[1:] == [f"Learning networks: {words} in order again"]
    assert "Not in order from 20 July 2018, 13:01 to" in mailbox[1].text
    assert db.session.scalars(select(SiteTrouble)).all() == []


def test_the_letter_names_nobody_and_goes_to_the_administrators_alone(part: Part, mailbox: list[Letter]) -> None:
    part.faults = {"worker": "it stands still"}
    part.pass_by(3)
    (letter,) = mailbox
    assert letter.to == World().ada.email
    said = f"{letter.subject} {letter.text}".lower()
    for word in ("s215", "mst124", *(name for name in CAST if name != "ada"), World().ada.name.lower()):
        assert word not in said


def test_what_is_seen_at_one_look_only_is_no_trouble(part: Part, mailbox: list[Letter]) -> None:
    for _ in range(3):
        part.faults = {"worker": "it stands still"}
        part.pass_by(1)
        part.faults = {}
        part.pass_by(1)
    assert mailbox == []


def test_what_comes_and_goes_is_told_once(part: Part, mailbox: list[Letter]) -> None:
    for _ in range(5):
        part.faults = {"disk": "only 199 MiB are free"}
        part.pass_by(3)
        part.faults = {}
        part.pass_by(3)
    assert subjects(mailbox) == ["Learning networks: see to the disk"]
    part.pass_by(5)
    assert subjects(mailbox)[1:] == ["Learning networks: the disk in order again"]


def test_parts_that_mend_themselves_send_no_letter(part: Part, mailbox: list[Letter]) -> None:
    part.faults = {"streams": "it does not answer", "odd": "it is odd"}
    part.pass_by(5)
    assert mailbox == []


class Server:
    """A mail server that can be away, or know no such address."""

    def __init__(self) -> None:
        self.away = False
        self.refuses: set[str] = set()
        self.tried = 0
        self.letters: list[Letter] = []

    def send(self, letter: Letter) -> None:
        self.tried += 1
        if self.away:
            raise ConnectionRefusedError(111, "Connection refused")
        if letter.to in self.refuses:
            raise smtplib.SMTPRecipientsRefused({letter.to: (550, b"No such mailbox")})
        self.letters.append(letter)


@pytest.fixture
def server(app: Flask) -> Server:
    made = Server()
    mail.use(made)
    return made


def test_while_mail_is_away_it_is_tried_and_the_letter_afterwards_says_since_when(part: Part, server: Server) -> None:
    server.away = True
    part.faults = {"mail": "no letter has gone out for an hour"}
    part.pass_by(10)
    assert server.tried == 9
    assert server.letters == []
    server.away, part.faults = False, {}
    part.pass_by(10)
    (letter,) = server.letters
    assert letter.subject == "Learning networks: mail in order again"
    assert (
        "Not in order from 20 July 2018, 13:01 to 20 July 2018, 13:11. No letter about it could go out" in letter.text
    )


def test_an_address_that_the_server_does_not_know_keeps_no_other_from_being_told(part: Part, server: Server) -> None:
    World().marek.is_admin = True
    server.refuses = {World().ada.email}
    part.faults = {"worker": "it stands still"}
    part.pass_by(10)
    assert [letter.to for letter in server.letters] == [World().marek.email]


def test_nobody_to_write_to_is_no_reason_to_try_for_ever(part: Part, server: Server) -> None:
    World().ada.active = False
    part.faults = {"worker": "it stands still"}
    part.pass_by(5)
    assert server.tried == 0
    assert db.session.scalars(select(SiteTrouble)).one().told_at


def test_processes_that_look_at_once_write_one_letter(live_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    part, mailer = Part(monkeypatch), mail.RecordingMailer()
    mail.use(mailer)
    part.faults = {"worker": "it stands still"}

    def one() -> None:
        with live_app.app_context():
            jobs.look_after_the_site()

    part.pass_by(5, lambda: together([one] * 4))
    part.faults = {}
    part.pass_by(8, lambda: together([one] * 4))
    assert subjects(mailer.letters) == [
        "Learning networks: see to the worker",
        "Learning networks: the worker in order again",
    ]


KILLED = """
import os, signal
from datetime import timedelta
from app import create_app
from app.administration import jobs
from app.core import clock, mail
from app.web.serving import health
from config import Settings
from pathlib import Path

class Dies:
    def send(self, letter):
        os.kill(os.getpid(), signal.SIGKILL)

app = create_app(Settings(data_dir=Path(os.environ["AT"]), database_url=os.environ["IN"], secret_key="only-for-tests", testing=True))
mail.use(Dies())
health.faults = lambda: {"worker": "it stands still"}
with app.app_context():
    for minute in (1, 3):
        with clock.standing_at(clock.now() + timedelta(minutes=minute)):
            jobs.look_after_the_site()
"""


def test_whoever_is_killed_while_it_writes_is_followed_by_another(
    live_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, mailer = live_app.extensions["settings"], mail.RecordingMailer()
    environment = {**os.environ, "AT": str(settings.data_dir), "IN": settings.database_url}
    begun = clock.now()
    ended = subprocess.run([sys.executable, "-c", KILLED], cwd=ROOT, env=environment, check=False, timeout=120)
    assert ended.returncode == -signal.SIGKILL
    mail.use(mailer)
    part = Part(monkeypatch)
    part.at, part.faults = begun + 3 * MINUTE, {"worker": "it stands still"}
    part.pass_by(2)
    assert mailer.letters == []  # the one that was killed may be writing still
    part.pass_by(6)
    assert subjects(mailer.letters) == ["Learning networks: see to the worker"]


def test_the_thread_looks_by_itself(live_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a process whose worker is away: `health.faults` says so itself, by the beat that grows old."""
    settings, mailer = live_app.extensions["settings"], mail.RecordingMailer()
    mail.use(mailer)
    (settings.data_dir / BEAT).write_text(f"1 {time.time() - 600}")
    for name in ("EVERY", "TELL_AFTER"):
        monkeypatch.setattr(watching, name, timedelta(milliseconds=20))
    enough = threading.Event()
    thread = jobs.keep_watch(live_app, until=enough)
    end = time.monotonic() + 60
    while not mailer.letters and time.monotonic() < end:
        time.sleep(0.02)
    enough.set()
    thread.join(60)
    assert subjects(mailer.letters) == ["Learning networks: see to the worker"]
    assert "The worker was last seen 10 minutes ago; start it again." in mailer.letters[0].text


def test_the_state_page_says_since_when(part: Part, as_: AS, monkeypatch: pytest.MonkeyPatch) -> None:
    part.faults = {"worker": "it stands still"}
    part.pass_by(1)
    assert "It stands still. Noticed 20 July 2018, 13:01" in as_("ada").get("/admin/state").text

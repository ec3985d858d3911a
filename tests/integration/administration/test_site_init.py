"""A script sets an empty site up with one command, and never one that has people."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable

import pytest
from sqlalchemy import select

from app.accounts.models import Person
from app.accounts.set_up_key import has_set_up_key, set_up_key
from app.administration.site_settings.services import change_settings
from app.core import clock, outbox
from app.core.actor import OPERATOR
from app.core.db import db
from app.core.site import in_force
from tests.architecture.source import ROOT
from tests.conftest import DATABASES
from tests.integration.administration.conftest import OwnSite

ADMIN = ("--admin", "Ada <ada@example.ac.uk>", "--admin-name", "Ada Keeper")
NAMED = (
    "--name",
    "Fenland networks",
    "--university",
    "University of Fenland",
    "--base-url",
    "https://fenland.example/",
)


def change(site: OwnSite, said: dict[str, str]) -> None:
    """Save the page in a process of its own, as far as others can tell."""
    with site.open() as app:
        change_settings(OPERATOR, said, environment=site.settings, secret=app.config["SECRET_KEY"])
        db.session.commit()


@pytest.mark.parametrize("kind", DATABASES)
def test_one_command_sets_an_empty_site_up(new_site: Callable[..., OwnSite], kind: str) -> None:
    site = new_site(kind)
    set_up_key(site.settings.data_dir)
    code, said = site.type_(
        "site", "init", *ADMIN, *NAMED, "--time-zone", "Europe/Paris", "--mail-from", "f@fenland.example"
    )
    assert code == 0, said
    assert "ada@example.ac.uk is its administrator." in said
    with site.open():
        [ada] = db.session.scalars(select(Person)).all()
        assert (ada.email, ada.name, ada.is_admin) == ("ada@example.ac.uk", "Ada Keeper", True)
        [letter] = db.session.scalars(select(outbox.OutboxItem.kind)).all()
        assert letter == "accounts.letter"
        found = in_force.read_anew()
        assert (found.name, found.university, found.url) == (
            "Fenland networks",
            "University of Fenland",
            "https://fenland.example",
        )
        assert (found.zone.key, found.mail_from) == ("Europe/Paris", "f@fenland.example")
    clock.go_by(clock.LONDON)
    assert not has_set_up_key(site.settings.data_dir)
    code, said = site.type_("site", "init", *ADMIN)
    assert (code, said) == (
        1,
        "Error: This site has people already. What it is called stands in Administration, Settings.\n",
    )


@pytest.mark.parametrize("kind", DATABASES)
def test_a_site_with_people_is_left_as_it_is(new_site: Callable[..., OwnSite], kind: str) -> None:
    site = new_site(kind, people=True)
    before = site.rows()
    code, said = site.type_("site", "init", *ADMIN, *NAMED)
    assert code == 1
    assert "This site has people already." in said
    assert site.rows() == before


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ((*ADMIN, "--base-url", "fenland"), "An address such as https://networks.example.org is needed"),
        ((*ADMIN, "--time-zone", "Fenland"), "No time zone has this name."),
        (("--admin", "ada", "--admin-name", "Ada"), "The address cannot be used."),
        (("--admin", "a@example.org", "--admin-name", " "), "Please write the person's name."),
    ],
)
def test_what_cannot_be_used_makes_nobody(new_site: Callable[..., OwnSite], words: tuple[str, ...], why: str) -> None:
    site = new_site("sqlite")
    code, said = site.type_("site", "init", *words)
    assert code == 1
    assert why in said
    with site.open():
        assert db.session.scalars(select(Person)).all() == []
    assert site.type_("site", "init", *ADMIN)[0] == 0


def test_it_says_what_the_environment_sets(new_site: Callable[..., OwnSite]) -> None:
    site = new_site("sqlite", site_name="Theirs")
    code, said = site.type_("site", "init", *ADMIN, *NAMED)
    assert code == 0
    assert "SITE_NAME in the environment wins over the name of the site that you gave." in said


@pytest.mark.slow
@pytest.mark.parametrize("kind", DATABASES)
def test_another_process_goes_by_the_page_within_ten_seconds(new_site: Callable[..., OwnSite], kind: str) -> None:
    """With nothing of a test's in it: a process that has read the settings, and is told of no change."""
    site = new_site(kind, people=True)
    watching = """
import sys
from wsgi import app
from app.core.site import in_force
with app.app_context():
    print(in_force.in_force().name, flush=True)
    while in_force.in_force().name != "Fens":
        sys.stdin.readline()
        print("not yet", flush=True)
print("Fens", flush=True)
"""
    environment = {**os.environ, "DATA_DIR": str(site.settings.data_dir), "DATABASE_URL": site.settings.database_url}
    command = [sys.executable, "-c", watching]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, env=environment, text=True, **pipes) as process:
        assert process.stdin
        assert process.stdout
        assert process.stdout.readline() == "Learning networks\n"
        change(site, {"site_name": "Fens"})
        changed, said = time.monotonic(), "not yet\n"
        while said == "not yet\n":
            process.stdin.write("and now?\n")
            process.stdin.flush()
            said = process.stdout.readline()
        assert said == "Fens\n"
        assert time.monotonic() - changed < 10


def test_the_file_of_the_database_does_not_hold_the_password(new_site: Callable[..., OwnSite]) -> None:
    site = new_site("sqlite", people=True)
    change(site, {"smtp_host": "mail.fenland.example", "smtp_user": "networks", "smtp_password": "a hidden word"})
    files = [path.read_bytes() for path in site.settings.data_dir.rglob("*") if path.is_file()]
    assert any(b"mail.fenland.example" in held for held in files)
    assert not any(b"a hidden word" in held for held in files)

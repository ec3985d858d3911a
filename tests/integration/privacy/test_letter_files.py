"""Where letters are kept as files: those to an erased person go, others lose the name."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from flask import Flask

from app.core.db import db
from app.core.mail import FolderMailer, Letter
from app.core.personal.redaction import Redaction
from app.privacy.letter_files import forget_in_files
from app.privacy.services.erasing import erase
from tests.integration.privacy.conftest import FULL
from tests.people import World


def test_letters_in_files_go_or_lose_the_name(
    app: Flask, world: World, amina: Any, run_outbox: Callable[[], int]
) -> None:
    folder = Path(app.extensions["settings"].data_dir) / "mail"
    shutil.rmtree(folder, ignore_errors=True)  # the tests of one process share it
    mailer = FolderMailer(folder, "Networks <networks@example.org>")
    mailer.send(Letter("to-her", "amina@example.org", "For you", "Hello"))
    mailer.send(Letter("about-her", "ben@example.org", f"{FULL} replied", f"{FULL} wrote: ä", f"<p>{FULL} wrote</p>"))
    mailer.send(Letter("another", "ben@example.org", "Nothing of her", "Hello"))
    (folder / "broken.eml").write_bytes(b"\xff\xfe no letter")
    untouched = (folder / "another.eml").read_bytes()
    erase(world.actor("amina"), world.amina)
    db.session.commit()
    run_outbox()
    assert sorted(path.name for path in folder.iterdir()) == ["about-her.eml", "another.eml", "broken.eml"]
    letter = message_from_bytes((folder / "about-her.eml").read_bytes(), policy=policy.default)
    said = [part.get_content().strip() for part in letter.walk() if not part.is_multipart()]
    assert (letter["Subject"], said) == (
        "a former member replied",
        ["a former member wrote: ä", "<p>a former member wrote</p>"],
    )
    assert (folder / "another.eml").read_bytes() == untouched
    for path in folder.iterdir():
        path.unlink()


def test_letters_to_others_whose_address_is_like_it_stay(tmp_path: Path) -> None:
    mailer = FolderMailer(tmp_path, "Networks <networks@example.org>")
    for key, to in (("joann", "joann@x.org"), ("uk", "ann@x.org.uk"), ("ann", "Ann@x.org")):
        mailer.send(Letter(key, to, "Invitation", "Hello"))
    forget_in_files(tmp_path, Redaction(["Ann Lee"], ["ann@x.org"]))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["joann.eml", "uk.eml"]


def test_a_chosen_name_breaks_no_link_of_others(tmp_path: Path) -> None:
    mailer = FolderMailer(tmp_path, "Networks <networks@example.org>")
    link = "https://site.example/reset/abc"
    mailer.send(Letter("reset", "dilys@x.org", "reset", f"Go to {link}", f'<p>Go to <a href="{link}">it</a></p>'))
    before = (tmp_path / "reset.eml").read_bytes()
    forget_in_files(tmp_path, Redaction(["https", "reset", "a href", "to https"], ["ann@x.org"]))
    assert (tmp_path / "reset.eml").read_bytes() == before

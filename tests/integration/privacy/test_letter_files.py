"""Where letters are kept as files: those to an erased person go, others lose the name."""

from __future__ import annotations

from collections.abc import Callable
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from flask import Flask

from app.core.db import db
from app.core.mail import FolderMailer, Letter
from app.privacy.services.erasing import erase
from tests.integration.privacy.conftest import FULL
from tests.people import World


def test_letters_in_files_go_or_lose_the_name(
    app: Flask, world: World, amina: Any, run_outbox: Callable[[], int]
) -> None:
    folder = Path(app.extensions["settings"].data_dir) / "mail"
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

"""Letters of a site without a mail server: files that people open to copy a link out of them."""

from __future__ import annotations

from email import message_from_bytes, policy
from pathlib import Path

from app.core.mail import FolderMailer, Letter

LINK = "https://networks.example.ac.uk/invitation/" + "bAgxpyxoFYwUcBvY" * 8
TEXT = f"You’re invited, Zoë.\n\n{LINK}\n"


def test_a_link_stands_in_the_file_in_one_piece(tmp_path: Path) -> None:
    letter = Letter(
        key="one", to="zoe@example.ac.uk", subject="You’re invited", text=TEXT, html=f"<a href={LINK}>in</a>"
    )
    FolderMailer(tmp_path, "Learning networks <networks@example.org>").send(letter)
    written = (tmp_path / "one.eml").read_bytes()
    assert written.decode().count(LINK) == 2
    read = message_from_bytes(written, policy=policy.default)
    body = read.get_body(("plain",))
    assert body is not None
    assert body.get_content() == TEXT
    assert read["Subject"] == "You’re invited"

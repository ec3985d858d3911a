"""Letters that a site without a mail server keeps as files: those to an erased person go, others lose the name."""

from __future__ import annotations

import os
from collections.abc import Callable
from email import message_from_bytes, policy
from email.encoders import encode_quopri
from email.message import EmailMessage
from email.utils import getaddresses
from pathlib import Path

from app.core.personal.redaction import Redaction


def forget_in_files(folder: Path, redaction: Redaction) -> None:
    """Safe to run twice. A file that is no letter is left alone."""
    for path in sorted(folder.glob("*.eml")):
        letter = message_from_bytes(path.read_bytes(), policy=policy.default)
        to = {address.lower() for _, address in getaddresses([str(letter["To"] or "")])}
        if to & set(redaction.addresses):
            path.unlink()
        elif _reword(letter, redaction):
            half = path.with_suffix(f".{os.getpid()}.tmp")
            half.write_bytes(bytes(letter))
            half.replace(path)


def _reword(letter: EmailMessage, redaction: Redaction) -> bool:
    changed = False
    subject = str(letter["Subject"] or "")
    if (said := redaction.of_the_site(subject)) != subject:
        letter.replace_header("Subject", said)
        changed = True
    for part in letter.walk():
        if part.is_multipart() or not isinstance(content := part.get_payload(decode=True), bytes):
            continue
        text = content.decode("utf-8", errors="surrogateescape")
        if (said := _way(part, redaction)(text)) != text:
            del part["Content-Transfer-Encoding"]
            part.set_payload(said.encode("utf-8", errors="surrogateescape"))
            encode_quopri(part)
            changed = True
    return changed


def _way(part: EmailMessage, redaction: Redaction) -> Callable[[str], str]:
    ways = {"html": redaction.of_the_site_html, "calendar": redaction.of_calendar, "ics": redaction.of_calendar}
    return ways.get(part.get_content_subtype(), redaction.of_the_site)

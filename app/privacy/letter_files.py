"""Letters that a site without a mail server keeps as files: those to an erased person go, others lose the name."""

from __future__ import annotations

import os
from email import message_from_bytes, policy
from email.encoders import encode_quopri
from email.message import EmailMessage
from pathlib import Path

from app.core.personal.redaction import Redaction


def forget_in_files(folder: Path, redaction: Redaction) -> None:
    """Safe to run twice. A file that is no letter is left alone."""
    for path in sorted(folder.glob("*.eml")):
        letter = message_from_bytes(path.read_bytes(), policy=policy.default)
        if any(address in str(letter["To"]).lower() for address in redaction.addresses):
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
        if (said := redaction.of_the_site(text)) != text:
            del part["Content-Transfer-Encoding"]
            part.set_payload(said.encode("utf-8", errors="surrogateescape"))
            encode_quopri(part)
            changed = True
    return changed

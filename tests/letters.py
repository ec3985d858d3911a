"""A letter as it goes out, read by a parser that forgives nothing."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import EmailMessage

from app.core.mail import Letter, as_message

SENDER = "Networks <networks@example.org>"
#: What an identifier may be made of (RFC 5322, 3.6.4), in the strict form that is not obsolete.
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_MESSAGE_ID = re.compile(rf"<{_ATOM}(\.{_ATOM})*@{_ATOM}(\.{_ATOM})*>")
#: The whole of what 3.6 asks for once, and MIME with it.
_ONCE = ("Date", "From", "To", "Subject", "Message-ID", "MIME-Version", "Content-Type")


def read_strictly(letter: Letter) -> EmailMessage:
    """The letter as its reader's program takes it in; an AssertionError or a defect if RFC 5322 has it otherwise."""
    sent = bytes(as_message(letter, SENDER))
    head, _, _ = sent.replace(b"\r\n", b"\n").partition(b"\n\n")
    assert head.isascii(), head
    assert max(map(len, head.split(b"\n"))) <= 998, head
    read = message_from_bytes(sent, policy=policy.strict)
    assert isinstance(read, EmailMessage)
    for name in _ONCE:
        assert len(read.get_all(name) or []) == 1, name
    for name, value in read.items():
        assert not value.defects, (name, value, value.defects)
    # A long one begins on a line of its own, behind a blank.
    assert _MESSAGE_ID.fullmatch(read["Message-ID"].strip()), read["Message-ID"]
    assert read["Date"].datetime is not None
    [reader] = read["To"].addresses
    assert reader.addr_spec.isascii(), reader
    return read

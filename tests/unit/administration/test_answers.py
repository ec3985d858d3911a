"""What a mail server answered is shown without whom it was about."""

from __future__ import annotations

import pytest

from app.administration.letters.answers import ELSE, KILLED, LONGEST, without_people
from app.core.text.words import in_units


@pytest.mark.parametrize(
    ("error", "shown"),
    [
        (
            "SMTPRecipientsRefused: {'al03@example.org': (550, b'5.1.1 <al03@example.org>: User al03 unknown')}",
            "550 5.1.1 <(address)>: User (name) unknown",
        ),
        ("SMTPDataError: (552, b'5.2.2 Mailbox of Amina KHAN\\nis full')", "552 5.2.2 Mailbox of (name) is full"),
        ("SMTPSenderRefused: (553, b'5.7.1 Not you', 'site@example.org')", "553 5.7.1 Not you"),
        ("SMTPDataError: (451, b'4.3.0 later, as 4FGX12ab-99')", "451 4.3.0 later, as …"),
        ("ConnectionRefusedError: [Errno 111] Connection refused", "[Errno 111] Connection refused"),
        (
            "OSError: [Errno 28] No space left on device: '/srv/mail/reset-amina.eml'",
            "[Errno 28] No space left on device",
        ),
        ("IntegrityError: Failing row contains (41, a card)", ELSE),
        ("SMTPDataError: (550, b'caf\\xff')", "550 caf\ufffd"),
        ("SMTPServerDisconnected: ", "SMTPServerDisconnected"),
        (None, KILLED),
    ],
)
def test_a_servers_words_name_nobody(error: str | None, shown: str) -> None:
    assert without_people(error, ["amina@example.org", "Amina Khan"]) == shown


def test_an_answer_has_an_end() -> None:
    assert len(without_people("SMTPDataError: (550, b'" + "no " * 5000 + "')", [])) == LONGEST


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (999, "999 bytes"),
        (1000, "1.0 kB"),
        (999_960, "1.0 MB"),
        (12_345_678, "12.3 MB"),
        (4 * 10**9, "4.0 GB"),
        (5_000 * 10**12, "5,000.0 TB"),
    ],
)
def test_a_size_has_a_unit_that_can_be_read(size: int, words: str) -> None:
    assert in_units(size) == words

"""A letter that waits holds no link that works: whoever reads the rows, or a backup of them, opens no account."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from app.accounts.lookup import open_link
from app.accounts.models import AccountLink, LinkPurpose, Person
from app.accounts.services import ask_for_address, ask_for_reset, send_invitation
from app.core import mail, outbox
from app.core.db import db
from app.core.mail import Letter
from app.core.outbox import OutboxItem
from tests.integration.accounts.conftest import PASSWORD
from tests.people import World


def ask_for(purpose: LinkPurpose, amina: Person) -> int:
    """Bring about a letter with a link of this kind; how many letters go out."""
    if purpose is LinkPurpose.RESET:
        ask_for_reset(amina.email)
    elif purpose is LinkPurpose.INVITATION:
        send_invitation(amina, by="Dilys")
    else:
        ask_for_address(World().actor("amina"), amina, "amina.khan@example.ac.uk", password=PASSWORD)
        return 2
    return 1


@pytest.mark.parametrize("purpose", list(LinkPurpose))
def test_a_link_works_in_the_mail_alone(
    world: World,
    purpose: LinkPurpose,
    with_password: Callable[[str], object],
    mailbox: list[Letter],
    run_outbox: Callable[[], int],
) -> None:
    with_password("amina")
    letters = ask_for(purpose, world.amina)
    db.session.commit()
    assert outbox.run_due(limit=letters) == letters
    waiting = db.session.scalars(select(OutboxItem).where(OutboxItem.kind == mail.KIND)).all()
    assert len(waiting) == letters
    assert purpose in db.session.scalars(select(AccountLink.purpose)).all()
    for word in re.findall(r"[\w-]{20,}", json.dumps([each.payload for each in waiting])):
        assert open_link(word, purpose) is None
    run_outbox()
    words = [word for letter in mailbox for word in re.findall(r"[\w-]{20,}", letter.text)]
    assert len([word for word in words if open_link(word, purpose)]) == 1
    assert {letter.secret_mark for letter in mailbox} == {""}

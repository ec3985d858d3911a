"""A letter that waits holds no link that works: whoever reads the rows, or a backup of them, opens no account."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from app.accounts.lookup import open_link
from app.accounts.models import AccountLink, LinkPurpose
from app.accounts.services import ask_for_reset, send_invitation
from app.core import mail, outbox
from app.core.db import db
from app.core.mail import Letter
from app.core.outbox import OutboxItem
from tests.people import World


@pytest.mark.parametrize("purpose", list(LinkPurpose))
def test_a_link_works_in_the_mail_alone(
    world: World, purpose: LinkPurpose, mailbox: list[Letter], run_outbox: Callable[[], int]
) -> None:
    if purpose is LinkPurpose.RESET:
        ask_for_reset(world.amina.email)
    else:
        send_invitation(world.amina, by="Dilys")
    db.session.commit()
    assert outbox.run_due(limit=1) == 1
    [waiting] = db.session.scalars(select(OutboxItem).where(OutboxItem.kind == mail.KIND)).all()
    assert db.session.scalars(select(AccountLink)).one().purpose is purpose
    for word in re.findall(r"[\w-]{20,}", json.dumps(waiting.payload)):
        assert open_link(word, purpose) is None
    run_outbox()
    [letter] = mailbox
    [(secret)] = re.findall(rf"/{purpose.value}/(\S+)", letter.text)
    assert open_link(secret, purpose) is not None
    assert letter.secret_mark == ""

"""What bringing people keeps of whoever brought them goes with their account: links, requests, answers, invitations."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from app.core import clock
from app.core.db import db
from app.core.mail import Letter
from app.networks.invitations.services import invite_several
from app.networks.joining.models import JoinRequest
from app.networks.joining.queries import link_by_handle
from app.networks.joining.services import answer_request, ask_to_join, make_link
from app.networks.models import Role
from app.networks.queries import network_with_members
from app.networks.services import invite
from app.privacy.services.erasing import erase
from tests.integration.privacy.conftest import FULL
from tests.integration.privacy.test_erasing import ADDRESS, still_named
from tests.people import World


def test_nothing_of_whoever_invited_asked_and_answered_stays(
    world: World, amina: Any, run_outbox: Callable[[], int], mailbox: list[Letter]
) -> None:
    soon = clock.today() + timedelta(days=9)
    chair = world.actor("maud")
    network = network_with_members("mst124", seen_by=chair)
    invite(chair, network, email=ADDRESS, name=FULL, role=Role.MODERATOR)
    db.session.commit()
    me = world.actor("amina")
    mine = make_link(me, network, role=Role.AL, domains=[], ends_on=soon)
    ask_to_join(world.actor("ben"), link_by_handle(mine.handle), email="ben@example.org", name="Ben")
    db.session.commit()
    request = db.session.query(JoinRequest).one()
    answer_request(me, network, request.id, approve=False, reason=f"Not yet, says {FULL}.")
    invite_several(me, network, f"Nia New, nia@example.org\n{FULL}, other@example.org", Role.AL)
    db.session.commit()
    erase(world.actor("amina"), world.amina)
    db.session.commit()
    run_outbox()
    assert still_named() == set()

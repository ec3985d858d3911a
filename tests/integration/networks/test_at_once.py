"""Two who steer a network at the same moment: the second decides by what the first has done."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, Invalid, Refused
from app.networks import services
from app.networks.invitations.services import invite_several
from app.networks.joining.models import JoinRequest, JoinState
from app.networks.joining.services import answer_request, ask_to_join, make_link
from app.networks.models import Cycle, LearningNetwork, Membership, Role
from tests.factories.beside import beside
from tests.people import World

pytestmark = pytest.mark.slow


def s215() -> LearningNetwork:
    whole = select(LearningNetwork).where(LearningNetwork.slug == "s215").options(joinedload(LearningNetwork.module))
    return db.session.scalars(whole).one()


def chairs() -> list[int]:
    here = (Membership.network_id == World().s215.id, Membership.role == Role.CHAIR, Membership.left_at.is_(None))
    return list(db.session.scalars(select(Membership.id).where(*here)))


@pytest.mark.parametrize("removed", [False, True])
def test_of_two_chairs_who_go_at_once_one_stays(live_app: Flask, removed: bool) -> None:
    world = World()
    services.add_member(world.s215, world.marek, Role.CHAIR)
    db.session.commit()
    marek, dilys, own = world.actor("marek"), world.actor("dilys"), chairs()[0]

    def go(network: LearningNetwork) -> None:
        if removed:
            services.remove_member(marek, network, own, "A new chair")
        else:
            services.leave(dilys, network, withhold_name=False)

    came = beside(live_app, lambda: services.leave(marek, s215(), withhold_name=False), s215, go)
    assert isinstance(came, Refused)
    assert len(chairs()) == 1


def test_of_two_who_move_a_cycle_at_once_the_second_is_told(live_app: Flask) -> None:
    world = World()
    cycle_id = db.session.scalars(select(Cycle.id).where(Cycle.network_id == world.s215.id)).one()
    db.session.commit()
    dilys = world.actor("dilys")

    def back() -> None:
        services.move_cycle(dilys, db.session.get_one(Cycle, cycle_id), "return_to_reconnaissance", "Too early")

    came = beside(
        live_app,
        back,
        lambda: db.session.get_one(Cycle, cycle_id),
        lambda cycle: services.move_cycle(dilys, cycle, "enter_workshop"),
    )
    assert isinstance(came, Refused)
    assert db.session.get_one(Cycle, cycle_id).state == "reconnaissance"


def test_of_two_who_open_a_cycle_at_once_the_second_is_told(live_app: Flask) -> None:
    world = World()
    first = db.session.scalars(select(Cycle).where(Cycle.network_id == world.s215.id)).one()
    first.state, first.closed_at = "closed", clock.now()
    db.session.commit()
    dilys, runs = world.actor("dilys"), [world.presentation(code).id for code in ("16J", "17J")]

    def begin(network: LearningNetwork) -> int:
        return services.open_cycle(dilys, network, baseline_id=runs[0], target_id=runs[1]).number

    came = beside(live_app, lambda: begin(s215()), s215, begin)
    assert isinstance(came, Refused)
    assert "still open" in came.message


def test_who_is_invited_by_two_at_once_gets_one_letter(live_app: Flask) -> None:
    world = World()
    world.chidi.password_hash = "chosen"
    db.session.commit()

    def invited_by(name: str, network: LearningNetwork) -> None:
        services.invite(world.actor(name), network, email="chidi@example.org", name="Chidi", role=Role.AL)

    came = beside(live_app, lambda: invited_by("dilys", s215()), s215, lambda network: invited_by("marek", network))
    assert isinstance(came, Invalid)


def test_of_two_who_send_the_same_list_at_once_the_second_invites_only_the_rest(live_app: Flask) -> None:
    world, people = World(), "Nia New, nia@example.ac.uk\nOwen Price, owen@example.ac.uk"

    def send(name: str, network: LearningNetwork, text: str) -> list[str]:
        sent = invite_several(world.actor(name), network, text, Role.AL)
        return [row.entry.name for row in sent.invited]

    more = people + "\nPia Late, pia@example.ac.uk"
    came = beside(live_app, lambda: send("dilys", s215(), people), s215, lambda network: send("marek", network, more))
    assert came == ["Pia Late"]


def test_of_two_who_answer_the_same_request_at_once_the_second_is_told(live_app: Flask) -> None:
    world = World()
    dilys, marek, chidi = (world.actor(name) for name in ("dilys", "marek", "chidi"))
    link = make_link(dilys, s215(), role=Role.AL, domains=[], ends_on=clock.today() + timedelta(days=9))
    ask_to_join(chidi, link, email="chidi@example.org", name="Chidi")
    request_id = db.session.scalars(select(JoinRequest.id)).one()
    db.session.commit()

    def decline() -> None:
        answer_request(dilys, s215(), request_id, approve=False, reason="Another module")

    came = beside(live_app, decline, s215, lambda network: answer_request(marek, network, request_id, approve=True))
    assert isinstance(came, Conflict)
    assert db.session.get_one(JoinRequest, request_id).state is JoinState.DECLINED

"""The link in a letter answers for one person and one workshop, opens nothing else, and cannot be made by a reader."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from app.core import clock
from app.core.db import db
from app.core.secrets.signed_links import sign
from app.networks.models import Membership
from app.workshops.models import Answer, Workshop, WorkshopMember
from tests.factories.workshops import a_workshop
from tests.people import World


def member(world: World, name: str = "amina") -> WorkshopMember:
    return db.session.query(WorkshopMember).filter_by(person_id=getattr(world, name).id).one()


@pytest.fixture
def link(app: Flask, world: World) -> str:
    a_workshop(world, "scheduled")
    return f"/workshops/answer/{sign(member(world).answer_token, app.config['SECRET_KEY'])}"


def test_it_answers_without_signing_in(world: World, as_: Any, link: str) -> None:
    nobody = as_(None)
    page = nobody.get(link)
    assert "You answer as Amina" in page.text
    assert "27 July 2018" in page.text
    page = nobody.follow(nobody.post(link, page.values() | {"answer": "maybe"}))
    assert "Your answer is noted" in page.text
    assert member(world).answer is Answer.MAYBE
    assert member(world, "ben").answer is None


def test_looking_at_it_answers_nothing(world: World, as_: Any, link: str) -> None:
    as_(None).get(f"{link}?answer=yes")
    assert member(world).answer is None


def test_it_opens_nothing_else(world: World, as_: Any, link: str) -> None:
    page = as_(None).get(link)
    assert "Ben" not in page.text
    assert as_(None).get("/networks/s215/workshops/1").status in {302, 401}


@pytest.mark.parametrize(
    "spoil",
    [
        # Not the last letter: some of its bits belong to no byte of the signature, so that a change may be none.
        lambda link: link[:-8] + ("A" if link[-8] != "A" else "B") + link[-7:],
        lambda link: link.rsplit(".", 1)[0],
        lambda _: "/workshops/answer/x.y",
    ],
)
def test_a_link_that_this_site_did_not_make_finds_nothing(as_: Any, link: str, spoil: Any) -> None:
    assert as_(None).get(spoil(link)).status == 404
    assert as_(None).post(spoil(link), {"answer": "yes"}).status == 404


def test_what_the_table_holds_is_no_link(world: World, as_: Any, link: str) -> None:
    assert as_(None).get(f"/workshops/answer/{member(world).answer_token}").status == 404


def test_who_left_the_network_has_no_link_any_more(world: World, as_: Any, link: str) -> None:
    db.session.query(Membership).filter_by(person_id=world.amina.id).update({"left_at": clock.now()})
    db.session.commit()
    assert as_(None).get(link).status == 404
    assert as_(None).post(link, {"answer": "yes"}).status == 404


@pytest.mark.parametrize("state", ["cancelled", "closed"])
def test_what_is_over_is_said_and_refused(world: World, as_: Any, link: str, state: str) -> None:
    db.session.query(Workshop).one().state = state
    db.session.commit()
    assert f"This workshop is {state}" in as_(None).get(link).text
    assert as_(None).post(link, {"answer": "yes"}).status == 403


def test_an_answer_that_is_none_is_refused(as_: Any, link: str) -> None:
    assert as_(None).post(link, {"answer": "perhaps"}).status == 422
    assert as_(None).post(link, {}).status == 422

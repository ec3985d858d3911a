"""A copy of a network: people and code of conduct, not words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.core.audit import AuditEntry
from app.core.db import db
from app.core.outbox import OutboxItem
from app.forums.models import Discussion, Forum
from app.networks.models import Consent, LearningNetwork, Membership, Role
from tests.client import StrictClient
from tests.people import World

AS = Callable[[str | None], StrictClient]
URL = "/networks/s215/copy"
NEW = {"code": "s315", "title": "Chemistry: further concepts"}


def made() -> LearningNetwork | None:
    return db.session.query(LearningNetwork).filter_by(slug="s315").one_or_none()


def members(network: LearningNetwork) -> set[tuple[int, Role]]:
    present = db.session.query(Membership).filter_by(network_id=network.id, left_at=None)
    return {(each.person_id, each.role) for each in present}


def test_the_administrator_copies_people_and_code_of_conduct(as_: AS, world: World) -> None:
    world.s215.code_of_conduct_md, world.s215.code_of_conduct_html = "We *discuss*.", "<p>We <em>discuss</em>.</p>"
    world.s215.sponsor_id = world.spencer.id
    for each in db.session.query(Membership).filter_by(network_id=world.s215.id):
        each.research_consent = Consent.FORUM
    db.session.commit()
    client = as_("ada")
    page = client.post(URL, NEW, confirmed=False)
    assert "people become members of the new network in their roles, and told by mail." in page.text
    assert made() is None
    letters = db.session.query(OutboxItem).filter(OutboxItem.kind.startswith("accounts."))
    before = letters.count()
    assert client.post(URL, NEW).location.endswith("/admin")
    copy = made()
    assert copy is not None
    assert (copy.state, copy.code_of_conduct_md, copy.sponsor_id) == ("draft", "We *discuss*.", world.spencer.id)
    assert copy.code_of_conduct_html == world.s215.code_of_conduct_html
    assert members(copy) == members(world.s215)
    agreed = db.session.query(Membership).filter_by(network_id=copy.id).all()
    assert {each.research_consent for each in agreed} == {Consent.NONE}
    assert letters.count() - before == len(agreed)
    forums = db.session.query(Forum.id).filter_by(network_id=copy.id)
    assert db.session.query(Discussion).filter(Discussion.forum_id.in_(forums)).count() <= 1
    (entry,) = db.session.query(AuditEntry).filter_by(verb="copy the network")
    assert (entry.before, entry.after) == ("s215", "s315")


def test_who_left_and_whose_account_is_closed_is_not_copied(as_: AS, world: World) -> None:
    world.ben.active = False
    left = db.session.query(Membership).filter_by(network_id=world.s215.id, person_id=world.amina.id).one()
    left.left_at = left.joined_at
    db.session.commit()
    as_("ada").post(URL, NEW)
    copy = made()
    assert copy is not None
    assert {world.ben.id, world.amina.id}.isdisjoint({person_id for person_id, _ in members(copy)})


def test_only_the_administrator_takes_a_module_for_a_network(as_: AS) -> None:
    """Whoever has a module's network reads its figures: a chair who could copy would take any module's."""
    for member in ("dilys", "marek", "tomos", "amina"):
        assert as_(member).get(URL).status in {403, 404}
        assert as_(member).post(URL, NEW).status in {403, 404}
    for stranger in ("chidi", "maud"):
        assert as_(stranger).get(URL).status == 404
        assert as_(stranger).post(URL, NEW).status == 404
    assert made() is None
    assert "Copy this network" in as_("ada").get("/networks/s215/members").text
    assert "Copy this network" not in as_("dilys").get("/networks/s215/members").text


@pytest.mark.parametrize(
    ("change", "status", "fault"),
    [
        ({"code": "MST124"}, 409, "MST124 has its learning network already."),
        ({"code": "12"}, 422, "letters and digits"),
        ({"title": ""}, 422, "Please fill this in."),
    ],
)
def test_bad_input_is_said_and_nothing_is_copied(as_: AS, change: dict[str, str], status: int, fault: str) -> None:
    page = as_("ada").post(URL, NEW | change)
    assert page.status == status
    assert fault in page.text
    assert made() is None

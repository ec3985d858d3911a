"""The administrator creates networks and accounts, and reads no network."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Conflict, NotFound
from app.core.events import listen
from app.core.mail import Letter
from app.networks import services
from app.networks.events import NetworkMoved
from app.networks.models import LearningNetwork, Membership, Role
from tests.client import StrictClient
from tests.people import World

AS = Callable[[str | None], StrictClient]
TYPED = {
    "code": "h800",
    "title": "Technology-enhanced learning",
    "chair_email": "new@example.org",
    "chair_name": "H800 Chair",
}


def network_of(slug: str) -> LearningNetwork | None:
    return db.session.query(LearningNetwork).filter_by(slug=slug).one_or_none()


def test_a_network_is_created_in_draft_and_its_chair_invited(
    as_: AS, world: World, mailbox: list[Letter], run_outbox: Callable[[], int]
) -> None:
    client = as_("ada")
    page = client.follow(client.post("/admin", TYPED))
    assert "H800 Technology-enhanced learning" in page.text
    network = network_of("h800")
    assert network is not None
    assert network.state == "draft"
    [member] = db.session.query(Membership).filter_by(network_id=network.id)
    assert member.role is Role.CHAIR
    run_outbox()
    [letter] = mailbox
    assert letter.to == "new@example.org"
    assert "as chair" in letter.text
    assert as_("ada").get("/networks/h800").status == 404


@pytest.mark.parametrize(
    ("change", "status", "words"),
    [
        ({"code": "S 2!"}, 422, "A module code is letters and digits"),
        ({"title": ""}, 422, "Please fill this in."),
        ({"chair_email": "nobody"}, 422, "does not look like an e-mail address"),
        ({"code": "S215"}, 409, "S215 has its learning network already."),
    ],
)
def test_bad_input_changes_nothing_and_is_kept(as_: AS, change: dict[str, str], status: int, words: str) -> None:
    before = db.session.query(LearningNetwork).count()
    page = as_("ada").post("/admin", TYPED | change)
    assert page.status == status
    assert words in page.text
    assert page.values()["chair_name"] == "H800 Chair"
    assert db.session.query(LearningNetwork).count() == before


@pytest.mark.parametrize("who", ["amina", "dilys", "wanda"])
def test_for_anybody_else_administration_does_not_exist(as_: AS, world: World, who: str) -> None:
    client = as_(who)
    assert client.get("/admin").status == 404
    assert client.get("/admin/people").status == 404
    assert client.post("/admin", TYPED).status == 404
    assert client.post(f"/admin/people/{world.ben.id}/close").status == 404
    assert network_of("h800") is None
    assert world.ben.active


def test_the_administrator_manages_members_and_reads_nothing_else(as_: AS) -> None:
    assert as_("ada").get("/networks/s215/members").status == 200
    for path in ("", "/set-up", "/cycle", "/critical-dates"):
        assert as_("ada").get(f"/networks/s215{path}").status == 404


def test_accounts_are_found_closed_and_reopened(as_: AS, world: World) -> None:
    client = as_("ada")
    found = client.get("/admin/people?words=BEN")
    assert "ben@example.org" in found.text
    assert "amina@example.org" not in found.text
    client.post(f"/admin/people/{world.ben.id}/close")
    assert not world.ben.active
    assert as_("ben").get("/home").status == 401
    client.post(f"/admin/people/{world.ben.id}/reopen")
    assert world.ben.active
    refused = client.post(f"/admin/people/{world.ada.id}/close")
    assert refused.status == 403
    assert "You cannot close your own account." in refused.text
    assert client.get(f"/admin/people/{world.ben.id}/close", strict=False).status == 405
    assert client.post("/admin/people/999999/close").status == 404


def test_a_site_wide_analyst_is_named_and_ended(as_: AS, world: World) -> None:
    client = as_("ada")
    client.post(f"/admin/people/{world.wanda.id}/analyst")
    assert world.wanda.is_analyst
    client.post(f"/admin/people/{world.wanda.id}/no_analyst")
    assert not world.wanda.is_analyst


def test_a_long_list_of_people_is_paged(as_: AS) -> None:
    from app.accounts.services import person_with

    for number in range(70):
        person_with(f"p{number:02}@example.org", f"P{number:02}")
    page = as_("ada").get("/admin/people")
    [further] = page.find_all("a", rel="next")
    assert "p69@example.org" not in page.text
    assert "p69@example.org" in as_("ada").get(further.get("href") or "").text


def test_the_command_opens_a_network(app: Flask, world: World) -> None:
    db.session.commit()
    args = ["networks", "open", "FFF", "--title", "An OULAD module", "--chair", "chair.fff@example.org"]
    result = app.test_cli_runner().invoke(args=args)
    assert result.exit_code == 0, result.output
    assert network_of("fff") is not None
    again = app.test_cli_runner().invoke(args=args)
    assert again.exit_code != 0
    assert "FFF has its learning network already." in again.output
    bad = app.test_cli_runner().invoke(args=[*args[:2], "!!", *args[3:]])
    assert "A module code is letters and digits" in bad.output


def test_modules_and_presentations_are_made_once_and_kept(world: World) -> None:
    module = services.ensure_module("S215", "Another title")
    assert module.title == "Chemistry: essential concepts"
    run = services.ensure_presentation(module, "19J", None, 36)
    assert services.ensure_presentation(module, "19J", None, 40).id == run.id


def test_creating_a_network_is_told_upwards(world: World, actor_for: Callable[[str], Actor]) -> None:
    heard: list[NetworkMoved] = []
    listen(NetworkMoved, heard.append)
    network = services.open_network_for(actor_for("ada"), "TM111", title="Computing")
    assert (heard[-1].network_id, heard[-1].before, heard[-1].after) == (network.id, "", "draft")
    with pytest.raises(Conflict):
        services.open_network_for(None, "TM111", title="Computing")
    with pytest.raises(NotFound):
        services.open_network_for(actor_for("dilys"), "TM112", title="Computing")

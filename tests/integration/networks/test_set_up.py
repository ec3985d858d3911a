"""Setting a network up and moving it through its states."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.core.actor import Actor
from app.core.audit import AuditEntry
from app.core.db import db
from app.core.errors import Conflict, Invalid, Refused
from app.networks import queries, services
from app.networks.models import LearningNetwork
from tests.client import StrictClient
from tests.people import World

AS = Callable[[str | None], StrictClient]
URL = "/networks/s215/set-up"


@pytest.fixture
def draft(world: World) -> LearningNetwork:
    network: LearningNetwork = world.s215
    network.state, network.purpose = "draft", ""
    db.session.commit()
    return network


def complete(world: World) -> dict[str, str]:
    return {
        "purpose": "Find out where S215 students get stuck.",
        "sponsor_id": str(world.spencer.id),
        "data_responsible_id": str(world.wanda.id),
        "analytics_responsible_id": str(world.wanda.id),
        "interventions_responsible_id": str(world.tomos.id),
        "code_of_conduct_md": "We discuss the *material*.",
    }


def test_the_chair_fills_in_what_is_needed_and_begins(as_: AS, world: World, draft: LearningNetwork) -> None:
    client = as_("dilys")
    page = client.post(f"{URL}/move", {"verb": "begin"})
    assert page.status == 403
    for words in ("the purpose in one sentence", "the sponsor", "responsible for data", "the code of conduct"):
        assert words in page.text
    assert "Saved." in client.follow(client.post(URL, complete(world))).text
    assert "<em>material</em>" in world.s215.code_of_conduct_html
    client.follow(client.post(f"{URL}/move", {"verb": "begin"}))
    assert world.s215.state == "begun"
    assert db.session.query(AuditEntry).filter_by(verb="begin", before="draft", after="begun").count() == 1


def test_the_code_of_conduct_is_safe_html(as_: AS, world: World, draft: LearningNetwork) -> None:
    as_("dilys").post(URL, complete(world) | {"code_of_conduct_md": "<script>alert(1)</script>"})
    assert "<script" not in world.s215.code_of_conduct_html


def test_who_may_and_who_may_not(as_: AS, world: World, draft: LearningNetwork) -> None:
    assert as_("marek").get(URL).status == 200
    refused = as_("amina").post(URL, complete(world))
    assert refused.status == 403
    assert "Find out where S215 students get stuck." in refused.html, "what was typed is kept"
    assert as_("amina").get(URL).status == 403
    assert as_("chidi").get(URL).status == 404
    assert as_("ada").get(URL).status == 404, "the administrator does not read networks"
    assert as_("amina").post(f"{URL}/move", {"verb": "begin"}).status == 403
    assert as_("chidi").post(f"{URL}/move", {"verb": "begin"}).status == 404
    assert world.s215.purpose == ""


def test_a_stranger_is_not_made_responsible(
    as_: AS, world: World, draft: LearningNetwork, actor_for: Callable[[str], Actor]
) -> None:
    page = as_("dilys").post(URL, complete(world) | {"sponsor_id": str(world.chidi.id)})
    assert page.status == 422
    assert world.s215.sponsor_id is None
    with pytest.raises(Invalid) as caught:
        services.set_up_network(actor_for("dilys"), world.s215, sponsor_id=world.chidi.id)
    assert "member of this network" in caught.value.fields["sponsor_id"][0]


@pytest.mark.parametrize(
    ("change", "words"),
    [({"purpose": ""}, "Please write something here."), ({"purpose": "x" * 301}, "longer than 300 characters")],
)
def test_bad_input_changes_nothing_and_is_kept(
    as_: AS, world: World, draft: LearningNetwork, change: dict[str, str], words: str
) -> None:
    page = as_("dilys").post(URL, complete(world) | change)
    assert page.status == 422
    assert words in page.text
    assert page.values()["code_of_conduct_md"] == "We discuss the *material*."
    assert world.s215.code_of_conduct_md == ""


def test_the_second_of_two_editors_is_shown_what_changed_and_loses_nothing(
    as_: AS, world: World, draft: LearningNetwork
) -> None:
    version = as_("dilys").get(URL).values()["version"]
    as_("marek").post(URL, complete(world) | {"purpose": "Marek was quicker.", "version": version})
    client = as_("dilys")
    page = client.post(URL, complete(world) | {"purpose": "Dilys was thorough.", "version": version})
    assert page.status == 409
    assert "Marek was quicker." in page.text
    assert page.values()["purpose"] == "Dilys was thorough."
    assert world.s215.purpose == "Marek was quicker."
    decided = client.post(URL, complete(world) | {"purpose": "Both.", "version": page.values()["version"]})
    assert decided.status == 303
    assert world.s215.purpose == "Both."


def test_the_conflict_names_people_not_numbers(world: World, actor_for: Callable[[str], Actor]) -> None:
    network = world.s215
    network.sponsor_id = world.spencer.id
    db.session.commit()
    with pytest.raises(Conflict) as caught:
        services.set_up_network(actor_for("dilys"), network, seen_version=0, purpose="x")
    assert caught.value.current["sponsor_id"] == "Spencer"
    assert caught.value.current["data_responsible_id"] == "nobody yet"


def test_a_network_that_has_begun_keeps_what_beginning_needed(as_: AS, world: World) -> None:
    page = as_("dilys").post(URL, complete(world) | {"sponsor_id": ""})
    assert page.status == 422
    assert "Missing: the sponsor." in page.text
    assert world.s215.data_responsible_id is None


def test_moves_that_need_a_reason_ask_for_it(as_: AS, world: World) -> None:
    client = as_("dilys")
    assert client.post(f"{URL}/move", {"verb": "close", "reason": " "}).status == 403
    assert world.s215.state == "active"
    client.post(f"{URL}/move", {"verb": "close", "reason": "The module ends."})
    assert world.s215.state == "closed"
    assert "This network is closed" in as_("amina").get("/networks/s215").text
    client.post(f"{URL}/move", {"verb": "archive"})
    assert world.s215.state == "archived"
    assert as_("amina").get("/networks/s215").status == 200, "what was is readable"


def test_a_move_by_get_is_refused(as_: AS) -> None:
    assert as_("dilys").get(f"{URL}/move", strict=False).status == 405


def test_the_services_ask_for_permission_themselves(world: World, actor_for: Callable[[str], Actor]) -> None:
    network = queries.network("s215", actor_for("dilys"))
    with pytest.raises(Refused):
        services.set_up_network(actor_for("amina"), network, purpose="Mine.")
    with pytest.raises(Refused):
        services.move_network(actor_for("tomos"), network, "rest", "Tired.")

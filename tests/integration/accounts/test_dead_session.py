"""A session that ended while a form was being written: nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.accounts.services.sessions import end_all_sessions
from app.core.db import db
from app.networks.models import LearningNetwork
from tests.client import StrictClient
from tests.integration.accounts.conftest import PASSWORD
from tests.people import World

AS = Callable[[str | None], StrictClient]
OURS = {"Origin": "http://localhost"}
TYPED = {
    "purpose": "Find out why TMA01 is late.",
    "code_of_conduct_md": 'We discuss the material,\nnever a named student.\n\n<b>Not</b> a tag & "quoted"',
    "version": "1",
}


def test_what_was_typed_comes_back_after_signing_in_and_can_be_sent(
    as_: AS, world: World, with_password: Callable[[str], Any]
) -> None:
    with_password("dilys")
    network = world.s215
    network.state = "draft"
    db.session.commit()
    client = as_(None)
    dead = client.post("/networks/s215/set-up", TYPED, headers=OURS)
    assert dead.status == 401
    assert "you get it back with one button to send it again" in dead.text
    carried = {name: text for name, text in dead.values().items() if name.startswith("carried:")}
    assert carried["carried:code_of_conduct_md"] == TYPED["code_of_conduct_md"]

    wrong = client.post(
        "/sign-in", {**carried, "send_to": dead.values()["send_to"], "email": "dilys@example.org", "password": "no"}
    )
    assert wrong.status == 422
    assert wrong.values()["carried:purpose"] == TYPED["purpose"]

    again = client.post(
        "/sign-in",
        {**carried, "send_to": wrong.values()["send_to"], "email": "dilys@example.org", "password": PASSWORD},
    )
    assert again.status == 200
    assert {name: again.values()[name] for name in TYPED} == TYPED
    [form] = [e for e in again.find_all("form") if e.get("action") == "/networks/s215/set-up"]
    assert form.get("method") == "post"

    sent = client.post(
        "/networks/s215/set-up", {**TYPED, "version": str(network.version), "csrf_token": again.values()["csrf_token"]}
    )
    assert sent.status == 303
    kept = db.session.query(LearningNetwork).filter_by(slug="s215").one()
    assert kept.purpose == TYPED["purpose"]
    assert kept.code_of_conduct_md.splitlines() == TYPED["code_of_conduct_md"].splitlines()


def test_passwords_and_tokens_are_never_carried(as_: AS, with_password: Callable[[str], Any]) -> None:
    typed = {"current_password": PASSWORD, "password": "another good phrase", "note": "kept", "smtp_password": "mail's"}
    page = as_(None).post("/account/password", typed, headers=OURS)
    assert page.status == 401
    assert page.values()["carried:note"] == "kept"
    assert PASSWORD not in page.html
    assert "another good phrase" not in page.html
    assert "carried:smtp_password" not in page.values()


def test_a_form_of_a_foreign_site_is_not_shown(as_: AS) -> None:
    for headers in ({"Origin": "http://elsewhere.example"}, {}):
        page = as_(None).post("/networks/s215/set-up", TYPED, headers=headers)
        assert page.status == 401
        assert TYPED["purpose"] not in page.html


def test_what_was_carried_is_only_sent_to_this_site(as_: AS, with_password: Callable[[str], Any]) -> None:
    with_password("amina")
    sign_in = {"email": "amina@example.org", "password": PASSWORD, "carried:body": "text"}
    page = as_(None).post("/sign-in", {**sign_in, "send_to": "https://elsewhere.example/take"})
    assert page.status == 303
    assert page.location == "/home"


def test_htmx_is_told_without_taking_the_page_away(as_: AS) -> None:
    page = as_(None).post("/networks/s215/set-up", TYPED, headers={**OURS, "HX-Request": "true"})
    assert page.status == 401
    assert "<html" not in page.html
    assert "What you typed stays on this page." in page.text


def test_a_session_ended_by_a_new_password_is_dead_too(as_: AS, world: World) -> None:
    client = as_("dilys")
    assert client.get("/networks/s215/set-up").status == 200
    end_all_sessions(world.dilys)
    db.session.commit()
    page = client.post("/networks/s215/set-up", TYPED, headers=OURS)
    assert page.status == 401
    assert page.values()["carried:purpose"] == TYPED["purpose"]

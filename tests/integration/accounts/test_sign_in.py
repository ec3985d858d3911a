"""Signing in: one answer to every wrong attempt, never to a foreign address, not too often."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from argon2 import PasswordHasher
from flask import Flask

from app.accounts.models import Person
from app.accounts.services.signing_in import WRONG
from app.core.db import db
from tests.client import Page, StrictClient
from tests.integration.accounts.conftest import PASSWORD
from tests.people import World

AS = Callable[[str | None], StrictClient]


def attempt(client: StrictClient, email: str = "amina@example.org", password: str = PASSWORD, **more: str) -> Page:
    return client.post("/sign-in", {"email": email, "password": password, **more})


def test_the_right_password_leads_home(as_: AS, with_password: Callable[[str], Any]) -> None:
    with_password("amina")
    client = as_(None)
    page = attempt(client)
    assert page.status == 303
    assert page.location == "/home"
    assert "Amina" in client.follow(page).text


def test_case_and_blanks_around_the_address_do_not_matter(as_: AS, with_password: Callable[[str], Any]) -> None:
    with_password("amina")
    assert attempt(as_(None), "  Amina@Example.org ").status == 303
    assert attempt(as_(None), "Amina <mailto:amina\u200b@example.org>").status == 303


def test_an_account_of_before_is_found_by_both_spellings_of_its_domain(
    as_: AS, with_password: Callable[[str], Any]
) -> None:
    with_password("amina").email = "amina@bücher.example"
    db.session.commit()
    assert attempt(as_(None), "Amina@Bücher.example").status == 303
    assert attempt(as_(None), "amina@xn--bcher-kva.example").status == 303


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("amina@example.org", "curly arrows point nowhere"),
        ("nobody@example.org", PASSWORD),
        ("ben@example.org", PASSWORD),  # has not taken up the invitation
        ("tomos@example.org", PASSWORD),  # whose account is closed
    ],
)
def test_every_wrong_attempt_gets_the_same_answer(
    as_: AS, world: World, with_password: Callable[[str], Any], email: str, password: str
) -> None:
    with_password("amina")
    with_password("tomos").active = False
    db.session.commit()
    page = attempt(as_(None), email, password)
    assert page.status == 422
    assert WRONG in page.text
    assert page.values()["email"] == email
    assert page.values()["password"] == ""


def test_a_missing_password_is_named(as_: AS) -> None:
    page = attempt(as_(None), password="")
    assert page.status == 422
    assert "Password: Please fill this in." in page.text


def test_after_signing_in_one_goes_where_one_was_going(as_: AS, with_password: Callable[[str], Any]) -> None:
    with_password("amina")
    client = as_(None)
    refused = client.get("/networks/s215/members")
    assert refused.status == 401
    [way] = {e.get("href") for e in refused.find_all("a") if "next=" in (e.get("href") or "")}
    form = client.get(way).values()
    page = attempt(client, next=form["next"])
    assert page.location == "/networks/s215/members"


def header_link(page: Page) -> str:
    [nav] = [each for each in page.find_all("nav") if each.get("aria-label") == "Site"]
    [link] = nav.iter("a")
    return str(link.get("href"))


def test_a_place_on_the_page_is_come_back_to(as_: AS, with_password: Callable[[str], Any]) -> None:
    with_password("amina")
    post = "/networks/s215/discussions/1?page=2#post-60"
    page = as_(None).get("/sign-in?next=" + quote(post, safe=""))
    assert page.values()["next"] == post
    assert attempt(as_(None), next=post).location == post


@pytest.mark.parametrize("address", ["/networks/s215/members", "/networks/s215/topics?state=open&after=3", "/account"])
def test_sign_in_in_the_header_leads_back_to_where_one_was(
    as_: AS, with_password: Callable[[str], Any], address: str
) -> None:
    with_password("amina")
    client = as_(None)
    way = header_link(client.get(address))
    page = client.get(way)
    assert header_link(page) == way, "the header of the sign-in page forgets it as little"
    assert attempt(client, next=page.values()["next"]).location == address
    refused = attempt(as_(None), password="wrong", next=address)
    assert header_link(refused) == way


@pytest.mark.parametrize("address", ["/", "/sign-in", "/reset", "/reset/used", "/invitation/used", "/no/such/page"])
def test_the_header_leads_nowhere_from_where_there_is_nothing_to_come_back_to(as_: AS, address: str) -> None:
    assert header_link(as_(None).get(address, strict=False)) == "/sign-in"


@pytest.mark.parametrize("foreign", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example"])
def test_the_header_passes_no_foreign_address_on(as_: AS, foreign: str) -> None:
    assert header_link(as_(None).get("/sign-in?next=" + quote(foreign))) == "/sign-in"


@pytest.mark.parametrize("foreign", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example"])
def test_nobody_is_sent_to_a_foreign_address(as_: AS, with_password: Callable[[str], Any], foreign: str) -> None:
    with_password("amina")
    assert attempt(as_(None), next=foreign).location == "/home"
    assert as_("amina").get(f"/sign-in?next={foreign}").location in {"/", "/home"}


def test_the_address_can_be_filled_in_but_never_the_password(as_: AS) -> None:
    values = as_(None).get("/sign-in?email=al01.s215@example.org&password=secret").values()
    assert values["email"] == "al01.s215@example.org"
    assert values["password"] == ""


def test_a_hash_with_old_parameters_is_renewed(as_: AS, world: World) -> None:
    old = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    world.amina.password_hash = old
    db.session.commit()
    assert attempt(as_(None)).status == 303
    assert world.amina.password_hash != old
    assert attempt(as_(None)).status == 303


def test_the_session_lasts_beyond_the_browser_and_begins_anew(
    app: Flask, as_: AS, with_password: Callable[[str], Any]
) -> None:
    with_password("amina")
    client = as_(None)
    with client.client.session_transaction() as held:
        held["left_behind"] = "by somebody else"
    page = attempt(client)
    [cookie] = [each for each in page.answer.headers.getlist("Set-Cookie") if each.startswith("session=")]
    assert "Expires=" in cookie
    with client.client.session_transaction() as held:
        assert held.permanent
        assert "left_behind" not in held


def test_too_many_attempts_are_refused_with_what_was_typed(as_: AS, with_password: Callable[[str], Any]) -> None:
    with_password("amina")
    client = as_(None)
    for _ in range(10):
        assert attempt(client, password="wrong wrong wrong").status == 422
    page = attempt(client, send_to="/networks/s215/members", **{"carried:body": "a long thought"})
    assert page.status == 429
    assert "Too many attempts from here" in page.text
    assert page.values()["email"] == "amina@example.org"
    assert page.values()["carried:body"] == "a long thought"
    assert page.answer.headers["Retry-After"]


def test_looking_at_the_page_is_not_an_attempt(as_: AS) -> None:
    client = as_(None)
    assert {client.get("/sign-in").status for _ in range(15)} == {200}


def test_a_form_without_its_token_changes_nothing(as_: AS, with_password: Callable[[str], Any]) -> None:
    with_password("amina")
    client = as_(None)
    page = client.post("/sign-in", {"email": "amina@example.org", "password": PASSWORD}, csrf=False)
    assert page.status in {400, 401}
    assert client.get("/home").status == 401


def test_a_sign_in_page_that_was_open_too_long_keeps_what_it_carries(as_: AS) -> None:
    typed = {"email": "amina@example.org", "password": PASSWORD, "carried:body": "a long thought", "send_to": "/home"}
    page = as_(None).post("/sign-in", typed, csrf=False, headers={"Origin": "http://localhost"})
    assert page.status == 400
    assert page.values()["carried:body"] == "a long thought"
    foreign = as_(None).post("/sign-in", typed, csrf=False, headers={"Origin": "http://elsewhere.example"})
    assert "a long thought" not in foreign.html


def test_a_session_of_a_closed_account_is_over(as_: AS, world: World) -> None:
    client = as_("amina")
    assert client.get("/home").status == 200
    db.session.query(Person).filter_by(id=world.amina.id).update({"active": False})
    assert client.get("/home").status == 401


def test_signing_out_ends_the_session_and_needs_a_form(as_: AS) -> None:
    client = as_("amina")
    assert client.get("/sign-out", strict=False).status == 405
    assert client.get("/home").status == 200
    page = client.post("/sign-out")
    assert page.status == 303
    assert page.location == "/"
    assert client.get("/home").status == 401

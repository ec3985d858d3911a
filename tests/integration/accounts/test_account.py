"""One's own account: name, mail, password, tokens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from app.accounts import queries
from app.accounts.models import ApiToken, TokenScope
from app.accounts.passwords import fits, hash_password
from app.accounts.services import (
    change_password,
    change_profile,
    close_account,
    invite_person,
    make_token,
    reopen_account,
    revoke_token,
    set_site_analyst,
)
from app.core import clock
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Invalid, NotFound, Refused
from tests.client import StrictClient
from tests.integration.accounts.conftest import PASSWORD
from tests.people import World

AS = Callable[[str | None], StrictClient]
NEW = "steric effects are small"
ASKED = {"scope": "topics", "days": "30"}


def test_the_name_is_saved(as_: AS, world: World) -> None:
    client = as_("amina")
    page = client.post("/account", {"name": "Amina K."})
    assert "Saved." in client.follow(page).text
    assert world.amina.name == "Amina K."


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": "  "}, "Please fill this in."),
        ({"name": "x" * 121}, "At most 120 characters."),
    ],
)
def test_bad_input_changes_nothing_and_is_kept(as_: AS, world: World, typed: dict[str, str], words: str) -> None:
    page = as_("amina").post("/account", typed)
    assert page.status == 422
    assert words in page.text
    assert page.values()["name"] == typed["name"].strip()
    assert world.amina.name == "Amina"


def test_nobody_changes_somebody_elses_account(world: World, actor_for: Callable[[str], Actor]) -> None:
    for who in ("ben", "dilys"):
        with pytest.raises(NotFound):
            change_profile(actor_for(who), world.amina, name="Anna")
        with pytest.raises(NotFound):
            make_token(actor_for(who), world.amina, "mine now")


def test_the_administrator_neither_renames_nor_takes_tokens(
    world: World, as_: AS, actor_for: Callable[[str], Actor]
) -> None:
    from app.core.errors import Refused

    for verb in (
        lambda: change_profile(actor_for("ada"), world.amina, name="Anna"),
        lambda: change_password(actor_for("ada"), world.amina, current="", new=NEW),
        lambda: make_token(actor_for("ada"), world.amina, "mine now"),
    ):
        with pytest.raises(Refused):
            verb()


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(
    as_: AS, world: World, with_password: Callable[[str], Any]
) -> None:
    with_password("amina")
    here, elsewhere = as_("amina"), as_("amina")
    page = here.post("/account/password", {"current_password": PASSWORD, "password": NEW})
    assert "signed out" in here.follow(page).text
    assert fits(world.amina.password_hash, NEW)
    assert elsewhere.get("/home").status == 401


@pytest.mark.parametrize(
    ("current", "new", "words"),
    [("not mine at all", NEW, "not your present password"), (PASSWORD, "short", "at least 10 characters")],
)
def test_a_bad_change_of_password_changes_nothing(
    as_: AS, world: World, with_password: Callable[[str], Any], current: str, new: str, words: str
) -> None:
    with_password("amina")
    client = as_("amina")
    page = client.post("/account/password", {"current_password": current, "password": new})
    assert page.status == 422
    assert words in page.text
    assert fits(world.amina.password_hash, PASSWORD)
    assert client.get("/home").status == 200


def test_a_token_is_shown_once_and_opens_the_api_for_its_owner(as_: AS, world: World) -> None:
    client = as_("amina")
    page = client.post("/account/tokens", {**ASKED, "label": "figures for the report"})
    [shown] = page.find_all("code", id="new-token")
    assert shown.text
    assert shown.text not in client.get("/account/tokens").html
    assert shown.text not in str([row.token_hash for row in db.session.query(ApiToken)])
    owner = queries.person_by_token(shown.text)
    assert owner is not None
    assert owner.id == world.amina.id


def test_a_form_sent_twice_makes_one_token(as_: AS) -> None:
    client = as_("amina")
    typed = {**ASKED, "label": "figures", "form_key": "the same form"}
    assert client.post("/account/tokens", typed).status == 200
    assert client.post("/account/tokens", typed).location == "/account/tokens"
    assert db.session.query(ApiToken).count() == 1


def test_a_revoked_token_and_one_of_a_closed_account_open_nothing(
    as_: AS, world: World, actor_for: Callable[[str], Actor]
) -> None:
    secret = make_token(actor_for("amina"), world.amina, "one")
    other = make_token(actor_for("amina"), world.amina, "two")
    token_id = db.session.query(ApiToken.id).filter_by(label="one").scalar()
    client = as_("amina")
    assert "one" in client.get("/account/tokens").text
    client.follow(client.post(f"/account/tokens/{token_id}/revoke"))
    assert queries.person_by_token(secret) is None
    assert queries.person_by_token(other) is not None
    world.amina.active = False
    db.session.flush()
    assert queries.person_by_token(other) is None
    assert queries.person_by_token("ln_made_up") is None


def test_somebody_elses_token_does_not_exist(as_: AS, world: World, actor_for: Callable[[str], Actor]) -> None:
    secret = make_token(actor_for("amina"), world.amina, "one")
    token_id = db.session.query(ApiToken.id).filter_by(label="one").scalar()
    assert as_("ben").post(f"/account/tokens/{token_id}/revoke").status == 404
    with pytest.raises(NotFound):
        revoke_token(actor_for("ben"), world.ben, token_id)
    assert queries.person_by_token(secret) is not None


def test_a_token_without_a_name_is_refused(as_: AS) -> None:
    page = as_("amina").post("/account/tokens", {**ASKED, "label": " "})
    assert page.status == 422
    assert "Please fill this in." in page.text
    assert db.session.query(ApiToken).count() == 0


@pytest.mark.parametrize("path", ["/account", "/account/password", "/account/tokens", "/account/record"])
def test_the_pages_are_ones_own_and_stay_out_of_caches(as_: AS, path: str) -> None:
    page = as_("amina").get(path)
    assert page.status == 200
    assert as_(None).get(path).status == 401


def test_pages_with_secrets_are_not_kept(as_: AS) -> None:
    assert as_("amina").get("/account/tokens").answer.headers["Cache-Control"] == "no-store"


def test_a_new_password_ends_the_tokens_that_whoever_had_the_old_one_may_have_made(
    world: World, actor_for: Callable[[str], Actor]
) -> None:
    world.amina.password_hash = hash_password(PASSWORD)
    secret = make_token(actor_for("amina"), world.amina, "script")
    others = make_token(actor_for("ben"), world.ben, "script")
    change_password(actor_for("amina"), world.amina, current=PASSWORD, new=NEW)
    db.session.flush()
    assert queries.person_by_token(secret) is None
    assert queries.person_by_token(others) is not None


def test_the_tokens_of_a_closed_account_do_not_come_back_with_it(
    world: World, actor_for: Callable[[str], Actor]
) -> None:
    secret = make_token(actor_for("amina"), world.amina, "script")
    close_account(actor_for("ada"), world.amina)
    reopen_account(actor_for("ada"), world.amina)
    db.session.flush()
    assert queries.person_by_token(secret) is None


@pytest.mark.parametrize(
    "verb",
    [
        lambda actor, world: reopen_account(actor, world.ben),
        lambda actor, world: set_site_analyst(actor, world.ben, is_analyst=True),
        lambda actor, _world: invite_person(actor, "new@example.org", "New"),
    ],
)
def test_whoever_was_closed_at_this_moment_administers_no_more(
    world: World, actor_for: Callable[[str], Actor], verb: Callable[[Actor, World], object]
) -> None:
    actor = actor_for("ada")
    world.ada.active, world.ben.active = False, False
    db.session.flush()
    with pytest.raises(Refused, match="closed out at this moment"):
        verb(actor, world)
    assert not world.ben.active
    assert not world.ben.is_analyst


def test_no_administrator_names_themselves_analyst(world: World, actor_for: Callable[[str], Actor]) -> None:
    with pytest.raises(Refused, match="Nobody names themselves"):
        set_site_analyst(actor_for("ada"), world.ada, is_analyst=True)
    assert not world.ada.is_analyst


def test_a_token_ends_by_itself_and_says_when_it_was_used(
    as_: AS, world: World, actor_for: Callable[[str], Actor]
) -> None:
    secret = make_token(actor_for("wanda"), world.wanda, "script", days=30)
    client = as_("wanda")
    assert "Not used yet" in client.get("/account/tokens").text
    as_(None).get("/api/v1/measures", headers={"Authorization": f"Bearer {secret}"})
    page = client.get("/account/tokens")
    assert "Last used on" in page.text
    assert "works until" in page.text
    db.session.query(ApiToken).update({"expires_at": clock.real_now()})
    db.session.commit()
    assert as_(None).get("/api/v1/measures", headers={"Authorization": f"Bearer {secret}"}).status == 401
    assert "No tokens" in client.get("/account/tokens").text


@pytest.mark.parametrize(("scope", "status"), [(TokenScope.TOPICS, 403), (TokenScope.MEASURES, 422)])
def test_a_token_opens_what_it_was_made_for(
    as_: AS, world: World, actor_for: Callable[[str], Actor], scope: TokenScope, status: int
) -> None:
    secret = make_token(actor_for("wanda"), world.wanda, "script", scope=scope)
    asked = {"headers": {"Authorization": f"Bearer {secret}"}}
    assert as_(None).get("/api/v1/measures", **asked).status == status
    assert as_(None).get("/api/v1/networks/s215/topics/99/overlay", **asked).status == 404


@pytest.mark.parametrize("days", [0, -1, 367, 10**9])
def test_no_token_works_for_ever(world: World, actor_for: Callable[[str], Actor], days: int) -> None:
    with pytest.raises(Invalid):
        make_token(actor_for("wanda"), world.wanda, "script", days=days)

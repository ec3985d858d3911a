"""`flask accounts …`"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask

from app.accounts import queries
from app.core.db import db
from app.core.mail import Letter
from tests.people import World


def run(app: Flask, *args: str):  # type: ignore[no-untyped-def] # noqa: ANN201
    db.session.commit()
    return app.test_cli_runner().invoke(args=["accounts", *args])


def test_token_prints_a_token_and_nothing_else(app: Flask, world: World) -> None:
    result = run(app, "token", "Wanda@example.org")
    assert result.exit_code == 0
    secret = result.output.removesuffix("\n")
    assert "\n" not in secret
    owner = queries.person_by_token(secret)
    assert owner is not None
    assert owner.email == "wanda@example.org"


def test_token_of_nobody_fails_and_says_so(app: Flask, world: World) -> None:
    result = run(app, "token", "nobody@example.org")
    assert result.exit_code != 0
    assert "Nobody here has the address" in result.output


def test_invite_makes_an_account_and_sends_a_link(
    app: Flask, world: World, mailbox: list[Letter], run_outbox: Callable[[], int]
) -> None:
    assert run(app, "invite", "New.Person@example.org", "New Person").exit_code == 0
    run_outbox()
    [letter] = mailbox
    assert letter.to == "new.person@example.org"
    assert "/invitation/" in letter.text


def test_admin_makes_an_administrator(
    app: Flask, world: World, mailbox: list[Letter], run_outbox: Callable[[], int]
) -> None:
    assert run(app, "admin", "boss@example.org").exit_code == 0
    found = queries.person_by_email("boss@example.org")
    assert found is not None
    assert found.is_admin
    run_outbox()
    assert [letter.to for letter in mailbox] == ["boss@example.org"]


def test_sign_out_ends_the_sessions_of_one_or_of_all(app: Flask, as_: Any) -> None:
    amina, ben = as_("amina"), as_("ben")
    run = app.test_cli_runner().invoke
    assert run(args=["accounts", "sign-out"]).exit_code == 2
    assert "signed out everywhere" in run(args=["accounts", "sign-out", "amina@example.org"]).output
    assert (amina.get("/home").status, ben.get("/home").status) == (401, 200)
    assert run(args=["accounts", "sign-out", "--everybody"]).exit_code == 0
    assert ben.get("/home").status == 401

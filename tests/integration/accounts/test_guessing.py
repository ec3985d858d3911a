"""Guessing passwords is slow, from one address and from many, and shuts nobody out of their own account."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from flask import Flask
from limits import parse
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter

from app import create_app
from app.core.concurrency.counters import SCHEME, CountersInDatabase
from app.core.db import db
from config import Settings
from tests.client import Page, StrictClient
from tests.conftest import DATABASES
from tests.integration.accounts.conftest import PASSWORD
from tests.postgres import new_database

AS = Callable[[str | None], StrictClient]
_addresses = count(1)


def attempt(client: StrictClient, email: str = "amina@example.org", password: str = "not her password at all") -> Page:
    """Each time from another address."""
    number = next(_addresses)
    here = {"REMOTE_ADDR": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"}
    return client.post("/sign-in", {"email": email, "password": password}, environ_base=here)


@pytest.mark.parametrize("email", ["amina@example.org", "nobody@example.org"])
def test_wrong_tries_at_one_account_are_slowed_down_from_however_many_addresses(
    as_: AS, with_password: Callable[[str], Any], email: str
) -> None:
    with_password("amina")
    answers = [attempt(as_(None), email) for _ in range(180)]
    assert sum(page.status == 422 for page in answers) <= 12, "ten, and one a minute"
    assert answers[-1].status == 429
    assert 0 < int(answers[-1].answer.headers["Retry-After"]) <= 61


def test_the_right_password_is_not_looked_at_while_one_has_to_wait(
    as_: AS, with_password: Callable[[str], Any]
) -> None:
    with_password("amina")
    for _ in range(12):
        attempt(as_(None))
    assert attempt(as_(None), password=PASSWORD).status == 429
    assert attempt(as_(None), email="ben@example.org").status == 422, "other accounts are not touched"


def test_whoever_floods_an_account_does_not_shut_its_owner_out(as_: AS, with_password: Callable[[str], Any]) -> None:
    with_password("dilys")
    own = as_(None)
    assert attempt(own, "dilys@example.org", PASSWORD).status == 303
    own.post("/sign-out")
    for _ in range(40):
        attempt(as_(None), "dilys@example.org")
    assert attempt(own, "dilys@example.org", "a typing error").status == 422
    assert attempt(own, "dilys@example.org", PASSWORD).status == 303
    assert attempt(as_(None), "dilys@example.org", PASSWORD).status == 429


def test_a_browser_known_for_one_account_is_a_stranger_to_another(as_: AS, with_password: Callable[[str], Any]) -> None:
    with_password("amina")
    with_password("dilys")
    amina = as_(None)
    assert attempt(amina, password=PASSWORD).status == 303
    answers = [attempt(amina, "dilys@example.org").status for _ in range(30)]
    assert answers.count(422) <= 12
    known = [attempt(amina).status for _ in range(60)]
    assert known.count(422) <= 20, "and at its own account it is slowed down as well"


def test_the_form_for_a_new_password_is_slowed_down_too(as_: AS, with_password: Callable[[str], Any]) -> None:
    with_password("amina")
    thief = as_("amina")
    typed = {"current_password": "not hers", "password": "a new one of my own choice"}
    answers = [thief.post("/account/password", typed) for _ in range(60)]
    assert sum(page.status == 422 for page in answers) <= 22
    assert answers[-1].status == 429
    assert int(answers[-1].answer.headers["Retry-After"]) > 0


def test_after_the_right_password_typing_errors_are_forgotten(as_: AS, with_password: Callable[[str], Any]) -> None:
    with_password("amina")
    for _ in range(4):
        for _ in range(6):
            assert attempt(as_(None)).status == 422
        assert attempt(as_(None), password=PASSWORD).status == 303


@pytest.fixture(params=DATABASES)
def counters(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], CountersInDatabase]]:
    """Each call is another process's way to the same counters."""
    on_sqlite = request.param == "sqlite"
    address = f"sqlite:///{tmp_path}/limits.db" if on_sqlite else Settings(database_url=new_database()).database_address
    opened = []

    def one() -> CountersInDatabase:
        opened.append(storage_from_string(f"{SCHEME}:{address}"))
        return opened[-1]

    yield one
    for each in opened:
        each._database.dispose()


def test_processes_count_together_without_redis_and_no_try_at_the_same_moment_is_lost(
    counters: Callable[[], CountersInDatabase],
) -> None:
    first, second = counters(), counters()
    item, together = parse("30 per hour"), Barrier(8)
    let_in: list[bool] = []

    def guess(number: int) -> None:
        limiter = FixedWindowRateLimiter((first, second)[number % 2])
        together.wait()
        let_in.extend(limiter.hit(item, "account") for _ in range(10))

    threads = [Thread(target=guess, args=(number,)) for number in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    for storage in (first, second):
        storage.close()  # type: ignore[union-attr]
    assert (len(let_in), sum(let_in)) == (80, 30)


def test_a_counter_begins_anew_when_its_time_is_over_and_is_forgotten(
    counters: Callable[[], CountersInDatabase],
) -> None:
    storage = counters()
    assert [storage.incr("a", 3600), storage.incr("a", 3600, 2), storage.incr("b", -1)] == [1, 3, 1]
    assert storage.incr("b", -1) == 1, "its time is over at once"
    assert (storage.get("a"), storage.get("b"), storage.get("c")) == (3, 0, 0)
    storage.forget()
    assert storage.get("a") == 3
    storage.clear("a")
    assert storage.get("a") == 0
    storage.close()


def test_the_site_keeps_its_counters_beside_its_database(tmp_path: Path) -> None:
    apps = [create_app(Settings(data_dir=tmp_path, secret_key="x" * 40)) for _ in range(2)]
    hits = []
    for app in apps:
        from app.web.extensions import limiter

        hits.append(app.config["RATELIMIT_STORAGE_URI"])
        assert isinstance(limiter.storage, CountersInDatabase)
        with app.app_context():
            db.engine.dispose()
    assert hits == [f"{SCHEME}:sqlite:///{tmp_path / 'limits.db'}"] * 2


def test_nothing_tells_from_the_limits_which_accounts_there_are(
    app: Flask, as_: AS, with_password: Callable[[str], Any]
) -> None:
    with_password("amina")
    told = [[attempt(as_(None), email).status for _ in range(14)] for email in ("amina@example.org", "no@example.org")]
    assert told[0] == told[1]

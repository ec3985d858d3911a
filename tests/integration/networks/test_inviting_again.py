"""Whoever was invited and has not begun yet is sent a fresh letter when they are invited again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from limits import parse

from app.accounts.models import Person
from app.core.db import db
from app.core.mail import Letter
from app.networks.models import Membership, Role
from app.networks.services import letters
from tests.client import StrictClient
from tests.people import FRIDAY, World

AS = Callable[[str | None], StrictClient]
NEW = {"email": "New.AL@Example.org", "name": "New AL", "role": "al"}
URL = "/networks/s215/members"


def roles_of_the_new_one() -> set[Role]:
    held = db.session.query(Membership.role).join(Person, Person.id == Membership.person_id)
    return {row[0] for row in held.filter(Person.email == "new.al@example.org", Membership.left_at.is_(None))}


@pytest.mark.parametrize("who", ["dilys", "marek", "ada"])
def test_who_has_not_begun_yet_is_sent_a_fresh_letter_and_both_links_work(
    as_: AS, world: World, mailbox: list[Letter], run_outbox: Callable[[], int], clock_at: Any, who: str
) -> None:
    as_(who).post(URL, NEW)
    run_outbox()
    before = db.session.query(Membership).count()
    with clock_at(FRIDAY + timedelta(days=1, minutes=1)):
        page = as_("marek").follow(as_("marek").post(URL, NEW))
        run_outbox()
    first, second = (each for each in mailbox if each.to == "new.al@example.org")
    links = [
        next(line for line in each.text.splitlines() if "/invitation/" in line).strip() for each in (first, second)
    ]
    assert len(set(links)) == 2
    paths = [link.removeprefix("http://127.0.0.1:8000") for link in links]
    assert [as_(None).get(path).status for path in paths] == [200, 200]
    assert "is a member now" not in page.text
    assert db.session.query(Membership).count() == before
    chosen = {"password": "four words that wander", "password_again": "four words that wander"}
    assert as_(None).post(paths[0], chosen).status == 303
    over = as_(None).post(paths[1], chosen | {"password": "another four words wander"})
    assert over.status != 303, "who has begun needs no invitation"


def test_who_has_not_begun_is_invited_in_another_role_or_after_having_been_removed(
    as_: AS, world: World, mailbox: list[Letter], run_outbox: Callable[[], int]
) -> None:
    client = as_("dilys")
    client.post(URL, NEW)
    assert client.post(URL, NEW | {"role": "module team"}).status == 303
    assert roles_of_the_new_one() == {Role.AL, Role.MODULE_TEAM}
    one = db.session.query(Membership).join(Person).filter(Person.email == "new.al@example.org").first()
    assert one is not None
    client.post(f"{URL}/{one.id}/remove", {"reason": "The wrong role."})
    assert client.post(URL, NEW).status == 303
    run_outbox()
    assert [each.to for each in mailbox].count("new.al@example.org") == 3


def test_nobody_else_sends_a_letter_again(as_: AS, run_outbox: Callable[[], int], mailbox: list[Letter]) -> None:
    as_("dilys").post(URL, NEW)
    assert as_("amina").post(URL, NEW).status == 403
    assert as_("marek").post(URL, NEW | {"role": "chair"}).status == 422
    run_outbox()
    assert [each.to for each in mailbox].count("new.al@example.org") == 1


def test_many_presses_send_one_letter_and_say_so(as_: AS, run_outbox: Callable[[], int], mailbox: list[Letter]) -> None:
    assert as_("dilys").post(URL, NEW).status == 303
    for _ in range(3):
        page = as_("marek").post(URL, NEW)
        assert page.status == 422
        assert "New AL got a letter within the last day and has not begun yet." in page.text
        assert page.values()["email"] == NEW["email"]
    run_outbox()
    assert [each.to for each in mailbox].count("new.al@example.org") == 1


def test_one_by_one_no_more_letters_go_out_than_by_lists(as_: AS, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letters, "LETTERS", parse("2 per day"))
    sent = [as_("dilys").post(URL, NEW | {"email": f"new{each}@example.org"}) for each in range(3)]
    assert [page.status for page in sent] == [303, 303, 403]
    assert "This network has sent 2 letters within a day." in sent[-1].text

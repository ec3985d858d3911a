"""Publish, Back, Publish: a form that makes something makes it once, and says so to whoever changed the words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from app.core import clock
from app.core.concurrency import receipts
from app.core.db import db
from app.forums.models import Discussion, Post
from app.forums.services import start_discussion
from app.topics.models import TrickyTopic
from app.workshops.models import Anonymity
from tests.client import StrictClient
from tests.factories.boards import a_room, at
from tests.people import World

AS = Callable[[str | None], StrictClient]
SENT = "You have sent this form already"
TOPIC = {"title": "Orbitals", "statement_md": "They draw it and cannot use it."}
NETWORK = "/networks/s215"
START = f"{NETWORK}/forums/tricky-topics/start"


@pytest.fixture
def reply(world: World) -> str:
    made: Discussion = start_discussion(world.actor("amina"), world.forum(), "Arrows", "They guess.")
    db.session.commit()
    return f"{NETWORK}/discussions/{made.number}/reply"


def bodies() -> list[str]:
    return [post.body_md for post in db.session.query(Post).order_by(Post.id)][1:]


def test_whoever_goes_back_and_changes_the_words_is_led_to_what_stands_and_keeps_them(as_: AS, reply: str) -> None:
    amina, key = as_("amina"), {"form_key": "from the page gone back to"}
    first = amina.post(reply, {"body": "First"} | key)
    assert amina.post(reply, {"body": "First"} | key).location == first.location
    page = amina.post(reply, {"body": "First, mended"} | key)
    assert page.status == 409
    assert SENT in page.text
    assert [e.get("href") for e in page.find_all("a", href=first.location)]
    assert page.values()["body"] == "First, mended"
    assert bodies() == ["First"]
    again = page.values()
    assert again["form_key"] != key["form_key"]
    assert amina.post(reply, {"body": again["body"], "form_key": again["form_key"]}).status == 303
    assert bodies() == ["First", "First, mended"]


def test_a_form_that_was_refused_is_sent_for_the_first_time(as_: AS, reply: str) -> None:
    amina, key = as_("amina"), {"form_key": "k"}
    assert amina.post(reply, {"body": " "} | key).status == 422
    assert amina.post(reply, {"body": "Now with words"} | key).status == 303


def test_another_persons_key_stands_in_nobodys_way(as_: AS, reply: str) -> None:
    assert as_("amina").post(reply, {"body": "Hers", "form_key": "k"}).status == 303
    assert as_("ben").post(reply, {"body": "His", "form_key": "k"}).status == 303


def forms_that_make_something(world: World) -> list[tuple[str, str, dict[str, str], str]]:
    """Who sends what where, and the field that is changed after Back."""
    room = a_room(world, anonymity=Anonymity.NAMED)
    day = (clock.now() + timedelta(days=30)).date().isoformat()
    action = {"title": "Record it", "owner": str(world.ben.id), "due_on": day, "success_indicator": "It is there."}
    issue = {"title": "Pace", "statement_md": "Too fast.", "category": "pace"}
    date = {"title": "The vote closes", "day": day, "reason": "Nothing counts after it."}
    return [
        ("amina", f"{NETWORK}/forums/cafe/start", {"title": "Tea", "body": "Or coffee?"}, "body"),
        ("amina", f"{NETWORK}/topics/new", TOPIC, "statement_md"),
        ("amina", f"{NETWORK}/issues/new", issue, "statement_md"),
        ("marek", f"{NETWORK}/actions/new", action, "title"),
        ("marek", f"{NETWORK}/critical-dates", date, "title"),
        ("amina", f"{at(room)}/cards", {"text": "They guess", "kind": "idea", "made_for": "named"}, "text"),
    ]


@pytest.mark.parametrize("which", range(6))
def test_it_is_so_wherever_something_is_made(as_: AS, world: World, which: int) -> None:
    name, address, fields, changed = forms_that_make_something(world)[which]
    client, key = as_(name), {"form_key": "the same"}
    first = client.post(address, fields | key)
    assert first.status == 303, first.text
    assert client.post(address, fields | key).location == first.location
    page = client.post(address, fields | key | {changed: "Other words"})
    assert (page.status, SENT in page.text) == (409, True), page.text
    assert page.values()[changed] == "Other words"
    assert client.post(address, fields | {changed: "Other words", "form_key": page.values()["form_key"]}).status == 303


def test_an_edit_that_is_made_twice_is_an_edit_of_what_stands(as_: AS, world: World) -> None:
    amina = as_("amina")
    assert amina.post(f"{NETWORK}/topics/new", TOPIC).status == 303
    one = db.session.query(TrickyTopic).one()
    shown: dict[str, Any] = amina.get(f"{NETWORK}/topics/{one.number}/edit").values()
    sent = {name: shown[name] for name in ("title", "statement_md", "version", "form_key")}
    assert amina.post(f"{NETWORK}/topics/{one.number}/edit", sent | {"title": "A"}).status == 303
    page = amina.post(f"{NETWORK}/topics/{one.number}/edit", sent | {"title": "B"})
    assert page.status == 409
    assert SENT not in page.text


def test_a_twin_that_was_not_seen_yet_leads_to_what_the_first_one_made(
    as_: AS, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pressed twice, both are on their way before either is kept: the second one finds out when it is kept itself."""
    amina, said = as_("amina"), {"title": "Pressed twice", "body": "Which axis first?", "form_key": "pressed twice"}
    first = amina.post(START, said)
    seen, asked = receipts.earlier_locations, []

    def not_at_first(*given: Any) -> dict[str, str]:
        asked.append(given)
        return {} if len(asked) == 1 else seen(*given)

    monkeypatch.setattr(receipts, "earlier_locations", not_at_first)
    second = amina.post(START, said)
    assert (second.status, second.location) == (303, first.location)
    assert amina.get(second.location).status == 200
    assert db.session.query(Discussion).filter_by(title="Pressed twice").count() == 1

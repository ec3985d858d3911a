"""Changing a post: its history, and two tabs at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from app.core.actor import Actor
from app.core.db import db
from app.forums import services
from app.forums.models import Post, PostRevision
from tests.client import StrictClient
from tests.integration.forums.conftest import Talk
from tests.people import FRIDAY

As = Callable[[str | None], StrictClient]
ActorFor = Callable[[str], Actor]


def save(client: StrictClient, talk: Talk, body: str, version: str | None = None, **more: str) -> Any:
    url = talk.post_url(talk.first_id, "edit")
    seen = version or client.get(url).values()["version"]
    return client.post(url, {"body": body, "version": seen, **more})


def test_an_edit_keeps_what_was_said_before(as_: As, talk: Talk, clock_at: Any) -> None:
    with clock_at(FRIDAY + timedelta(days=3)):
        page = save(as_("amina"), talk, "They draw it from the *lone pair*.")
    assert (page.status, page.location) == (303, talk.place_of(1))
    read = as_("ben").get(talk.url)
    assert "lone pair" in read.text
    assert "edited" in read.text
    history = as_("ben").get(talk.post_url(talk.first_id, "history"))
    for words in ("Changed on 23 July 2018, 13:00", "taken out: *proton*", "put in: *lone pair*", "Amina"):
        assert words in history.text


def test_saving_the_same_words_is_no_edit(as_: As, talk: Talk) -> None:
    assert save(as_("amina"), talk, talk.first.body_md).status == 303
    assert talk.first.edited_at is None
    assert db.session.query(PostRevision).filter_by(post_id=talk.first_id).count() == 0


def test_the_second_of_two_tabs_is_shown_what_changed_and_loses_nothing(as_: As, talk: Talk) -> None:
    client = as_("amina")
    version = client.get(talk.post_url(talk.first_id, "edit")).values()["version"]
    assert save(client, talk, "First tab", version).status == 303
    page = save(client, talk, "Second tab", version)
    assert page.status == 409
    assert "changed while you were writing" in page.text
    assert "First tab" in page.text
    assert page.values()["body"] == "Second tab"
    assert talk.first.body_md == "First tab"
    assert save(client, talk, "Both", page.values()["version"]).status == 303
    assert talk.first.body_md == "Both"


def test_only_the_author_edits(as_: As, talk: Talk) -> None:
    url = talk.post_url(talk.first_id, "edit")
    for name, status in (("ben", 403), ("marek", 403), ("spencer", 403), ("chidi", 404)):
        assert as_(name).get(url).status == status
        assert as_(name).post(url, {"body": "mine now"}).status == status
    assert "proton" in talk.first.body_md


def test_a_locked_discussion_keeps_its_words(as_: As, talk: Talk, actor_for: ActorFor) -> None:
    services.lock(actor_for("marek"), talk.discussion, locked=True)
    assert as_("amina").get(talk.post_url(talk.first_id, "edit")).status == 403


def test_a_faulty_edit_changes_nothing(as_: As, talk: Talk) -> None:
    page = save(as_("amina"), talk, "x" * 100_001)
    assert page.status == 422
    assert len(page.values()["body"]) == 100_001
    asked = save(as_("amina"), talk, "by A1234567")
    assert asked.status == 422
    assert "A1234567" in asked.text
    assert talk.first.edited_at is None
    assert save(as_("amina"), talk, "by A1234567", identifiers_checked="y").status == 303


def test_previewing_an_edit_saves_nothing(as_: As, talk: Talk) -> None:
    page = save(as_("amina"), talk, "**new**", preview="1")
    assert page.status == 200
    assert "<strong>new</strong>" in page.html
    assert talk.first.edited_at is None


def test_stored_html_is_made_anew_without_touching_the_version(talk: Talk, app: Any) -> None:
    db.session.query(Post).filter_by(id=talk.first_id).update({"renderer": 0, "body_html": "<p>old</p>"})
    db.session.commit()
    version = talk.first.version
    result = app.test_cli_runner().invoke(args=["forums", "render"])
    assert "1 posts rendered" in result.output
    db.session.expire_all()
    assert "<em>proton</em>" in talk.first.body_html
    assert talk.first.version == version
    assert "0 posts rendered" in app.test_cli_runner().invoke(args=["forums", "render"]).output

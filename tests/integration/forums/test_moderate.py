"""Keeping order: hide, restore, remove, mark important, retitle, move, pin, lock; following."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from app.core.actor import Actor
from app.core.audit import AuditEntry
from app.core.db import db
from app.core.errors import NotFound, Refused
from app.forums import services
from app.forums.following.levels import followers_of
from app.forums.models import ForumKind, PostState
from tests.client import StrictClient
from tests.integration.forums.conftest import Talk
from tests.people import World

As = Callable[[str | None], StrictClient]
ActorFor = Callable[[str], Actor]


def test_a_hidden_post_leaves_a_line_and_can_come_back(as_: As, talk: Talk) -> None:
    hide = talk.post_url(talk.answer_id, "hide")
    assert as_("marek").post(hide, {"reason": "Quotes a student's script"}).status == 303
    seen = as_("amina").get(talk.url)
    assert "Same here" not in seen.html
    assert "Post 2 was hidden by Marek on 20 July 2018, 13:00: Quotes a student's script" in seen.text
    assert seen.find_all("article", id=f"post-{talk.answer_id}")
    assert "Same here" in as_("marek").get(talk.url).text
    for verb in ("history", "options", "edit"):
        assert as_("ben").get(talk.post_url(talk.answer_id, verb)).status == 404
    assert as_("marek").post(talk.post_url(talk.answer_id, "restore")).status == 303
    assert "Same here" in as_("amina").get(talk.url).text


def test_a_removed_post_is_gone_for_everybody_but_keeps_its_place(as_: As, talk: Talk) -> None:
    assert as_("marek").post(talk.post_url(talk.answer_id, "remove"), {"reason": "Names a student"}).status == 303
    for name in ("amina", "marek", "dilys", "ben"):
        page = as_(name).get(talk.url)
        assert "Same here" not in page.html
        assert "removed by Marek" in page.text
        assert "Names a student" in page.text
    assert as_("amina").get(talk.post_url(talk.answer_id)).location == talk.place_of(2)
    said = as_("amina").post(f"{talk.url}/reply", {"body": "next"})
    assert said.location == talk.place_of(3)


def test_an_author_removes_their_own(as_: As, talk: Talk) -> None:
    assert as_("ben").post(talk.post_url(talk.answer_id, "remove"), {"reason": "Wrong thread"}).status == 303
    assert "removed by its author" in as_("amina").get(talk.url).text
    assert talk.answer.state is PostState.REMOVED


def test_a_reason_is_asked_for(as_: As, talk: Talk) -> None:
    for verb in ("hide", "remove"):
        page = as_("marek").post(talk.post_url(talk.answer_id, verb), {"reason": "  "})
        assert page.status == 422
        assert "Please say why" in page.text
    assert talk.answer.state is PostState.VISIBLE


@pytest.mark.parametrize("verb", ["hide", "remove", "restore", "important"])
def test_members_do_not_moderate_others_posts(as_: As, talk: Talk, verb: str) -> None:
    url = talk.post_url(talk.first_id, verb)
    assert as_("ben").post(url, {"reason": "x", "important": "1"}).status == 403
    assert as_("chidi").post(url, {"reason": "x", "important": "1"}).status == 404
    assert talk.first.state is PostState.VISIBLE
    assert talk.first.important is False


def test_a_removed_post_cannot_be_restored_nor_removed_again(talk: Talk, actor_for: ActorFor) -> None:
    services.remove_post(actor_for("marek"), talk.answer, "Names a student")
    for verb in (services.restore_post, lambda who, post: services.remove_post(who, post, "again")):
        with pytest.raises(NotFound):
            verb(actor_for("marek"), talk.answer)
    with pytest.raises(Refused):
        services.restore_post(actor_for("marek"), talk.first)


@pytest.mark.parametrize("name", ["marek", "dilys"])
def test_moderator_and_chair_mark_what_matters(as_: As, talk: Talk, name: str) -> None:
    version = talk.first.version
    assert as_(name).post(talk.post_url(talk.first_id, "important"), {"important": "1"}).status == 303
    assert "Important" in as_("amina").get(talk.url).text
    assert talk.first.version == version, "an open editor must not meet a conflict"


def test_one_form_puts_a_discussion_in_order(as_: As, talk: Talk, world: World) -> None:
    client = as_("marek")
    assert client.get(f"{talk.url}/moderate").status == 200
    form = {"title": "Arrows, and what they mean", "kind": "cafe", "pinned": "y", "locked": "y"}
    assert client.post(f"{talk.url}/moderate", form).status == 303
    page = as_("amina").get(talk.url)
    for words in ("Arrows, and what they mean", "Café", "Pinned", "Locked", "is locked"):
        assert words in page.text
    assert (world.forum().discussion_count, world.forum(ForumKind.CAFE).discussion_count) == (0, 1)
    assert world.forum().last_post_at is None
    kept = {entry.verb for entry in db.session.query(AuditEntry).filter_by(subject_kind="discussion")}
    assert {"retitle", "move", "pin", "lock"} <= kept


def test_members_do_not_put_discussions_in_order(as_: As, talk: Talk) -> None:
    form = {"title": "Mine", "kind": "cafe"}
    for name, status in (("amina", 403), ("dilys", 403), ("chidi", 404)):
        assert as_(name).post(f"{talk.url}/moderate", form).status == status
    assert talk.discussion.title == "Curly arrows"


def test_a_bad_title_or_forum_is_told(as_: As, talk: Talk) -> None:
    assert as_("marek").post(f"{talk.url}/moderate", {"title": "", "kind": "cafe"}).status == 422
    assert as_("marek").post(f"{talk.url}/moderate", {"title": "x", "kind": "pub"}).status == 422
    assert talk.discussion.title == "Curly arrows"


def test_following_a_discussion_and_its_forum(as_: As, talk: Talk, world: World) -> None:
    def followers() -> set[int]:
        return set(db.session.scalars(followers_of(talk.discussion_id)))

    assert followers() == {world.amina.id, world.ben.id, world.dilys.id, world.marek.id}, "two by their role"
    assert as_("tomos").post("/networks/s215/forums/tricky-topics/follow", {"level": "everything"}).status == 303
    assert world.tomos.id in followers()
    as_("tomos").post(f"{talk.url}/follow", {"level": "digest only"})
    assert world.tomos.id not in followers(), "no to the discussion, though the forum is followed"
    as_("tomos").post(f"{talk.url}/follow", {"level": "everything"})
    assert world.tomos.id in followers()
    as_("amina").post(f"{talk.url}/follow", {"level": "digest only"})
    as_("amina").post(f"{talk.url}/reply", {"body": "I still do not want mail."})
    assert world.amina.id not in followers(), "posting does not undo a no"
    assert "You find what is new here in your digest" in as_("amina").get(talk.url).text


def test_a_get_changes_nothing(as_: As, talk: Talk) -> None:
    for url in (talk.post_url(talk.first_id, "hide"), talk.post_url(talk.first_id, "important")):
        assert as_("marek").get(url).status == 405


def test_counts_are_checked(talk: Talk, app: Any) -> None:
    runner = app.test_cli_runner()
    db.session.commit()
    assert "0 counts are off" in runner.invoke(args=["forums", "check"]).output
    talk.discussion.post_count = 7
    db.session.commit()
    result = runner.invoke(args=["forums", "check"])
    assert "7 stored, 2 counted" in result.output
    assert result.exit_code == 1

"""Starting a discussion and replying."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from app.core import events
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Invalid, NotFound, Refused
from app.forums import services
from app.forums.events import PostPublished
from app.forums.following.levels import followers_of
from app.forums.models import Discussion, Post
from app.networks.models import Membership
from app.topics.services import raise_topic
from tests.client import StrictClient
from tests.integration.forums.conftest import Talk
from tests.people import World

As = Callable[[str | None], StrictClient]
ActorFor = Callable[[str], Actor]
START = "/networks/s215/forums/tricky-topics/start"


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[events.Event]:
    found: list[events.Event] = []
    events.listen(PostPublished, found.append)
    yield found  # type: ignore[misc]
    events._listeners[PostPublished].remove(found.append)


def test_a_reply_gets_the_next_number_and_its_author_follows(
    as_: As, talk: Talk, world: World, heard: list[Any]
) -> None:
    page = as_("tomos").post(
        f"{talk.url}/reply", {"body": "We thought Block 3 covered this.", "to": str(talk.first_id)}
    )
    assert (page.status, page.location) == (303, talk.place_of(3))
    found = talk.discussion
    assert (found.post_count, found.last_post_by_id) == (3, world.tomos.id)
    post = db.session.query(Post).filter_by(discussion_id=found.id, position=3).one()
    assert post.reply_to_id == talk.first_id
    assert world.tomos.id in set(db.session.scalars(followers_of(found.id)))
    assert [type(each) for each in heard] == [PostPublished]
    assert "We thought" in as_("tomos").get(talk.url).text


def test_a_new_discussion_counts_and_is_announced(as_: As, world: World, heard: list[Any]) -> None:
    before = world.forum().discussion_count
    page = as_("amina").post(START, {"title": "  Point   groups ", "body": "Which axis first?"})
    assert page.status == 303
    found = db.session.query(Discussion).filter_by(title="Point groups").one()
    assert page.location == f"/networks/s215/discussions/{found.number}"
    assert world.forum().discussion_count == before + 1
    assert [type(each) for each in heard] == [PostPublished]


@pytest.mark.parametrize(("body", "said"), [("   ", "Please write something"), ("x" * 100_001, "100,000")])
def test_an_empty_or_too_long_body_is_refused_and_kept(as_: As, talk: Talk, body: str, said: str) -> None:
    page = as_("amina").post(f"{talk.url}/reply", {"body": body})
    assert page.status == 422
    assert said in page.text
    assert page.values()["body"].strip() == body.strip()
    assert talk.discussion.post_count == 2


def test_the_limit_counts_what_was_typed(as_: As, talk: Talk) -> None:
    lines = "x\r\n" * 49_999 + "yy"
    assert as_("amina").post(f"{talk.url}/reply", {"body": lines}).status == 303
    assert len(db.session.query(Post).filter_by(position=3, discussion_id=talk.discussion_id).one().body_md) == 100_000


def test_a_start_without_title_keeps_the_body(as_: As) -> None:
    page = as_("amina").post(START, {"title": "", "body": "Long thoughts"})
    assert page.status == 422
    assert page.values()["body"] == "Long thoughts"


def test_odd_characters_are_no_fault(as_: As, talk: Talk) -> None:
    assert as_("amina").post(f"{talk.url}/reply", {"body": "a\0b \u202e 𝛥 👩🏽‍🔬"}).status == 303


@pytest.mark.parametrize("verb", ["reply", "follow"])
def test_a_stranger_is_told_nothing_is_there(as_: As, talk: Talk, verb: str) -> None:
    assert as_("chidi").post(f"{talk.url}/{verb}", {"body": "hello"}).status == 404


@pytest.mark.parametrize("reader", ["spencer", "ravi"])
def test_who_only_reads_is_told_why(as_: As, talk: Talk, reader: str) -> None:
    page = as_(reader).post(f"{talk.url}/reply", {"body": "hello"})
    assert page.status == 403
    assert "reads here and does not post" in page.text
    assert "reads here and does not post" in as_(reader).get(talk.url).text


def test_a_declared_researcher_may_post(as_: As, talk: Talk, world: World) -> None:
    db.session.query(Membership).filter_by(person_id=world.ravi.id).update({"declared": True})
    assert as_("ravi").post(f"{talk.url}/reply", {"body": "I study how you talk."}).status == 303


def test_a_locked_discussion_refuses_replies_but_not_the_moderators(as_: As, talk: Talk, actor_for: ActorFor) -> None:
    services.lock(actor_for("marek"), talk.discussion, locked=True)
    page = as_("amina").post(f"{talk.url}/reply", {"body": "one more"})
    assert page.status == 403
    assert "locked" in page.text
    assert "one more" in page.text
    assert as_("marek").post(f"{talk.url}/reply", {"body": "Closed, with thanks."}).status == 303


def test_only_a_moderator_speaks_as_one(as_: As, talk: Talk) -> None:
    assert as_("amina").post(f"{talk.url}/reply", {"body": "x", "as_moderator": "y"}).status == 403
    assert as_("marek").post(f"{talk.url}/reply", {"body": "Welcome", "as_moderator": "y"}).status == 303
    assert "As moderator" in as_("amina").get(talk.url).text


def test_the_same_form_sent_twice_posts_once(as_: As, talk: Talk) -> None:
    client = as_("amina")
    form = {"body": "Once", "form_key": "the-same"}
    one, two = client.post(f"{talk.url}/reply", form), client.post(f"{talk.url}/reply", form)
    assert one.location == two.location
    assert talk.discussion.post_count == 3


def test_a_form_without_token_is_offered_again(as_: As, talk: Talk) -> None:
    page = as_("amina").post(
        f"{talk.url}/reply", {"body": "kept"}, csrf=False, headers={"Referer": "http://localhost/"}
    )
    assert page.status == 400
    assert "kept" in page.html
    assert talk.discussion.post_count == 2


def test_posting_under_a_topic_returns_there_and_nowhere_else(as_: As, talk: Talk) -> None:
    back = as_("amina").post(f"{talk.url}/reply", {"body": "x", "back": "/networks/s215/topics/1"})
    assert back.location == talk.place_of(3, "/networks/s215/topics/1")
    for foreign in ("https://evil.example", "//evil.example", "/\\evil.example", "javascript:x"):
        page = as_("amina").post(f"{talk.url}/reply", {"body": "x", "back": foreign})
        assert page.location.startswith(talk.url)


def test_preview_shows_the_text_and_publishes_nothing(as_: As, talk: Talk) -> None:
    page = as_("amina").post(f"{talk.url}/reply", {"body": "**strong** $x^2$", "preview": "1"})
    assert page.status == 200
    assert "<strong>strong</strong>" in page.html
    assert page.values()["body"] == "**strong** $x^2$"
    assert talk.discussion.post_count == 2


def test_preview_as_a_fragment_takes_the_field_that_htmx_names(as_: As) -> None:
    sent = {"statement_md": "*slope* <script>", "body": "other"}
    page = as_("amina").post("/preview", sent, headers={"HX-Request": "true", "HX-Target": "statement_md-preview"})
    assert page.status == 200
    assert "<em>slope</em>" in page.html
    assert "<script>" not in page.html
    assert "<html" not in page.html
    assert "100,000" in as_("amina").post("/preview?field=body", {"body": "x" * 100_001}).text


def test_what_looks_like_a_student_is_asked_about_first(as_: As, talk: Talk) -> None:
    body = "A1234567 wrote this; ask ann@open.example"
    asked = as_("amina").post(f"{talk.url}/reply", {"body": body})
    assert asked.status == 422
    assert "This looks like a student’s identifier" in asked.text
    assert "ann@open.example" in asked.text
    assert asked.values()["body"] == body
    assert talk.discussion.post_count == 2
    assert as_("amina").post(f"{talk.url}/reply", {"body": body, "identifiers_checked": "y"}).status == 303


def test_services_refuse_what_pages_refuse(talk: Talk, actor_for: ActorFor) -> None:
    with pytest.raises(NotFound):
        services.publish_post(actor_for("chidi"), talk.discussion, "x")
    with pytest.raises(Refused):
        services.publish_post(actor_for("spencer"), talk.discussion, "x")
    with pytest.raises(Invalid):
        services.publish_post(actor_for("amina"), talk.discussion, " \n ")
    with pytest.raises(NotFound):
        services.publish_post(
            actor_for("amina"), talk.discussion, "x", reply_to=db.session.get_one(Post, talk.elsewhere_id)
        )


def test_posting_owes_no_mail_and_no_index_before_it_answers(
    as_: As, talk: Talk, mailbox: list[Any], count_queries: Any
) -> None:
    with count_queries() as seen:
        assert as_("amina").post(f"{talk.url}/reply", {"body": "Quick."}).status == 303
    assert mailbox == []
    assert len(seen) <= 30, [each[:70] for each in seen]  # the words that are searched go with the row


def test_a_topics_page_shows_its_discussion_and_takes_a_post(as_: As, world: World, actor_for: ActorFor) -> None:
    topic = raise_topic(actor_for("amina"), world.s215, title="Point groups", statement_md="Which axis first?")
    url = f"/networks/s215/topics/{topic.number}"
    number = db.session.get_one(Discussion, topic.discussion_id).number
    page = as_("ben").get(url)
    assert page.find_all("form", action=f"/networks/s215/discussions/{number}/reply")
    assert page.values()["back"] == url
    said = as_("ben").post(f"/networks/s215/discussions/{number}/reply", {"body": "The main one.", "back": url})
    again = as_("ben").get(url)
    [post] = again.find_all("article")
    assert said.location == f"{url}?post={post.get('data-id')}#{post.get('id')}"
    answer = next(str(a.get("href")) for a in again.root.iter("a") if a.get("aria-label") == "Reply to post 1")
    assert as_("amina").get(answer).values()["back"] == url

"""A discussion with each post's replies beneath it: numbers, pages, what is new, and where a reply returns to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from app.core.actor import Actor
from app.core.db import db
from app.forums import services
from app.forums.models import Post
from app.forums.moderation import services as moderation
from app.forums.reading import services as reading
from tests.client import Page, StrictClient
from tests.integration.forums.conftest import Talk

AS = Callable[[str | None], StrictClient]
ActorFor = Callable[[str], Actor]


def numbers(page: Page) -> list[str | None]:
    return [each.get("data-number") for each in page.find_all("article")]


@pytest.fixture
def branched(talk: Talk, actor_for: ActorFor) -> list[Post]:
    """Posts 3 to 5: 3 answers nothing, 4 answers 1, 5 answers 2."""
    made = [
        services.publish_post(actor_for("tomos"), talk.discussion, "On its own."),
        services.publish_post(actor_for("ben"), talk.discussion, "To the first.", reply_to=talk.first),
        services.publish_post(actor_for("amina"), talk.discussion, "To Ben.", reply_to=talk.answer),
    ]
    db.session.commit()
    return made


def test_replies_stand_beneath_what_they_answer_and_keep_their_numbers(
    talk: Talk, branched: list[Post], as_: AS
) -> None:
    assert numbers(as_("tomos").get(talk.url)) == ["1", "2", "3", "4", "5"]
    page = as_("tomos").get(f"{talk.url}?view=replies")
    assert numbers(page) == ["1", "2", "5", "4", "3"]
    depths = {each.get("data-number"): (each.getparent().get("class") or "") for each in page.find_all("article")}
    assert [depths[at].rpartition("--")[2] for at in ("2", "5", "4")] == ["1", "2", "1"]
    assert "indented" not in depths["1"] + depths["3"]
    assert page.find_all("a", href=talk.url), "the way back to the order of dates"


def test_what_it_answers_may_stand_elsewhere_by_now(
    talk: Talk, branched: list[Post], as_: AS, actor_for: ActorFor
) -> None:
    moderation.split(actor_for("marek"), talk.discussion, [talk.answer_id], title="Apart", reason="Another matter.")
    db.session.commit()
    page = as_("tomos").get(f"{talk.url}?view=replies")
    assert numbers(page) == ["1", "4", "3", "5"]


def test_pages_go_by_that_order_and_a_post_is_found_on_its_page(talk: Talk, as_: AS, actor_for: ActorFor) -> None:
    for _ in range(55):
        services.publish_post(actor_for("ben"), talk.discussion, "One of many.")
    late = services.publish_post(actor_for("tomos"), talk.discussion, "To the first.", reply_to=talk.first)
    db.session.commit()
    client = as_("amina")
    assert late.position == 58
    assert numbers(client.get(f"{talk.url}?view=replies"))[:4] == ["1", "2", "58", "3"]
    assert client.get(f"{talk.url}?view=replies&post={late.id}").find_all("article", id=f"post-{late.id}")
    second = client.get(f"{talk.url}?view=replies&page=2")
    assert numbers(second)[-1] == "57"
    assert second.find_all("a", href=f"{talk.url}?view=replies", rel="prev")
    assert client.get(talk.post_url(late.id)).location == f"{talk.url}?post={late.id}#post-{late.id}"


def test_each_new_post_is_marked_and_read_with_no_other(
    talk: Talk, branched: list[Post], as_: AS, actor_for: ActorFor
) -> None:
    reading.mark_read(actor_for("marek"), talk.discussion, talk.first_id, talk.answer_id)
    db.session.commit()
    page = as_("marek").get(f"{talk.url}?view=replies")
    assert len(page.find_all("p", class_="new-line")) == 3
    assert [each.get("value") for each in page.find_all("input", name="span")] == [f"{branched[0].id}-{branched[2].id}"]


def test_new_posts_of_another_page_are_not_read_along(talk: Talk, as_: AS, actor_for: ActorFor) -> None:
    """By date they lie between two that this page shows."""
    made = [services.publish_post(actor_for("ben"), talk.discussion, "One of many.") for _ in range(55)]
    late = services.publish_post(actor_for("tomos"), talk.discussion, "To the first.", reply_to=talk.first)
    db.session.commit()
    page = as_("marek").get(f"{talk.url}?view=replies")
    spans = [each.get("value") for each in page.find_all("input", name="span")]
    assert spans == [f"{talk.first_id}-{made[46].id}", f"{late.id}-{late.id}"]
    as_("marek").post(f"{talk.url}/read", {"span": spans})
    assert page.find_all("div", class_="thread hue-voice")[0].get("data-new", "").split()[-2:] == [
        str(made[54].id),
        str(late.id),
    ]
    assert "8 new" in as_("marek").get(talk.url).text


def test_a_reply_returns_to_the_order_it_was_written_in(talk: Talk, as_: AS) -> None:
    client = as_("ben")
    page = client.get(f"{talk.url}?view=replies")
    assert page.find_all("input", name="back")[0].get("value") == f"{talk.url}?view=replies"
    answer = client.post(f"{talk.url}/reply", {"body": "And so on.", "back": f"{talk.url}?view=replies"})
    assert answer.location.startswith(f"{talk.url}?view=replies&post=")


def test_a_researcher_and_a_stranger_see_no_more_than_by_date(talk: Talk, as_: AS) -> None:
    assert "proton" not in as_("ravi").get(f"{talk.url}?view=replies").html
    assert as_("chidi").get(f"{talk.url}?view=replies").status == 404


def test_it_asks_as_much_however_many_posts_there_are(
    talk: Talk, as_: AS, actor_for: ActorFor, count_queries: Any
) -> None:
    def asked() -> int:
        client = as_("amina")
        client.get(f"{talk.url}?view=replies")
        with count_queries() as seen:
            client.get(f"{talk.url}?view=replies")
        return len(list(seen))

    few = asked()
    for number in range(15):
        services.publish_post(actor_for("ben"), talk.discussion, f"Number {number}.", reply_to=talk.first)
    db.session.commit()
    assert asked() == few

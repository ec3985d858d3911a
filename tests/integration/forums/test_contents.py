"""The contents of a long discussion: its days or months, what is new, the answer, the summary, what was raised."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core import clock
from app.core.actor import Actor
from app.core.db import db
from app.forums import services
from app.forums.contents import queries
from app.forums.contents.panels import spans_of
from app.forums.models import Post
from app.forums.reading import services as reading
from app.forums.summing_up import services as summing_up
from app.topics.services import raise_topic
from tests.client import Page, StrictClient
from tests.integration.forums.conftest import Talk
from tests.people import FRIDAY, World

AS = Callable[[str | None], StrictClient]
ActorFor = Callable[[str], Actor]


def go_on(talk: Talk, actor: Actor, days: int, each: int = 1) -> list[Post]:
    """On each of the next days so many posts more."""
    made = []
    for after in range(1, days + 1):
        with clock.standing_at(FRIDAY + timedelta(days=after)):
            made += [services.publish_post(actor, talk.discussion, f"Day {after}.") for _ in range(each)]
    db.session.commit()
    return made


def listed(page: Page) -> list[str]:
    return [
        " ".join((each.text_content() or "").split())
        for nav in page.find_all("nav", class_="contents no-print")
        for each in nav.iter("li")
    ]


def test_a_short_discussion_has_none(talk: Talk, as_: AS, actor_for: ActorFor) -> None:
    go_on(talk, actor_for("ben"), 6, each=3)
    assert talk.discussion.post_count == 20
    assert listed(as_("ben").get(talk.url)) == []
    go_on(talk, actor_for("ben"), 1)
    assert listed(as_("ben").get(talk.url))


def test_the_days_lead_to_their_first_posts_on_whichever_page(talk: Talk, as_: AS, actor_for: ActorFor) -> None:
    made = go_on(talk, actor_for("ben"), 3, each=20)
    page = as_("ben").get(talk.url)
    assert listed(page)[-4:] == [
        "20 July 2018 2 posts",
        "21 July 2018 20 posts",
        "22 July 2018 20 posts",
        "23 July 2018 20 posts",
    ]
    address = f"{talk.url}?post={made[40].id}#post-{made[40].id}"
    assert page.find_all("a", href=address)
    assert as_("ben").get(address).find_all("article", id=f"post-{made[40].id}")
    tree = as_("ben").get(f"{talk.url}?view=replies")
    assert tree.find_all("a", href=f"{talk.url}?view=replies&post={made[40].id}#post-{made[40].id}")


def test_many_days_are_months(talk: Talk, as_: AS, actor_for: ActorFor) -> None:
    go_on(talk, actor_for("ben"), 45)
    assert listed(as_("ben").get(talk.url))[-3:] == [
        "July 2018 13 posts",
        "August 2018 31 posts",
        "September 2018 3 posts",
    ]


def test_it_names_what_one_comes_for(talk: Talk, as_: AS, actor_for: ActorFor, world: World) -> None:
    go_on(talk, actor_for("ben"), 2, each=15)
    answer = db.session.scalars(
        select(Post).where(Post.id == talk.answer_id).options(joinedload(Post.discussion))
    ).one()
    summing_up.mark_answer(actor_for("amina"), answer, answers=True)
    summing_up.write_summary(actor_for("ben"), talk.discussion, "All of it.", seen_id=0)
    raise_topic(actor_for("amina"), world.s215, title="Arrows", statement_md="They copy.", from_post=talk.first)
    db.session.commit()
    found = listed(as_("marek").get(talk.url))
    assert found[:4] == ["The first that is new", "The answer", "The summary", "Tricky Topic 1: Arrows"]
    reading.mark_read(actor_for("ben"), talk.discussion, talk.first_id, talk.discussion.last_visible_post_id or 0)
    db.session.commit()
    assert "The first that is new" not in listed(as_("ben").get(talk.url))


def test_when_others_spoke_is_withheld_from_a_researcher(talk: Talk, as_: AS, actor_for: ActorFor) -> None:
    go_on(talk, actor_for("ben"), 2, each=15)
    assert queries.days(talk.discussion, seen_by=actor_for("ravi")) == []
    assert queries.days(talk.discussion, seen_by=actor_for("chidi")) == []
    assert not [words for words in listed(as_("ravi").get(talk.url)) if "July" in words]


@pytest.mark.parametrize("posts", [30, 70])
def test_it_costs_one_statement_whatever_the_length(
    posts: int, talk: Talk, as_: AS, actor_for: ActorFor, count_queries: Callable[[], object]
) -> None:
    go_on(talk, actor_for("ben"), 2, each=9)

    def asked() -> int:
        client = as_("ben")
        client.get(talk.url)
        with count_queries() as seen:  # type: ignore[attr-defined]
            client.get(talk.url)
        return len(list(seen))

    short = asked()
    go_on(talk, actor_for("ben"), 1, each=posts)
    assert asked() == short + 1


def test_spans_of_nothing() -> None:
    assert list(spans_of([])) == []

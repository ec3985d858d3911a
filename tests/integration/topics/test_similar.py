"""What reads like a topic that is being written: shown beside the form, of this network only, to whoever may raise one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.core.actor import Actor
from app.core.db import db
from app.forums import services as forums
from app.forums.models import Post
from app.topics import services as topics
from app.topics.models import IssueCategory, TrickyTopic
from app.topics.queries import links
from tests.client import StrictClient
from tests.people import World

As = Callable[[str | None], StrictClient]
ActorFor = Callable[[str], Actor]
SIMILAR = "/networks/s215/similar"
FRAGMENT = {"HX-Request": "true"}


@pytest.fixture
def orbitals(world: World, actor_for: ActorFor) -> TrickyTopic:
    topics.raise_issue(
        actor_for("ben"), world.s215, title="Pace", statement_md="Too much to read.", category=IssueCategory.PACE
    )
    topics.raise_topic(
        actor_for("chidi"), world.mst124, title="Curly brackets", statement_md="Noise of another network."
    )
    return topics.raise_topic(
        actor_for("amina"),
        world.s215,
        title="Molecular orbitals",
        statement_md="They draw O₂ and cannot say why it is magnetic.",
    )


@pytest.mark.usefixtures("orbitals")
def test_it_is_shown_while_writing(as_: As) -> None:
    ben = as_("ben")
    fragment = ben.get(f"{SIMILAR}?title=Orbitals+of+molecules", headers=FRAGMENT)
    assert "Molecular orbitals" in fragment.text
    assert "<html" not in fragment.html
    page = ben.post("/networks/s215/topics/new", {"title": "", "statement_md": "magnetic orbitals", "look": "1"})
    assert page.status == 200
    assert "Does one of these say it already?" in page.text
    assert page.values()["statement_md"] == "magnetic orbitals"


@pytest.mark.usefixtures("orbitals")
def test_nothing_of_another_network_is_shown_and_not_to_whoever_raises_none(as_: As) -> None:
    assert "Curly brackets" not in as_("ben").get(f"{SIMILAR}?title=curly+brackets", headers=FRAGMENT).text
    assert as_("spencer").get(f"{SIMILAR}?title=x").status == 403
    assert as_("chidi").get(f"{SIMILAR}?title=orbitals").status == 404


@pytest.mark.usefixtures("orbitals")
@pytest.mark.parametrize("title", ["", "   ", "zyzzyva", "🙂", "\u2800", "x" * 5_000])
def test_what_is_like_nothing_shows_nothing(as_: As, title: str) -> None:
    fragment = as_("ben").get(SIMILAR, query_string={"title": title}, headers=FRAGMENT)
    assert (fragment.status, fragment.text) == (200, "")


def test_it_is_shown_when_a_topic_is_raised_from_a_post(as_: As, world: World, actor_for: ActorFor) -> None:
    discussion = forums.start_discussion(
        actor_for("amina"), world.forum(), "Mechanisms", "Half my group draw **curly** arrows from the charge."
    )
    topics.raise_topic(
        actor_for("ben"), world.s215, title="Curly arrows", statement_md="From the charge, not the pair."
    )
    post = db.session.query(Post).filter_by(discussion_id=discussion.id).one()
    assert "Does one of these say it already?" in as_("ben").get(f"/networks/s215/topics/new?post={post.id}").text


def test_the_topic_itself_is_left_out(orbitals: TrickyTopic, world: World, actor_for: ActorFor) -> None:
    ben = actor_for("ben")
    found = links.similar(world.s215, "molecular orbitals", seen_by=ben)
    assert [each.title for each in found] == ["Molecular orbitals"]
    assert links.similar(world.s215, "molecular orbitals", seen_by=ben, but=orbitals.id) == []

"""The search page: what is found, by whom, and what is never shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from app.core import clock
from app.core.actor import Actor
from app.core.db import db
from app.forums import services as forums
from app.forums.models import Discussion, Post
from app.networks.models import Consent, Membership, Role
from app.search import jobs
from app.search.candidates import Narrowed, find
from app.search.indexes.language import read_query
from app.search.indexes.protocol import Engine, Key
from app.search.kinds.sources import SOURCES
from app.search.models import SearchEntry
from app.topics import services as topics
from app.topics.models import ExampleSource, IssueCategory, TrickyTopic
from tests.client import StrictClient
from tests.factories.interventions import a_topic
from tests.factories.replies import a_reply
from tests.people import World

As = Callable[[str | None], StrictClient]
ActorFor = Callable[[str], Actor]
RunOutbox = Callable[[], int]


@pytest.fixture
def said(world: World, actor_for: ActorFor, index: Engine, run_outbox: RunOutbox) -> Post:
    """Words in two networks, all of them in the index."""
    discussion = forums.start_discussion(
        actor_for("amina"),
        world.forum(),
        "Mechanisms",
        "Half my group draw **curly** arrows from the charge & not < the pair.",
    )
    topic = topics.raise_topic(
        actor_for("amina"),
        world.s215,
        title="Molecular orbitals",
        statement_md="They draw O₂ and cannot say why it is magnetic.",
    )
    topics.add_example(actor_for("amina"), topic, text="Antibonding orbitals are empty", source=ExampleSource.EXAM)
    topics.raise_issue(
        actor_for("ben"), world.s215, title="Pace", statement_md="Too much to read.", category=IssueCategory.PACE
    )
    topics.raise_topic(
        actor_for("chidi"), world.mst124, title="Curly brackets", statement_md="Noise of another network."
    )
    run_outbox()
    return db.session.query(Post).filter_by(discussion_id=discussion.id).one()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("curly arrows", "Mechanisms"),
        ("arrow", "Mechanisms"),
        ("magnetism orbital", "Molecular orbitals"),
        ("antibonding", "Molecular orbitals"),
        ("O2", "Molecular orbitals"),
        ("READING", "Pace"),
        ("curly mechanism", "Mechanisms"),
        ('"too much"', "Pace"),
        ("molecular orbtials", "Molecular orbitals"),
    ],
)
def test_words_are_found_whatever_their_ending(words: str, found: str, said: Post, as_: As) -> None:
    page = as_("ben").get("/search", query_string={"q": words})
    assert found in page.text
    assert "result" in page.text


def test_results_are_marked_escaped_and_lead_to_the_thing(said: Post, as_: As) -> None:
    page = as_("ben").get("/search?q=curly")
    assert "<mark>curly</mark> arrows from the charge &amp; not &lt; the pair" in page.html
    assert page.find_all("a", href=f"/networks/s215/posts/{said.id}")
    assert as_("ben").get("/search?q=orbitals").find_all("a", href="/networks/s215/topics/1")


def test_other_networks_words_are_not_found(said: Post, as_: As) -> None:
    assert "Curly brackets" not in as_("ben").get("/search?q=curly").text
    assert "Curly brackets" in as_("chidi").get("/search?q=curly").text
    assert "Mechanisms" not in as_("chidi").get("/search?q=curly").text
    assert "Nothing found" in as_("ada").get("/search?q=curly").text
    assert as_("chidi").get("/networks/s215/search?q=curly").status == 404
    assert as_(None).get("/search?q=curly").status == 401


def test_a_hidden_post_is_not_found_even_before_the_index_knows(
    said: Post, as_: As, actor_for: ActorFor, run_outbox: RunOutbox, index: Engine
) -> None:
    forums.hide_post(actor_for("marek"), said, "Names a student.")
    db.session.commit()
    for who in ("ben", "marek", "amina"):
        assert "arrows from the charge" not in as_(who).get("/search?q=charge").text
    run_outbox()
    assert not db.session.query(SearchEntry).filter_by(kind="post", row_id=said.id).all()
    forums.restore_post(actor_for("marek"), said)
    run_outbox()
    assert "Mechanisms" in as_("ben").get("/search?q=charge").text


def test_edited_words_replace_the_old_ones(said: Post, as_: As, actor_for: ActorFor, run_outbox: RunOutbox) -> None:
    topic = db.session.query(TrickyTopic).filter_by(title="Molecular orbitals").one()
    topics.edit_topic(
        actor_for("amina"), topic, title="HOMO and LUMO", statement_md="Reactivity.", threshold_concept=False
    )
    db.session.commit()
    assert "Molecular orbitals" not in as_("ben").get("/search?q=reactivity").text
    assert "magnetic" not in as_("ben").get("/search?q=magnetic").html.replace('value="magnetic"', "").replace(
        "“magnetic”", ""
    )
    run_outbox()
    assert "HOMO and LUMO" in as_("ben").get("/search?q=homo").text


def test_a_researcher_finds_only_what_they_may_read(said: Post, as_: As) -> None:
    assert "arrows from the charge" not in as_("ravi").get("/search?q=charge").text


@pytest.mark.parametrize("role", list(Role))
def test_every_kind_is_shown_to_whom_its_own_rule_shows_it(role: Role, said: Post, world: World, index: Engine) -> None:
    a_reply(world, a_topic(world), state="published")
    a_reply(world, a_topic(world), state="draft")
    reader = Actor(person_id=world.spencer.id, roles={world.s215.id: frozenset({role})})
    db.session.commit()
    jobs.rebuild()
    there = {Key(kind, row_id) for kind, row_id in db.session.query(SearchEntry.kind, SearchEntry.row_id)}
    by_rule = {
        Key(kind, row_id)
        for kind, source in SOURCES.items()
        for row_id in db.session.scalars(select(source.model.id).where(source.for_reader(reader)))
    }
    where = Narrowed(tuple(SOURCES), frozenset({world.s215.id, world.mst124.id}))
    found = find(index, read_query(""), where, reader)
    assert {each.key for each in found} == by_rule
    assert by_rule < there


def test_kind_and_network_narrow_the_search(said: Post, as_: As) -> None:
    ben = as_("ben")
    assert "Molecular orbitals" not in ben.get("/search?q=orbitals&kind=issue").text
    assert "Molecular orbitals" in ben.get("/search?q=orbitals&kind=topic").text
    assert "Molecular orbitals" in ben.get("/search?q=orbitals&kind=nonsense").text
    assert "Search S215" in ben.get("/networks/s215/search?q=orbitals").text


@pytest.mark.parametrize(
    "words",
    [
        "",
        " ",
        '"',
        '"curly',
        "curly AND",
        "(curly OR",
        "title:curly",
        "cur*",
        "~2",
        "a" * 5000,
        "the of and",
        "''",
        "[a TO",
        "^^",
        "🙂",
    ],
)
def test_nothing_that_is_typed_is_an_error(words: str, said: Post, as_: As) -> None:
    for address in ("/search", "/networks/s215/search"):
        assert as_("ben").get(address, query_string={"q": words}).status == 200


def test_without_an_index_nothing_is_found_and_nothing_fails(world: World, as_: As, index: Engine) -> None:
    assert "Nothing found for “curly”" in as_("ben").get("/search?q=curly").text


def test_search_asks_the_database_as_often_for_many_as_for_few(
    said: Post, as_: As, actor_for: ActorFor, world: World, run_outbox: RunOutbox, count_queries: Callable[[], Any]
) -> None:
    ben = as_("ben")
    ben.get("/search?q=arrows")
    with count_queries() as few:
        ben.get("/search?q=arrows")
    for at in range(60):
        discussion = db.session.get_one(Discussion, said.discussion_id)
        forums.publish_post(actor_for("amina"), discussion, f"More about arrows, number {at}.")
    run_outbox()
    with count_queries() as many:
        page = ben.get("/search?q=arrows")
    assert len(few) == len(many)
    assert "61 results" in page.text
    assert "Page 1 of 4" in page.text
    last = ben.get("/search?q=arrows&page=4")
    assert len(last.find_all("li", class_="entry")) == 1
    assert ben.get("/search?q=arrows&page=99").status == 200


def test_what_is_withheld_takes_no_place_from_what_may_be_read(
    said: Post, as_: As, world: World, index: Engine
) -> None:
    """Ben agreed to nothing and wrote the 560 newest hits; Amina agreed, and wrote 30 before."""
    amina = db.session.query(Membership).filter_by(person_id=world.amina.id).one()
    amina.research_consent = Consent.FORUM
    told = Post.renderer, Post.network_id, Post.discussion_id
    kept = dict(zip((each.key for each in told), db.session.query(*told).filter_by(id=said.id).one(), strict=True))
    writers = [world.amina.id] * 30 + [world.ben.id] * 560
    db.session.add_all(
        Post(
            **kept, position=at, author_id=writer, body_md="buffers", body_html="<p>buffers</p>", created_at=clock.now()
        )
        for at, writer in enumerate(writers, start=2)
    )
    db.session.commit()
    jobs.rebuild()
    page = as_("ravi").get("/search?q=buffers")
    assert "30 results for" in page.text
    assert "Page 1 of 2" in page.text
    assert len(as_("ravi").get("/search?q=buffers&page=2").find_all("li", class_="entry")) == 10
    assert "500+ results" in as_("ben").get("/search?q=buffers").text


def test_a_word_is_found_whatever_is_hidden_in_it(
    as_: As, world: World, actor_for: ActorFor, index: Engine, run_outbox: RunOutbox
) -> None:
    """Soft hyphens come from typeset pages, zero-width spaces from chats; the page shows them as they were typed."""
    topics.raise_topic(
        actor_for("amina"), world.s215, title="Hy\u00adbrid\u00adis\u00ada\u00adtion", statement_md="Of carb\u200bon."
    )
    run_outbox()
    for asked in ("hybridisation", "hybrid\u200disation", "carbon", "car\u00adbon"):
        assert "Hy\u00adbrid\u00adis\u00ada\u00adtion" in as_("amina").get(f"/search?q={asked}").text

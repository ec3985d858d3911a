"""The words and the rows: written together, compared, and written anew beside people who write."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import text

from app.core.actor import Actor
from app.core.db import db
from app.forums import services as forums
from app.forums.models import Discussion, Post
from app.search import jobs
from app.search.candidates import Narrowed, find
from app.search.indexes.language import read_query
from app.search.indexes.protocol import Engine, IndexedText, Key
from app.search.kinds.sources import SOURCES
from app.search.models import SearchEntry
from app.topics import services as topics
from app.topics.models import IssueCategory, StumblingBlock
from tests.people import World

ActorFor = Callable[[str], Actor]


def found(index: Engine, words: str, world: World, who: Actor) -> set[Key]:
    where = Narrowed(tuple(SOURCES), frozenset({world.s215.id}))
    return {each.key for each in find(index, read_query(words), where, who)}


@pytest.fixture
def post(world: World, actor_for: ActorFor) -> Post:
    started: Discussion = forums.start_discussion(actor_for("amina"), world.forum(), "Mechanisms", "Curly arrows.")
    db.session.commit()
    return db.session.query(Post).filter_by(discussion_id=started.id).one()


def test_check_finds_drift_and_rebuild_mends_it(app: Flask, world: World, index: Engine, actor_for: ActorFor) -> None:
    run = app.test_cli_runner().invoke
    topics.raise_topic(actor_for("amina"), world.s215, title="Curly arrows", statement_md="Words.")
    topics.raise_issue(actor_for("ben"), world.s215, title="Pace", statement_md="Words.", category=IssueCategory.PACE)
    db.session.commit()
    entries = db.session.query(SearchEntry).order_by(SearchEntry.id).all()
    index.drop([entries[0].id])
    db.session.add(SearchEntry(kind="topic", row_id=999_999, network_id=world.s215.id, at=entries[0].at, reading=1))
    db.session.flush()
    stray = db.session.query(SearchEntry).filter_by(row_id=999_999).one()
    index.store([(stray.id, IndexedText(Key("topic", 999_999), world.s215.id, "Gone", "Gone"))])
    db.session.commit()
    checked = run(args=["search", "check"])
    assert checked.exit_code == 1
    assert "1 missing, 1 left over" in checked.output
    assert run(args=["search", "rebuild"]).exit_code == 0
    checked = run(args=["search", "check"])
    assert (checked.exit_code, checked.output.strip()) == (0, "0 missing, 0 left over")
    assert found(index, "curly", world, actor_for("ben")) == {Key("topic", entries[0].row_id)}


def test_what_was_published_is_found_at_once(index: Engine, post: Post, world: World, actor_for: ActorFor) -> None:
    assert found(index, "curly arrows", world, actor_for("ben")) == {Key("post", post.id)}


def test_what_was_rolled_back_is_not_found(index: Engine, post: Post, world: World, actor_for: ActorFor) -> None:
    forums.publish_post(actor_for("amina"), db.session.get_one(Discussion, post.discussion_id), "Never said: zeolites.")
    db.session.rollback()
    db.session.commit()
    assert found(index, "zeolites", world, actor_for("ben")) == set()


def test_a_stumbling_block_goes_with_its_words(index: Engine, world: World, actor_for: ActorFor) -> None:
    topic = topics.raise_topic(actor_for("amina"), world.s215, title="Orbitals", statement_md="Words.")
    topics.add_block(actor_for("amina"), topic, title="Antibonding is empty")
    db.session.commit()
    block = db.session.query(StumblingBlock).one()
    assert Key("block", block.id) in found(index, "antibonding", world, actor_for("ben"))
    db.session.delete(block)
    db.session.commit()
    assert found(index, "antibonding", world, actor_for("ben")) == set()


def test_words_read_by_an_older_rule_are_read_anew(
    index: Engine, post: Post, world: World, actor_for: ActorFor
) -> None:
    entry = db.session.query(SearchEntry).filter_by(kind="post").one()
    index.store([(entry.id, IndexedText(Key("post", post.id), world.s215.id, "", "as it was read"))])
    entry.reading = 0
    db.session.commit()
    assert found(index, "curly", world, actor_for("ben")) == set()
    assert jobs.mend() == 1
    assert found(index, "curly", world, actor_for("ben")) == {Key("post", post.id)}
    assert jobs.mend() == 0


def test_nothing_of_what_was_removed_stays_among_the_words(
    index: Engine, post: Post, world: World, actor_for: ActorFor
) -> None:
    assert "arrows" in index.words_beginning("ar")
    forums.remove_post(actor_for("amina"), post, "Names a student.")
    db.session.commit()
    assert "arrows" not in index.words_beginning("ar")
    assert found(index, "arrows", world, actor_for("ben")) == set()
    jobs.tidy()
    assert not db.session.execute(text("SELECT 1 FROM search_words")).all()


def test_writing_twice_changes_nothing(index: Engine, post: Post) -> None:
    before = db.session.query(SearchEntry.id, SearchEntry.row_id).all()
    assert jobs.rebuild() == jobs.rebuild() == 1
    assert db.session.query(SearchEntry.id, SearchEntry.row_id).all() == before

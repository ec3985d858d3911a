"""The words and the rows: written together, compared, and written anew beside people who write."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import text

from app.attachments.models import Attachment, FileKind, StoredFile
from app.core.actor import Actor, NetworkLink
from app.core.db import db
from app.forums import services as forums
from app.forums.bodies import POST
from app.forums.models import Discussion, Post
from app.search import jobs, upkeep
from app.search.asking.operators import read
from app.search.candidates import Narrowed, find
from app.search.indexes.language import read_query
from app.search.indexes.protocol import Engine, IndexedText, Key
from app.search.kinds.sources import SOURCES
from app.search.models import SearchEntry
from app.search.queries import search
from app.topics import services as topics
from app.topics.models import IssueCategory, StumblingBlock
from tests.people import FRIDAY, World

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
    entries = db.session.query(SearchEntry).order_by(SearchEntry.kind.desc()).all()
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


def test_a_file_is_found_by_its_name_with_its_post_and_a_picture_by_the_operator(
    index: Engine, post: Post, world: World, actor_for: ActorFor
) -> None:
    ben = actor_for("ben")
    assert search(index, read("has:picture"), seen_by=ben).total == 0
    stored = StoredFile(network_id=world.s215.id, digest="0" * 64, suffix=".pdf", size=1, created_at=FRIDAY)
    db.session.add(stored)
    db.session.flush()
    held = {"network_id": world.s215.id, "file_id": stored.id, "person_id": world.amina.id, "created_at": FRIDAY}
    of_post = {"subject_kind": POST, "subject_id": post.id}
    db.session.add(Attachment(**held, **of_post, token="t1", kind=FileKind.DOCUMENT, name="titration-curves.pdf"))
    db.session.add(Attachment(**held, **of_post, token="t2", kind=FileKind.PICTURE))
    upkeep.owe("post", post.id)
    db.session.commit()
    assert [each.key for each in search(index, read("titration"), seen_by=ben).found] == [Key("post", post.id)]
    assert [each.key for each in search(index, read("has:picture"), seen_by=ben).found] == [Key("post", post.id)]


def test_operators_narrow_by_who_when_where_and_state(
    index: Engine, post: Post, world: World, actor_for: ActorFor
) -> None:
    s215 = NetworkLink(world.s215.id, "s215", "S215", "Chemistry")
    ben = replace(actor_for("ben"), places=(s215,))
    topic = topics.raise_topic(ben, world.s215, title="Curly arrows again", statement_md="Words.")
    db.session.commit()
    here, there = Key("post", post.id), Key("topic", topic.id)
    for typed, keys in {
        "curly": {here, there},
        "curly author:amina": {here},
        "author:me": {there},
        "curly role:al": {here, there},
        "curly role:chair": set(),
        "curly kind:topic": {there},
        "curly network:s215": {here, there},
        'forum:"tricky topics"': {here},
        "forum:café": set(),
        "state:suggested": {there},
        "state:parked": set(),
        "unanswered": {here},
        "curly before:2018-07-20": set(),
        "curly after:2018-07-20": {here, there},
        "curly after:2018-08": set(),
        "week:8": set(),
    }.items():
        assert {each.key for each in search(index, read(typed), seen_by=ben).found} == keys, typed
    talk = db.session.get_one(Discussion, post.discussion_id)
    forums.publish_post(actor_for("amina"), talk, "Nobody?")
    db.session.commit()
    assert here in {each.key for each in search(index, read("unanswered"), seen_by=ben).found}, "its own author"
    forums.publish_post(ben, talk, "I do it so.")
    db.session.commit()
    assert search(index, read("unanswered"), seen_by=ben).found == []
    said = search(index, read("colour:red author:nobodyatall"), seen_by=ben)
    assert said.total == 0
    assert "There is no “colour:” here" in said.faults[0]
    assert "Nobody in your networks is called “nobodyatall”" in said.faults[1]

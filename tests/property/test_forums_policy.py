"""The forums' permissions and their SQL twins agree, for any mixture of roles, consents and states."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.accounts.models import Person
from app.core.actor import Actor
from app.core.db import db
from app.core.permissions import allowed
from app.forums import queries
from app.forums.models import Discussion, Forum, Post, PostState
from app.forums.policy import (
    Permission,
    values_for,
    visible_discussions,
    visible_posts,
    visible_titles,
)
from app.forums.queries.posts import PAGE
from app.networks.models import Consent, LearningNetwork, Membership, Role
from app.networks.policy import WHOEVER_READS, Capability, networks_of
from tests.people import FRIDAY, World

roles = st.frozensets(st.sampled_from(list(Role)), max_size=3)
consents = st.lists(st.sampled_from(list(Consent)), min_size=3, max_size=3)
states = st.lists(st.sampled_from(list(PostState)), min_size=6, max_size=6)

TWINS: list[tuple[Permission, type[Any], Any]] = [
    (Permission.READ_DISCUSSION, Discussion, visible_discussions),
    (Permission.READ_TITLE, Discussion, visible_titles),
    (Permission.READ_POST, Post, visible_posts),
]


@pytest.fixture
def authors(world: World) -> list[Person]:
    """Three people who write in both networks."""
    found = [
        Person(email=f"author{number}@example.org", name=f"Author {number}", created_at=FRIDAY) for number in range(3)
    ]
    db.session.add_all(found)
    db.session.flush()
    return found


@given(here=roles, there=roles, agreed=consents, shown=states, writes=st.integers(0, 3))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_policy_equals_its_sql(
    app: Flask, world: World, authors: list[Person], here: Any, there: Any, agreed: Any, shown: Any, writes: int
) -> None:
    nested = db.session.begin_nested()
    try:
        networks = [world.s215, world.mst124]
        _write(networks, authors, agreed, shown)
        held = {network.id: kept for network, kept in zip(networks, (here, there), strict=True) if kept}
        # Author number `writes` may be the reader; 3 is somebody who wrote nothing.
        reader = Actor(person_id=authors[writes].id if writes < 3 else world.ada.id, name="Reader", roles=held)
        for permission, model, twin in TWINS:
            by_rule = {row.id for row in db.session.scalars(select(model)) if allowed(reader, permission, row)}
            assert set(db.session.scalars(select(model.id).where(twin(reader)))) == by_rule, permission
            for_all = select(model.id).where(twin(WHOEVER_READS))
            values = values_for(reader) | networks_of(reader, Capability.READ)
            assert set(db.session.scalars(for_all, values)) == by_rule, permission
        _rows_show_no_more(reader)
        _lists_show_no_more(reader)
    finally:
        nested.rollback()


def _rows_show_no_more(reader: Actor) -> None:
    readable = {post.id for post in db.session.scalars(select(Post)) if allowed(reader, Permission.READ_POST, post)}
    shown = {
        row.id
        for discussion in db.session.scalars(select(Discussion)).all()
        for before in range(0, discussion.post_count + 1, PAGE)
        for row in queries.posts_between(discussion, before, before + PAGE, seen_by=reader)
        if row.html is not None
    }
    assert shown == readable


def _lists_show_no_more(reader: Actor) -> None:
    listed = {
        row.id: row.title is not None
        for forum in db.session.scalars(select(Forum)).all()
        for row in queries.discussions(forum, seen_by=reader).rows
    }
    by_rule = {
        each.id: allowed(reader, Permission.READ_TITLE, each)
        for each in db.session.scalars(select(Discussion).where(Discussion.post_count > 0))
        if allowed(reader, Permission.READ_DISCUSSION, each)
    }
    assert listed == by_rule


def _write(networks: list[LearningNetwork], authors: list[Person], agreed: Any, shown: Any) -> None:
    at = iter(range(10_000, 20_000))
    for network in networks:
        for author, consent in zip(authors, agreed, strict=True):
            db.session.add(
                Membership(
                    network_id=network.id, person_id=author.id, role=Role.AL, joined_at=FRIDAY, research_consent=consent
                )
            )
        forum_id = db.session.scalars(select(Forum.id).where(Forum.network_id == network.id)).first()
        for place, author in enumerate(authors):
            db.session.add_all(_talk(network.id, forum_id, author, shown[place : place + 2], at))
    db.session.flush()


def _talk(network_id: int, forum_id: int | None, author: Person, shown: Any, at: Iterator[int]) -> list[Discussion]:
    discussion = Discussion(
        network_id=network_id,
        forum_id=forum_id,
        began_in_id=forum_id,
        number=next(at),
        title="x",
        post_count=len(shown),
        author_id=author.id,
        created_at=FRIDAY,
        last_post_at=FRIDAY,
    )
    db.session.add(discussion)
    db.session.flush()
    for position, state in enumerate(shown, 1):
        db.session.add(
            Post(
                network_id=network_id,
                discussion_id=discussion.id,
                position=position,
                author_id=author.id,
                body_md="x",
                body_html="<p>x</p>",
                renderer=1,
                state=state,
                created_at=FRIDAY + timedelta(minutes=position),
                state_at=FRIDAY,
                state_reason="y",
            )
        )
    return [discussion]

"""Whoever may see a reply finds it in lists, and nobody else does: the rule and its SQL filter are one."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.core.actor import Actor
from app.core.db import db
from app.core.permissions import allowed
from app.networks.models import Role
from app.networks.policy import WHOEVER_READS, Capability, networks_of
from app.replies.models import LoopReply
from app.replies.policy import Permission, visible_replies
from tests.factories.interventions import a_topic
from tests.factories.replies import a_reply
from tests.people import World


@pytest.fixture
def all_replies(world: World) -> list[LoopReply]:
    """Each state in each network."""
    made = [a_reply(world, a_topic(world, state), state=state) for state in ("draft", "approved", "published")]
    foreign = [LoopReply() for _ in made]
    topic = a_topic(world, "Elsewhere", slug="mst124")
    for source, copy in zip(made, foreign, strict=True):
        for column in [each.name for each in LoopReply.__table__.columns]:
            if column not in {"id", "version"}:
                setattr(copy, column, getattr(source, column))
        copy.network_id, copy.topic_id = world.mst124.id, topic.id
        copy.action_id = None
    db.session.add_all(foreign)
    db.session.flush()
    return made + foreign


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    here=st.frozensets(st.sampled_from(list(Role)), max_size=3),
    there=st.frozensets(st.sampled_from(list(Role)), max_size=2),
)
def test_the_rule_equals_its_filter(
    world: World, all_replies: list[LoopReply], here: frozenset[str], there: frozenset[str]
) -> None:
    actor = Actor(person_id=world.amina.id, roles={world.s215.id: here, world.mst124.id: there})
    by_rule = {reply.id for reply in all_replies if allowed(actor, Permission.READ, reply)}
    by_filter = set(db.session.scalars(select(LoopReply.id).where(visible_replies(actor))))
    assert by_rule == by_filter
    for_all = select(LoopReply.id).where(visible_replies(WHOEVER_READS))
    assert set(db.session.scalars(for_all, networks_of(actor, Capability.READ, Capability.DRAFT_REPLY))) == by_rule


def test_the_administrator_sees_none(world: World, all_replies: list[LoopReply]) -> None:
    assert all_replies
    assert db.session.scalars(select(LoopReply.id).where(visible_replies(world.actor("ada")))).all() == []

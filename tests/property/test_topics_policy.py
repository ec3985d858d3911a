"""Who may read a topic or an issue: the rule and its SQL twin say the same of everybody and everything."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.core.actor import NOBODY, Actor
from app.core.db import db
from app.core.permissions import allowed
from app.networks.models import Role
from app.topics import services
from app.topics.models import AdditionalIssue, IssueCategory, TrickyTopic
from app.topics.policy import Permission, visible_issues, visible_topics
from tests.people import World

roles = st.frozensets(st.sampled_from(sorted(Role)), max_size=3)


@pytest.fixture
def rows(world: World) -> dict[str, Any]:
    for who, network in (("amina", world.s215), ("ben", world.s215), ("chidi", world.mst124)):
        actor = world.actor(who)
        services.raise_topic(actor, network, title="Topic", statement_md="Words.")
        services.raise_issue(actor, network, title="Issue", statement_md="Words.", category=IssueCategory.PACE)
    db.session.commit()
    return {"networks": (world.s215.id, world.mst124.id), "people": (world.amina.id, world.ravi.id, world.ada.id)}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), here=roles, there=roles, is_admin=st.booleans(), is_analyst=st.booleans())
def test_the_rule_equals_its_sql_twin(
    rows: dict[str, Any],
    data: st.DataObject,
    here: frozenset[str],
    there: frozenset[str],
    is_admin: bool,
    is_analyst: bool,
) -> None:
    s215, mst124 = rows["networks"]
    actor = Actor(
        person_id=data.draw(st.sampled_from(rows["people"])),
        is_admin=is_admin,
        is_analyst=is_analyst,
        roles={network: held for network, held in ((s215, here), (mst124, there)) if held},
    )
    agree(actor)


def test_nobody_sees_nothing(rows: dict[str, Any]) -> None:
    agree(NOBODY)
    assert db.session.scalars(select(TrickyTopic.id).where(visible_topics(NOBODY))).all() == []


def agree(actor: Actor) -> None:
    for model, permission, twin in (
        (TrickyTopic, Permission.READ, visible_topics),
        (AdditionalIssue, Permission.READ_ISSUE, visible_issues),
    ):
        by_rule = {row.id for row in db.session.scalars(select(model)) if allowed(actor, permission, row)}
        by_sql = set(db.session.scalars(select(model.id).where(twin(actor))))
        assert by_rule == by_sql

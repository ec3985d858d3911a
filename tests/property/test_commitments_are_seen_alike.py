"""What the rules let a person read is exactly what the SQL filters let them list: interventions and actions."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.actions.models import Action
from app.actions.policy import Permission as ActionPermission
from app.actions.policy import visible_actions
from app.core.actor import Actor
from app.core.db import db
from app.core.permissions import allowed
from app.interventions.models import Intervention
from app.interventions.policy import Permission as InterventionPermission
from app.interventions.policy import visible_interventions
from app.networks.models import Role
from tests.factories.actions import an_action
from tests.factories.interventions import WAY, an_intervention
from tests.people import World

ROLES = st.frozensets(st.sampled_from(list(Role)), max_size=3)


@pytest.fixture
def full(world: World) -> dict[str, Any]:
    """Interventions and actions in several states, in two networks."""
    for slug, by in (("s215", "amina"), ("mst124", "chidi")):
        for state in WAY:
            an_intervention(world, state=state, slug=slug, by=by)
        owner = "tomos" if slug == "s215" else "chidi"
        for state in ("open", "blocked", "done", "dropped"):
            an_action(world, owner=owner, state=state, slug=slug)
    return {"networks": [world.s215.id, world.mst124.id], "people": [world.amina.id, world.chidi.id]}


@pytest.mark.parametrize(
    ("model", "permission", "visible"),
    [
        (Intervention, InterventionPermission.READ, visible_interventions),
        (Action, ActionPermission.READ, visible_actions),
    ],
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_the_rule_and_its_filter_agree(
    full: dict[str, Any], model: Any, permission: Any, visible: Any, data: Any
) -> None:
    actor = Actor(
        person_id=data.draw(st.sampled_from([None, *full["people"]])),
        is_admin=data.draw(st.booleans()),
        is_analyst=data.draw(st.booleans()),
        roles=data.draw(st.dictionaries(st.sampled_from(full["networks"]), ROLES)),
    )
    listed = {row.id for row in db.session.scalars(select(model).where(visible(actor)))}
    readable = {row.id for row in db.session.scalars(select(model)) if allowed(actor, permission, row)}
    assert listed == readable

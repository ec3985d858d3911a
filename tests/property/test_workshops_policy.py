"""What the table lets one read of workshops, the SQL twin shows, for any actor."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.core.actor import Actor
from app.core.db import db
from app.core.permissions import allowed
from app.networks.models import Role
from app.workshops.models import Workshop
from app.workshops.planning.services.plans import plan
from app.workshops.policy import Permission, visible_workshops
from tests.factories.workshops import a_plan
from tests.people import World

HELD = st.dictionaries(st.sampled_from(["s215", "mst124"]), st.frozensets(st.sampled_from(list(Role))), max_size=2)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(held=HELD, is_admin=st.booleans(), known=st.booleans())
def test_visible_workshops_are_those_that_the_table_lets_one_read(
    world: World, held: dict[str, frozenset[Role]], is_admin: bool, known: bool
) -> None:
    if db.session.query(Workshop).count() == 0:
        plan(world.actor("dilys"), world.s215, a_plan())
        plan(world.actor("maud"), world.mst124, a_plan())
    roles = {getattr(world, slug).id: frozenset(map(str, roles)) for slug, roles in held.items()}
    actor = Actor(world.amina.id if known else None, "X", is_admin=is_admin, roles=roles)
    by_table = {each.id for each in db.session.scalars(select(Workshop)) if allowed(actor, Permission.READ, each)}
    by_sql = set(db.session.scalars(select(Workshop.id).where(visible_workshops(actor))))
    assert by_sql == by_table

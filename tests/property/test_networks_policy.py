"""What the table of networks and accounts allows, its SQL twins show, for any actor."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.accounts.models import Person
from app.accounts.policy import Permission as AccountPermission
from app.accounts.policy import visible_people
from app.core.actor import Actor
from app.core.db import db
from app.core.permissions import allowed
from app.networks.models import LearningNetwork, Role
from app.networks.policy import Permission, visible_networks
from tests.people import World

#: Which of the two networks, or neither, in which roles; ids are filled in from the world.
HELD = st.dictionaries(st.sampled_from(["s215", "mst124"]), st.frozensets(st.sampled_from(list(Role))), max_size=2)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(held=HELD, is_admin=st.booleans(), is_analyst=st.booleans(), known=st.booleans())
def test_visible_networks_are_those_that_the_table_lets_one_read(
    world: World, held: dict[str, frozenset[Role]], is_admin: bool, is_analyst: bool, known: bool
) -> None:
    roles = {getattr(world, slug).id: frozenset(map(str, roles)) for slug, roles in held.items()}
    actor = Actor(world.amina.id if known else None, "X", is_admin=is_admin, is_analyst=is_analyst, roles=roles)
    by_table = {n.id for n in db.session.scalars(select(LearningNetwork)) if allowed(actor, Permission.READ, n)}
    by_sql = set(db.session.scalars(select(LearningNetwork.id).where(visible_networks(actor))))
    assert by_sql == by_table


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(name=st.sampled_from(["amina", "dilys", "ada", None]), is_admin=st.booleans())
def test_visible_people_are_those_that_the_table_lets_one_see(world: World, name: str | None, is_admin: bool) -> None:
    actor = Actor(getattr(world, name).id if name else None, is_admin=is_admin)
    by_table = {p.id for p in db.session.scalars(select(Person)) if allowed(actor, AccountPermission.SEE, p)}
    by_sql = set(db.session.scalars(select(Person.id).where(visible_people(actor))))
    assert by_sql == by_table

"""What PostgreSQL notes of rows by itself joins no card and no ballot to a person: seen as an operator would look."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, text

from app.core.db import db
from app.workshops.models import Anonymity, ContributionKind, Theme, Workshop, WorkshopMember
from app.workshops.services import responding
from app.workshops.services.contributing import Words, contribute
from tests.factories.ballots import VOTERS, with_themes
from tests.factories.boards import loaded
from tests.factories.races import new_key
from tests.factories.workshops import a_workshop
from tests.people import World


def write(world: World, workshop: Workshop, name: str) -> None:
    words = Words(ContributionKind.IDEA, f"A card number {new_key()}")
    contribute(world.actor(name), workshop, words, pen=new_key(), key=new_key())
    db.session.commit()


def only_postgresql() -> None:
    if db.session.get_bind().dialect.name != "postgresql":
        pytest.skip("SQLite notes no transaction in a row.")


def marks(table: str) -> list[Any]:
    """Each row's transaction in the order in which the rows lie."""
    return list(db.session.execute(text(f"SELECT xmin::text FROM {table} ORDER BY ctid")).scalars())


@pytest.mark.parametrize("state", ["collecting", "catch_up"])
def test_a_persons_first_card_carries_the_mark_of_everybodys_row_and_of_no_single_one(world: World, state: str) -> None:
    only_postgresql()
    workshop = a_workshop(world, state, people=VOTERS, anonymity=Anonymity.UNATTRIBUTED)
    lay = list(db.session.execute(text("SELECT person_id FROM workshop_member ORDER BY ctid")).scalars())
    for name in ("tomos", "amina", "ravi"):
        write(world, workshop, name)
        assert len(set(marks("workshop_member"))) == 1, name
        assert set(marks("workshop_member")) == {marks("workshop_contribution")[-1]}
    assert list(db.session.execute(text("SELECT person_id FROM workshop_member ORDER BY ctid")).scalars()) == lay
    before = marks("workshop_member")
    write(world, workshop, "amina")
    assert marks("workshop_member") == before
    assert marks("workshop_contribution")[-1] not in before


def test_the_first_i_see_this_too_carries_everybodys_mark_as_well(world: World) -> None:
    only_postgresql()
    workshop = a_workshop(world, "catch_up", people=VOTERS, anonymity=Anonymity.UNATTRIBUTED)
    with_themes(workshop)
    db.session.commit()
    theme = db.session.scalars(select(Theme).where(Theme.workshop_id == workshop.id)).first()
    assert theme is not None
    responding.second(world.actor("saoirse"), loaded(workshop), theme, pen=new_key())
    db.session.commit()
    assert set(marks("workshop_seconding")) == set(marks("workshop_member"))


def test_a_yes_is_noted_once_and_for_the_writer_alone(world: World) -> None:
    workshop = a_workshop(world, "collecting", people=VOTERS, anonymity=Anonymity.UNATTRIBUTED)
    for _ in range(2):
        write(world, workshop, "amina")
    said = select(WorkshopMember.person_id).where(WorkshopMember.workshop_id == workshop.id, WorkshopMember.contributed)
    assert list(db.session.scalars(said)) == [world.amina.id]

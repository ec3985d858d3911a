"""What PostgreSQL notes of rows by itself joins no card and no ballot to a person: seen as an operator would look."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, text

from app.core.db import db
from app.workshops.board.services import notes
from app.workshops.board.services.cards import CardWords, contribute
from app.workshops.models import Anonymity, ContributionKind, Theme, Workshop, WorkshopMember
from app.workshops.participants.services import participation
from tests.factories.ballots import VOTERS, with_themes
from tests.factories.boards import loaded
from tests.factories.races import new_key
from tests.factories.workshops import a_workshop
from tests.people import World


def write(world: World, workshop: Workshop, name: str) -> None:
    words = CardWords(ContributionKind.IDEA, f"A card number {new_key()}")
    contribute(world.actor(name), workshop, words, author_token=new_key(), key=new_key())
    db.session.commit()


def only_postgresql() -> None:
    if db.session.get_bind().dialect.name != "postgresql":
        pytest.skip("SQLite notes no transaction in a row.")


def marks(table: str) -> list[Any]:
    """Each row's transaction in the order in which the rows lie."""
    return list(db.session.execute(text(f"SELECT xmin::text FROM {table} ORDER BY ctid")).scalars())


@pytest.mark.parametrize("state", ["collecting", "catch_up"])
def test_a_card_changes_no_row_that_names_a_person(world: World, state: str) -> None:
    only_postgresql()
    workshop = a_workshop(world, state, people=VOTERS, anonymity=Anonymity.UNATTRIBUTED)
    db.session.commit()
    before = marks("workshop_member")
    for name in ("tomos", "amina", "ravi", "amina"):
        write(world, workshop, name)
        assert marks("workshop_member") == before, name


def test_i_see_this_too_changes_none_either(world: World) -> None:
    only_postgresql()
    workshop = a_workshop(world, "catch_up", people=VOTERS, anonymity=Anonymity.UNATTRIBUTED)
    with_themes(workshop)
    db.session.commit()
    theme, before = (
        db.session.scalars(select(Theme).where(Theme.workshop_id == workshop.id)).first(),
        marks("workshop_member"),
    )
    assert theme is not None
    notes.second(world.actor("saoirse"), loaded(workshop), theme, author_token=new_key())
    db.session.commit()
    assert marks("workshop_member") == before


def test_that_people_wrote_is_noted_when_it_is_over_of_all_in_one_statement(world: World) -> None:
    workshop = a_workshop(world, "collecting", people=VOTERS, anonymity=Anonymity.UNATTRIBUTED)
    for name in ("amina", "tomos", "amina"):
        write(world, workshop, name)
    said = select(WorkshopMember.person_id).where(WorkshopMember.workshop_id == workshop.id, WorkshopMember.contributed)
    participation.settle(workshop.id)
    assert list(db.session.scalars(said)) == [], "while it is under way nobody is named"
    workshop.state = "closed"
    participation.settle(workshop.id)
    db.session.commit()
    assert set(db.session.scalars(said)) == {world.amina.id, world.tomos.id}
    if db.session.get_bind().dialect.name == "postgresql":
        assert len(set(marks("workshop_member"))) == 1

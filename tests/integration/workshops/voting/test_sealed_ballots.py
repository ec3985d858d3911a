"""Nothing that is stored joins a sealed ballot to a voter: no column, no key, no time, no order, no event."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import DateTime, String, Table, cast, select, text

from app.core import clock
from app.core.db import db
from app.workshops.models import Ballot, Command, Voter, Workshop, WorkshopEvent
from app.workshops.room.services import moves
from tests.factories.ballots import VOTERS, a_ballot, ballots, the_round, vote
from tests.factories.boards import loaded
from tests.people import FRIDAY, World


def columns(model: type) -> dict[str, object]:
    table: Table = model.__table__  # type: ignore[attr-defined]
    return {column.name: column.type for column in table.columns}


def stored(table: str) -> list[tuple[Any, ...]]:
    """The rows as they lie in the table, as a dump or a look without ORDER BY shows them."""
    order = "ORDER BY ctid" if db.session.get_bind().dialect.name == "postgresql" else ""
    names = {"workshop_ballot": "id, round_id", "workshop_voter": "person_id, round_id"}[table]
    return [tuple(row) for row in db.session.execute(text(f"SELECT {names} FROM {table} {order}"))]


def everybody_votes(world: World, workshop: Workshop) -> list[str]:
    """All voters in an order of their own, a minute apart; the ids of their ballots in that order."""
    names, ids = list(VOTERS), list[str]()
    random.Random(7).shuffle(names)
    for minute, name in enumerate(names):
        with clock.standing_at(FRIDAY + timedelta(minutes=minute)):
            vote(world, workshop, name, "ABCDEF"[minute])
        ids += [each.id for each in ballots(workshop) if each.id not in ids]
    return ids


def test_a_ballot_has_no_column_for_a_time_or_an_order_and_voters_none_for_a_ballot() -> None:
    assert set(columns(Ballot)) == {"id", "round_id", "choices", "person_id", "pseudonym"}
    assert set(columns(Voter)) == {"round_id", "person_id", "submitted"}
    assert set(columns(Command)) == {"workshop_id", "key"}
    times = [
        name
        for model in (Ballot, Voter, Command)
        for name, kind in columns(model).items()
        if isinstance(kind, DateTime)
    ]
    assert times == []
    assert isinstance(columns(Ballot)["id"], String)


def test_no_foreign_key_leads_from_one_to_the_other(app: Flask) -> None:
    for table in db.metadata.tables.values():
        leads_to = {key.column.table.name for key in table.foreign_keys}
        assert "workshop_ballot" not in leads_to, table.name
        assert "workshop_voter" not in leads_to, table.name


def test_ballots_lie_in_the_order_of_their_random_keys_whatever_the_order_of_voting(world: World) -> None:
    workshop = a_ballot(world)
    voted = everybody_votes(world, workshop)
    lie = [row[0] for row in stored("workshop_ballot")]
    assert lie == sorted(lie)
    assert lie != voted
    assert sorted(voted) == lie


def test_voters_lie_in_the_order_in_which_they_were_invited_whatever_the_order_of_voting(world: World) -> None:
    workshop = a_ballot(world)
    everybody_votes(world, workshop)
    lie = [row[0] for row in stored("workshop_voter")]
    assert lie == sorted(lie)


def test_no_two_rows_share_a_mark_of_their_own_transaction(world: World) -> None:
    """PostgreSQL notes in each row which transaction wrote it; the last voter's would be the last ballot's alone."""
    workshop = a_ballot(world)
    everybody_votes(world, workshop)
    if db.session.get_bind().dialect.name != "postgresql":
        return
    for table in ("workshop_ballot", "workshop_voter"):
        marks = set(db.session.execute(text(f"SELECT xmin::text FROM {table}")).scalars())
        assert len(marks) == 1, table


def test_the_key_of_a_ballot_stands_nowhere_else_and_no_row_of_the_voter_changes_with_what_they_chose(
    world: World,
) -> None:
    workshop = a_ballot(world)
    key = "canary-key-of-aminas-form-0001"
    vote(world, workshop, "amina", "F", key=key)
    [held] = ballots(workshop)
    for table in db.metadata.sorted_tables:
        found = db.session.execute(select(*[cast(column, String) for column in table.columns])).all()
        words = "\n".join(str(row) for row in found)
        assert (held.id in words) is (table.name == "workshop_ballot"), table.name
        assert (key in words) is (table.name == "workshop_command"), table.name


def test_the_log_of_the_room_tells_how_many_and_not_who_or_what(world: World) -> None:
    workshop = a_ballot(world)
    everybody_votes(world, workshop)
    told = select(WorkshopEvent.payload).where(
        WorkshopEvent.workshop_id == workshop.id, WorkshopEvent.kind == "round.progress"
    )
    payloads = list(db.session.scalars(told.order_by(WorkshopEvent.seq)))
    assert payloads == [{"round": 1, "counts": {"voted": count}} for count in range(1, len(VOTERS) + 1)]


def test_after_the_close_even_the_forms_keys_are_gone(world: World) -> None:
    workshop = a_ballot(world)
    everybody_votes(world, workshop)
    moves.step(world.actor("marek"), loaded(workshop), "close")
    assert db.session.scalars(select(Command.key)).all() == []
    assert len(ballots(workshop)) == len(VOTERS)
    assert the_round(workshop).sealed

"""How ballots are kept: with a name while they can be changed, without any where the workshop keeps none."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, delete, insert, select, update

from app.core.actor import Actor
from app.core.db import db, insert_once
from app.workshops.models import Ballot, Dot, Round, Voter
from app.workshops.models.board import random_key
from app.workshops.papers import Choices
from app.workshops.queries.cast import cast


def put_named(opened: Round, actor: Actor, choices: Choices) -> bool:
    """Make this the person's ballot in the round, in place of an earlier one; whether it is their first."""
    row = {"id": random_key(), "round_id": opened.id, "choices": choices, "person_id": actor.person_id}
    if insert_once(Ballot, row):
        return True
    own = (Ballot.round_id == opened.id) & (Ballot.person_id == actor.person_id)
    db.session.execute(update(Ballot).where(own).values(choices=choices))
    return False


def seal(opened: Round, choices: Choices) -> None:
    """Put a ballot among the others, and write them all anew.

    PostgreSQL keeps rows in the order of writing, and each with the number of the transaction that wrote it: the last
    ballot and the last voter would carry the same one. Written anew together, all carry this one, in the order of
    their keys. A round has a few hundred rows at most, and voters wait for each other anyhow.
    """
    db.session.execute(insert(Ballot), [{"id": random_key(), "round_id": opened.id, "choices": choices}])
    _write_anew(Ballot, Ballot.round_id == opened.id, Ballot.id)
    _write_anew(Voter, Voter.round_id == opened.id, Voter.person_id)


def take_names_off(ended: Round) -> None:
    """Keep what was voted live and not by whom: every ballot under a new random key, in the order of these keys."""
    rows = [{"id": random_key(), "round_id": ended.id, "choices": each} for each in cast(ended)]
    for model in (Ballot, Dot):
        mine = delete(model).where(model.round_id == ended.id)
        db.session.execute(mine.execution_options(synchronize_session=False))
    if rows:
        db.session.execute(insert(Ballot), sorted(rows, key=lambda row: str(row["id"])))


def _write_anew(model: type[Ballot | Voter], those: ColumnElement[bool], order: Any) -> None:
    columns = list(model.__table__.columns)
    rows = [dict(row) for row in db.session.execute(select(*columns).where(those).order_by(order)).mappings()]
    db.session.execute(delete(model).where(those).execution_options(synchronize_session=False))
    db.session.execute(insert(model), rows)

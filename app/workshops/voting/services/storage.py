"""How ballots are kept: with a name or a pseudonym while they can be changed, without any where no names are kept."""

from __future__ import annotations

from sqlalchemy import delete, insert, select, update

from app.core.actor import Actor
from app.core.db import db, insert_once
from app.workshops import pseudonyms
from app.workshops.models import Anonymity, Ballot, Dot, Method, Round, Voter, Workshop
from app.workshops.models.board import random_key
from app.workshops.voting.ballot_paper import Choices
from app.workshops.voting.queries.stored_ballots import own_ballot, stored_ballots


def store(workshop: Workshop, opened: Round, actor: Actor, choices: Choices) -> bool:
    """Make this the person's ballot in the round, in place of an earlier one; whether how many voted has changed.

    Under their name, or their pseudonym where no names are kept. No dots at all is no ballot.
    """
    row = {
        "id": random_key(),
        "round_id": opened.id,
        "choices": choices,
        **own_ballot(workshop, opened, actor.person_id),
    }
    mine = [getattr(Ballot, name) == row[name] for name in ("round_id", "person_id", "pseudonym")]
    if opened.method is Method.DOTS and not choices:
        gone = delete(Ballot).where(*mine).returning(Ballot.id).execution_options(synchronize_session=False)
        return bool(db.session.scalars(gone).all())
    if insert_once(Ballot, row):
        return True
    db.session.execute(update(Ballot).where(*mine).values(choices=choices))
    return False


def store_sealed(opened: Round, choices: Choices) -> None:
    """Put a ballot among the others, and write them all anew.

    Databases keep rows in the order of writing, and PostgreSQL each with the number of the transaction that wrote it.
    Written anew together, all carry this one, in the order of their keys. A round has a few hundred rows at most, and
    voters wait for each other anyhow.
    """
    db.session.execute(insert(Ballot), [{"id": random_key(), "round_id": opened.id, "choices": choices}])
    those, columns = Ballot.round_id == opened.id, list(Ballot.__table__.columns)
    rows = [dict(row) for row in db.session.execute(select(*columns).where(those).order_by(Ballot.id)).mappings()]
    db.session.execute(delete(Ballot).where(those).execution_options(synchronize_session=False))
    db.session.execute(insert(Ballot), rows)


def anonymise(workshop: Workshop, ended: Round) -> None:
    """A round is over: where no names are kept nothing leads from a vote to a person any more, and never will again.

    Of a sealed one it is written who voted, of everybody in one statement. A live one is put under new random keys, in the
    order of these keys.
    """
    if workshop.anonymity is not Anonymity.UNATTRIBUTED:
        return
    scope = pseudonyms.scope_of_round(ended)
    if ended.sealed:
        voters = db.session.scalars(select(Voter.person_id).where(Voter.round_id == ended.id)).all()
        voted = Voter.person_id.in_(pseudonyms.among(scope, voters))
        all_of_them = update(Voter).where(Voter.round_id == ended.id).values(submitted=voted)
        db.session.execute(all_of_them.execution_options(synchronize_session=False))
    else:
        _take_names_off(ended)
    pseudonyms.end(scope)


def _take_names_off(ended: Round) -> None:
    rows = [{"id": random_key(), "round_id": ended.id, "choices": each} for each in stored_ballots(ended)]
    for model in (Ballot, Dot):
        mine = delete(model).where(model.round_id == ended.id)
        db.session.execute(mine.execution_options(synchronize_session=False))
    if rows:
        db.session.execute(insert(Ballot), sorted(rows, key=lambda row: str(row["id"])))

"""The ballots of a round as they were cast, without the people. For counting; pages show sums."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import func, select

from app.core.db import db
from app.workshops import pseudonyms
from app.workshops.models import Anonymity, Ballot, Dot, Round, RoundState, Voter, Workshop, WorkshopMember
from app.workshops.pseudonyms import pseudonym, scope_of_round
from app.workshops.voting.ballot_paper import Choices


def stored_ballots(found: Round) -> list[Choices]:
    """Every ballot's choices. Live dots are rows of their own while their giver can still change them."""
    papers = select(Ballot.choices).where(Ballot.round_id == found.id).order_by(Ballot.id)
    return [*db.session.scalars(papers), *_dots(found)]


def stored_ballots_by_place(found: Round, workshop_id: int) -> tuple[list[Choices], list[Choices]]:
    """The ballots with names of those who had been in the room, and of the others."""
    member = (WorkshopMember.person_id == Ballot.person_id) & (WorkshopMember.workshop_id == workshop_id)
    papers = (
        select(Ballot.choices, WorkshopMember.attended)
        .outerjoin(WorkshopMember, member)
        .where(Ballot.round_id == found.id, Ballot.person_id.is_not(None))
        .order_by(Ballot.id)
    )
    rows = db.session.execute(papers).all()
    return [row.choices for row in rows if row.attended], [row.choices for row in rows if not row.attended]


def own_ballot(workshop: Workshop, found: Round, person_id: int | None) -> dict[str, Any]:
    """The columns by which a person's ballot is found while it can be changed. Conflict if the round's key is lost."""
    if workshop.anonymity is Anonymity.UNATTRIBUTED:
        return {"person_id": None, "pseudonym": pseudonym(scope_of_round(found), person_id)}
    return {"person_id": person_id, "pseudonym": None}


def voted_in(found: Round) -> int:
    """How many have handed in a ballot in a final round."""
    if found.sealed and found.state is RoundState.OPEN:
        return pseudonyms.how_many(scope_of_round(found))
    return db.session.scalars(select(func.count()).where(Voter.round_id == found.id, Voter.submitted)).one()


def has_voted(found: Round, person_id: int | None) -> bool | None:
    """Whether this person has handed in theirs; None for who was not invited when the round opened."""
    own = (Voter.round_id == found.id) & (Voter.person_id == person_id)
    submitted = db.session.scalars(select(Voter.submitted).where(own)).first()
    if submitted is None or submitted or not found.sealed:
        return submitted
    return pseudonyms.took_part(scope_of_round(found), person_id)


def how_many(found: Round) -> int:
    """How many people have voted in it."""
    papers = select(func.count()).where(Ballot.round_id == found.id).scalar_subquery()
    givers = select(func.count(Dot.person_id.distinct())).where(Dot.round_id == found.id).scalar_subquery()
    return int(db.session.scalars(select(papers + givers)).one())


def _dots(found: Round) -> list[Choices]:
    given: dict[int, Counter[int]] = {}
    for person_id, theme_id in db.session.execute(select(Dot.person_id, Dot.theme_id).where(Dot.round_id == found.id)):
        given.setdefault(person_id, Counter())[theme_id] += 1
    return [[[theme, count] for theme, count in sorted(each.items())] for each in given.values()]

"""The one reminder of a ballot, for those who have not voted: asked of the record of who has, and of nothing else."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from app.core import clock
from app.core.db import db
from app.core.events import announce
from app.networks.queries.current import current_member
from app.workshops import pseudonyms
from app.workshops.events import BallotClosesSoon
from app.workshops.models import Round, RoundState, Voter, Workshop
from app.workshops.voting.services.ballots import reminder_time


def remind_voters(payload: dict[str, Any]) -> None:
    """Outbox handler: announce that the ballot closes soon, with the people who have not voted.

    Nothing if it is over; nobody who left the network is reminded.
    """
    opened = db.session.get_one(Round, payload["round"])
    if opened.state is not RoundState.OPEN or opened.closes_at is None or opened.closes_at <= clock.now():
        return
    workshop = db.session.get_one(Workshop, opened.workshop_id)
    if clock.now() < reminder_time(opened.opened_at, opened.closes_at):
        return  # it was put off; another debt stands for the later time
    waiting = select(Voter.person_id).where(
        Voter.round_id == opened.id, Voter.submitted.is_(False), current_member(Voter.person_id, workshop.network_id)
    )
    person_ids = list(db.session.scalars(waiting.order_by(Voter.person_id)))
    if opened.sealed:
        voted = pseudonyms.among(pseudonyms.scope_of_round(opened), person_ids)
        person_ids = [each for each in person_ids if each not in voted]
    if person_ids:
        announce(
            BallotClosesSoon(
                network_id=workshop.network_id,
                actor_id=None,
                workshop_id=workshop.id,
                round_id=opened.id,
                person_ids=tuple(person_ids),
                closes_at=opened.closes_at,
            )
        )

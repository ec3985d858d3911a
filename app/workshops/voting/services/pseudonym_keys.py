"""The worker's part in what keeps no names: it destroys the keys of what is over, and ends what has lost its key."""

from __future__ import annotations

import logging

from sqlalchemy import select

from app.core import audit, clock
from app.core.actor import OPERATOR
from app.core.db import db
from app.core.secrets import keys
from app.workshops import pseudonyms
from app.workshops.lifecycle import UNDER_WAY
from app.workshops.locking import locked_workshop
from app.workshops.models import Anonymity, Phase, PseudonymousPart, Round, RoundState, Workshop
from app.workshops.voting.services.ballots import open_anew
from app.workshops.voting.services.rounds import open_straw

log = logging.getLogger(__name__)

#: A key without its round may belong to one that another process is about to store.
SECONDS_TO_BEGIN = 3600


def end_keys() -> None:
    """Destroy every key that is not needed any more, and end whatever needs one that is not there. Safe to run again."""
    # Before the database is asked: what a key is for is committed then, but for a round that is being opened right now.
    made = keys.current().ages()
    _end_what_lost_its_key()
    rounds = {f"round-{round_id}": state for round_id, state in db.session.execute(select(Round.id, Round.state))}
    nameless = select(Workshop).where(Workshop.anonymity == Anonymity.UNATTRIBUTED, Workshop.state.in_(UNDER_WAY))
    under_way = db.session.scalars(nameless).all()
    writing = {pseudonyms.scope_of_writing(each) for each in under_way}
    writing |= {pseudonyms.scope_of_writers(each.id) for each in under_way}
    begun = clock.real_now().timestamp() - SECONDS_TO_BEGIN
    for name, at in made.items():
        opening = name.startswith("round-") and name not in rounds and at > begun
        if not opening and rounds.get(name) is not RoundState.OPEN and name not in writing:
            keys.current().destroy(name)


def _end_what_lost_its_key() -> None:
    for scope in db.session.scalars(select(PseudonymousPart.scope).distinct()).all():
        if not pseudonyms.has_key(scope):
            pseudonyms.end(scope)
    nameless = select(Workshop.id).where(Workshop.anonymity == Anonymity.UNATTRIBUTED)
    open_ones = select(Round).where(Round.state == RoundState.OPEN, Round.workshop_id.in_(nameless))
    for each in db.session.scalars(open_ones).all():
        if not pseudonyms.has_key(pseudonyms.scope_of_round(each)):
            _begin_anew(each)


def _begin_anew(lost: Round) -> None:
    """Void it and open it again: after a restore nobody can say who had voted in it, so everybody votes anew."""
    workshop = locked_workshop(lost.workshop_id)
    db.session.refresh(lost)
    if lost.state is not RoundState.OPEN:
        return
    log.warning("round %s of workshop %s has lost its key, and begins anew", lost.number, workshop.id)
    audit.record(OPERATOR, "void the vote", workshop, reason=pseudonyms.LOST)
    if lost.final:
        open_anew(workshop, lost)
        return
    here = select(Phase).where(Phase.workshop_id == workshop.id, Phase.ix == lost.phase_ix)
    open_straw(workshop, db.session.scalars(here).one())

"""Who took part, as far as it is noted: a yes, without a time and without what was said."""

from __future__ import annotations

from sqlalchemy import or_, select, update

from app.core.actor import Actor
from app.core.db import db
from app.workshops import pseudonyms
from app.workshops.lifecycle import UNDER_WAY
from app.workshops.models import Anonymity, Workshop, WorkshopMember


def took_part(workshop: Workshop, actor: Actor) -> None:
    """Note that this person wrote or seconded something: a yes without a time, for the response rate.

    Where no names are kept it is noted under a pseudonym until the room moves on. The caller has the workshop's row.
    """
    if workshop.anonymity is Anonymity.UNATTRIBUTED:
        scope = pseudonyms.scope_of_writing(workshop)
        pseudonyms.begin(scope)
        pseudonyms.note_part(scope, actor.person_id)
        return
    here, own = WorkshopMember.workshop_id == workshop.id, WorkshopMember.person_id == actor.person_id
    yes = update(WorkshopMember).where(here, own, WorkshopMember.contributed.is_(False)).values(contributed=True)
    db.session.execute(yes.execution_options(synchronize_session=False))


def settle(workshop_id: int) -> None:
    """The room moved on: who wrote until then is known under the workshop's own pseudonyms, and by name once it is over.

    Of everybody at once, and not of each phase: whoever alone wrote late would be the one whose name came late.
    """
    scopes = pseudonyms.writing_scopes(workshop_id)
    if not scopes:
        return
    workshop, of_all = db.session.get_one(Workshop, workshop_id), pseudonyms.scope_of_writers(workshop_id)
    here = WorkshopMember.workshop_id == workshop_id
    invited = db.session.scalars(select(WorkshopMember.person_id).where(here)).all()
    wrote = set().union(*(pseudonyms.among(scope, invited) for scope in scopes))
    for scope in scopes:
        if scope != of_all or workshop.state not in UNDER_WAY:
            pseudonyms.end(scope)
    if workshop.state in UNDER_WAY:
        pseudonyms.begin(of_all)
        for person_id in sorted(wrote):
            pseudonyms.note_part(of_all, person_id)
        return
    said = or_(WorkshopMember.contributed, WorkshopMember.person_id.in_(wrote))
    all_of_them = update(WorkshopMember).where(here).values(contributed=said)
    db.session.execute(all_of_them.execution_options(synchronize_session=False))


def writers(workshop: Workshop, asked: dict[int, bool]) -> int:
    """How many of these people wrote; `asked` says of each whether it is noted by name."""
    wrote = {person for person, noted in asked.items() if noted}
    if workshop.anonymity is Anonymity.UNATTRIBUTED:
        for scope in pseudonyms.writing_scopes(workshop.id):
            wrote |= pseudonyms.among(scope, asked)
    return len(wrote)

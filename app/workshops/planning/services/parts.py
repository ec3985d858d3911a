"""What planning a workshop and setting its run sheet share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import delete, select, update

from app.core.actor import Actor
from app.core.db import db
from app.core.events import announce
from app.core.numbers import names_a_row
from app.workshops.events import WorkshopInvited
from app.workshops.models import Phase, SavedTemplate, Workshop, WorkshopMember
from app.workshops.phases import OWN, TEMPLATES, PhaseKind, PhasePlan, Template
from app.workshops.planning.vote_settings import HOW_TO_VOTE

#: Until the room opens everything can be planned anew; afterwards only words, the call and the hours to come.
BEFORE_THE_MEETING = frozenset({"draft", "scheduled", "collecting"})


def template_named(network_id: int, name: str) -> Template | None:
    """One of the site's templates, or one that this network saved: then with its phases, hours and votes."""
    number = name.removeprefix(OWN)
    if not name.startswith(OWN) or not names_a_row(number):
        return TEMPLATES.get(name)
    saved = db.session.get(SavedTemplate, int(number))
    base = TEMPLATES.get(saved.base) if saved else None
    if saved is None or base is None or saved.network_id != network_id:
        return None
    # Whether a phase goes on by itself was not kept at first: then it does not.
    phases = tuple(PhasePlan(PhaseKind(kind), title, minutes, *more) for kind, title, minutes, *more in saved.phases)
    return replace(
        base,
        title=saved.title,
        phases=phases,
        catch_up_hours=saved.catch_up_hours,
        ballot_hours=saved.ballot_hours,
        **{name: getattr(saved, name) for name in HOW_TO_VOTE},
    )


def put_phases(workshop: Workshop, phases: Iterable[PhasePlan]) -> None:
    """These phases in place of those that the workshop had. Not once the room is open: it has an index into them."""
    db.session.execute(delete(Phase).where(Phase.workshop_id == workshop.id))
    db.session.add_all(
        Phase(
            workshop_id=workshop.id,
            ix=ix,
            kind=each.kind.value,
            title=each.title,
            minutes=each.minutes,
            goes_on=each.goes_on,
        )
        for ix, each in enumerate(phases)
    )
    db.session.flush()  # a page that asks for the phases now finds them
    db.session.expire(workshop, ["phases"])


def phases_of(workshop: Workshop) -> tuple[PhasePlan, ...]:
    """The phases that the workshop has, in their order, as they are planned."""
    rows = db.session.scalars(select(Phase).where(Phase.workshop_id == workshop.id).order_by(Phase.ix))
    return tuple(PhasePlan(PhaseKind(each.kind), each.title, each.minutes, each.goes_on) for each in rows)


def tell_of_change(actor: Actor, workshop: Workshop, *, ask_again: bool) -> None:
    """A new version of everybody's calendar entry."""
    invited = select(WorkshopMember.person_id).where(WorkshopMember.workshop_id == workshop.id)
    if ask_again:
        # Who said yes to another hour has not said yes to this one.
        others = update(WorkshopMember).where(
            WorkshopMember.workshop_id == workshop.id, WorkshopMember.person_id != actor.person_id
        )
        db.session.execute(others.values(answer=None).execution_options(synchronize_session="fetch"))
    announce(
        WorkshopInvited(
            network_id=workshop.network_id,
            actor_id=actor.person_id,
            workshop_id=workshop.id,
            person_ids=tuple(db.session.scalars(invited)),
            sequence=workshop.ics_sequence,
            changed=True,
        )
    )

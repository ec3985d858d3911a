"""Whoever is invited to a workshop hears of it: the invitation, each change, what opens, and what they missed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, select

from app.accounts.models import Person
from app.core.db import db
from app.notifications.letters.workshops import Occasion, ended_early, owe_letters
from app.notifications.listeners._words import address
from app.notifications.notify import Notification, tell_once
from app.workshops.events import (
    BallotClosesSoon,
    BallotPutOff,
    NextRoundOpened,
    WorkshopInvited,
    WorkshopMoved,
    WorkshopUninvited,
)
from app.workshops.models import Part, Voter, Workshop, WorkshopMember
from app.workshops.participants import calendar_entries


def workshop_invited(event: WorkshopInvited) -> None:
    workshop = db.session.get_one(Workshop, event.workshop_id)
    if event.changed:
        _tell(workshop, Occasion.CHANGE, event.person_ids, f"s{event.sequence}", event.actor_id)
    else:
        _tell(workshop, Occasion.INVITATION, event.person_ids, f"s{event.sequence}", event.actor_id)


def workshop_uninvited(event: WorkshopUninvited) -> None:
    workshop = db.session.get_one(Workshop, event.workshop_id)
    _tell(workshop, Occasion.TAKEN_OFF, [event.person_id], f"s{workshop.ics_sequence}", event.actor_id)


def workshop_moved(event: WorkshopMoved) -> None:
    workshop = db.session.get_one(Workshop, event.workshop_id)
    # A workshop that is opened anew comes through the same state again, and that is news.
    when = f"{workshop.state_since:%Y%m%d%H%M%S}"
    if event.after != "cancelled" and calendar_entries.takes_out(workshop, event.before):
        _tell(workshop, Occasion.NO_MEETING, _ids(workshop), when, event.actor_id)
    if event.after == "scheduled":
        _tell(workshop, Occasion.INVITATION, _ids(workshop), f"s{workshop.ics_sequence}", event.actor_id)
    elif event.after == "cancelled" and event.before != "draft":
        _tell(workshop, Occasion.CANCELLATION, _ids(workshop), when, event.actor_id)
    elif event.after == "catch_up":
        _open_catch_up(event, workshop, when)
    elif (event.before, event.after) == ("live", "closed"):
        _tell_who_missed_it(Occasion.MISSED, workshop, when)
    elif event.after == "closed" and ended_early(workshop):
        voters = _ids(workshop, WorkshopMember.part != Part.OBSERVER)
        _tell(workshop, Occasion.CLOSED_EARLY, voters, when, event.actor_id)
    elif event.after == "final_ballot":
        voters = _ids(workshop, WorkshopMember.part != Part.OBSERVER)
        _tell(workshop, Occasion.BALLOT, voters, when, event.actor_id)
    elif event.after == "collecting":
        _tell(workshop, Occasion.COLLECTING, _ids(workshop, WorkshopMember.part != Part.OBSERVER), when, event.actor_id)


def ballot_closes_soon(event: BallotClosesSoon) -> None:
    workshop = db.session.get_one(Workshop, event.workshop_id)
    _tell(workshop, Occasion.REMINDER, event.person_ids, f"r{event.round_id}", event.actor_id)


def next_round_opened(event: NextRoundOpened) -> None:
    """Told like the first round, to whoever could vote in it."""
    workshop = db.session.get_one(Workshop, event.workshop_id)
    voters = db.session.scalars(select(Voter.person_id).where(Voter.round_id == event.round_id))
    _tell(workshop, Occasion.BALLOT, voters, f"r{event.round_id}", event.actor_id)


def ballot_put_off(event: BallotPutOff) -> None:
    workshop = db.session.get_one(Workshop, event.workshop_id)
    voters = _ids(workshop, WorkshopMember.part != Part.OBSERVER)
    _tell(workshop, Occasion.PUT_OFF, voters, f"r{event.round_id}:{workshop.closes_at:%Y%m%d%H%M}", event.actor_id)


def _open_catch_up(event: WorkshopMoved, workshop: Workshop, when: str) -> None:
    """Everybody finds it in their inbox. A letter goes only to who missed a meeting that a person called critical."""
    adders = WorkshopMember.part != Part.OBSERVER
    news = _news(workshop, Occasion.CATCH_UP, when)
    tell_once(news, _people(workshop, adders), but_not=event.actor_id)
    if event.before == "live":
        _tell_who_missed_it(Occasion.CATCH_UP, workshop, when)


def _tell_who_missed_it(occasion: Occasion, workshop: Workshop, when: str) -> None:
    """One letter with the board's address, if missing it matters."""
    if workshop.critical_reason:
        absent = WorkshopMember.part != Part.OBSERVER, WorkshopMember.attended.is_(False)
        owe_letters(occasion, workshop.id, _ids(workshop, *absent), f"workshop:{workshop.id}:{occasion}:{when}")


def _tell(workshop: Workshop, occasion: Occasion, person_ids: Any, key: str, actor_id: int | None) -> None:
    """A notice for each, and a letter: also to whoever did it, whose calendar is no other."""
    news = _news(workshop, occasion, key)
    ids = list(person_ids)
    tell_once(news, select(Person.id).where(Person.id.in_(ids)), but_not=actor_id)
    owe_letters(occasion, workshop.id, ids, news.about)


def _news(workshop: Workshop, occasion: Occasion, key: str) -> Notification:
    return Notification(
        network_id=workshop.network_id,
        about=f"workshop:{workshop.id}:{occasion}:{key}",
        kind="workshop",
        what=occasion.value,
        subject_id=workshop.id,
        facts={"state": workshop.state},
        url=address(workshop.network_id, f"workshops/{workshop.number}"),
    )


def _people(workshop: Workshop, *which: ColumnElement[bool]) -> Select[Any]:
    return select(WorkshopMember.person_id).where(WorkshopMember.workshop_id == workshop.id, *which)


def _ids(workshop: Workshop, *which: ColumnElement[bool]) -> list[int]:
    return list(db.session.scalars(_people(workshop, *which)))

"""Who is invited, as what, and what they answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select, update

from app.accounts.models import Person
from app.core import audit, clock
from app.core.actor import Actor
from app.core.concurrency.versions import expect_same
from app.core.db import db, insert_once
from app.core.errors import Conflict, Invalid, NotFound, Refused
from app.core.events import announce
from app.core.language.spoken import gettext
from app.core.permissions import require
from app.networks.models import Membership
from app.workshops.event_log import SEATS_CHANGED, record_event
from app.workshops.events import WorkshopInvited, WorkshopUninvited
from app.workshops.lifecycle import UNDER_WAY, WORKSHOP
from app.workshops.locking import lock_workshop
from app.workshops.models import Answer, Part, Workshop, WorkshopMember
from app.workshops.policy import Permission
from app.workshops.queries import seat_of

#: Who was invited by mistake can be taken off again until cards can be written: nothing of theirs hangs on it yet.
UNTIL = frozenset({"draft", "scheduled"})


def invite(actor: Actor, workshop: Workshop, person_ids: Iterable[int], part: Part = Part.PARTICIPANT) -> list[int]:
    """Invite members of the network; who is invited already gets the new part. The ids of those newly invited.

    While the workshop is a draft nobody is told: the invitations go out when it is scheduled. Refused once it is over.
    Invalid for nobody, for whoever is no member, and for a second facilitator.
    """
    lock_workshop(workshop)
    require(actor, Permission.CHANGE, seat_of(workshop, actor))
    if workshop.state not in UNDER_WAY | {"draft"}:
        raise Refused(
            gettext("This workshop is %(workshop)s.", workshop=WORKSHOP.label(workshop.state)),
            gettext("Nobody can be invited any more."),
        )
    if part is Part.FACILITATOR:
        raise Invalid(
            gettext("One person facilitates."),
            {"part": [gettext("Invite them as co-facilitator: they can take over.")]},
        )
    wanted = set(person_ids)
    if not wanted or wanted - _members(workshop.network_id, wanted):
        raise Invalid(
            gettext("Nobody was invited."), {"people": [gettext("Choose among the members of this network.")]}
        )
    held = select(WorkshopMember).where(WorkshopMember.workshop_id == workshop.id, WorkshopMember.person_id.in_(wanted))
    known = {each.person_id: each for each in db.session.scalars(held)}
    moved = [each for each in known.values() if each.part not in {Part.FACILITATOR, part}]
    for member in moved:
        member.part = part
    rows: list[dict[str, Any]] = [
        {"workshop_id": workshop.id, "person_id": each, "part": part} for each in sorted(wanted - set(known))
    ]
    new = [int(row["person_id"]) for row in rows if insert_once(WorkshopMember, row)]
    audit.record(actor, "invite", workshop, after=f"{len(wanted)} as {part.value}")
    if new and workshop.state in UNDER_WAY:
        renew_entry(workshop)  # who was taken off before has a cancellation, which this must outdo
        _tell(actor, workshop, new)
    record_event(workshop.id, SEATS_CHANGED if moved else "invited")
    return new


def change_part(actor: Actor, workshop: Workshop, person_id: int, part: Part) -> None:
    """Make somebody who is on the list a participant, an observer or a co-facilitator.

    Conflict if they were taken off it meanwhile: nobody is invited again by a change of their part.
    """
    lock_workshop(workshop)
    require(actor, Permission.CHANGE, seat_of(workshop, actor))
    held = (WorkshopMember.workshop_id == workshop.id) & (WorkshopMember.person_id == person_id)
    if db.session.scalars(select(WorkshopMember.id).where(held)).first() is None:
        raise Conflict(
            gettext("They were taken off the list meanwhile."), help_text=gettext("They can be invited again.")
        )
    invite(actor, workshop, [person_id], part)


def uninvite(actor: Actor, workshop: Workshop, person_id: int) -> None:
    """Take somebody off the list before cards are collected. Who had the invitation gets a cancellation of it.

    Refused from then on, and for the facilitator; NotFound for whoever is not on the list.
    """
    lock_workshop(workshop)
    require(actor, Permission.CHANGE, seat_of(workshop, actor))
    member = _member(workshop.id, person_id)
    if member.part is Part.FACILITATOR:
        raise Refused(gettext("The facilitator stays."), gettext("A co-facilitator can take over."))
    if workshop.state not in UNTIL:
        raise Refused(
            gettext("It has begun: whoever is invited keeps their seat."), gettext("Make them an observer instead.")
        )
    db.session.delete(member)
    audit.record(actor, "take off the list", workshop)
    if workshop.state != "draft":
        renew_entry(workshop)
        announce(
            WorkshopUninvited(
                network_id=workshop.network_id, actor_id=actor.person_id, workshop_id=workshop.id, person_id=person_id
            )
        )
    record_event(workshop.id, SEATS_CHANGED)


def answer(actor: Actor, workshop: Workshop, said: Answer, *, seen: str | int | None = None) -> None:
    """Answer one's own invitation; a later answer replaces an earlier one.

    `seen` is the meeting that was seen: Conflict if it has another time by now. NotFound for whoever is not invited;
    Refused where there is no meeting to answer for.
    """
    require(actor, Permission.ANSWER, seat_of(workshop, actor))
    _answer(workshop, _member(workshop.id, actor.person_id or 0), said, seen)


def answer_by_link(handle: str, said: Answer, *, seen: str | int | None = None) -> Workshop:
    """The same for whoever holds the signed link of a letter, without signing in. NotFound for a link that is over.

    Conflict and Refused as in `answer`.
    """
    member = db.session.scalar(select(WorkshopMember).where(WorkshopMember.answer_token == handle))
    if member is None:
        raise NotFound
    workshop = db.session.get_one(Workshop, member.workshop_id)
    if not _members(workshop.network_id, {member.person_id}):
        raise NotFound
    _answer(workshop, member, said, seen)
    return workshop


def choose_letters_by_link(handle: str, *, wanted: bool) -> None:
    """Stop the letters about a workshop, or take them up again, for whoever holds the signed link of one.

    NotFound for a link that is over.
    """
    member = db.session.scalar(select(WorkshopMember).where(WorkshopMember.answer_token == handle))
    if member is None:
        raise NotFound
    member.wants_letters = wanted


def _answer(workshop: Workshop, member: WorkshopMember, said: Answer, seen: str | int | None) -> None:
    lock_workshop(workshop)
    if workshop.state not in {"scheduled", "collecting", "live"}:
        raise Refused(
            gettext(
                "This workshop is %(workshop)s: there is no meeting to answer for.",
                workshop=WORKSHOP.label(workshop.state),
            ),
            gettext("Its page says what you can do now."),
        )
    if not workshop.minutes:
        raise Refused(
            gettext("This workshop has no meeting to answer for."), gettext("You read and write in your own time.")
        )
    when = (
        gettext("It is on %(local)s now.", local=f"{clock.local(workshop.starts_at):%-d %B %Y at %H:%M}")
        if workshop.starts_at
        else ""
    )
    moved = Conflict(
        gettext("The meeting has another time than the one you answered for."),
        help_text=gettext("%(when)s Can you come?", when=when),
    )
    expect_same(workshop.meeting, seen, moved)
    member.answer = said


def _member(workshop_id: int, person_id: int) -> WorkshopMember:
    found = db.session.scalar(
        select(WorkshopMember).where(WorkshopMember.workshop_id == workshop_id, WorkshopMember.person_id == person_id)
    )
    if found is None:
        raise NotFound
    return found


def _members(network_id: int, person_ids: set[int]) -> set[int]:
    """Which of these people are members of the network today."""
    here = (
        select(Membership.person_id)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.network_id == network_id,
            Membership.left_at.is_(None),
            Membership.person_id.in_(person_ids),
            Person.active,
        )
    )
    return set(db.session.scalars(here))


def _tell(actor: Actor, workshop: Workshop, person_ids: list[int]) -> None:
    announce(
        WorkshopInvited(
            network_id=workshop.network_id,
            actor_id=actor.person_id,
            workshop_id=workshop.id,
            person_ids=tuple(person_ids),
            sequence=workshop.ics_sequence,
        )
    )


def renew_entry(workshop: Workshop) -> None:
    """All that is sent of the meeting from now on is newer than what anybody has of it (RFC 5546, 2.1.4).

    The plan keeps its version: whoever is changing it has nothing to look at anew.
    """
    raised = update(Workshop).where(Workshop.id == workshop.id).values(ics_sequence=Workshop.ics_sequence + 1)
    db.session.execute(raised.execution_options(synchronize_session="fetch"))

"""Who is invited and what was answered: numbers for everybody, names for those who run the workshop."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, select

from app.accounts.models import DigestFrequency, Person
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.core.permissions import require
from app.networks.models import LearningNetwork, Module
from app.networks.queries.current import current_member
from app.workshops.lifecycle import UNDER_WAY
from app.workshops.models import Answer, Part, Workshop, WorkshopMember
from app.workshops.policy import Permission, Seat
from app.workshops.queries import seat_of


class Numbers(NamedTuple):
    """How many are invited to take part, how many of them answered what, and how many only watch."""

    invited: int
    yes: int
    maybe: int
    no: int
    observers: int

    @property
    def silent(self) -> int:
        return self.invited - self.yes - self.maybe - self.no

    @property
    def listed(self) -> int:
        """Everybody on the list: who gets the letters."""
        return self.invited + self.observers


class InvitedPerson(NamedTuple):
    person_id: int
    name: str
    part: Part
    answer: Answer | None
    #: Whether a letter about it is wanted.
    wants_letters: bool


@dataclass(frozen=True)
class ByLink:
    """What the link of a letter leads to."""

    workshop: Workshop
    slug: str
    code: str
    name: str
    answer: Answer | None
    wants_letters: bool


def on_the_list(workshop: Workshop) -> list[ColumnElement[bool]]:
    """The members whom every number of this workshop is about. Ask for these and no others.

    Who left the network is not waited for. Of a workshop that is over it stays true that they were invited.
    """
    here = [WorkshopMember.workshop_id == workshop.id]
    waits = workshop.state in UNDER_WAY | {"draft"}
    return [*here, current_member(WorkshopMember.person_id, workshop.network_id)] if waits else here


def asked_to_take_part(workshop: Workshop) -> list[ColumnElement[bool]]:
    """Those of them who count as invited: observers neither write nor vote, and nobody waits for them."""
    return [*on_the_list(workshop), WorkshopMember.part != Part.OBSERVER]


def numbers(workshop: Workshop, seen_by: Actor) -> Numbers:
    require(seen_by, Permission.READ, workshop)
    asked = WorkshopMember.part != Part.OBSERVER
    said = [func.count().filter(asked, WorkshopMember.answer == each) for each in (Answer.YES, Answer.MAYBE, Answer.NO)]
    query = select(func.count().filter(asked), *said, func.count().filter(~asked)).where(*on_the_list(workshop))
    return Numbers._make(db.session.execute(query).one())


def people(workshop: Workshop, seen_by: Actor, *, seat: Seat | None = None) -> list[InvitedPerson]:
    """Everybody invited who is still a member of the network, by name, for those who run it."""
    require(seen_by, Permission.CHANGE, seat or seat_of(workshop, seen_by))
    wanted = and_(WorkshopMember.wants_letters, Person.mail_pace != DigestFrequency.OFF)
    query = (
        select(WorkshopMember.person_id, Person.name, WorkshopMember.part, WorkshopMember.answer, wanted)
        .join(Person, Person.id == WorkshopMember.person_id)
        .where(WorkshopMember.workshop_id == workshop.id, current_member(WorkshopMember.person_id, workshop.network_id))
        .order_by(Person.name, Person.id)
    )
    return [InvitedPerson(*row) for row in db.session.execute(query)]


def by_link(handle: str) -> ByLink:
    """The workshop and the person of an invitation's link; NotFound unless that person is still a member.

    Takes no reader: the signed link is what lets somebody see it.
    """
    query = (
        select(
            Workshop,
            LearningNetwork.slug,
            Module.code,
            Person.name,
            WorkshopMember.answer,
            WorkshopMember.wants_letters,
        )
        .join(WorkshopMember, WorkshopMember.workshop_id == Workshop.id)
        .join(Person, Person.id == WorkshopMember.person_id)
        .join(LearningNetwork, LearningNetwork.id == Workshop.network_id)
        .join(Module, Module.id == LearningNetwork.module_id)
        .where(WorkshopMember.answer_token == handle, current_member(WorkshopMember.person_id, Workshop.network_id))
    )
    row = db.session.execute(query).first()
    if row is None:
        raise NotFound
    return ByLink(*row)

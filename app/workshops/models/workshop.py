"""A workshop, its phases, and who is invited."""

from __future__ import annotations

import secrets
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core.db import Model, key, points_to
from app.core.personal_data import Merging, Personal
from app.workshops.models.methods import HowToVote


class Anonymity(StrEnum):
    """What is stored of who wrote a card. Fixed before the first card; it may only be raised."""

    NAMED = "named"
    #: The facilitators see names; the participants do not.
    HIDDEN = "names hidden"
    #: Nobody can see who wrote what: it is not stored.
    UNATTRIBUTED = "unattributed"


class Part(StrEnum):
    """What an invited member does in a workshop."""

    FACILITATOR = "facilitator"
    CO_FACILITATOR = "co-facilitator"
    PARTICIPANT = "participant"
    OBSERVER = "observer"


class Answer(StrEnum):
    """What was said to the invitation."""

    YES = "yes"
    NO = "no"
    MAYBE = "maybe"


def new_handle() -> str:
    return secrets.token_urlsafe(24)


class Workshop(HowToVote, Model):
    __tablename__ = "workshop"
    __table_args__ = (UniqueConstraint("network_id", "number"),)

    id: Mapped[key]
    network_id: Mapped[int] = points_to("learning_network.id", index=False)
    number: Mapped[int]
    title: Mapped[str]
    purpose: Mapped[str]
    #: Names the template whose method it has; see phases.py. Its phases may have been set otherwise since.
    template: Mapped[str]
    #: See lifecycle.WORKSHOP.
    state: Mapped[str] = mapped_column(default="draft")
    state_since: Mapped[datetime]
    #: Why it was cancelled or reopened.
    state_reason: Mapped[str | None]
    anonymity: Mapped[Anonymity]
    starts_at: Mapped[datetime | None]
    minutes: Mapped[int]
    #: Hours that absent members have to add, and that everybody has to vote, after the meeting. 0 leaves it out.
    catch_up_hours: Mapped[int]
    ballot_hours: Mapped[int]
    #: When the present state ends by itself: the catch-up or the final ballot.
    closes_at: Mapped[datetime | None]
    #: Where the call is (Teams, Zoom, Adobe Connect). The workshop works without any.
    call_url: Mapped[str | None]
    #: Missing it matters: those who could not come get one letter with the board's address.
    critical_reason: Mapped[str | None]
    #: Which phase the room is in, while it is live.
    phase_ix: Mapped[int | None]
    #: Who holds the lease: the one person whose steps move the room.
    facilitator_id: Mapped[int] = points_to(
        "person.id", personal=Personal("workshops that you facilitate", place=("number", "title", "state"))
    )
    #: A calendar knows the event by this for good, and that it changed by the sequence.
    ics_uid: Mapped[str]
    ics_sequence: Mapped[int] = mapped_column(default=0)
    #: The number of the last event of its log: without gaps, in the order of the commits.
    seq: Mapped[int] = mapped_column(default=0)
    created_by_id: Mapped[int] = points_to(
        "person.id",
        personal=Personal(
            "workshops that you planned",
            words=("title", "purpose", "critical_reason"),
            facts=("created_at",),
            place=("number", "state"),
        ),
    )
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    facilitator: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[facilitator_id])
    phases: Mapped[list[Phase]] = relationship(lazy="raise_on_sql", order_by="Phase.ix")

    __mapper_args__ = {"version_id_col": version}

    @property
    def meeting(self) -> str:
        """The time that people answer for: another is another question."""
        return f"{self.starts_at.isoformat()} {self.minutes}" if self.starts_at else f"no day yet {self.minutes}"


class SavedTemplate(HowToVote, Model):
    """A run sheet that a network keeps for its next workshops: a variant of one of the site's templates."""

    __tablename__ = "workshop_template"
    __table_args__ = (UniqueConstraint("network_id", "title"),)

    id: Mapped[key]
    network_id: Mapped[int] = points_to("learning_network.id", index=False)
    title: Mapped[str]
    #: The template of the site that it varies.
    base: Mapped[str]
    #: [kind, title, minutes, whether it goes on by itself] each; the oldest have no fourth.
    phases: Mapped[list[tuple[Any, ...]]] = mapped_column(JSON)
    catch_up_hours: Mapped[int]
    ballot_hours: Mapped[int]
    saved_by_id: Mapped[int] = points_to(
        "person.id", personal=Personal("run sheets that you saved", words=("title",), facts=("saved_at",))
    )
    saved_at: Mapped[datetime]


class Phase(Model):
    """One step of the meeting. Its kind and what the server enforces in it: see phases.py."""

    __tablename__ = "workshop_phase"
    __table_args__ = (UniqueConstraint("workshop_id", "ix"),)

    id: Mapped[key]
    workshop_id: Mapped[int] = points_to("workshop.id", index=False)
    ix: Mapped[int]
    kind: Mapped[str]
    title: Mapped[str]
    minutes: Mapped[int]
    opened_at: Mapped[datetime | None]
    #: The clock: when it runs out, or how many seconds were left when it was stopped.
    ends_at: Mapped[datetime | None]
    seconds_left: Mapped[int | None]
    #: How far the reveal has come when cards are shown one at a time: those whose place is below this. None: all.
    shown: Mapped[int | None]
    #: The room goes on by itself when the clock ends.
    goes_on: Mapped[bool] = mapped_column(default=False)
    #: Seconds that the clock was given back because the site was away.
    given_back: Mapped[int] = mapped_column(default=0)


class WorkshopMember(Model):
    """Somebody invited. What they did is noted as yes or no, without a time: see the pages on anonymity."""

    __tablename__ = "workshop_member"
    __table_args__ = (UniqueConstraint("workshop_id", "person_id"),)

    id: Mapped[key]
    workshop_id: Mapped[int] = points_to("workshop.id", index=False)
    person_id: Mapped[int] = points_to(
        "person.id",
        personal=Personal(
            "workshops that you were invited to",
            facts=("part", "answer", "attended", "contributed", "wants_letters"),
            merging=Merging.MOVE_OR_STAY,
            one_each=(("workshop_id",),),
        ),
    )
    part: Mapped[Part] = mapped_column(default=Part.PARTICIPANT)
    answer: Mapped[Answer | None]
    #: What the link in a letter names, to answer without signing in. It works only with the site's signature, so that
    #: whoever reads the table answers for nobody.
    answer_token: Mapped[str] = mapped_column(unique=True, default=new_handle)
    #: Was in the room while it was live.
    attended: Mapped[bool] = mapped_column(default=False)
    #: Wrote or seconded something, at any time.
    contributed: Mapped[bool] = mapped_column(default=False)
    #: Whether letters about this workshop are wanted; what concerns the calendar is sent all the same.
    wants_letters: Mapped[bool] = mapped_column(default=True)
    #: Ready for the next step, in the phase with this index.
    ready_ix: Mapped[int | None]
    person: Mapped[Person] = relationship(lazy="raise_on_sql")

"""The write-up: each section in people's own words, or drafted from the rows as they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, select

from app.accounts.models import Person
from app.core.actor import Actor
from app.core.audit import AuditEntry
from app.core.db import db
from app.core.errors import Refused
from app.core.permissions import allowed, require
from app.core.text import markdown
from app.networks.models import LearningNetwork
from app.workshops.board.queries.board import Board, board
from app.workshops.models import Round, Voter, Workshop, WorkshopMember, WriteUpSection
from app.workshops.outcomes.queries import outcomes_of
from app.workshops.outcomes.write_up.draft import WriteUpFacts, draft
from app.workshops.outcomes.write_up.draft_method import Conduct, RoundHeld
from app.workshops.outcomes.write_up.sections import SECTIONS
from app.workshops.participants.queries import numbers
from app.workshops.policy import Permission, Seat
from app.workshops.queries import seat_of
from app.workshops.visibility import cards_visible
from app.workshops.voting.queries.results import results


@dataclass(frozen=True)
class Section:
    """A part of the write-up. `edited_by` is None while it drafts itself."""

    name: str
    title: str
    text: str
    html: str
    version: int | None
    edited_by: str | None
    edited_at: datetime | None


def write_up(
    network: LearningNetwork, workshop: Workshop, seen_by: Actor, *, seat: Seat | None = None
) -> list[Section]:
    """All sections in order, for those who may read the board.

    In a room that went back before its reveal they are drafts without a theme or a card: what was put into words may
    quote them.
    """
    seat = seat or seat_of(workshop, seen_by)
    if seat.state != "published" and not allowed(seen_by, Permission.READ_BOARD, seat) and _was_published(workshop.id):
        raise Refused(
            "This workshop was reopened, and its write-up is being worked on anew.",
            "It is here for everybody again once it is published. Until then those invited read it.",
        )
    require(seen_by, Permission.READ_BOARD, seat)
    written = _written(workshop.id) if cards_visible(workshop) else {}
    facts = _facts(network, workshop, seen_by, seat)
    return [_section(name, title, written, facts) for name, title in SECTIONS.items()]


def _was_published(workshop_id: int) -> bool:
    here = (AuditEntry.subject_kind == "workshop", AuditEntry.subject_id == workshop_id, AuditEntry.verb == "publish")
    return bool(db.session.scalar(select(exists().where(*here))))


def _written(workshop_id: int) -> dict[str, tuple[WriteUpSection, str]]:
    asked = (
        select(WriteUpSection, Person.name)
        .join(Person, Person.id == WriteUpSection.edited_by_id)
        .where(WriteUpSection.workshop_id == workshop_id)
    )
    return {section.name: (section, name) for section, name in db.session.execute(asked)}


def _section(name: str, title: str, written: Mapping[str, tuple[WriteUpSection, str]], facts: WriteUpFacts) -> Section:
    row, by = written.get(name, (None, None))
    if row is not None and row.body_md.strip():
        return Section(name, title, row.body_md, row.body_html, row.version, by, row.edited_at)
    text = draft(name, facts)
    return Section(name, title, text, markdown.render(text), row.version if row else None, None, None)


def _facts(network: LearningNetwork, workshop: Workshop, seen_by: Actor, seat: Seat) -> WriteUpFacts:
    counts = select(
        func.count().filter(WorkshopMember.attended),
        func.count().filter(WorkshopMember.contributed),
    ).where(WorkshopMember.workshop_id == workshop.id)
    attended, contributed = db.session.execute(counts).one()
    shown = board(workshop, seen_by=seen_by, seat=seat)
    return WriteUpFacts(
        workshop=workshop,
        attended=attended,
        contributed=contributed,
        board=shown,
        endings=outcomes_of(network, workshop, seen_by, seat=seat),
        results=results(workshop, seen_by=seen_by, seat=seat),
        conduct=_conduct(workshop, shown, seen_by),
    )


def _conduct(workshop: Workshop, shown: Board, seen_by: Actor) -> Conduct:
    asked = numbers(workshop, seen_by)
    cards = [*shown.loose, *shown.tray, *(card for theme in shown.themes for card in theme.cards)]
    return Conduct(
        facilitator=db.session.get_one(Person, workshop.facilitator_id).name,
        invited=asked.invited,
        observers=asked.observers,
        brought=sum(card.post_id is not None for card in cards),
        ballots=_ballots(workshop.id),
    )


def _ballots(workshop_id: int) -> list[RoundHeld]:
    asked = (
        select(Round, func.count(Voter.person_id), func.count().filter(Voter.submitted))
        .outerjoin(Voter, Voter.round_id == Round.id)
        .where(Round.workshop_id == workshop_id)
        .group_by(Round.id)
        .order_by(Round.number)
    )
    return [
        RoundHeld(
            final=one.final,
            state=one.state,
            method=one.method.value,
            rule=one.rule,
            sealed=one.sealed,
            opened_at=one.opened_at,
            closed_at=one.closed_at,
            electorate=electorate,
            submitted=submitted,
        )
        for one, electorate, submitted in db.session.execute(asked)
    ]

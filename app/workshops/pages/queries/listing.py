"""A network's workshops as lines, and what waits for a person in theirs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, bindparam, case, func, or_, select

from app.core.actor import Actor
from app.core.db import db, rows_of
from app.core.permissions import allowed, require
from app.networks.models import LearningNetwork, Module
from app.networks.policy import WHOEVER_READS, Capability, networks_of
from app.workshops.lifecycle import UNDER_WAY
from app.workshops.models import Answer, Part, Round, RoundState, Voter, Workshop, WorkshopMember
from app.workshops.policy import Permission, visible_workshops
from app.workshops.pseudonyms import rounds_with

#: A network has a few workshops in a year.
MOST = 200
MOST_ON_HOME = 20


#: Who sees a draft in the list besides those who plan; others hear of it when the invitations go out.
RUNNING = frozenset({Part.FACILITATOR, Part.CO_FACILITATOR})


class WorkshopLine(NamedTuple):
    """A workshop as a line of a list, with the reader's own part in it."""

    number: int
    title: str
    state: str
    starts_at: datetime | None
    closes_at: datetime | None
    minutes: int
    critical: bool
    part: Part | None
    answer: Answer | None


class WorkshopOnHome(NamedTuple):
    """A workshop that a person is invited to, with its network, and whether a ballot of theirs is missing."""

    number: int
    title: str
    state: str
    starts_at: datetime | None
    closes_at: datetime | None
    state_since: datetime
    part: Part
    answer: Answer | None
    slug: str
    code: str
    owes_ballot: bool


def workshops(network: LearningNetwork, *, seen_by: Actor) -> list[WorkshopLine]:
    """Those to come and under way, the next first; then those that are over, the latest first.

    Drafts are listed for whoever plans here or is to run them: to others there is nothing to do about one yet.
    """
    require(seen_by, Permission.READ, network)
    values = {"network": network.id, "person": seen_by.person_id, "most": MOST}
    lines = [WorkshopLine(*row) for row in db.session.execute(_LINES, values)]
    plans = allowed(seen_by, Permission.PLAN, network)
    return [each for each in lines if each.state != "draft" or plans or each.part in RUNNING]


def under_way(network: LearningNetwork, most: int, *, seen_by: Actor) -> Sequence[WorkshopLine]:
    """The next few, for the network's own page."""
    require(seen_by, Permission.READ, network)
    values = {"network": network.id, "person": seen_by.person_id, "most": most}
    return [WorkshopLine(*row) for row in rows_of(_NEXT, values)]


def mine_under_way(*, seen_by: Actor) -> list[WorkshopOnHome]:
    """The workshops one is invited to that are to come or under way."""
    values = {"person": seen_by.person_id, **networks_of(seen_by, Capability.READ)}
    rows = rows_of(_MINE, values).all()
    missing = [row[-1] for row in rows if row[-1] is not None]
    handed_in = rounds_with(seen_by.person_id, missing) if missing else set()
    return [WorkshopOnHome(*row)._replace(owes_ballot=row[-1] not in {None, *handed_in}) for row in rows]


def _is_under_way() -> ColumnElement[bool]:
    return Workshop.state.in_(sorted(UNDER_WAY))


def _lines() -> Select[*tuple[Any, ...]]:
    own = and_(WorkshopMember.workshop_id == Workshop.id, WorkshopMember.person_id == bindparam("person"))
    return (
        select(
            Workshop.number,
            Workshop.title,
            Workshop.state,
            Workshop.starts_at,
            Workshop.closes_at,
            Workshop.minutes,
            Workshop.critical_reason.is_not(None),
            WorkshopMember.part,
            WorkshopMember.answer,
        )
        .outerjoin(WorkshopMember, own)
        .where(Workshop.network_id == bindparam("network"))
        .limit(bindparam("most"))
    )


def _owed_round() -> ScalarSelect[int]:
    """The open round in which no ballot is noted with the person's name. A sealed one may have it under a pseudonym."""
    return (
        select(func.max(Round.id))
        .where(
            Round.workshop_id == Workshop.id,
            Round.final,
            Round.state == RoundState.OPEN,
            Voter.round_id == Round.id,
            Voter.person_id == WorkshopMember.person_id,
            Voter.submitted.is_(False),
        )
        .scalar_subquery()
    )


_OPEN_FIRST = case((or_(_is_under_way(), Workshop.state == "draft"), 0), else_=1)
_LINES = _lines().order_by(
    _OPEN_FIRST,
    case((_OPEN_FIRST == 0, Workshop.starts_at)).asc().nulls_last(),
    Workshop.starts_at.desc().nulls_last(),
    Workshop.number.desc(),
)
_NEXT = _lines().where(_is_under_way()).order_by(Workshop.starts_at.asc().nulls_last(), Workshop.number)
_MINE = (
    select(
        Workshop.number,
        Workshop.title,
        Workshop.state,
        Workshop.starts_at,
        Workshop.closes_at,
        Workshop.state_since,
        WorkshopMember.part,
        WorkshopMember.answer,
        LearningNetwork.slug,
        Module.code,
        _owed_round(),
    )
    .join(WorkshopMember, WorkshopMember.workshop_id == Workshop.id)
    .join(LearningNetwork, LearningNetwork.id == Workshop.network_id)
    .join(Module, Module.id == LearningNetwork.module_id)
    .where(WorkshopMember.person_id == bindparam("person"), _is_under_way(), visible_workshops(WHOEVER_READS))
    .order_by(Workshop.starts_at.asc().nulls_last(), Workshop.id)
    .limit(MOST_ON_HOME)
)

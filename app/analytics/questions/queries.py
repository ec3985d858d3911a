"""The log of questions, for whoever answers for a network's data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from app.analytics.policy import Permission
from app.analytics.questions.budget import SETS, WINDOW, allowed_since, used_since
from app.analytics.questions.models import AskedSites, FigureQuestion, QuestionAllowance
from app.core import clock
from app.core.actor import Actor
from app.core.db import db
from app.core.permissions import require
from app.networks.models import LearningNetwork

#: So many questions are shown, the newest.
SHOWN = 200
#: Sets that differ by so few sites are marked: the difference of their figures is that of those few sites.
CLOSE = 3


@dataclass(frozen=True)
class LoggedQuestion:
    """Who asked for what, when; and the set asked for before from which this one differs least, if it is that close."""

    number: int
    person: str
    through: str
    presentation: str
    sites: tuple[int, ...]
    first_at: datetime
    last_at: datetime
    times: int
    counts: bool
    close_to: int | None
    differs_by: int


@dataclass(frozen=True)
class Budget:
    """How many new sets of a presentation were asked for within 30 days, of how many."""

    presentation: str
    used: int
    of: int


def questions(network: LearningNetwork, seen_by: Actor) -> list[LoggedQuestion]:
    """The newest questions about the network's module, newest first."""
    require(seen_by, Permission.READ_LOG, network)
    query = (
        select(FigureQuestion)
        .join(FigureQuestion.asked)
        .options(contains_eager(FigureQuestion.asked), joinedload(FigureQuestion.person))
        .where(AskedSites.module == network.module.code)
        .order_by(FigureQuestion.id.desc())
        .limit(SHOWN)
    )
    newest = list(db.session.scalars(query))
    return [_logged(each, newest[at + 1 :]) for at, each in enumerate(newest)]


def _logged(one: FigureQuestion, before: Sequence[FigureQuestion]) -> LoggedQuestion:
    close_to, differs_by = _closest(one, before)
    return LoggedQuestion(
        number=one.id,
        person=one.person.name,
        through=one.through,
        presentation=one.asked.presentation,
        sites=tuple(one.asked.sites),
        first_at=one.first_at,
        last_at=one.last_at,
        times=one.times,
        counts=one.asked.counted_at is not None,
        close_to=close_to,
        differs_by=differs_by,
    )


def _closest(one: FigureQuestion, before: Sequence[FigureQuestion]) -> tuple[int | None, int]:
    mine = set(one.asked.sites)
    found, least = None, CLOSE + 1
    for other in before:
        if other.asked_sites_id == one.asked_sites_id or other.asked.presentation != one.asked.presentation:
            continue
        if abs(len(other.asked.sites) - len(mine)) < least and (apart := len(mine ^ set(other.asked.sites))) < least:
            found, least = other.id, apart
    return (found, least) if found else (None, 0)


def budgets(network: LearningNetwork, presentations: Sequence[str], seen_by: Actor) -> list[Budget]:
    """The budget of each of these presentations."""
    require(seen_by, Permission.READ_LOG, network)
    since = clock.now() - WINDOW
    return [
        Budget(
            name,
            db.session.execute(used_since(network.module.code, name, since)).scalar_one(),
            SETS + db.session.execute(allowed_since(network.id, name, since)).scalar_one(),
        )
        for name in presentations
    ]


def allowances(network: LearningNetwork, seen_by: Actor) -> Sequence[QuestionAllowance]:
    """What was allowed beyond the budget, newest first."""
    require(seen_by, Permission.READ_LOG, network)
    mine = select(QuestionAllowance).where(QuestionAllowance.network_id == network.id)
    query = mine.options(joinedload(QuestionAllowance.allowed_by)).order_by(QuestionAllowance.id.desc())
    return db.session.scalars(query).all()

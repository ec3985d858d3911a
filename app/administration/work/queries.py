"""Reads about work piece by piece: what it is, how far it is, and why it failed; never for whom, and nobody's words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, case, select
from sqlalchemy.engine import Row

from app.administration.letters.answers import ELSE
from app.administration.letters.whom import answers_without_people
from app.administration.work.kinds import PERIODIC, SHOWN, STOPPABLE
from app.core import clock
from app.core.actor import Actor
from app.core.db import db
from app.core.language.spoken import gettext
from app.core.outbox import MOST_ATTEMPTS, OutboxItem, idle, in_vain
from app.core.permissions import require
from app.networks.policy import Permission
from app.web.worker.periodic_runs import every_work

#: So many pieces are shown, the most pressing first.
MOST_SHOWN = 100


class WorkState(StrEnum):
    GIVEN_UP = "Given up"
    FAILED = "Failed"
    UNDER_WAY = "Under way"
    WAITING = "Waiting"
    LATER = "For later"


@dataclass(frozen=True)
class PieceOfWork:
    id: int
    title: str
    state: WorkState
    since: datetime
    tries: int
    #: When it is tried by itself; None for what is being done, and for what is given up.
    next_at: datetime | None
    #: Why it failed, without whom it was about.
    why: str
    stoppable: bool

    @property
    def failed(self) -> bool:
        return self.state in {WorkState.GIVEN_UP, WorkState.FAILED}


@dataclass(frozen=True)
class PeriodicInWords:
    title: str
    last_at: datetime | None
    #: What there is to say of the last run; "" when it went well.
    fault: str
    next_at: datetime | None


def pieces(seen_by: Actor) -> list[PieceOfWork]:
    """What is owed and may be looked at, failed work first. Refused for everybody but an administrator, like all here."""
    require(seen_by, Permission.ADMINISTER, None)
    rows = db.session.execute(_owed().limit(MOST_SHOWN)).all()
    answer = answers_without_people([row.payload for row in rows if row.last_error])
    return [_in_words(row, answer(row.last_error, row.payload)) for row in rows]


def piece(id_: int, seen_by: Actor) -> PieceOfWork | None:
    """One of them; None for what is done meanwhile, and for what may not be looked at."""
    require(seen_by, Permission.ADMINISTER, None)
    row = db.session.execute(_owed().where(OutboxItem.id == id_)).first()
    return _in_words(row, "") if row is not None else None


def periodic(seen_by: Actor) -> list[PeriodicInWords]:
    """What the worker does by the clock, the soonest first."""
    require(seen_by, Permission.ADMINISTER, None)
    found = []
    for work in every_work():
        last, fault = work.last, ""
        if last is not None and last.fault:
            fault = gettext("It ended with a fault (%(fault)s); the log of the worker has it.", fault=last.fault)
        elif last is not None and last.ended_at is None:
            fault = gettext("It is running, or was stopped in the middle.")
        title = PERIODIC.get(work.name, work.name)
        found.append(PeriodicInWords(title, last.begun_at if last else None, fault, work.next_at))
    return found


def _owed() -> Select[*tuple[Any, ...]]:
    state = case(
        (~idle(), WorkState.UNDER_WAY.value),
        (OutboxItem.attempts >= MOST_ATTEMPTS, WorkState.GIVEN_UP.value),
        (in_vain(), WorkState.FAILED.value),
        (OutboxItem.due_at <= clock.now(), WorkState.WAITING.value),
        else_=WorkState.LATER.value,
    ).label("state")
    pressing = case((in_vain(), 0), else_=1)
    item = OutboxItem
    columns = (item.id, item.kind, item.created_at, item.due_at, item.attempts, item.last_error, item.payload, state)
    owed = select(*columns).where(item.kind.in_(SHOWN), item.done_at.is_(None))
    return owed.order_by(pressing, item.due_at, item.id)


def _in_words(row: Row[Any], answer: str) -> PieceOfWork:
    state = WorkState(row.state)
    tried = state in {WorkState.GIVEN_UP, WorkState.FAILED}
    return PieceOfWork(
        id=row.id,
        title=SHOWN[row.kind],
        state=state,
        since=row.created_at,
        tries=row.attempts,
        next_at=None if state in {WorkState.GIVEN_UP, WorkState.UNDER_WAY} else row.due_at,
        why=_why(row.last_error, answer) if tried else "",
        stoppable=row.kind in STOPPABLE and state is not WorkState.UNDER_WAY,
    )


def _why(error: str | None, answer: str) -> str:
    kind = (error or "").partition(":")[0]
    # What is no answer of a mail server may hold what somebody wrote: then nothing but what kind of fault it is.
    return (
        gettext("%(kind)s: the log of the worker says what went wrong.", kind=kind)
        if answer == ELSE and kind.isidentifier()
        else answer
    )

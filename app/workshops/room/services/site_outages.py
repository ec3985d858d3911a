"""What an outage of the site takes from the clocks of live rooms, and giving it back.

The processes that answer pages note every few seconds that they do. Whichever of them sees first that nobody did for
longer than a minute gives the clocks that were running the time back, and the rooms are told. After half an hour nobody
sits there waiting: the clock stands then, until whoever facilitates lets it run on or finishes asynchronously.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import selectinload

from app.core import clock
from app.core.db import changed_rows, db, insert_once
from app.workshops.event_log import record_event
from app.workshops.models import SiteSign, Workshop
from app.workshops.room.services.phase_clock import run_until

#: How often a process that answers pages says so.
EVERY = timedelta(seconds=5)
#: An interruption that is longer is an outage.
OUTAGE = timedelta(seconds=60)
#: After one this long the clock stands.
LONG = timedelta(minutes=30)


def is_due() -> bool:
    """Whether it is time to note that the site answers. Only reads: most of the time another process has just done so."""
    seen, at = _last_sign(), clock.now()
    return seen is None or not seen <= at < seen + EVERY


def note_that_the_site_answers() -> timedelta | None:
    """How long it had not, if that was an outage: of processes that see it at once one gives the clocks their time."""
    seen, at = _last_sign(), clock.now()
    if seen is None:
        insert_once(SiteSign, {"id": 1, "at": at})
        return None
    mine = update(SiteSign).where(SiteSign.id == 1, SiteSign.at == seen).values(at=at)
    if not changed_rows(mine) or at - seen <= OUTAGE:
        return None
    _give_back(seen, at - seen)
    return at - seen


def ends_within(ends_at: datetime) -> bool:
    """Whether a clock ended while the site was away, and nobody has noticed that outage yet."""
    seen = _last_sign()
    return seen is not None and clock.now() - seen > OUTAGE and ends_at > seen


def _last_sign() -> datetime | None:
    return db.session.scalar(select(SiteSign.at).where(SiteSign.id == 1))


def _give_back(since: datetime, away: timedelta) -> None:
    live = select(Workshop).where(Workshop.state == "live").options(selectinload(Workshop.phases)).with_for_update()
    for workshop in db.session.scalars(live.order_by(Workshop.id).execution_options(populate_existing=True)):
        phase = None if workshop.phase_ix is None else workshop.phases[workshop.phase_ix]
        if phase is None or phase.ends_at is None or phase.ends_at <= since:
            continue
        phase.given_back += round(away.total_seconds())
        if away > LONG:
            phase.seconds_left, phase.ends_at = round((phase.ends_at - since).total_seconds()), None
        else:
            run_until(workshop, phase, phase.ends_at + away)
        record_event(workshop.id, "room.outage", seconds=round(away.total_seconds()))

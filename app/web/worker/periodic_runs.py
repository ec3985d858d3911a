"""What the worker does by the clock: when it last did, whether it went well, and when it does so next.

What is done each minute leaves no row: that the worker lives says as much.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from huey import crontab
from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.db import Model, db, insert_once

#: Further ahead nothing is looked for: all of it happens once a day at least.
FURTHEST = timedelta(days=2)


class PeriodicRun(Model):
    """The last run of one of them."""

    __tablename__ = "periodic_run"

    #: Its name, as its wiring gives it.
    job: Mapped[str] = mapped_column(primary_key=True)
    begun_at: Mapped[datetime]
    #: None while it runs, and for one that was killed.
    ended_at: Mapped[datetime | None]
    #: What kind of fault it ended with; its words are for the log.
    fault: Mapped[str] = mapped_column(default="")


@dataclass(frozen=True)
class PeriodicWork:
    """One of them, as the site is set up."""

    name: str
    next_at: datetime | None
    last: PeriodicRun | None


#: Name → schedule, as huey.crontab takes it. The same in each process.
_schedules: dict[str, dict[str, str]] = {}


def plan(name: str, schedule: dict[str, str]) -> bool:
    """Note that this is done by the clock; whether its runs are noted too."""
    if schedule.get("minute") == "*":
        return False
    _schedules[name] = schedule
    return True


def note_begin(name: str) -> None:
    """To be committed before the work is done, so that one that is killed is seen."""
    insert_once(PeriodicRun, {"job": name, "begun_at": clock.now(), "ended_at": None, "fault": ""})
    run = db.session.get_one(PeriodicRun, name)
    run.begun_at, run.ended_at, run.fault = clock.now(), None, ""


def note_end(name: str, fault: Exception | None = None) -> None:
    run = db.session.get_one(PeriodicRun, name)
    run.ended_at, run.fault = clock.now(), type(fault).__name__ if fault else ""


def every_work() -> list[PeriodicWork]:
    """All that is done by the clock, by when it is next."""
    last = {run.job: run for run in db.session.scalars(select(PeriodicRun))}
    found = [PeriodicWork(name, _next(schedule), last.get(name)) for name, schedule in _schedules.items()]
    return sorted(found, key=lambda each: (each.next_at or clock.now() + FURTHEST, each.name))


def _next(schedule: dict[str, str]) -> datetime | None:
    """The next minute that the schedule names, by the site's clock; the worker goes by the machine's, in UTC."""
    due, offset = crontab(**schedule), clock.now() - clock.real_now()
    minute = clock.real_now().replace(second=0, microsecond=0)
    for _ in range(int(FURTHEST / timedelta(minutes=1))):
        minute += timedelta(minutes=1)
        if due(minute):
            return minute + offset
    return None

"""Reads about the state of the site."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.core import outbox
from app.core.actor import Actor
from app.core.permissions import require
from app.networks.policy import Permission
from app.web.serving import health

#: What the checks of /readyz look at, in words.
PARTS = {
    "database": "the database",
    "disk": "the disk",
    "worker": "the worker",
    "search": "the search index",
    "analytics": "the store of the learning analytics",
}
MOST_SHOWN = 50


@dataclass(frozen=True)
class SitePart:
    name: str
    #: What is wrong and what to do; "" when it is in order.
    fault: str


@dataclass(frozen=True)
class OwedWork:
    """What the site owes: letters, index entries, reminders, the ends of ballots."""

    overdue: int
    failed: Sequence[outbox.OutboxItem]
    failed_in_all: int


def parts(seen_by: Actor) -> list[SitePart]:
    """Each part that is looked at, by the checks of /readyz. Refused for everybody but an administrator, like all here."""
    require(seen_by, Permission.ADMINISTER, None)
    return [SitePart(PARTS.get(name, name), fault) for name, fault in health.faults().items()]


def work(seen_by: Actor) -> OwedWork:
    """What is due and not done, and what was tried in vain: the newest, and how many in all."""
    require(seen_by, Permission.ADMINISTER, None)
    failed = outbox.failed()
    return OwedWork(outbox.overdue(), failed[: -MOST_SHOWN - 1 : -1], len(failed))

"""Reads about the state of the site."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.administration.models import SiteTrouble
from app.administration.parts import PARTS, kept_as_files
from app.administration.storage import sizes
from app.core import mail, outbox
from app.core.actor import Actor
from app.core.db import db
from app.core.permissions import require
from app.networks.policy import Permission
from app.web.serving import health
from config import Settings

#: What the site owes, by how its kinds begin.
WORK = {
    "letters": (mail.KIND, "accounts.", "administration.", "notifications.", "networks.join_letter"),
    "entries of the search index": ("search.",),
    "datasets to be checked": ("analytics.",),
    "what workshops do by themselves": ("workshops.",),
}


@dataclass(frozen=True)
class SitePart:
    name: str
    #: What is wrong and what to do; "" when it is in order.
    fault: str
    #: Since when, if somebody has looked since.
    since: datetime | None = None


@dataclass(frozen=True)
class FailedWork:
    """What was tried in vain, of one sort: never for whom or when, which would say who did not vote."""

    name: str
    many: int
    #: Of these, how many are tried no more by themselves.
    given_up: int
    kinds: Sequence[str]


def parts(seen_by: Actor) -> list[SitePart]:
    """Each part that is looked at, by the checks of /readyz. Refused for everybody but an administrator, like all here."""
    require(seen_by, Permission.ADMINISTER, None)
    faults = health.faults()
    since = dict(iter(db.session.execute(select(SiteTrouble.part, SiteTrouble.since)))) if any(faults.values()) else {}
    return [
        SitePart(PARTS.get(name, name), fault, since.get(name) if fault else None) for name, fault in faults.items()
    ]


def letters_are_files(seen_by: Actor) -> bool:
    """Whether letters are kept in a folder of the site and sent to nobody."""
    require(seen_by, Permission.ADMINISTER, None)
    return kept_as_files()


def overdue(seen_by: Actor) -> int:
    """How much work is due, and neither done nor tried in vain."""
    require(seen_by, Permission.ADMINISTER, None)
    return outbox.overdue()


def failed_work(seen_by: Actor) -> list[FailedWork]:
    """What was tried in vain, by what it is."""
    require(seen_by, Permission.ADMINISTER, None)
    by_name: dict[str, list[outbox.FailedKind]] = {}
    for each in outbox.failed_kinds():
        by_name.setdefault(_sort(each.kind), []).append(each)
    return [
        FailedWork(name, sum(e.many for e in found), sum(e.given_up for e in found), [e.kind for e in found])
        for name, found in by_name.items()
    ]


def waiting_work(seen_by: Actor) -> dict[str, int]:
    """How much is due and waits for the worker, by what it is: never for whom or since when."""
    require(seen_by, Permission.ADMINISTER, None)
    found: Counter[str] = Counter()
    for kind, many in outbox.waiting_kinds().items():
        found[_sort(kind)] += many
    return dict(found)


def storage(seen_by: Actor, settings: Settings) -> list[tuple[str, str]]:
    """What the site keeps and how large it is, and what is free, in words."""
    require(seen_by, Permission.ADMINISTER, None)
    return sizes(settings)


def _sort(kind: str) -> str:
    return next((name for name, begins in WORK.items() if kind.startswith(begins)), "other work")

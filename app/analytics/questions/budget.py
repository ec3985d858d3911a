"""Writes down who asked for figures of which sites, and refuses when a network has asked for too many sets.

Called while a page or an answer is made, so it writes in a transaction of its own (app.core.db.apart).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Select, Table, bindparam, func, select, tuple_, update

from app.analytics.questions.models import AskedSites, FigureQuestion, QuestionAllowance
from app.core import clock
from app.core.db import apart, db, insert_once_on, rows_of
from app.core.errors import Refused
from app.core.language.spoken import gettext
from app.networks.models import LearningNetwork

WINDOW = timedelta(days=30)
#: New sets of sites that all people of a network together ask for in one presentation, within WINDOW.
SETS = 100

_SITES, _QUESTIONS = cast("Table", AskedSites.__table__), cast("Table", FigureQuestion.__table__)
SiteSets = Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, kw_only=True)
class Asker:
    """Who asks and in which way. Whoever holds the data anyway is written down and not bounded."""

    person_id: int
    through: str
    holds_the_data: bool = False


def ask(module: str, network_id: int | None, sets: SiteSets, asker: Asker, *, note_repeats: bool) -> None:
    """Write down that these sets (by presentation) were asked for, and count those that are new.

    Refused, with nothing counted, if one of them is new and the budget is used up. With `note_repeats` False nothing is
    written for sets that count already: a page that many read is one question.
    """
    sets = {presentation: sites for presentation, sites in sets.items() if sites}
    if not sets or (not note_repeats and _all_count(module, sets)):
        return
    at = clock.now()
    with apart() as connection:
        numbers = {name: _note(connection, module, name, sites, asker, at) for name, sites in sets.items()}
    if network_id is None or asker.holds_the_data:
        return
    with apart() as connection:
        for presentation, number in numbers.items():
            _count(connection, module, network_id, presentation, number, at)


def digest(sites: tuple[int, ...]) -> str:
    return hashlib.sha256(json.dumps(sorted(sites)).encode()).hexdigest()[:32]


def _all_count(module: str, sets: SiteSets) -> bool:
    wanted = frozenset((presentation, digest(sites)) for presentation, sites in sets.items())
    counting = _counting.setdefault(db.engine, set())
    if (module, wanted) in counting:
        return True
    [(counted,)] = rows_of(_COUNTED, {"module": module, "wanted": sorted(wanted)})
    if counted != len(wanted):
        return False
    if len(counting) >= MOST_REMEMBERED:
        counting.clear()
    counting.add((module, wanted))
    return True


#: Sets that count, by the database that says so: what has once been counted is never taken back, so it is asked for once.
_counting: MutableMapping[object, set[tuple[str, frozenset[tuple[str, str]]]]] = WeakKeyDictionary()
MOST_REMEMBERED = 10_000


_COUNTED = select(func.count()).where(
    _SITES.c.module == bindparam("module"),
    tuple_(_SITES.c.presentation, _SITES.c.digest).in_(bindparam("wanted", expanding=True)),
    _SITES.c.counted_at.is_not(None),
)


def _note(
    connection: Connection, module: str, presentation: str, sites: tuple[int, ...], asker: Asker, at: datetime
) -> int:
    """The set's number. Whoever asks for it again in the same way is there with one more time."""
    key = {"module": module, "presentation": presentation, "digest": digest(sites)}
    insert_once_on(connection, _SITES, key | {"sites": sorted(sites)})
    number: int = connection.execute(select(_SITES.c.id).filter_by(**key)).scalar_one()
    same = {"asked_sites_id": number, "person_id": asker.person_id, "through": asker.through}
    new = insert_once_on(connection, _QUESTIONS, same | {"first_at": at, "last_at": at, "times": 1})
    if not new:
        again = update(_QUESTIONS).filter_by(**same)
        connection.execute(again.values(last_at=at, times=_QUESTIONS.c.times + 1))
    return number


def _count(connection: Connection, module: str, network_id: int, presentation: str, number: int, at: datetime) -> None:
    # One network's questions are counted one after the other: two must not both be the last that is allowed.
    network = select(LearningNetwork.id).where(LearningNetwork.id == network_id)
    connection.execute(network.with_for_update(key_share=True))
    this = _SITES.c.id == number
    if connection.execute(select(_SITES.c.counted_at).where(this)).scalar_one() is not None:
        return
    used = connection.execute(used_since(module, presentation, at - WINDOW)).scalar_one()
    more = connection.execute(allowed_since(network_id, presentation, at - WINDOW)).scalar_one()
    if used >= SETS + more:
        raise Refused(
            gettext(
                "This network has asked for figures of %(used)s sets of sites of %(presentation)s within "
                "30 days, which is as many as it may. More of them, compared, would say something about "
                "single students.",
                used=used,
                presentation=presentation,
            ),
            gettext(
                "Figures that were asked for before are still here. Whoever is responsible for the network’s data can allow "
                "more under Data → Who asked for what."
            ),
        )
    connection.execute(update(_SITES).where(this).values(counted_at=at))


def used_since(module: str, presentation: str, since: datetime) -> Select[int]:
    here = (_SITES.c.module == module) & (_SITES.c.presentation == presentation)
    return select(func.count()).select_from(_SITES).where(here, _SITES.c.counted_at > since)


def allowed_since(network_id: int, presentation: str, since: datetime) -> Select[int]:
    here = (QuestionAllowance.network_id == network_id) & (QuestionAllowance.presentation == presentation)
    return select(func.coalesce(func.sum(QuestionAllowance.more), 0)).where(here, QuestionAllowance.at > since)


__all__ = ["SETS", "WINDOW", "Asker", "SiteSets", "allowed_since", "ask", "digest", "used_since"]

"""What a person chose to hear of, for the pages where they choose."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import bindparam, or_, select

from app.core.actor import Actor
from app.core.db import rows_of
from app.forums.following.levels import DEFAULT
from app.forums.models import Discussion, Forum, Level, Subscription
from app.networks.models import LearningNetwork

Place = Discussion | Forum | LearningNetwork


class Chosen(NamedTuple):
    """What was said of the place itself, or None; and what holds there otherwise."""

    own: Level | None
    around: Level

    @property
    def level(self) -> Level:
        return self.own or self.around


def chosen(place: Place, seen_by: Actor) -> Chosen:
    """What the reader hears of this place."""
    ids = _ids(place)
    rows = rows_of(_CHOSEN, {"me": seen_by.person_id} | ids)
    said = {
        kind: level
        for kind, level in ((_kind(row.discussion_id, row.forum_id), row.level) for row in rows)
        if ids[kind] is not None
    }
    nearest = "discussion" if ids["discussion"] else "forum" if ids["forum"] else "network"
    around = [said[kind] for kind in ("discussion", "forum", "network") if kind in said and kind != nearest]
    return Chosen(said.get(nearest), around[0] if around else DEFAULT)


def _ids(place: Place) -> dict[str, int | None]:
    if isinstance(place, Discussion):
        return {"discussion": place.id, "forum": place.forum_id, "network": place.network_id}
    if isinstance(place, Forum):
        return {"discussion": None, "forum": place.id, "network": place.network_id}
    return {"discussion": None, "forum": None, "network": place.id}


def _kind(discussion_id: int | None, forum_id: int | None) -> str:
    return "discussion" if discussion_id is not None else "forum" if forum_id is not None else "network"


_MINE = Subscription.person_id == bindparam("me")
_CHOSEN = select(Subscription.discussion_id, Subscription.forum_id, Subscription.level).where(
    _MINE,
    or_(
        Subscription.discussion_id == bindparam("discussion"),
        Subscription.forum_id == bindparam("forum"),
        Subscription.network_id == bindparam("network"),
    ),
)

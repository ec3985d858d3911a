"""What a person chose to hear of, for the pages where they choose."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import bindparam, or_, select

from app.core.actor import Actor
from app.core.db import db, rows_of
from app.forums.following.levels import DEFAULT, default_level
from app.forums.models import Discussion, Forum, ForumKind, Level, Subscription
from app.forums.policy import visible_discussions, visible_titles
from app.networks.models import LearningNetwork

#: So many discussions are listed on one page.
MOST = 100

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
    network_id = ids["network"]
    usual = default_level(seen_by, network_id) if network_id is not None else DEFAULT
    return Chosen(said.get(nearest), around[0] if around else usual)


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


class ChosenPlace(NamedTuple):
    """A forum or a discussion of which the reader said something. `title` is None for a forum, and where it is withheld."""

    level: Level
    slug: str
    forum: ForumKind
    number: int | None
    title: str | None


def chosen_places(seen_by: Actor) -> list[ChosenPlace]:
    """The forums and discussions of which the reader said something, as far as they read there today."""
    of_forums = (
        select(Subscription.level, LearningNetwork.slug, Forum.kind)
        .join(Forum, Forum.id == Subscription.forum_id)
        .join(LearningNetwork, LearningNetwork.id == Forum.network_id)
        .where(Subscription.person_id == seen_by.person_id, LearningNetwork.id.in_(sorted(seen_by.roles)))
        .order_by(LearningNetwork.slug, Forum.position)
    )
    of_discussions = (
        select(
            Subscription.level,
            LearningNetwork.slug,
            Forum.kind,
            Discussion.number,
            Discussion.title,
            visible_titles(seen_by),
        )
        .join(Discussion, Discussion.id == Subscription.discussion_id)
        .join(Forum, Forum.id == Discussion.forum_id)
        .join(LearningNetwork, LearningNetwork.id == Discussion.network_id)
        .where(Subscription.person_id == seen_by.person_id, visible_discussions(seen_by))
        .order_by(Discussion.last_post_at.desc(), Discussion.id.desc())
        .limit(MOST)
    )
    forums = [ChosenPlace(*row, number=None, title=None) for row in db.session.execute(of_forums)]
    discussions = [
        ChosenPlace(level, slug, kind, number, title if shown else None)
        for level, slug, kind, number, title, shown in db.session.execute(of_discussions)
    ]
    return forums + discussions


def network_levels(seen_by: Actor) -> dict[int, Level]:
    """Network id → what the reader said of the whole network; without those of which they said nothing."""
    said = select(Subscription.network_id, Subscription.level).where(
        Subscription.person_id == seen_by.person_id, Subscription.network_id.is_not(None)
    )
    return {network_id: level for network_id, level in db.session.execute(said) if network_id is not None}

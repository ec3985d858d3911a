"""How much a person wants to hear of a discussion, a forum or a network."""

from __future__ import annotations

from sqlalchemy import ColumnElement, bindparam, delete, literal, or_, select, update

from app.core.actor import Actor
from app.core.db import db, insert_from, insert_once
from app.core.permissions import require
from app.forums.following.levels import QUIET
from app.forums.models import Discussion, Forum, Level, Subscription
from app.forums.policy import Permission
from app.forums.reading.services import pass_over_muted
from app.networks.models import LearningNetwork
from app.networks.policy import Permission as OfNetworks

Place = Discussion | Forum | LearningNetwork


def follow(actor: Actor, place: Place, level: Level | None, *, all_within: bool = False) -> None:
    """Hear so much of this place from now on; None: as much as of what is around it.

    `all_within`: what was chosen for the forums and discussions in it holds no more. What was said while it was muted is
    not new afterwards.
    """
    if isinstance(place, LearningNetwork):
        require(actor, OfNetworks.READ, place)
    else:
        require(actor, Permission.SUBSCRIBE, place)
    assert actor.person_id is not None
    if level is not Level.MUTE:
        pass_over_muted(actor.person_id, _discussions_of(place))
    column, mine = _column(place), Subscription.person_id == actor.person_id
    here = mine & (getattr(Subscription, column) == place.id)
    if level is None:
        db.session.execute(delete(Subscription).where(here))
    elif not insert_once(Subscription, {"person_id": actor.person_id, column: place.id, "level": level}):
        db.session.execute(update(Subscription).where(here).values(level=level))
    if all_within and not isinstance(place, Discussion):
        within = delete(Subscription).where(mine, _within(place))
        db.session.execute(within.execution_options(synchronize_session=False))


def follow_what_one_writes_in(person_id: int, discussion: Discussion) -> None:
    """Hear of all that follows one's own post; unless one has said something, or wants little of what is around it."""
    of = {"me": person_id, "here": discussion.id, "forum": discussion.forum_id, "network": discussion.network_id}
    db.session.flush()
    rows = _FOLLOW.with_only_columns(
        literal(person_id), literal(discussion.id), literal(Level.EVERYTHING, Subscription.level.type)
    )
    insert_from(Subscription, ["person_id", "discussion_id", "level"], rows.params(**of))


_MINE = Subscription.person_id == bindparam("me")
_WANTS_LITTLE = (
    select(Subscription.id)
    .where(
        _MINE,
        Subscription.level.in_(QUIET),
        or_(Subscription.forum_id == bindparam("forum"), Subscription.network_id == bindparam("network")),
    )
    .exists()
)
_FOLLOW = select(literal(1)).where(~_WANTS_LITTLE)


def _column(place: Place) -> str:
    if isinstance(place, Discussion):
        return "discussion_id"
    return "forum_id" if isinstance(place, Forum) else "network_id"


def _discussions_of(place: Place) -> ColumnElement[bool]:
    if isinstance(place, Discussion):
        here: ColumnElement[bool] = Discussion.id == place.id
    elif isinstance(place, Forum):
        here = Discussion.forum_id == place.id
    else:
        here = Discussion.network_id == place.id
    return here


def _within(place: Forum | LearningNetwork) -> ColumnElement[bool]:
    discussions = Subscription.discussion_id.in_(select(Discussion.id).where(_discussions_of(place)))
    if isinstance(place, Forum):
        return discussions
    return or_(discussions, Subscription.forum_id.in_(select(Forum.id).where(Forum.network_id == place.id)))

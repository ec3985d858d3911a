"""The level that holds for a person in a discussion: what they said of it, else of its forum, else of its network.

One expression stands behind what counts as new, who has a notice and who has mail, so that none does what another does
not know of. A Tricky Topic is followed by its discussion.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, func, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from app.forums.models import Discussion, Level, Subscription

#: Where a person has said nothing. What they write in makes them follow it.
DEFAULT = Level.REPLIES
#: Who chose one of these around a discussion does not follow it by writing in it.
QUIET = (Level.DIGEST, Level.MUTE)
#: Those who hear of answers to their own words.
HEARS_REPLIES = (Level.EVERYTHING, Level.REPLIES)

Id = int | ColumnElement[int] | InstrumentedAttribute[int] | BindParameter[int]


def level_of(person: Id, discussion: Id, forum: Any, network: Any) -> ColumnElement[Level]:
    """The level of a person in a discussion that stands in this forum of this network."""
    said = (
        _said(person, column, place)
        for column, place in (("discussion_id", discussion), ("forum_id", forum), ("network_id", network))
    )
    return func.coalesce(*said, literal(DEFAULT, Subscription.level.type))


def _said(person: Id, column: str, place: Any) -> Any:
    mine = aliased(Subscription)
    said = select(mine.level).where(mine.person_id == person, getattr(mine, column) == place)
    return said.correlate_except(mine).scalar_subquery()


def level_here(person: Id) -> ColumnElement[Level]:
    """The same in a statement over discussions."""
    of = Discussion.__table__.c
    return level_of(person, of.id, of.forum_id, of.network_id)


def followers_of(discussion: int | BindParameter[int]) -> Select[int]:
    """Ids of people who hear of every post in the discussion."""
    of = _places(discussion)
    chose = or_(
        Subscription.discussion_id == discussion, Subscription.forum_id == of[0], Subscription.network_id == of[1]
    )
    whole = level_of(Subscription.person_id, discussion, *of) == Level.EVERYTHING
    return select(Subscription.person_id).where(Subscription.level == Level.EVERYTHING, chose, whole).distinct()


def hears_replies(person: Id, discussion: int | BindParameter[int]) -> ColumnElement[bool]:
    """Whether this person hears of answers to their own words in the discussion."""
    return level_of(person, discussion, *_places(discussion)).in_(HEARS_REPLIES)


def followers_of_network(network: Id, forum: Id) -> Select[int]:
    """Ids of people who hear of everything in a forum, or in the whole of its network."""
    chose = or_(Subscription.forum_id == forum, Subscription.network_id == network)
    nowhere = literal(None, Subscription.discussion_id.type)
    whole = level_of(Subscription.person_id, nowhere, forum, network) == Level.EVERYTHING
    return select(Subscription.person_id).where(Subscription.level == Level.EVERYTHING, chose, whole).distinct()


def _places(discussion: int | BindParameter[int]) -> tuple[Any, Any]:
    """The forum and the network in which it stands."""
    this = Discussion.id == discussion
    forum, network = select(Discussion.forum_id).where(this), select(Discussion.network_id).where(this)
    return forum.scalar_subquery(), network.scalar_subquery()

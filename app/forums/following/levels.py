"""The level that holds for a person in a discussion: what they said of it, else of its forum, else of its network.

One expression stands behind what counts as new, who has a notice and who has mail, so that none does what another does
not know of. A Tricky Topic is followed by its discussion.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, case, func, literal, or_, select, union
from sqlalchemy.orm import InstrumentedAttribute, aliased

from app.core.actor import Actor
from app.forums.models import Discussion, Level, Subscription
from app.networks.models import Membership, Role

#: Where a person has said nothing. What they write in makes them follow it.
DEFAULT = Level.REPLIES
#: Those who keep a network going hear of everything in it until they say otherwise. No row says so: it goes with the role.
FOLLOW_THEIR_NETWORK = (Role.MODERATOR, Role.CHAIR)
#: Who chose one of these around a discussion does not follow it by writing in it.
QUIET = (Level.DIGEST, Level.MUTE)
#: Those who hear of answers to their own words.
HEARS_REPLIES = (Level.EVERYTHING, Level.REPLIES)

Id = int | ColumnElement[int] | InstrumentedAttribute[int] | BindParameter[int]


def level_of(person: Id, discussion: Id, forum: Any, network: Any, *, by_role: bool = True) -> ColumnElement[Level]:
    """The level of a person in a discussion that stands in this forum of this network. Without what goes with their role
    it costs a look less, and is as good for whoever asks only what is muted.
    """
    said = (
        _said(person, column, place)
        for column, place in (("discussion_id", discussion), ("forum_id", forum), ("network_id", network))
    )
    if not by_role:
        return func.coalesce(*said, literal(DEFAULT, Subscription.level.type))
    everything, otherwise = (literal(level, Subscription.level.type) for level in (Level.EVERYTHING, DEFAULT))
    return func.coalesce(*said, case((_keeps_going(person, network), everything), else_=otherwise))


def default_level(actor: Actor, network_id: int) -> Level:
    """What holds in the network for whoever has said nothing of it."""
    return Level.EVERYTHING if actor.roles_in(network_id) & {*FOLLOW_THEIR_NETWORK} else DEFAULT


def _keeps_going(person: Id, network: Any) -> ColumnElement[bool]:
    held = aliased(Membership)
    mine = select(held.id).where(
        held.person_id == person,
        held.network_id == network,
        held.role.in_(FOLLOW_THEIR_NETWORK),
        held.left_at.is_(None),
    )
    return mine.correlate_except(held).exists()


def _who_keep_going(network: Any) -> Select[int]:
    return select(Membership.person_id).where(
        Membership.network_id == network, Membership.role.in_(FOLLOW_THEIR_NETWORK), Membership.left_at.is_(None)
    )


def _said(person: Id, column: str, place: Any) -> Any:
    mine = aliased(Subscription)
    said = select(mine.level).where(mine.person_id == person, getattr(mine, column) == place)
    return said.correlate_except(mine).scalar_subquery()


def level_here(person: Id, *, by_role: bool = True) -> ColumnElement[Level]:
    """The same in a statement over discussions."""
    of = Discussion.__table__.c
    return level_of(person, of.id, of.forum_id, of.network_id, by_role=by_role)


def followers_of(discussion: int | BindParameter[int]) -> Select[int]:
    """Ids of people who hear of every post in the discussion."""
    of = _places(discussion)
    chose = or_(
        Subscription.discussion_id == discussion, Subscription.forum_id == of[0], Subscription.network_id == of[1]
    )
    return _each(
        select(Subscription.person_id).where(
            Subscription.level == Level.EVERYTHING,
            chose,
            level_of(Subscription.person_id, discussion, *of) == Level.EVERYTHING,
        ),
        _who_keep_going(of[1]).where(level_of(Membership.person_id, discussion, *of) == Level.EVERYTHING),
    )


def hears_replies(person: Id, discussion: int | BindParameter[int]) -> ColumnElement[bool]:
    """Whether this person hears of answers to their own words in the discussion."""
    return level_of(person, discussion, *_places(discussion)).in_(HEARS_REPLIES)


def hears_replies_in_network(person: Id, network: Id) -> ColumnElement[bool]:
    """The same of what stands under no discussion."""
    nowhere = literal(None, Subscription.discussion_id.type)
    return level_of(person, nowhere, nowhere, network).in_(HEARS_REPLIES)


def followers_of_network(network: Id, forum: Id) -> Select[int]:
    """Ids of people who hear of everything in a forum, or in the whole of its network."""
    chose = or_(Subscription.forum_id == forum, Subscription.network_id == network)
    nowhere = literal(None, Subscription.discussion_id.type)
    return _each(
        select(Subscription.person_id).where(
            Subscription.level == Level.EVERYTHING,
            chose,
            level_of(Subscription.person_id, nowhere, forum, network) == Level.EVERYTHING,
        ),
        _who_keep_going(network).where(level_of(Membership.person_id, nowhere, forum, network) == Level.EVERYTHING),
    )


def _each(*of: Select[int]) -> Select[int]:
    # By a name, since SQLite takes no union inside another, and this becomes part of one.
    found = union(*of).subquery()
    return select(found.c.person_id)


def _places(discussion: int | BindParameter[int]) -> tuple[Any, Any]:
    """The forum and the network in which it stands."""
    this = Discussion.id == discussion
    forum, network = select(Discussion.forum_id).where(this), select(Discussion.network_id).where(this)
    return forum.scalar_subquery(), network.scalar_subquery()

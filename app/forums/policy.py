"""Who may read, write and moderate in the forums; and the same for lists, as SQL.

A member whose only role is researcher reads the words of those who consented to research, and their
own. Everything else in a discussion (that a post stands there, when it was written) is withheld.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, exists, false, or_, true
from sqlalchemy.orm import InstrumentedAttribute

from app.core.actor import Actor
from app.core.language.spoken import lazy_gettext
from app.core.permissions import Rule, register
from app.forums.models import Discussion, Post, PostState, author_consented
from app.networks.models import Membership
from app.networks.policy import (
    WHOEVER_READS,
    Capability,
    can,
    holds,
    in_networks_where,
    may_post,
    networks_of,
    networks_where,
    reads_only_for_research,
)


class Permission(StrEnum):
    READ_FORUM = "forums:forum:read"
    START = "forums:discussion:start"
    READ_DISCUSSION = "forums:discussion:read"
    READ_TITLE = "forums:discussion:read-title"
    MODERATE_DISCUSSION = "forums:discussion:moderate"
    SUBSCRIBE = "forums:subscription:keep"
    POST = "forums:post:write"
    REPLY = "forums:post:publish"
    READ_POST = "forums:post:read"
    EDIT = "forums:post:edit"
    REMOVE = "forums:post:remove"
    MODERATE_POST = "forums:post:moderate"
    MARK_IMPORTANT = "forums:post:mark-important"
    SPEAK_AS_MODERATOR = "forums:post:speak-as-moderator"


def reads_everything(actor: Actor, subject: Any) -> bool:
    return not reads_only_for_research(actor, subject.network_id)


def wrote_it(actor: Actor, subject: Any) -> bool:
    return actor.person_id is not None and subject.author_id == actor.person_id


def is_anothers(actor: Actor, subject: Any) -> bool:
    return not wrote_it(actor, subject)


def author_agreed_to_research(_actor: Actor, subject: Any) -> bool:
    return bool(subject.author_consented)


def is_visible(_actor: Actor, subject: Any) -> bool:
    return bool(subject.state is PostState.VISIBLE)


def is_hidden(_actor: Actor, subject: Any) -> bool:
    return bool(subject.state is PostState.HIDDEN)


def is_open(_actor: Actor, subject: Any) -> bool:
    return not subject.locked


def is_in_an_open_discussion(_actor: Actor, subject: Any) -> bool:
    return not subject.discussion.locked


_READ = can(Capability.READ)
_MODERATE = can(Capability.MODERATE)
_STEER = can(Capability.STEER)

_NOT_A_MEMBER = lazy_gettext("You are not a member of this network.")
_READS_ONLY = lazy_gettext("Your role in this network reads here and does not post.")
_HOW_TO_POST = lazy_gettext("A researcher may post once they have said openly that they are one: ask the moderator.")
_MODERATORS = lazy_gettext("Only the moderator of this network does that.")

TABLE = {
    Permission.READ_FORUM: Rule(((_READ,),), _NOT_A_MEMBER),
    Permission.READ_DISCUSSION: Rule(((_READ,),), _NOT_A_MEMBER),
    Permission.READ_TITLE: Rule(
        ((_READ, reads_everything), (_READ, wrote_it), (_READ, author_agreed_to_research)),
        lazy_gettext("Its author has not agreed that their words be read for research."),
    ),
    Permission.READ_POST: Rule(
        (
            (_READ, is_visible, reads_everything),
            (_READ, is_visible, wrote_it),
            (_READ, is_visible, author_agreed_to_research),
            (_MODERATE, is_hidden),
        ),
        lazy_gettext("This post is withheld, hidden or removed."),
    ),
    Permission.START: Rule(((may_post,),), _READS_ONLY, Permission.READ_FORUM, _HOW_TO_POST),
    Permission.POST: Rule(((may_post,),), _READS_ONLY, Permission.READ_DISCUSSION, _HOW_TO_POST),
    Permission.REPLY: Rule(
        ((may_post, is_open), (_MODERATE,)),
        lazy_gettext("This discussion is locked, so nothing can be added to it."),
        Permission.READ_DISCUSSION,
        lazy_gettext("The moderator can unlock it."),
        after=Permission.POST,
    ),
    Permission.EDIT: Rule(
        ((may_post, is_visible, wrote_it, is_in_an_open_discussion), (_MODERATE, is_visible, wrote_it)),
        lazy_gettext("Only its author changes a post, and not in a locked discussion."),
        Permission.READ_POST,
    ),
    Permission.REMOVE: Rule(
        ((_READ, is_visible, wrote_it), (_MODERATE, is_visible), (_MODERATE, is_hidden)),
        lazy_gettext("Only its author or the moderator removes a post."),
        Permission.READ_POST,
    ),
    Permission.MODERATE_POST: Rule(
        ((_MODERATE, is_visible), (_MODERATE, is_hidden)), _MODERATORS, Permission.READ_POST
    ),
    Permission.MARK_IMPORTANT: Rule(
        ((_STEER, is_visible),),
        lazy_gettext("Only the chair or the moderator marks a post as important."),
        Permission.READ_POST,
    ),
    Permission.SPEAK_AS_MODERATOR: Rule(((_MODERATE,),), _MODERATORS, Permission.READ_DISCUSSION),
    Permission.MODERATE_DISCUSSION: Rule(((_MODERATE,),), _MODERATORS, Permission.READ_DISCUSSION),
    Permission.SUBSCRIBE: Rule(((_READ,),), _NOT_A_MEMBER),
}
register(TABLE)


def visible_discussions(actor: Actor) -> ColumnElement[bool]:
    """The SQL twin of forums:discussion:read."""
    return in_networks_where(Discussion.network_id, actor, Capability.READ)


def visible_titles(actor: Actor) -> ColumnElement[bool]:
    """The SQL twin of forums:discussion:read-title."""
    return _words_readable(Discussion, actor)


def visible_posts(actor: Actor) -> ColumnElement[bool]:
    """The SQL twin of forums:post:read: posts whose words may be sent to this person."""
    readable = and_(Post.state == PostState.VISIBLE, _words_readable(Post, actor))
    if actor is not WHOEVER_READS and not networks_where(actor, Capability.MODERATE):
        return readable
    moderated = in_networks_where(Post.network_id, actor, Capability.MODERATE)
    return or_(readable, and_(Post.state == PostState.HIDDEN, moderated))


def _words_readable(subject: type[Post | Discussion], actor: Actor) -> ColumnElement[bool]:
    if actor is WHOEVER_READS:
        everything = subject.network_id.in_(bindparam("READ_ALL", expanding=True))
        for_research = subject.network_id.in_(bindparam("READ_AGREED", expanding=True))
        return or_(everything, and_(for_research, agreed_or_mine(subject)))
    read = _networks_read(actor)
    everything_in = _among(subject.network_id, read["READ_ALL"])
    if not read["READ_AGREED"]:
        return everything_in
    own_or_agreed = or_(author_consented(subject), subject.author_id == actor.person_id)
    return or_(everything_in, and_(_among(subject.network_id, read["READ_AGREED"]), own_or_agreed))


def _networks_read(actor: Actor) -> dict[str, list[int]]:
    """The networks whose words the actor reads, and those where only what its author agreed to."""
    read: dict[str, list[int]] = {"READ_ALL": [], "READ_AGREED": []}
    for each in sorted(networks_where(actor, Capability.READ)):
        read["READ_AGREED" if reads_only_for_research(actor, each) else "READ_ALL"].append(each)
    return read


def values_for(actor: Actor) -> dict[str, Any]:
    """The values of `visible_posts` and `visible_titles` in a statement that was made for WHOEVER_READS."""
    return {"me": actor.person_id, **_networks_read(actor), **networks_of(actor, Capability.MODERATE)}


def _among(column: InstrumentedAttribute[int], ids: list[int]) -> ColumnElement[bool]:
    return column.in_(ids) if ids else false()


class Sight(StrEnum):
    """What of the posts of one network a person may read: `visible_posts`, narrowed to that network."""

    NOTHING = "nothing"
    AGREED = "what its author agreed to, and one's own"
    VISIBLE = "all but hidden and removed posts"
    MODERATOR = "all but removed posts"


def sight_in(actor: Actor, network_id: int) -> Sight:
    if not holds(actor, Capability.READ, network_id):
        return Sight.NOTHING
    if holds(actor, Capability.MODERATE, network_id):
        return Sight.MODERATOR
    return Sight.AGREED if reads_only_for_research(actor, network_id) else Sight.VISIBLE


def posts_in(sight: Sight) -> ColumnElement[bool]:
    """Which posts of the network may be read; `me` is the reader's id. The same for all readers with that sight,

    so that a statement can be put together once: doing that anew for each page costs more than running it.
    """
    visible = Post.state == PostState.VISIBLE
    return {
        Sight.NOTHING: false(),
        Sight.AGREED: and_(visible, agreed_or_mine(Post)),
        Sight.VISIBLE: visible,
        Sight.MODERATOR: or_(visible, Post.state == PostState.HIDDEN),
    }[sight]


def titles_in(sight: Sight) -> ColumnElement[bool]:
    """The same for titles: `visible_titles`, narrowed to one network."""
    if sight is Sight.NOTHING:
        return false()
    return agreed_or_mine(Discussion) if sight is Sight.AGREED else true()


def agreed_or_mine(subject: type[Post | Discussion]) -> ColumnElement[bool]:
    return or_(author_consented(subject), subject.author_id == bindparam("me"))


def may_be_named(person: Any) -> ColumnElement[bool]:
    """Whether the person's name may stand in the list: not if they left and asked that their role stand for it."""
    held = exists().where(Membership.person_id == person.id, Membership.network_id == Discussion.network_id)
    return ~held.where(Membership.left_at.is_not(None), Membership.name_withheld)

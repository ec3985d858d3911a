"""What is new to a person. One expression stands behind every count, mark and list, so that none says what another does not."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, ColumnElement, Integer, Select, and_, bindparam, case, distinct, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from app.accounts.models import Person
from app.core.actor import Actor
from app.core.db import db, rows_of
from app.core.numbers.counts import count, counts
from app.forums.following.levels import level_here
from app.forums.models import Discussion, Forum, Level, Post, PostState
from app.forums.policy import agreed_or_mine, may_be_named
from app.forums.reading.models import ReadFloor, ReadingChoice, ReadMark, ReadSpan, Strand
from app.forums.reading.rows import NewDiscussion, News, Unread
from app.networks.models import LearningNetwork, Module
from app.networks.policy import Capability, networks_where, reads_only_for_research

_ME: BindParameter[int] = bindparam("me", type_=Integer)
_BELOW = func.coalesce(ReadMark.read_to_id, ReadFloor.read_to_id, 0)


def _read_by_me(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """A query over strands, joined to how far the person has read each."""
    return query.outerjoin(
        ReadMark, and_(ReadMark.person_id == _ME, ReadMark.discussion_id == Strand.strand_id)
    ).outerjoin(ReadFloor, and_(ReadFloor.person_id == _ME, ReadFloor.forum_id == Strand.began_in_id))


def _in_a_span(post_id: ColumnElement[int]) -> ColumnElement[bool]:
    return (
        select(ReadSpan.id)
        .where(ReadSpan.person_id == _ME, ReadSpan.discussion_id == Strand.strand_id)
        .where(ReadSpan.first_id <= post_id, ReadSpan.last_id >= post_id)
        .correlate(Strand, Post)
        .exists()
    )


#: Of a discussion: the person has not muted it, nor what it stands in. Asked last: it looks three times into an index.
_HEARD = level_here(_ME, by_role=False) != Level.MUTE
#: Of a post and its strand: whether it is new to the person, unless they have muted the discussion.
_NEW_POST = and_(
    Post.discussion_id == Strand.discussion_id,
    Post.strand_id == Strand.strand_id,
    Post.state == PostState.VISIBLE,
    Post.id > _BELOW,
    ~_in_a_span(Post.__table__.c.id),
)
#: Of a strand: whether something in it is. The last line is asked only where its latest post was read past a gap.
_HAS_NEW = and_(
    Strand.last_visible_post_id > _BELOW,
    or_(
        ~_in_a_span(Strand.__table__.c.last_visible_post_id),
        select(Post.id).where(_NEW_POST).correlate(Strand, ReadMark, ReadFloor).exists(),
    ),
)

_IN_NETWORKS = Strand.network_id.in_(bindparam("networks", expanding=True))


def _counted_by(column: InstrumentedAttribute[int]) -> Select[*tuple[Any, ...]]:
    """Discussions with something new, each once, however many strands of it are."""
    strands = select(column, func.count(distinct(Strand.discussion_id))).join_from(
        Strand, Discussion, Discussion.id == Strand.discussion_id
    )
    return _read_by_me(strands).where(_HAS_NEW, _HEARD).group_by(column)


_BY_NETWORK = _counted_by(Discussion.network_id).where(_IN_NETWORKS)
_BY_FORUM = _counted_by(Discussion.forum_id).where(Strand.network_id == bindparam("network"))


COUNT = "discussions with something new"
count(COUNT, _BY_NETWORK, lambda reader: {"me": reader.person_id, "networks": _networks_of(reader)})


def new_by_network(seen_by: Actor) -> dict[int, int]:
    """In how many discussions of each of the person's networks something is new; networks without are left out."""
    return counts(seen_by)[COUNT]


def new_by_forum(network_id: int, seen_by: Actor) -> dict[int, int]:
    """In how many discussions of each forum of the network something is new; forums without are left out."""
    if network_id not in _networks_of(seen_by):
        return {}
    return dict(iter(rows_of(_BY_FORUM, {"me": seen_by.person_id, "network": network_id})))


def _networks_of(reader: Actor) -> list[int]:
    """Those whose discussions the person reads as one of their members."""
    return sorted(each for each in networks_where(reader, Capability.READ) if reader.roles_in(each))


_STRANDS_OF_DISCUSSIONS = select(
    Discussion.id, func.count(), func.nullif(func.min(Post.id), Discussion.first_post_id), func.max(ReadMark.read_at)
).join_from(Strand, Discussion, Discussion.id == Strand.discussion_id)
_NEWS = (
    _read_by_me(_STRANDS_OF_DISCUSSIONS.join(Post, Post.discussion_id == Discussion.id))
    .where(Discussion.id.in_(bindparam("discussions", expanding=True)), _IN_NETWORKS, _NEW_POST)
    .where(Strand.last_visible_post_id > _BELOW, _HEARD)
    .group_by(Discussion.id, Discussion.first_post_id)
)


def news_of(discussion_ids: Iterable[int], seen_by: Actor) -> dict[int, News]:
    """What is new in each of these discussions, those of a page; without those that have nothing new."""
    ids, networks = list(discussion_ids), _networks_of(seen_by)
    if not ids or not networks:
        return {}
    values = {"me": seen_by.person_id, "discussions": ids, "networks": networks}
    return {row[0]: News(row[1], row[2], row[3]) for row in rows_of(_NEWS, values)}


class NewPosts(NamedTuple):
    """What is new in one discussion, post by post, for the page that shows it."""

    news: News | None = None
    #: The first thousand of them.
    ids: tuple[int, ...] = ()
    #: The person marks posts as read by hand, and not as they scroll past.
    by_hand: bool = False


_BY_HAND = select(ReadingChoice.by_hand).where(ReadingChoice.person_id == _ME)
_NEW_POSTS = (
    _read_by_me(
        select(Post.id, ReadMark.read_at, Discussion.first_post_id, _BY_HAND.scalar_subquery())
        .join_from(Strand, Discussion, Discussion.id == Strand.discussion_id)
        .join(Post, Post.discussion_id == Discussion.id)
    )
    .where(Strand.discussion_id == bindparam("discussion"), _IN_NETWORKS, _NEW_POST, _HEARD)
    .order_by(Post.created_at, Post.id)
    .limit(1_000)
)


def new_posts(discussion_id: int, seen_by: Actor) -> NewPosts:
    """What of the discussion is new to the person."""
    networks = _networks_of(seen_by)
    if not networks:
        return NewPosts()
    values = {"me": seen_by.person_id, "discussion": discussion_id, "networks": networks}
    rows = rows_of(_NEW_POSTS, values).all()
    if not rows:
        return NewPosts()
    first, _, begins_with, by_hand = rows[0]
    since = max((row[1] for row in rows if row[1]), default=None)
    news = News(len(rows), first if first != begins_with else None, since)
    return NewPosts(news, tuple(row[0] for row in rows), bool(by_hand))


def _of_new_posts(what: Any, *which: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Of what is new in a discussion."""
    mine = _read_by_me(select(what).join_from(Strand, Post, Post.discussion_id == Strand.discussion_id))
    return mine.where(Strand.discussion_id == Discussion.id, _NEW_POST, *which).correlate(Discussion)


_WITH_NEWS = _read_by_me(select(Strand.discussion_id)).where(_IN_NETWORKS, _HAS_NEW)
_last = aliased(Person)
_titles = or_(
    Discussion.network_id.in_(bindparam("read_all", expanding=True)),
    agreed_or_mine(Discussion),
)
_DISCUSSIONS = (
    (
        select(
            Discussion.id,
            Module.code,
            LearningNetwork.slug,
            Discussion.number,
            Forum.kind,
            case((_titles, Discussion.title)),
            Discussion.last_post_at,
            case((and_(_titles, may_be_named(_last)), _last.name)),
            Discussion.last_visible_post_id,
            _of_new_posts(func.count()).scalar_subquery(),
            func.nullif(_of_new_posts(func.min(Post.id)).scalar_subquery(), Discussion.first_post_id),
            _of_new_posts(func.max(ReadMark.read_at)).scalar_subquery(),
        )
        .join(Forum, Forum.id == Discussion.forum_id)
        .join(LearningNetwork, LearningNetwork.id == Discussion.network_id)
        .join(Module, Module.id == LearningNetwork.module_id)
        .outerjoin(_last, _last.id == Discussion.last_post_by_id)
    )
    .where(Discussion.id.in_(_WITH_NEWS), _HEARD)
    .order_by(Discussion.last_visible_post_id.desc())
    .limit(bindparam("most"))
)
_BEFORE = _DISCUSSIONS.where(Discussion.last_visible_post_id < bindparam("before"))


def new_discussions(
    seen_by: Actor, most: int, *, network_id: int | None = None, before: int | None = None
) -> list[NewDiscussion]:
    """Discussions with something new, those with the latest post first; of one network, or of all the person's.

    `before` is the `last_visible_post_id` at which an earlier page ended.
    """
    query = _DISCUSSIONS if before is None else _BEFORE
    return [each for each, *_ in _listed(query, seen_by, network_id, most=most, before=before)]


def _listed(
    query: Select[*tuple[Any, ...]], seen_by: Actor, network_id: int | None = None, **values: Any
) -> list[tuple[NewDiscussion, Any]]:
    """The rows of a statement made from _DISCUSSIONS, each with what else it asks of them."""
    networks = [each for each in _networks_of(seen_by) if network_id in {None, each}]
    if not networks:
        return []
    everything = [each for each in networks if not reads_only_for_research(seen_by, each)]
    rows = rows_of(query, {"me": seen_by.person_id, "networks": networks, "read_all": everything, **values})
    return [(NewDiscussion._make([*row[:9], News(*row[9:12])]), row[-1]) for row in rows]


_MARKS = _read_by_me(
    select(Strand.strand_id, _BELOW).join_from(Strand, Discussion, Discussion.id == Strand.discussion_id)
).where(_IN_NETWORKS, _HAS_NEW, _HEARD)
_SPANS = (
    select(ReadSpan.discussion_id, ReadSpan.first_id, ReadSpan.last_id)
    .where(ReadSpan.person_id == _ME)
    .where(ReadSpan.discussion_id.in_(select(Strand.strand_id).where(_IN_NETWORKS)))
)


def unread(seen_by: Actor) -> Unread:
    """All that is new to the person, in all their networks; two statements however much it is."""
    values = {"me": seen_by.person_id, "networks": _networks_of(seen_by)}
    if not values["networks"]:
        return Unread({}, [])
    marks = {row[0]: row[1] for row in rows_of(_MARKS, values)}
    return Unread(marks, [(row[0], row[1], row[2]) for row in rows_of(_SPANS, values) if row[0] in marks])


_parent = aliased(Post)
#: Of a discussion: whether something new in it answers words of the person's own.
_ANSWERS_ME = (
    _of_new_posts(Post.id, _parent.author_id == _ME)
    .join(_parent, _parent.id == Post.reply_to_id)
    .exists()
    .label("answers_me")
)
_FIRST = _DISCUSSIONS.add_columns(_ANSWERS_ME).order_by(None)
_FIRST = _FIRST.order_by(_ANSWERS_ME.desc(), Discussion.last_visible_post_id.desc())


def new_first(seen_by: Actor, most: int) -> list[tuple[NewDiscussion, bool]]:
    """Those of all the person's networks, each with whether it answers them: those first, then the latest."""
    return [(each, bool(answers)) for each, answers in _listed(_FIRST, seen_by, most=most)]


_SINCE, _UNTIL = (bindparam(name, type_=Post.created_at.type) for name in ("since", "until"))
_ANY_BETWEEN = _of_new_posts(Post.id, Post.created_at > _SINCE, Post.created_at <= _UNTIL).exists()
_BETWEEN = _DISCUSSIONS.where(Discussion.last_post_at > _SINCE, _ANY_BETWEEN)


def new_between(seen_by: Actor, since: datetime, until: datetime, most: int) -> list[NewDiscussion]:
    """The same for what was written after `since`, until `until`, and is new still; all that is new in each is counted."""
    return [each for each, *_ in _listed(_BETWEEN, seen_by, most=most, since=since, until=until)]


def reads_by_hand(seen_by: Actor) -> bool:
    """Whether the person marks posts as read by hand, and not as they scroll past."""
    return bool(db.session.scalar(_BY_HAND, {"me": seen_by.person_id}))

"""What waits for nobody in particular and should not be left: questions without an answer, thin topics, quiet networks."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, func, select

from app.core import clock
from app.core.actor import Actor
from app.core.db import rows_of
from app.forums.models import Discussion, Forum, ForumKind, Post, PostState
from app.forums.queries.lists import ANSWERED
from app.networks.lifecycle import OVER
from app.networks.models import LearningNetwork, Membership, Module
from app.networks.policy import Capability, networks_where
from app.topics.models import StumblingBlock, TrickyTopic

#: So long a question may stand before it is on the desk.
UNANSWERED_AFTER = timedelta(days=5)
#: A topic is taken apart into so many stumbling blocks at least (method: section 3).
BLOCKS = 3
#: So long without a word, and a network that is at work has gone quiet.
QUIET_AFTER = timedelta(days=30)
#: Participation is counted over so long.
LATELY = timedelta(days=30)
MOST = 20


class Unheard(NamedTuple):
    """A discussion in which nobody but its beginner has spoken."""

    number: int
    title: str
    forum: ForumKind
    since: datetime
    slug: str
    code: str


class Thin(NamedTuple):
    """A topic that has too few stumbling blocks to be shortlisted."""

    number: int
    title: str
    blocks: int
    slug: str
    code: str


class Participation(NamedTuple):
    """How many belong to a network, how many of them spoke lately, and when somebody last did. Totals, and no names."""

    network_id: int
    slug: str
    code: str
    state: str
    members: int
    spoke: int
    last_at: datetime | None

    @property
    def is_quiet(self) -> bool:
        """At work, and nobody has said anything for long. A network that rests is left in peace."""
        return self.state == "active" and (self.last_at is None or clock.now() - self.last_at > QUIET_AFTER)


def unanswered_discussions(networks: Collection[int], *, seen_by: Actor) -> list[Unheard]:
    """Those that have stood alone for five days, the longest first; what is pinned or locked asks for no answer."""
    before = {"before": clock.now() - UNANSWERED_AFTER}
    return [Unheard(*row) for row in _rows(_UNHEARD, networks, seen_by, before)]


def thin_topics(networks: Collection[int], *, seen_by: Actor) -> list[Thin]:
    """Topics under discussion with fewer than three stumbling blocks, those that wait longest first."""
    return [Thin(*row) for row in _rows(_THIN, networks, seen_by)]


def participation(networks: Collection[int], *, seen_by: Actor) -> list[Participation]:
    since = {"since": clock.now() - LATELY}
    return [Participation(*row) for row in _rows(_PARTICIPATION, networks, seen_by, since)]


def _rows(query: Select[*tuple[Any, ...]], networks: Collection[int], seen_by: Actor, values: Any = None) -> Any:
    ids = sorted(networks_where(seen_by, Capability.READ) & frozenset(networks))
    return rows_of(query, {"networks": ids, **(values or {})}) if ids else ()


def _placed(query: Select[*tuple[Any, ...]], network_id: Any) -> Select[*tuple[Any, ...]]:
    query = query.add_columns(LearningNetwork.slug, Module.code)
    query = query.join(LearningNetwork, LearningNetwork.id == network_id)
    query = query.join(Module, Module.id == LearningNetwork.module_id)
    here = (network_id.in_(bindparam("networks", expanding=True)), LearningNetwork.state.not_in(OVER))
    return query.where(*here).limit(MOST)


_UNHEARD = (
    _placed(
        select(Discussion.number, Discussion.title, Forum.kind, Discussion.created_at).join(
            Forum, Forum.id == Discussion.forum_id
        ),
        Discussion.network_id,
    )
    .where(
        Discussion.created_at < bindparam("before"),
        Discussion.locked.is_(False),
        Discussion.pinned.is_(False),
        Discussion.last_visible_post_id.is_not(None),
        ~ANSWERED,
    )
    .order_by(Discussion.created_at, Discussion.id)
)
_blocks = select(func.count(StumblingBlock.id)).where(StumblingBlock.topic_id == TrickyTopic.id).scalar_subquery()
_THIN = (
    _placed(select(TrickyTopic.number, TrickyTopic.title, _blocks), TrickyTopic.network_id)
    .where(TrickyTopic.state == "under_discussion", _blocks < BLOCKS)
    .order_by(TrickyTopic.state_since, TrickyTopic.id)
)
_here = (Membership.network_id == LearningNetwork.id, Membership.left_at.is_(None))
_PARTICIPATION = (
    select(
        LearningNetwork.id,
        LearningNetwork.slug,
        Module.code,
        LearningNetwork.state,
        select(func.count(func.distinct(Membership.person_id))).where(*_here).scalar_subquery(),
        select(func.count(func.distinct(Post.author_id)))
        .where(Post.network_id == LearningNetwork.id, Post.created_at > bindparam("since"))
        .where(Post.state == PostState.VISIBLE)
        .scalar_subquery(),
        select(func.max(Discussion.last_post_at)).where(Discussion.network_id == LearningNetwork.id).scalar_subquery(),
    )
    .join(Module, Module.id == LearningNetwork.module_id)
    .where(LearningNetwork.id.in_(bindparam("networks", expanding=True)))
    .order_by(Module.code)
)

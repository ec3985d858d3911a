"""Where things came from and went to: posts and what was raised from them, discussions and their topic, merges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, CompoundSelect, Select, bindparam, literal, or_, select, union_all

from app.core.actor import Actor
from app.core.db import rows_of
from app.forums.models import Post
from app.networks.models import LearningNetwork
from app.networks.policy import Capability, holds
from app.similarity.nearest import nearest
from app.topics.lifecycle import ISSUE, TOPIC
from app.topics.models import AdditionalIssue, TrickyTopic

#: From this likeness on something is shown as similar: of what it shows for parts of our own topics half is right, and the
#: right one is there for four in ten (measured in docs/explanation/how-cards-are-suggested.md).
LIKE_ENOUGH = 0.18
#: The newest are compared: reading so many anew takes a quarter of a second, and most networks have a few dozen.
MOST_COMPARED = 500


@dataclass(frozen=True)
class Pointer:
    """A topic or issue, as much of it as a link needs. `kind` is topic or issue."""

    kind: str
    id: int
    number: int
    title: str
    state: str
    #: The post it was raised from, where that was asked for.
    post_id: int | None = None

    @property
    def noun(self) -> str:
        return "Tricky Topic" if self.kind == "topic" else "Additional issue"

    @property
    def state_in_words(self) -> str:
        return (TOPIC if self.kind == "topic" else ISSUE).label(self.state)


def raised_from(discussion_id: int, network_id: int, *, seen_by: Actor) -> list[Pointer]:
    """Topics and issues that were raised from posts of the discussion, if the reader may see them."""
    return _found(_RAISED_FROM, {"discussion": discussion_id, "network": network_id}, seen_by)


def under_discussion(discussion_id: int, network_id: int, *, seen_by: Actor) -> list[Pointer]:
    """The topic or issue whose discussion this is. A topic that was moved shares its discussion with the issue."""
    return _found(_UNDER, {"discussion": discussion_id, "network": network_id}, seen_by)


def _found(statement: CompoundSelect[Any], of: dict[str, Any], seen_by: Actor) -> list[Pointer]:
    if not holds(seen_by, Capability.READ, of["network"]):  # visible_topics and visible_issues, for this network
        return []
    return [Pointer(*row) for row in rows_of(statement, of)]


def successors(topic: TrickyTopic, *, seen_by: Actor) -> list[Pointer]:
    """Where a merged or moved topic went, and which topics were merged into this one."""
    went_to = {"into": topic.merged_into_id or 0, "moved": topic.moved_to_issue_id or 0}
    return _found(_SUCCESSORS, {"topic": topic.id, "network": topic.network_id, **went_to}, seen_by)


def predecessors(issue: AdditionalIssue, *, seen_by: Actor) -> list[Pointer]:
    """The topic that an issue was moved from, if it was one."""
    return _found(_PREDECESSORS, {"issue": issue.id, "network": issue.network_id}, seen_by)


def similar(network: LearningNetwork, text: str, *, seen_by: Actor, most: int = 5, but: int = 0) -> list[Pointer]:
    """Topics and issues of the network that read like `text`, best first; `but` is a topic to leave out."""
    if not text.strip() or not holds(seen_by, Capability.READ, network.id):
        return []
    rows = [row for row in rows_of(_TEXTS, {"network": network.id}) if (row.kind, row.id) != ("topic", but)]
    near = nearest(text, [f"{row.title}\n{row.text}" for row in rows], most, LIKE_ENOUGH)
    return [Pointer(*rows[place][:6]) for place in near]


def _both(topics: ColumnElement[bool], issues: ColumnElement[bool]) -> CompoundSelect[Any]:
    return union_all(
        select(
            literal("topic").label("kind"),
            TrickyTopic.id,
            TrickyTopic.number,
            TrickyTopic.title,
            TrickyTopic.state,
            TrickyTopic.raised_from_post_id,
        ).where(topics),
        select(
            literal("issue"),
            AdditionalIssue.id,
            AdditionalIssue.number,
            AdditionalIssue.title,
            AdditionalIssue.state,
            AdditionalIssue.raised_from_post_id,
        ).where(issues),
    )


def _where(topics: ColumnElement[bool], issues: ColumnElement[bool]) -> CompoundSelect[Any]:
    network: BindParameter[int] = bindparam("network")
    return _both(topics & (TrickyTopic.network_id == network), issues & (AdditionalIssue.network_id == network))


_DISCUSSION: BindParameter[int] = bindparam("discussion")
_POSTS = select(Post.id).where(Post.discussion_id == _DISCUSSION)
_RAISED_FROM = _where(TrickyTopic.raised_from_post_id.in_(_POSTS), AdditionalIssue.raised_from_post_id.in_(_POSTS))
_UNDER = _where(TrickyTopic.discussion_id == _DISCUSSION, AdditionalIssue.discussion_id == _DISCUSSION)
_SUCCESSORS = _where(
    or_(TrickyTopic.id == bindparam("into"), TrickyTopic.merged_into_id == bindparam("topic")),
    AdditionalIssue.id == bindparam("moved"),
)
_PREDECESSORS = _where(TrickyTopic.moved_to_issue_id == bindparam("issue"), AdditionalIssue.id == 0)


def _texts(kind: str, model: type[TrickyTopic | AdditionalIssue]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            literal(kind).label("kind"),
            model.id,
            model.number,
            model.title,
            model.state,
            model.raised_from_post_id,
            model.statement_md.label("text"),
            model.created_at.label("created_at"),
        )
        .where(model.network_id == bindparam("network"))
        .order_by(model.created_at.desc(), model.id.desc())
        .limit(MOST_COMPARED)
    )


_NEWEST = union_all(
    *(
        select(_texts(kind, model).subquery(kind))
        for kind, model in (("topic", TrickyTopic), ("issue", AdditionalIssue))
    )
).subquery()
_TEXTS = select(_NEWEST).order_by(_NEWEST.c.created_at.desc(), _NEWEST.c.kind, _NEWEST.c.id.desc()).limit(MOST_COMPARED)

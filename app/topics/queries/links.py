"""Where things came from and went to: posts and what was raised from them, discussions and their topic, merges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Select,
    bindparam,
    false,
    func,
    literal,
    or_,
    select,
    union_all,
)

from app.core.actor import Actor
from app.core.db import rows_of
from app.forums.models import Post, ReactionKind
from app.forums.queries.reactions import how_many
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
    #: How many see with their students what that post says.
    seen_too: int = 0

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


class Around(NamedTuple):
    """What belongs with a topic or an issue, and what was raised from the posts of its discussion."""

    linked: list[Pointer]
    raised: list[Pointer]


def around_topic(topic: TrickyTopic, *, seen_by: Actor) -> Around:
    """Where a merged or moved topic went, and which topics were merged into this one; in one query."""
    went_to = {"into": topic.merged_into_id or 0, "moved": topic.moved_to_issue_id or 0}
    return _around(_AROUND_TOPIC, {"topic": topic.id, "discussion": topic.discussion_id, **went_to}, topic, seen_by)


def around_issue(issue: AdditionalIssue, *, seen_by: Actor) -> Around:
    """The topic that an issue was moved from, if it was one; in one query."""
    return _around(_AROUND_ISSUE, {"issue": issue.id, "discussion": issue.discussion_id}, issue, seen_by)


def _around(
    statement: CompoundSelect[Any], of: dict[str, Any], subject: TrickyTopic | AdditionalIssue, seen_by: Actor
) -> Around:
    found = Around([], [])
    if holds(seen_by, Capability.READ, subject.network_id):
        for *pointer, is_linked, is_raised in rows_of(statement, {**of, "network": subject.network_id}):
            if is_linked:
                found.linked.append(Pointer(*pointer))
            if is_raised:
                found.raised.append(Pointer(*pointer))
    return found


def similar(network: LearningNetwork, text: str, *, seen_by: Actor, most: int = 5, but: int = 0) -> list[Pointer]:
    """Topics and issues of the network that read like `text`, best first; `but` is a topic to leave out."""
    if not text.strip() or not holds(seen_by, Capability.READ, network.id):
        return []
    rows = [row for row in rows_of(_TEXTS, {"network": network.id}) if (row.kind, row.id) != ("topic", but)]
    near = nearest(text, [f"{row.title}\n{row.text}" for row in rows], most, LIKE_ENOUGH)
    return [Pointer(*rows[place][:6]) for place in near]


def _both(topics: ColumnElement[bool], issues: ColumnElement[bool]) -> CompoundSelect[Any]:
    return union_all(_pointers("topic", TrickyTopic).where(topics), _pointers("issue", AdditionalIssue).where(issues))


def _pointers(
    kind: str, model: type[TrickyTopic | AdditionalIssue], *more: ColumnElement[Any]
) -> Select[*tuple[Any, ...]]:
    """What a Pointer holds."""
    return select(
        literal(kind).label("kind"),
        model.id,
        model.number,
        model.title,
        model.state,
        model.raised_from_post_id,
        how_many(ReactionKind.SEEN_TOO, model.raised_from_post_id),
        *more,
    )


def _where(topics: ColumnElement[bool], issues: ColumnElement[bool]) -> CompoundSelect[Any]:
    network: BindParameter[int] = bindparam("network")
    return _both(topics & (TrickyTopic.network_id == network), issues & (AdditionalIssue.network_id == network))


_DISCUSSION: BindParameter[int] = bindparam("discussion")
_POSTS = select(Post.id).where(Post.discussion_id == _DISCUSSION)
_RAISED_FROM = _where(TrickyTopic.raised_from_post_id.in_(_POSTS), AdditionalIssue.raised_from_post_id.in_(_POSTS))
_UNDER = _where(TrickyTopic.discussion_id == _DISCUSSION, AdditionalIssue.discussion_id == _DISCUSSION)


def _linked_or_raised(topics: ColumnElement[bool], issues: ColumnElement[bool]) -> CompoundSelect[Any]:
    """Both kinds with whether they are linked, and whether they were raised from a post of the discussion."""
    network: BindParameter[int] = bindparam("network")
    each = []
    for kind, model, linked in (("topic", TrickyTopic, topics), ("issue", AdditionalIssue, issues)):
        raised = func.coalesce(model.raised_from_post_id.in_(_POSTS), false())
        is_linked = func.coalesce(linked, false())
        each.append(_pointers(kind, model, is_linked, raised).where(model.network_id == network, or_(linked, raised)))
    return union_all(*each)


_AROUND_TOPIC = _linked_or_raised(
    or_(TrickyTopic.id == bindparam("into"), TrickyTopic.merged_into_id == bindparam("topic")),
    AdditionalIssue.id == bindparam("moved"),
)
_AROUND_ISSUE = _linked_or_raised(TrickyTopic.moved_to_issue_id == bindparam("issue"), false())


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

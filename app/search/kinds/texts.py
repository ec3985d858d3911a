"""What each kind of thing says, in plain words; and who sees those that have no filter of their own."""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import ColumnElement, Select, and_, bindparam, or_, select
from sqlalchemy.orm import Bundle

from app.actions.models import Action
from app.core.actor import Actor
from app.core.db import db, rows_of
from app.core.text import markdown
from app.interventions.models import Intervention
from app.networks.models import IN_FORUMS, LearningNetwork, Membership
from app.networks.policy import WHOEVER_READS, Capability, networks_where, reads_only_for_research
from app.replies.models import LoopReply
from app.topics.models import AdditionalIssue, ProblemExample, TrickyTopic
from app.topics.policy import example_agreed, visible_topics
from app.workshops.models import Contribution, Theme, Workshop, WriteUpSection
from app.workshops.policy import visible_workshops

__all__ = ["visible_topics"]


def network_of(row: Any) -> int:
    return cast("int", row.network_id)


def topic(row: TrickyTopic) -> tuple[str, str]:
    return row.title, markdown.brief(row.statement_html)


def block(row: Any) -> tuple[str, str]:
    return row.title, " · ".join(filter(None, [row.assessable_by, row.topic_title]))


def example(row: Any) -> tuple[str, str]:
    return "", row.text


def issue(row: AdditionalIssue) -> tuple[str, str]:
    return row.title, markdown.brief(f"{row.statement_html} {row.response_html or ''}")


def post(row: Any) -> tuple[str, str]:
    # Only the first post carries the title into the index, or every answer would be found by it.
    said = [markdown.brief(row.body_html), row.file_names]
    return (row.discussion_title if row.id == row.first_post_id else ""), " · ".join(filter(None, said))


def intervention(row: Intervention) -> tuple[str, str]:
    return row.title, markdown.brief(row.rationale_html)


def action(row: Action) -> tuple[str, str]:
    return row.title, row.success_indicator


def reply(row: LoopReply) -> tuple[str, str]:
    about = row.topic or row.issue
    return (about.title if about else ""), markdown.brief(f"{row.you_said_html} {row.we_did_html}")


_THEME: Bundle[Any] = Bundle(
    "theme",
    Theme.id,
    Workshop.network_id,
    Workshop.number,
    Theme.title,
    # No time of a card: what counts is when all of them were published.
    Workshop.state_since.label("created_at"),
)
THEMES = select(_THEME).join(Workshop, Workshop.id == Theme.workshop_id)
#: In the order of their random keys, which says nothing.
_CARDS = (
    select(Contribution.text)
    .where(Contribution.theme_id == bindparam("theme"), Contribution.hidden_reason.is_(None), ~Contribution.withdrawn)
    .order_by(Contribution.id)
)
_SECTIONS = select(WriteUpSection.body_html).where(WriteUpSection.workshop_id == bindparam("workshop"))


def theme(row: Any) -> tuple[str, str]:
    return row.title, " · ".join(text for (text,) in rows_of(_CARDS, {"theme": row.id}))


def write_up(row: Workshop) -> tuple[str, str]:
    html = " ".join(db.session.scalars(_SECTIONS, {"workshop": row.id}))
    return row.title, " ".join([row.purpose, markdown.brief(html)])


def parts_of_topics(model: Any, actor: Actor) -> ColumnElement[bool]:
    """A part of a topic is read by whoever reads the topic."""
    # Nothing of it is tied to a statement that reads the topics as well.
    return cast("ColumnElement[bool]", model.topic_id.in_(_apart(select(TrickyTopic.id).where(visible_topics(actor)))))


def visible_examples(actor: Actor) -> ColumnElement[bool]:
    """Whoever only researches reads an example if its author agreed."""
    everything, agreed, me = _by_sight(ProblemExample.network_id, actor)
    return and_(parts_of_topics(ProblemExample, actor), or_(everything, and_(agreed, example_agreed(me))))


def visible_write_ups(actor: Actor) -> ColumnElement[bool]:
    """Not for whoever only researches: a write-up is made of cards, and does not say of whose."""
    everything, _agreed, _me = _by_sight(Workshop.network_id, actor)
    return and_(visible_workshops(actor), everything, Workshop.state == "published")


def visible_themes(actor: Actor) -> ColumnElement[bool]:
    return Theme.workshop_id.in_(_apart(select(Workshop.id).where(visible_write_ups(actor))))


def _apart(asked: Select[Any]) -> Select[Any]:
    return asked.correlate(None)


def by_whom(author_id: Any) -> ColumnElement[bool]:
    """Whether it is by the reader, or by somebody who lets a researcher read it in one of the networks where the reader is
    only that; or the reader is not. Of a hundred thousand posts this is asked once, and not of the author of each.
    """
    agreed = select(Membership.person_id).where(
        Membership.research_consent.in_(sorted(IN_FORUMS)),
        Membership.network_id.in_(bindparam("READ_AGREED", expanding=True)),
    )
    everything: Any = bindparam("READ_ALL", expanding=True)
    anywhere = select(LearningNetwork.id).where(LearningNetwork.id.in_(everything)).exists()
    return or_(anywhere.correlate(None), author_id == bindparam("me"), author_id.in_(agreed.correlate(None)))


def _by_sight(network_id: Any, actor: Actor) -> tuple[ColumnElement[bool], ColumnElement[bool], Any]:
    """In which networks the actor reads everything, in which what its author agreed to; and who they are."""
    if actor is WHOEVER_READS:
        everything, agreed = (network_id.in_(bindparam(each, expanding=True)) for each in ("READ_ALL", "READ_AGREED"))
        return everything, agreed, bindparam("me")
    read = networks_where(actor, Capability.READ)
    own = {each for each in read if reads_only_for_research(actor, each)}
    return network_id.in_(sorted(read - own)), network_id.in_(sorted(own)), actor.person_id

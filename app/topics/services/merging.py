"""Two topics become one, or a topic becomes an additional issue: votes go along, nothing is lost."""

from __future__ import annotations

from app.core import audit
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Invalid
from app.core.events import announce
from app.core.language.spoken import gettext
from app.core.permissions import require
from app.networks.services import next_number
from app.texts.services import carry_text_over
from app.topics.events import IssueRaised, TopicsMerged
from app.topics.lifecycle import TOPIC
from app.topics.models import AdditionalIssue, IssueCategory, TrickyTopic
from app.topics.policy import Permission
from app.topics.services.casting import carry_votes_over
from app.topics.services.locking import lock
from app.topics.services.moving import put_in_state
from app.topics.services.raising import GONE_ELSEWHERE, text_of


def merge_topic(actor: Actor, source: TrickyTopic, target: TrickyTopic, reason: str) -> TrickyTopic:
    """Merge `source` into `target`: the voters become the union of both, each with one vote.

    Words, stumbling blocks, problem examples and discussion stay readable on the source. Invalid if the target is the
    source itself, of another network, or merged or moved away itself.
    """
    require(actor, Permission.SORT, source)
    require(actor, Permission.SORT, target)
    _expect_target(source, target)
    lock(source, target)
    move = TOPIC.move(source.state, "merge", reason)
    carry_votes_over(actor, source, target)
    source.merged_into_id = target.id
    put_in_state(actor, source, "merge", move.target, reason)
    audit.record(actor, "take in", target, after=f"Tricky Topic {source.number}: {source.title}", reason=reason)
    announce(
        TopicsMerged(network_id=source.network_id, actor_id=actor.person_id, source_id=source.id, target_id=target.id)
    )
    return source


def move_to_issue(actor: Actor, topic: TrickyTopic, category: IssueCategory, reason: str) -> AdditionalIssue:
    """A new additional issue with the topic's words, raiser, discussion and voters; the topic shows where it went."""
    require(actor, Permission.SORT, topic)
    lock(topic)
    move = TOPIC.move(topic.state, "move_to_issue", reason)
    issue = _issue_like(topic, category)
    db.session.add(issue)
    db.session.flush()  # votes and the topic point to it
    carry_votes_over(actor, topic, issue)
    carry_text_over(text_of(topic), text_of(issue), topic.statement_md)
    topic.moved_to_issue_id = issue.id
    put_in_state(actor, topic, "move_to_issue", move.target, reason)
    audit.record(actor, "raise", issue, after=issue.title, reason=f"Moved from Tricky Topic {topic.number}: {reason}")
    announce(
        IssueRaised(
            network_id=issue.network_id,
            actor_id=actor.person_id,
            issue_id=issue.id,
            from_post_id=issue.raised_from_post_id,
            from_topic_id=topic.id,
        )
    )
    return issue


def _expect_target(source: TrickyTopic, target: TrickyTopic) -> None:
    fault = ""
    if source.id == target.id:
        fault = gettext("A topic cannot be merged into itself. Choose another one.")
    elif source.network_id != target.network_id:
        fault = gettext("Only topics of the same network can be merged.")
    elif target.state in GONE_ELSEWHERE:
        fault = gettext(
            "That topic is “%(topic)s” itself. Choose the one that took its place.", topic=TOPIC.label(target.state)
        )
    if fault:
        raise Invalid(fault, {"target": [fault]})


def _issue_like(topic: TrickyTopic, category: IssueCategory) -> AdditionalIssue:
    return AdditionalIssue(
        network_id=topic.network_id,
        cycle_id=topic.cycle_id,
        number=next_number(topic.network_id, "issue"),
        title=topic.title,
        statement_md=topic.statement_md,
        statement_html=topic.statement_html,
        category=category,
        raised_by_id=topic.raised_by_id,
        raised_from_post_id=topic.raised_from_post_id,
        discussion_id=topic.discussion_id,
        # Its ten working days run from the day the words were first raised: moving it must not restart the clock.
        state_since=topic.created_at,
        created_at=topic.created_at,
    )

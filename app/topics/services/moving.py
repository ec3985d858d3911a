"""The steps of a Tricky Topic that a person takes: take up, shortlist, prioritise, park, decline, close, reopen."""

from __future__ import annotations

from sqlalchemy import func, select

from app.core import audit, clock
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Invalid, Refused
from app.core.events import announce
from app.core.language.spoken import gettext
from app.core.lifecycle import take_back
from app.core.permissions import require
from app.core.text.signs import stated
from app.topics.events import TopicMoved
from app.topics.lifecycle import TOPIC
from app.topics.models import DistillerTag, ProblemExample, StumblingBlock, TrickyTopic
from app.topics.policy import TOPIC_STEPS, Permission
from app.topics.services.locking import lock
from app.topics.shortlist_check import ShortlistCheck, shortlist_check

#: Steps with a subject of their own, taken in merging.py.
ELSEWHERE = frozenset({"merge", "move_to_issue"})


def move_topic(actor: Actor, topic: TrickyTopic, verb: str, reason: str = "", *, override: bool = False) -> TrickyTopic:
    """Take one step. Refused if it is not taken by hand or not open now, or if a reason is missing.

    For the shortlist: an example and a code are needed; outside three to six stumbling blocks it takes `override` and a
    note. Invalid without these.
    """
    require(actor, TOPIC_STEPS.get(verb, Permission.READ), topic)
    if verb not in TOPIC_STEPS or verb in ELSEWHERE:
        raise Refused(gettext("This step is not taken by hand: the topic follows its interventions and replies."))
    lock(topic)
    move = TOPIC.move(topic.state, verb, reason)
    if verb == "shortlist":
        _expect_shortlist_check(topic, reason, override=override)
    put_in_state(actor, topic, verb, move.target, reason)
    return topic


def put_in_state(actor: Actor, topic: TrickyTopic, verb: str, target: str, reason: str) -> None:
    """Write a permitted step: state, since when, why, the record and the event. Callers have asked for permission."""
    require(actor, Permission.READ, topic)
    before = topic.state
    topic.state = target
    topic.state_since = clock.now()
    topic.state_reason = stated(reason) or None
    if target == "prioritised" and topic.prioritised_at is None:
        topic.prioritised_at = topic.state_since
    audit.record(actor, verb, topic, before=before, after=target, reason=stated(reason))
    announce(
        TopicMoved(
            network_id=topic.network_id, actor_id=actor.person_id, topic_id=topic.id, before=before, after=target
        )
    )


def take_back_topic_step(actor: Actor, topic: TrickyTopic, verb: str) -> None:
    """Undo a step taken in passing, if it was the actor's own a moment ago and nothing happened to the topic since."""
    require(actor, TOPIC_STEPS.get(verb, Permission.READ), topic)
    lock(topic)
    after = topic.state
    at = take_back(actor, topic, TOPIC, verb, state_reason=None)
    announce(
        TopicMoved(
            network_id=topic.network_id,
            actor_id=actor.person_id,
            topic_id=topic.id,
            before=after,
            after=topic.state,
            taken_back=at,
        )
    )


def _shortlist_check_of(topic: TrickyTopic) -> ShortlistCheck:
    blocks = select(func.count(StumblingBlock.id)).where(StumblingBlock.topic_id == topic.id)
    examples = select(func.count(ProblemExample.id)).where(ProblemExample.topic_id == topic.id)
    codes = (
        select(func.count(func.distinct(DistillerTag.code)))
        .join(ProblemExample, ProblemExample.id == DistillerTag.example_id)
        .where(ProblemExample.topic_id == topic.id)
    )
    row = db.session.execute(
        select(blocks.scalar_subquery(), examples.scalar_subquery(), codes.scalar_subquery())
    ).one()
    return shortlist_check(*row)


def _expect_shortlist_check(topic: TrickyTopic, note: str, *, override: bool) -> None:
    shortlist_check = _shortlist_check_of(topic)
    if shortlist_check.missing:
        raise Invalid(
            gettext("This topic is not ready for the shortlist. ")
            + " ".join(each.hint for each in shortlist_check.missing)
        )
    if shortlist_check.warnings and not (override and stated(note)):
        hints = " ".join(each.hint for each in shortlist_check.warnings)
        fault = gettext("Tick this, and write below why it goes on all the same.")
        raise Invalid(hints, {"override": [fault] if not override else [], "reason": [] if stated(note) else [fault]})

"""What the pages of a topic and of an issue need, gathered in a fixed number of queries."""

from __future__ import annotations

from typing import Any

from flask import url_for
from markupsafe import Markup

from app.core import clock
from app.core.actor import Actor
from app.core.permissions import allowed
from app.forums.panels import thread
from app.networks.models import LearningNetwork
from app.topics import due, queries
from app.topics.lifecycle import VOTABLE_ISSUE, VOTABLE_TOPIC
from app.topics.models import AdditionalIssue, TopicMapping, TrickyTopic
from app.topics.policy import Permission
from app.topics.shortlist_check import ShortlistCheck, shortlist_check
from app.topics.views import _drawn as drawn
from app.topics.views._offers import offered
from app.web.actor import actor
from app.web.page.once import known
from app.web.page.panels import WhereItStands, collect

#: A long page begins with the way to its parts; the panels of other features add theirs.
_STATEMENT, _DISCUSSION, _HISTORY = ("Statement", "#statement"), ("Discussion", "#discussion"), ("History", "#history")

#: A topic in one of these has come to an end, and so its page begins with the reply to it.
_ENDED_TOPICS = frozenset({"parked", "declined"})


def topic_page(network: LearningNetwork, read: queries.TopicOnPage) -> dict[str, Any]:
    """Everything topics/topic.html shows."""
    reader, topic = actor(), read.topic
    parts = queries.anatomy(topic, seen_by=reader)
    here = url_for("topics.topic", slug=network.slug, number=topic.number)
    may_vote = topic.state in VOTABLE_TOPIC and allowed(reader, Permission.VOTE, topic)
    return {
        "network": network,
        "topic": topic,
        "is_over": topic.state in _ENDED_TOPICS or topic.state.startswith("closed_"),
        "shortlist_check": parts.shortlist_check,
        "sections": [
            _STATEMENT,
            ("Stumbling blocks", "#blocks"),
            *collect("topics.topic.sections"),
            _DISCUSSION,
            _HISTORY,
        ],
        "anatomy": _anatomy(reader, here, topic, parts),
        "causes": drawn.causes(here, parts, may_add=allowed(reader, Permission.ADD_EXAMPLE, topic)),
        "mapping": drawn.mapping(here, _place(topic.mapping), may_map=allowed(reader, Permission.MAP, topic)),
        "linked": _linked(queries.around_topic(topic, seen_by=reader), topic),
        "Permission": Permission,
        **_about(network, read, here, may_vote=may_vote),
    }


def issue_page(network: LearningNetwork, read: queries.IssueOnPage) -> dict[str, Any]:
    """Everything topics/issue.html shows."""
    reader, issue = actor(), read.issue
    here = url_for("topics.issue", slug=network.slug, number=issue.number)
    may_vote = issue.state in VOTABLE_ISSUE and allowed(reader, Permission.VOTE_ON_ISSUE, issue)
    return {
        "network": network,
        "issue": issue,
        "is_over": issue.state == "closed",
        "sections": [_STATEMENT, _DISCUSSION, *collect("topics.issue.sections"), _HISTORY],
        "linked": _linked(queries.around_issue(issue, seen_by=reader), issue),
        "Permission": Permission,
        **acknowledgement(issue),
        **_about(network, read, here, may_vote=may_vote),
    }


def _linked(around: queries.Around, subject: TrickyTopic | AdditionalIssue) -> list[queries.Pointer]:
    """What belongs with it; what was raised from its discussion is kept for whoever shows the posts."""
    known(("raised from", subject.discussion_id), around.raised)
    return around.linked


def _about(
    network: LearningNetwork, read: queries.TopicOnPage | queries.IssueOnPage, here: str, *, may_vote: bool
) -> dict[str, Any]:
    """What both pages show: where it stands and what comes next, the vote, who raised it, the discussion."""
    reader, (subject, ballot, raiser, seen_too) = actor(), read
    stands = _stands(network, subject)
    steps = offered(subject, here, reader)
    next_step = stands.next_step if stands else None
    return {
        "stands": stands,
        "steps": steps,
        "next_step": next_step,
        "ballot": ballot,
        "may_vote": may_vote,
        # One filled button a page: the vote is it where nothing else is asked of this reader.
        "vote_is_next": may_vote and not (ballot.mine or steps.first or next_step),
        "raiser": raiser,
        "seen_too": seen_too,
        "thread": thread(subject.discussion, reader),
        "history_address": f"{here}/history",
    }


def _stands(network: LearningNetwork, subject: TrickyTopic | AdditionalIssue) -> WhereItStands | None:
    kind = "topic" if isinstance(subject, TrickyTopic) else "issue"
    found = collect(f"topics.{kind}.standing", actor=actor(), network=network, **{kind: subject})
    return next(iter(found), None)


def _place(mapping: TopicMapping | None) -> drawn.MaterialWords | None:
    if mapping is None:
        return None
    return drawn.MaterialWords(
        mapping.weeks_in_words,
        ", ".join(mapping.activity_types),
        len(mapping.sites),
        ", ".join(each.in_words for each in mapping.assessments),
    )


def _anatomy(reader: Actor, here: str, topic: TrickyTopic, parts: queries.Anatomy) -> Markup:
    may_add = allowed(reader, Permission.ADD_EXAMPLE, topic)
    return drawn.anatomy(
        here,
        parts,
        may_shape=allowed(reader, Permission.SHAPE, topic),
        may_add=may_add,
        rewordable=frozenset(
            each.id for each in parts.examples if may_add and allowed(reader, Permission.EDIT_EXAMPLE, each)
        ),
    )


def acknowledgement(issue: AdditionalIssue) -> dict[str, Any]:
    """By when it should be acknowledged, and whether that day has passed."""
    by = due.acknowledge_by(clock.local(issue.created_at).date())
    return {"acknowledge_by": by, "overdue": issue.state == "raised" and by < clock.today()}


def shortlist_check_of(topic: TrickyTopic) -> ShortlistCheck:
    """What a topic that was loaded whole still needs for the shortlist."""
    codes = {code for example in topic.examples for code in example.codes}
    return shortlist_check(len(topic.blocks), len(topic.examples), len(codes))
